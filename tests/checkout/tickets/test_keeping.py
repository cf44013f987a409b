"""What a device keeps of an order: its tickets and what they load, for as long as they are worth it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from boxoffice.ticketing import to_text
from checkout import items
from checkout.models import State
from checkout.tickets import keeping
from tests.in_hand import STARTS, a_record, an_order, seats

pytestmark = pytest.mark.django_db

BEFORE = STARTS - timedelta(days=30)
LOADED = re.compile(r'(?:src|href|data-held)="(/static/[^"]+)"')


@pytest.fixture
def owned(client):
    def owns(*orders, **changes):
        session = client.session
        session["visitor"] = "somebody"
        session.save()
        record = a_record(*orders, **changes)
        record.save()
        items.keep(record)
        return record

    with time_machine.travel(BEFORE, tick=False):
        yield owns


def listed(client, record, *, at=""):
    return client.get(f"{at}/order/{record.pk}/kept.json").json()


def test_it_lists_pages_barcodes_and_the_pdf_of_this_order_alone(client, owned):
    record = owned(an_order(*seats("A1", "A2")))
    root = f"/order/{record.pk}"
    mine = [one for one in listed(client, record)["addresses"] if not one.startswith("/static/")]
    assert mine == [
        f"{root}/kept/",
        f"{root}/tickets.pdf",
        f"{root}/ticket/1/",
        f"{root}/ticket/2/",
        f"{root}/barcode/1.svg",
        f"{root}/barcode/2.svg",
    ]
    assert {client.get(one).status_code for one in mine} == {200}


def test_it_lists_everything_that_these_pages_load(client, owned):
    record = owned(an_order(*seats("A1")))
    known = set(listed(client, record)["addresses"])
    for address in ("ticket/1/", "kept/"):
        found = set(LOADED.findall(client.get(f"/order/{record.pk}/{address}").content.decode()))
        assert len(found) >= 4
        assert found <= known


def test_each_language_keeps_its_own_pages(client, owned):
    record = owned()
    mine = [one for one in listed(client, record, at="/fr")["addresses"] if "/order/" in one]
    assert mine
    assert all(one.startswith(f"/fr/order/{record.pk}/") for one in mine)


def test_tickets_without_barcode_have_no_picture_to_keep(client, owned):
    record = owned(an_order(*seats("A1", code="")))
    assert not [one for one in listed(client, record)["addresses"] if "barcode" in one]


def test_nothing_passing_is_on_the_pages_that_are_kept(client, owned):
    """A message is shown once: the device that fetches pages behind one's back must not use it up."""
    record = owned()
    client.get("/checkout/00000000-0000-4000-8000-000000000000/")
    for address in ("ticket/1/", "kept/"):
        page = client.get(f"/order/{record.pk}/{address}").content.decode()
        assert 'role="status"' not in page
        assert "csrfmiddlewaretoken" not in page


def test_it_is_kept_until_all_is_over_everywhere_and_a_day_more(client, owned):
    later = an_order(item_number=2, performance={"starts": STARTS + timedelta(days=9)})
    record = owned(an_order(), later)
    until = datetime.fromtimestamp(listed(client, record)["until"] / 1000, tz=UTC)
    assert until == STARTS + timedelta(days=11)
    assert keeping.of_record(record, now=until - timedelta(seconds=1)).addresses
    assert keeping.of_record(record, now=until).addresses == ()


def test_what_has_no_date_is_kept_for_a_year(client, owned):
    record = owned(an_order(event={"needs_performance": False}))
    until = datetime.fromtimestamp(listed(client, record)["until"] / 1000, tz=UTC)
    assert until == record.bought_at + timedelta(days=365)


def test_once_all_is_cancelled_nothing_is_kept(client, owned):
    record = owned(an_order(cancellation_status="cancelled"), state=State.CANCELLED)
    assert listed(client, record)["addresses"] == []


def test_another_version_says_that_something_of_it_is_another(client, owned):
    record = owned(an_order(*seats("A1")), an_order(*seats("B1"), item_number=2))
    before = listed(client, record)
    assert listed(client, record) == before
    told = record.transaction
    first, second = told.trolley.bundles[0].orders
    gone = replace(first, cancellation_status="cancelled")
    bundle = replace(told.trolley.bundles[0], orders=(gone, second))
    record.change(kept_transaction=to_text(replace(told, trolley=replace(told.trolley, bundles=(bundle,)))))
    after = listed(client, record)
    assert after["version"] != before["version"]
    assert f"/order/{record.pk}/ticket/1/" not in after["addresses"]
    assert f"/order/{record.pk}/ticket/2/" in after["addresses"]


def test_the_worker_is_a_script_below_the_order_that_may_only_speak_to_the_shop(client, owned):
    record = owned()
    answer = client.get(f"/order/{record.pk}/kept.js")
    assert answer["Content-Type"] == "text/javascript"
    assert re.fullmatch(r'importScripts\("/static/tickets-worker[^"]*\.js"\);\n', answer.content.decode())
    assert "Service-Worker-Allowed" not in answer
    policy = answer["Content-Security-Policy"]
    assert "connect-src 'self'" in policy
    assert "script-src 'self'" in policy


def test_only_pages_with_tickets_have_the_worker_come(client, owned):
    record = owned()
    root = f"/order/{record.pk}"
    worker = f'data-worker="{root}/kept.js"'
    for address in (f"{root}/", f"{root}/ticket/1/"):
        answer = client.get(address)
        assert worker in answer.content.decode()
        assert "worker-src 'self'" in answer["Content-Security-Policy"]
    for address in ("/", "/trolley/", f"/checkout/{record.pk}/progress/", f"{root}/kept/"):
        assert "data-worker" not in client.get(address).content.decode()
