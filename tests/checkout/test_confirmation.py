"""What must be shown after a purchase: each row of the table is a promise of the order's page."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from html import unescape

import pytest

from boxoffice.ticketing import Currency, Money, Price, Seat, SendMethod, TicketOrder
from checkout import confirmation
from checkout.models import State
from tests.builders import mirrored
from tests.orders import (
    EVENT,
    PERFORMANCE,
    a_bundle,
    an_order,
    as_buyer,
    bought,
    chosen,
    pounds,
    told_anew,
)

pytestmark = pytest.mark.django_db

COLLECT = SendMethod(
    "COBO", "Collect from the venue", "collect", final_comment="Bring a card.\n- And a friend."
)
VOUCHER = SendMethod("EV", "Voucher", "selfprint", self_print_voucher_url="https://vane.example/v/1")


@dataclass(frozen=True)
class Row:
    """`changes` to an order that was bought; the page then says all of `shown` and none of `never`."""

    promise: str
    shown: tuple[str, ...]
    changes: dict = field(default_factory=dict)
    never: tuple[str, ...] = ()


def performance(**changes):
    return {"performance": replace(PERFORMANCE, **changes)}


def event(**changes):
    return {"event": replace(EVENT, **changes)}


def seats(*seats):
    return {"ticket_orders": (TicketOrder("ADULT", "Adult", len(seats), seats=seats),)}


ROWS = (
    Row("the reference that the venue knows", ("Reference at the venue VANE-17",)),
    Row("the order's own reference", ("Order reference T000-0000-7AB1-XY2Z",)),
    Row("the event, the day and the time at the venue", ("Play", "Thursday, 1 July 2027, 19:30")),
    Row("that times are those at the venue", ("Times are those at the venue.",)),
    Row("the performance's name", ("19:30 · Relaxed evening",), performance(name="Relaxed evening")),
    Row(
        "the name and never the time where the time is not shown",
        ("Thursday, 1 July 2027 · Any time",),
        performance(name="Any time") | event(shows_performance_time=False),
        never=("19:30", "Times are those"),
    ),
    Row(
        "of an undated ticket no date",
        ("Play",),
        event(needs_performance=False),
        never=("2027, 19", "1 July"),
    ),
    Row("the venue and where it is", ("Old Vane London, W1 1AA, United Kingdom",)),
    Row("the area, the band's name and the kind of ticket", ("1 ticket: Stalls, Front, Adult",)),
    Row("never the band's code", ("Stalls",), never=("A/pool", "ADULT")),
    Row("the seats by name", ("Seats A1, A2",), seats(Seat("A1"), Seat("A2"))),
    Row(
        "that a view is restricted, with or without words, and what else is said of a seat",
        ("A1 (Restricted view)", "C5 (Restricted view. Pillar)", "C6 (Haunted seat)"),
        seats(
            Seat("A1", is_restricted_view=True),
            Seat("C5", "", "", "", True, "Pillar"),
            Seat("C6", text="Haunted seat"),
        ),
    ),
    Row("how the tickets reach their buyer", ("How the tickets reach you: Printable eTicket",)),
    Row(
        "the last word of how they are sent, line by line",
        ("Bring a card. - And a friend.",),
        {"send_method": COLLECT},
    ),
    Row(
        "what is paid, in its parts",
        ("Tickets £50.00", "Fees £5.00", "Printable eTicket free", "Total £55.00"),
    ),
    Row("the voucher that f13 gives", ('href="https://vane.example/v/1"',), {"send_method": VOUCHER}),
    Row(
        "the voucher alone where it is the only ticket",
        ("It is your ticket",),
        {"send_method": VOUCHER},
        never=('id="tickets"',),
    ),
    Row(
        "the voucher beside our tickets where both are good",
        ('href="https://vane.example/v/1"', 'id="tickets"'),
        {"send_method": replace(VOUCHER, can_generate_self_print=True)},
    ),
    Row(
        "where the order is managed at the supplier",
        ('href="https://vane.example/manage/"', "Manage this order at the supplier"),
        {"external_management_url": "https://vane.example/manage/"},
    ),
    Row(
        "what next with barcodes: show them",
        ("Show your tickets at the entrance",),
        seats(Seat("A1", barcode="123")),
    ),
    Row("what next without barcodes: bring the tickets and the reference", ("Bring your tickets, on paper",)),
    Row("what next at the desk: collect", ("Collect your tickets at the venue",), {"send_method": COLLECT}),
    Row(
        "what next by post: wait", ("Wait for the post",), {"send_method": SendMethod("POST", "Post", "post")}
    ),
    Row(
        "what next where nobody says how: bring the reference",
        ("Bring the reference above",),
        {"send_method": None},
    ),
    Row("a way into the calendar", ("Add to calendar", '/calendar.ics"')),
    Row("no calendar without a date", (), event(needs_performance=False), never=("calendar",)),
    Row(
        "a way to have the letter once more, and where it goes",
        ("Send the letter again", "Letters go to a…@example.com"),
    ),
)


def text_of(page):
    """What is read of it, and where its links lead."""
    main = page.partition('<main id="main"')[2].partition("</main>")[0]
    links = " ".join(re.findall(r'(?:href|id|action)="[^"]*"', main))
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())
    return re.sub(r" +([,)])", r"\1", text).replace("( ", "(") + " " + links


def shown(client, record, *, at=""):
    response = as_buyer(client).get(f"{at}/order/{record.pk}/")
    assert response.status_code == 200
    return text_of(response.content.decode())


@pytest.mark.parametrize("row", ROWS, ids=[row.promise.replace(" ", "-") for row in ROWS])
def test_the_page_shows(client, row):
    page = shown(client, bought(a_bundle(an_order(**row.changes))))
    for words in row.shown:
        assert words in page
    for words in row.never:
        assert words not in page


def test_the_venues_reference_comes_before_everything_else(client):
    page = shown(client, bought())
    others = ("Thursday", "Order reference", "Total", "Printable eTicket")
    assert all(page.index("VANE-17") < page.index(other) for other in others)


def test_each_order_has_its_own_reference_and_its_own_way_on(client):
    page = shown(
        client,
        bought(a_bundle(an_order(1), an_order(2, send_method=COLLECT, backend_purchase_reference="B-2"))),
    )
    assert (
        page.index("VANE-17")
        < page.index("Bring your tickets")
        < page.index("B-2")
        < page.index("Collect your")
    )


def test_the_address_is_told_as_the_catalogue_knows_it_and_nothing_twice(client, f13):
    mirrored("6IF")
    known = replace(EVENT, id="6IF", venue="Sadler's Wells", postcode="EC1R 4TN")
    page = shown(client, bought(a_bundle(an_order(event=known))))
    assert "Sadler's Wells Rosebery Avenue, Islington, London, United Kingdom, EC1R 4TN" in page


def test_the_address_stays_when_the_event_is_no_longer_on_sale(client, f13):
    (event,) = mirrored("6IF")
    type(event).objects.filter(pk=event.pk).update(is_on_sale=False, is_hidden=True)
    assert "Rosebery Avenue" in shown(client, bought(a_bundle(an_order(event=replace(EVENT, id="6IF")))))


def test_tax_is_a_line_of_the_breakdown(client):
    price = replace(an_order().price, tax=pounds("9.17"))
    page = shown(
        client, bought(a_bundle(an_order(price=price), send_cost=pounds("1.5"), send_cost_tax=pounds("0.25")))
    )
    assert "of which tax £9.42" in page


def test_amounts_for_guidance_stand_beside_what_is_charged(client):
    euros = Currency("eur", pre_symbol="€")
    ten = Money(Decimal(60), euros)
    price = replace(an_order().price, indicative=Price(ten, Money(Decimal(6), euros)))
    page = shown(client, bought(a_bundle(an_order(price=price), indicative_total=Money(Decimal(66), euros))))
    assert "£50.00 about €60.00" in page
    assert "What is charged is the total." in page


def test_a_stay_says_until_when(client):
    record = bought(kept_asked=chosen(departure_date=date(2027, 7, 4)))
    assert "Thursday, 1 July 2027, 19:30 until Sunday, 4 July 2027" in shown(client, record)


class TestInPart:
    def test_it_says_what_was_not_bought_and_what_is_charged(self, client):
        failed = a_bundle(an_order(2, ticket_type_name="Circle"), success=False, source="liffey")
        page = shown(client, bought(a_bundle(an_order()), failed, state=State.PARTLY_PURCHASED))
        assert "Some of your tickets are bought" in page
        assert page.index("These were not bought, and are not charged:") < page.index("VANE-17")
        assert "You pay £55.00, for what was bought. The £55.00 for the rest is not taken." in page
        assert "Total £55.00" in page


class TestCancelled:
    def cancelled(self, number=1):
        return an_order(number, cancellation_status="cancelled", backend_cancellation_reference="GONE-1")

    def test_what_was_cancelled_is_said_with_its_day_and_has_no_way_on(self, client, time_machine):
        record = bought()
        time_machine.move_to(datetime.fromisoformat("2027-03-05T12:00:00+00:00"))
        page = shown(client, told_anew(record, a_bundle(self.cancelled())))
        assert "Your order is cancelled" in page
        assert "These tickets are not valid any more." in page
        assert "Cancelled on Friday, 5 March 2027 · reference of the cancellation: GONE-1" in page
        assert "What next?" not in page
        assert "VANE-17" in page

    def test_what_stands_beside_it_stands(self, client):
        page = shown(client, bought(a_bundle(self.cancelled(), an_order(2))))
        assert "Some of your tickets are cancelled" in page
        assert page.count("Cancelled on") == 1
        assert "What next?" in page
        assert "what was cancelled included" in page

    def test_what_only_the_item_knows_of_counts_too(self, client):
        record = bought()
        record.items.update(cancelled_at=datetime.fromisoformat("2027-03-05T12:00:00+00:00"))
        assert "Cancelled on Friday, 5 March 2027" in shown(client, record)

    def test_no_ticket_is_shown_of_what_was_cancelled(self, client):
        record = bought(a_bundle(an_order(1), an_order(2, ticket_type_name="Circle")))
        record.items.filter(number=1).update(cancelled_at=record.bought_at)
        tickets = shown(client, record).partition(" Tickets ")[2]
        assert "Circle, Front, Adult" in tickets
        assert "Stalls, Front, Adult" not in tickets

    def test_the_record_may_have_moved_on(self, client):
        assert "Your order is cancelled" in shown(
            client, bought(a_bundle(self.cancelled()), state=State.CANCELLED)
        )


def test_it_has_no_way_to_cancel_as_long_as_there_is_none(client):
    assert "Cancel tickets" not in shown(client, bought())


def test_whoever_did_not_buy_it_here_is_not_sent_to_a_trolley(client):
    from checkout import access

    failed = a_bundle(an_order(2), success=False, source="liffey")
    record = bought(a_bundle(an_order()), failed, state=State.PARTLY_PURCHASED)
    assert "kept in your trolley" in shown(client, record)
    stranger = type(client)()
    page = stranger.get(
        access.link_to(record).removeprefix("http://testserver"), follow=True
    ).content.decode()
    assert "These were not bought" in page
    assert "kept in your trolley" not in page


def test_the_page_is_asked_for_in_few_queries_however_much_was_bought(client, django_assert_max_num_queries):
    record = bought(a_bundle(*(an_order(number) for number in range(1, 9))))
    as_buyer(client)
    with django_assert_max_num_queries(12):
        client.get(f"/order/{record.pk}/")


def test_nobody_keeps_it_and_no_search_engine_lists_it(client):
    record = bought()
    for address in (f"/order/{record.pk}/", f"/order/{record.pk}/calendar.ics"):
        response = as_buyer(client).get(address)
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("email", "said"), [("ada@example.com", "a…@example.com"), ("a@b.c", "a…@b.c"), ("", ""), ("@", "")]
)
def test_an_address_is_known_again_by_its_owner(email, said):
    assert confirmation.known_again(email) == said


def test_names_and_comments_are_never_html(client):
    bad = "<script>alert(1)</script>"
    order = an_order(
        event=replace(EVENT, name=bad, venue=bad),
        performance=replace(PERFORMANCE, name=bad),
        send_method=SendMethod("X", bad, final_comment=bad),
        backend_purchase_reference=bad,
        ticket_type_name=bad,
    )
    record = bought(a_bundle(order))
    assert bad not in as_buyer(client).get(f"/order/{record.pk}/").content.decode()
