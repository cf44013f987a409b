"""What a buyer is told right before the button; the price that stood there is the one that is paid."""

import re
from dataclasses import replace

import pytest

from boxoffice.models import LegalPage, LegalText
from boxoffice.ticketing import Currency, Money, to_text
from checkout import payments, shown
from checkout.models import OrderRecord, State
from tests.builders import CUSTOMER, a_hold, a_performance, a_trolley

pytestmark = pytest.mark.django_db

THURSDAY = 3


def part(page):
    """What stands right before the button."""
    found = re.search(r'<div class="before-the-button">.*?</div>', page, re.DOTALL)
    return found[0] if found else ""


def before(client, record):
    return part(client.get(f"/checkout/{record.pk}/").content.decode())


def amount(page):
    return re.search(r'name="amount" value="([^"]*)"', page)[1]


def a_legal_page(slug):
    page = LegalPage.objects.create(slug=slug)
    LegalText.objects.create(page=page, language="en", title=slug.title(), body="Words.")
    return page


def test_it_says_who_sells_and_from_whom_the_tickets_come(client, f13):
    record = a_hold(client)
    text = before(client, record)
    assert "Box office sells you these tickets. Ingresso supplies them." in text
    (bundle,) = record.reservation.trolley.bundles
    assert bundle.source_name
    assert f"They come from {bundle.source_name}." in text


def test_of_several_suppliers_all_are_named(client, f13):
    a_trolley(client)
    record = a_hold(client, perf_id=a_performance("6IF"), send="COBO")
    names = {bundle.source_name for bundle in record.reservation.trolley.bundles}
    assert len(names) == 2
    assert all(f"They come from {name}." in before(client, record) for name in names)


def test_seats_come_once_more_with_their_notes(client, f13):
    record = a_hold(client, perf_id=a_performance("6IE", weekday=THURSDAY), quantity=3)
    text = before(client, record)
    assert all(f">{seat}<" in text for seat in record.reservation.orders[0].seat_ids)
    assert text.count("seat-note") == 2
    assert "is-warning" in text


def test_the_terms_of_sale_are_linked_where_there_are_any(client, f13):
    record = a_hold(client)
    assert "only where the venue or its supplier allows it" in before(client, record)
    a_legal_page("terms")
    text = before(client, record)
    assert 'href="/pages/terms/"' in text
    assert "only where the venue" not in text


def test_terms_that_say_nothing_are_none(client, f13):
    LegalPage.objects.create(slug="terms")
    assert "/pages/terms/" not in before(client, a_hold(client))


def test_the_privacy_policy_is_linked_and_its_version_goes_along(
    client, f13, django_capture_on_commit_callbacks
):
    page = a_legal_page("privacy")
    record = a_hold(client)
    assert 'href="/pages/privacy/"' in before(client, record)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/checkout/{record.pk}/", CUSTOMER)
    sent = dict(f13.log(endpoint="purchase")[0]["params"])
    assert sent["privacy_policy_version"] == page.changed_at.isoformat(timespec="seconds")


def test_the_button_says_the_amount_and_the_form_sends_it_along(client, f13):
    record = a_hold(client, quantity=2)
    page = client.get(f"/checkout/{record.pk}/").content.decode()
    assert "Buy for £110.00" in page
    assert amount(page) == shown.amount_of(record) == "110.00 gbp"


def test_it_is_the_same_in_every_language(client, f13):
    record = a_hold(client)
    there = client.get(f"/fr/checkout/{record.pk}/").content.decode()
    assert amount(there) == amount(before(client, record))


def test_the_price_that_was_shown_is_paid(client, f13):
    record = a_hold(client)
    client.post(f"/checkout/{record.pk}/", CUSTOMER | {"amount": amount(before(client, record))})
    record.refresh_from_db()
    assert record.state == State.ATTEMPTING


@pytest.mark.parametrize("sent", ["50.00 gbp", "55.00 eur", "55", "£55.00", "55.00 gbp + 1.00 eur"])
def test_another_price_than_was_shown_stops_and_asks(client, f13, sent):
    record = a_hold(client)
    page = client.post(f"/checkout/{record.pk}/", CUSTOMER | {"amount": sent}, follow=True).content.decode()
    record.refresh_from_db()
    assert record.state == State.RESERVED
    assert "was another one than that of what is held" in page
    assert "Buy for £55.00" in page
    assert 'value="1 Long Lane"' in page


def test_so_does_the_white_labels_button(client, f13, settings):
    settings.PAYMENT, settings.WHITE_LABEL_URL = "white-label", f13.url
    record = a_hold(client)
    page = before(client, record)
    client.post(f"/checkout/{record.pk}/hand-over/", {"amount": "1.00 gbp"})
    record.refresh_from_db()
    assert record.state == State.RESERVED
    client.post(f"/checkout/{record.pk}/hand-over/", {"amount": amount(page)})
    record.refresh_from_db()
    assert record.state == State.HANDED_OVER


def test_a_page_of_an_earlier_hold_buys_nothing_at_all(client, f13):
    old = a_hold(client)
    page = client.get(f"/checkout/{old.pk}/").content.decode()
    f13.catalogue(price={"7AB": 2.5})
    a_hold(client)
    client.post(f"/checkout/{old.pk}/", CUSTOMER | {"amount": amount(page)})
    assert set(OrderRecord.objects.values_list("state", flat=True)) == {State.RELEASED, State.RESERVED}
    assert f13.log(endpoint="purchase") == []


class TestSeveralCurrencies:
    """One trolley may hold them; a card is charged in one."""

    @pytest.fixture
    def record(self, client, f13):
        a_trolley(client)
        record = a_hold(client, perf_id=a_performance("6IF"), send="COBO")
        kept = record.reservation
        first, second = kept.trolley.bundles
        euros = Currency("eur", places=2)
        total = Money(second.total.amount, euros)
        bundles = (first, replace(second, currency=euros, total=total))
        changed = replace(kept, trolley=replace(kept.trolley, bundles=bundles))
        now = record.created_at
        record.change(kept_reservation=to_text(changed), amount=None, currency_code="", accepted_at=now)
        return record

    def test_on_credit_they_are_bought_together(self, client, record):
        page = client.get(f"/checkout/{record.pk}/").content.decode()
        assert re.fullmatch(r"[\d.]+ gbp \+ [\d.]+ eur", amount(page))
        client.post(f"/checkout/{record.pk}/", CUSTOMER | {"amount": amount(page)})
        record.refresh_from_db()
        assert record.state == State.ATTEMPTING

    def test_by_card_the_page_says_why_not_and_what_to_do(self, client, record):
        record.change(payment="stripe")
        page = client.get(f"/checkout/{record.pk}/").content.decode()
        assert "priced in several currencies, and a card pays in one" in page
        assert "Buy for" not in page
        client.post(f"/checkout/{record.pk}/", CUSTOMER)
        record.refresh_from_db()
        assert record.state == State.RESERVED

    def test_each_way_says_why_it_cannot(self, record):
        kept = record.reservation
        one = replace(kept, trolley=replace(kept.trolley, bundles=kept.trolley.bundles[:1]))
        assert payments.why_not("credit", kept) == ""
        assert payments.why_not("cash", one) == "unknown"
        assert not payments.is_possible("cash", one)
