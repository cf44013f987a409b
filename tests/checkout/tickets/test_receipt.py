"""The receipt: who sold what to whom, for how much, and what became of it."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from boxoffice.ticketing import Currency, Money, Price, PurchaseResult, SendMethod
from checkout import items, tickets
from checkout.models import Authorisation, Refund, RefundStanding, Standing, State
from checkout.tickets import receipt
from tests.in_hand import POUND, a_bundle, a_record, an_order, pounds, properties, seats, texts

pytestmark = pytest.mark.django_db

EURO = Currency("eur", pre_symbol="€")
ADDRESS = {
    "first_name": "Ada",
    "last_name": "Reader",
    "email_address": "ada@example.com",
    "address_line_one": "1 Long Lane",
    "town": "London",
    "postcode": "N1 9GU",
    "country_code": "uk",
}


def saved(*orders, **changes):
    record = a_record(*orders, **({"customer": ADDRESS} | changes))
    record.save()
    items.keep(record)
    return record


def read(record):
    """All its pages, with the spaces between words as single ones."""
    return " ".join(" ".join(texts(tickets.receipt_of(record))).split())


def test_it_says_who_sells_what_to_whom():
    page = read(saved(an_order(*seats("C5", "C6"))))
    for words in (
        "Box office",
        "Tickets are sold by Box office and supplied by Ingresso.",
        "Receipt",
        "Order reference: T000-0000-1234",
        "Bought on: Friday, 20 November 2026",
        "Ada Reader 1 Long Lane London N1 9GU United Kingdom ada@example.com",
        "The Unremarkable Incident Friday, 1 January 2027, 19:30 Lyric Theatre, London",
        "2 × Stalls, Front, Adult",
        "Seats: C5, C6",
        "Reference at the venue: PURCHASE-AB12-1",
    ):
        assert words in page


def test_prices_are_told_in_their_parts_and_sending_is_a_line_of_its_own():
    order = an_order(send_method=SendMethod("POST", "Post worldwide", "post"))
    bundle = a_bundle(order, send_cost=pounds("4.5"), total=pounds("114.5"))
    page = read(saved(bundles=(bundle,)))
    assert "£110.00" in page
    assert "£100.00 ticket + £10.00 fee" in page
    assert "Post worldwide £4.50" in page
    assert "Total £114.50" in page


def test_each_currency_has_its_total():
    francs = Money(Decimal(60), EURO)
    other = a_bundle(
        an_order(item_number=2, price=Price(francs, francs * 0)), currency=EURO, price=None, total=francs
    )
    page = read(saved(bundles=(a_bundle(an_order()), other)))
    assert "Total in GBP £110.00" in page
    assert "Total in EUR €60.00" in page


def test_it_never_claims_to_be_a_tax_invoice():
    taxed = a_bundle(an_order(price=Price(pounds(100), pounds(10), tax=pounds(18))))
    unknown = a_bundle(an_order(item_number=2))
    for bundles, says in (
        ((unknown,), "not a tax invoice: suppliers do not say what tax the prices contain."),
        ((taxed,), "of which tax £18.00 This is a receipt, not a tax invoice. The tax is as the suppliers"),
        ((taxed, unknown), "of which tax £18.00 This is a receipt, not a tax invoice. The tax is as some of"),
    ):
        assert says in read(a_saved_again(bundles))


def a_saved_again(bundles):
    from checkout.models import OrderRecord

    OrderRecord.objects.all().delete()
    return saved(bundles=bundles)


@pytest.mark.parametrize(
    ("payment", "says"),
    [
        ("credit", "On account"),
        ("stripe", "By card"),
        ("cider", "By card"),
        ("redirect", "At the payment page"),
        ("white-label", "At Ingresso's own checkout page"),
    ],
)
def test_how_it_was_paid_is_told(payment, says):
    assert f"How it was paid {says}" in read(saved(payment=payment))


def test_what_was_not_bought_is_told_and_not_in_the_total():
    sold = a_bundle(an_order(), purchase_result=PurchaseResult(success=True))
    failed = a_bundle(
        an_order(item_number=2, event={"name": "Swan Lake"}), purchase_result=PurchaseResult(success=False)
    )
    page = read(saved(bundles=(sold, failed), state=State.PARTLY_PURCHASED))
    assert "These were not bought, and are not charged: Swan Lake" in page
    assert "Total £110.00" in page


def test_what_was_cancelled_is_told_with_its_day_and_reference():
    gone = an_order(cancellation_status="cancelled", backend_cancellation_reference="CANCEL-9")
    record = saved(gone, an_order(item_number=2))
    record.items.filter(number=1).update(cancelled_at=datetime(2026, 12, 3, 9, tzinfo=UTC))
    page = read(record)
    assert page.count("Cancelled on Thursday, 3 December 2026 (CANCEL-9)") == 1
    assert "The totals are those of the purchase, before anything was cancelled." in page


def test_what_was_given_back_is_told_by_currency(monkeypatch):
    record = saved()
    monkeypatch.setattr(receipt, "given_back", lambda record: (pounds(55), Money(Decimal(6), EURO)))
    page = read(record)
    assert "Given back, or on its way back £55.00" in page
    assert "Given back, or on its way back €6.00" in page


def test_refunds_are_added_up_in_the_currency_of_the_order():
    record = saved()
    money = {"record": record, "amount": 5500, "currency_code": "gbp"}
    taken = Authorisation.objects.create(**money, standing=Standing.CAPTURED)
    refund = {"record": record, "authorisation": taken, "amount": 2750, "currency_code": "gbp"}
    Refund.objects.create(**refund, standing=RefundStanding.DONE)
    Refund.objects.create(**refund)
    Refund.objects.create(**refund, standing=RefundStanding.FAILED)
    assert receipt.given_back(record) == (pounds(55),)


def test_a_long_order_has_numbered_pages():
    many = [
        an_order(*seats(f"A{number}"), item_number=number, event={"name": f"Event {number}"})
        for number in range(1, 31)
    ]
    pages = texts(tickets.receipt_of(saved(*many)))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
    assert re.findall(r"Event (\d+)\b", " ".join(pages)) == [str(number) for number in range(1, 31)]


def test_who_paid_elsewhere_is_told_as_the_box_office_knows_them():
    from dataclasses import replace

    from boxoffice.ticketing import Customer, to_text

    record = saved(customer={}, buyer_name="")
    told = Customer("Bo", "Buyer", address_line_one="2 High Street", town="Leeds", email_address="bo@x.test")
    record.kept_transaction = to_text(replace(record.transaction, customer=told))
    assert "Bo Buyer 2 High Street Leeds bo@x.test" in read(record)


def test_amounts_and_names_are_read_in_arabic_too():
    record = saved(an_order(event={"name": "الملك لير"}), buyer_name="محمد الأحمد")
    with translation.override("ar"):
        data = tickets.receipt_of(record)
    (page,) = texts(data)
    assert "الملك لير" in page
    assert "محمد الأحمد" in page
    assert "110.00" in page
    assert "T000-0000-1234" in properties(data)["Title"]


def test_the_same_order_has_the_same_receipt():
    record = saved()
    assert tickets.receipt_of(record) == tickets.receipt_of(record)
    assert POUND.code == "gbp"
