"""One file for Ingresso's support: request ids, what was asked and answered, and nothing of the customer."""

import io
import json
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as the_settings
from django.contrib.admin.models import LogEntry

from boxoffice.staff.audit import EXPORTED
from boxoffice.version import VERSION
from checkout import bundle, purchase
from checkout.models import Authorisation, Difference, Standing
from tests import personal as people
from tests.builders import a_hold, a_purchase, pressed, run
from tests.personal import EMAIL, IP, MARK

pytestmark = pytest.mark.django_db


@pytest.fixture
def bought(client, f13, django_capture_on_commit_callbacks):
    return a_purchase(client, django_capture_on_commit_callbacks)


def files_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def taken_along(browser, record):
    response = browser.get(f"/admin/checkout/orderrecord/{record.pk}/support-bundle/")
    assert response["Content-Type"] == "application/zip"
    return files_of(response.content)


def test_one_press_gives_text_and_json(admin_client, admin_user, bought):
    files = taken_along(admin_client, bought)
    assert set(files) == {"order.txt", "order.json"}
    assert json.loads(files["order.json"])["order"]["transaction_uuid"] == bought.transaction_uuid
    entry = LogEntry.objects.get(action_flag=EXPORTED)
    assert (entry.user, entry.object_id) == (admin_user, str(bought.pk))


def test_every_request_id_is_in_it_with_its_time_in_utc_and_its_endpoint(bought, f13):
    facts = bundle.facts_of(bought)
    text = files_of(bundle.zipped(bought))["order.txt"]
    steps = {step["request_id"]: step for step in facts["steps"] if step["request_id"]}
    asked = {
        row["request_id"]: row["endpoint"] for row in f13.log() if row["endpoint"] in ("reserve", "purchase")
    }
    assert asked
    for request_id, endpoint in asked.items():
        step = steps[request_id]
        assert step["endpoint"] == f"{endpoint}.v1"
        assert datetime.fromisoformat(step["at"]).tzinfo == UTC
        assert request_id in text
        assert step["at"] in text


def test_looks_that_found_the_same_have_all_their_request_ids(bought):
    for number in range(5):
        bought.note_again("status says reserved", request_id=f"f13-again-{number}")
    text = files_of(bundle.zipped(bought))["order.txt"]
    for number in range(5):
        assert f"f13-again-{number}" in text


def test_the_end_of_a_lost_purchase_is_told_by_the_look_up(client, f13):
    record = pressed(client)
    f13.fault("purchase", kind="502_after")
    run(record)
    run(record)
    steps = bundle.facts_of(record)["steps"]
    told = {step["what"]: (step["endpoint"], step["error"]) for step in steps}
    assert told["purchase is asked for"][0] == "purchase.v1"
    assert told["the answer is lost"] == ("purchase.v1", "SupplierDown")
    assert told["bought"][0] == "purchase_page_archive.v1 or status.v1"


def test_a_release_names_its_endpoint(client, f13, django_capture_on_commit_callbacks):
    from checkout import reservation

    record = a_hold(client)
    reservation.release(record)
    told = {step["what"]: step["endpoint"] for step in bundle.facts_of(record)["steps"]}
    assert told["released"] == "release.v1"


def test_account_version_and_the_settings_that_matter_are_in_it(bought, settings):
    settings.F13_SUBUSER = "the-sub-user"
    shop = bundle.facts_of(bought)["shop"]
    assert (shop["account_user"], shop["account_sub_user"]) == (settings.F13_USER, "the-sub-user")
    assert shop["version"] == VERSION
    assert shop["settings"]["F13_PURCHASE_TIMEOUT"] == settings.F13_PURCHASE_TIMEOUT


def test_what_was_asked_held_and_sold_is_in_it(bought):
    facts = bundle.facts_of(bought)
    [order] = bought.transaction.orders
    [asked] = facts["asked"]
    sold = facts["told"]["bundles"][0]["orders"][0]
    held = facts["held"]["bundles"][0]["orders"][0]
    assert asked["perf_id"] == sold["perf_id"] == held["perf_id"] == order.performance.id
    assert sold["reference"] == order.backend_purchase_reference
    assert sold["seats"] == list(order.seat_ids)
    assert sold["price"]["ticket"].startswith(f"{order.price.ticket.amount:f} ")
    assert facts["told"]["bundles"][0]["result"]["success"] is True


def test_money_and_differences_are_in_it(bought):
    Authorisation.objects.create(
        record=bought, intent_id="pi_7", standing=Standing.HELD, amount=5500, currency_code="gbp"
    )
    Difference.objects.create(
        kind="prices_differ", subject="x", record=bought, at=bought.created_at, ours="a"
    )
    text = files_of(bundle.zipped(bought))["order.txt"]
    assert "pi_7" in text
    assert "prices_differ" in text


# What is not in it


def test_nothing_of_the_customer_is_in_it_wherever_it_stood(bought):
    record = people.an_order(like=bought, why_failed="supplier")
    Authorisation.objects.create(
        record=record, intent_id="pi_8", amount=1, currency_code="gbp", known_failure=people.marked("failure")
    )
    record.steps.create(what="held", state="reserved", request_id="f13-2", detail=people.marked("detail"))
    assert record.transaction.orders == bought.transaction.orders
    whole = "\n".join(files_of(bundle.zipped(record)).values())
    assert record.transaction_uuid in whole
    assert "f13-request-1" in whole
    assert "bank.example" in whole
    found = re.findall(f"{MARK}[\\w-]*|{re.escape(EMAIL)}|{re.escape(IP)}", whole, re.IGNORECASE)
    assert found == []


def test_nothing_that_opens_something_is_in_it(bought, settings):
    settings.STRIPE_SECRET_KEY = "sk_live_secret"
    record = people.an_order(like=bought)
    whole = "\n".join(files_of(bundle.zipped(record)).values())
    secrets = [settings.SECRET_KEY, settings.F13_PASSWORD, "sk_live_secret", record.visitor]
    secrets += [callout.token for callout in record.callouts.all()]
    secrets += [seat.barcode for order in bought.transaction.orders for seat in order.seats if seat.barcode]
    assert len(secrets) > 5
    assert [secret for secret in secrets if secret and secret in whole] == []


def test_who_of_the_staff_it_was_stays_here(bought, admin_client):
    admin_client.post(f"/admin/checkout/orderrecord/{bought.pk}/note/", {"text": "a private matter"})
    bought.note("staff ask again", detail="grace.hopper")
    whole = "\n".join(files_of(bundle.zipped(bought)).values())
    assert "staff ask again" in whole
    assert "grace.hopper" not in whole
    assert "a private matter" not in whole


def test_an_order_of_which_f13_never_heard_has_one_too(client, f13):
    f13.fault("reserve", kind="lost")
    record = a_hold(client)
    facts = bundle.facts_of(record)
    assert (facts["order"]["state"], facts["told"]) == ("lost", None)
    assert facts["steps"][-1]["endpoint"] == "reserve.v1"


def test_its_name_is_that_of_a_file(admin_client, bought):
    bought.change(transaction_id='../é"\r\nX: y')
    response = admin_client.get(f"/admin/checkout/orderrecord/{bought.pk}/support-bundle/")
    assert re.fullmatch(r'attachment; filename="support-[\w.-]+\.zip"', response["Content-Disposition"])


def test_the_version_is_that_of_the_project():
    text = (Path(the_settings.BASE_DIR) / "pyproject.toml").read_text()
    assert f'version = "{VERSION}"' in text


def test_every_kind_of_step_that_asks_f13_names_an_endpoint():
    """What is told with a request id, and by whom: the words are the shop's own."""
    from checkout.bundle.endpoints import endpoints_of
    from checkout.models import Step

    for what in ("held in part", "nothing was held", "released", "letting go is asked for", purchase.ASKED):
        assert next(endpoints_of([Step(what=what, request_id="r")])), what
