"""What counts as a change, what an answer may leave out, and which answer is not whole."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from boxoffice.ticketing import (
    Bundle,
    Currency,
    Event,
    Money,
    Order,
    Performance,
    Price,
    PurchaseResult,
    Seat,
    SendMethod,
    TicketOrder,
    Transaction,
    TransactionStatus,
    Trolley,
)
from checkout.elsewhere.comparing import Found, changes, is_all_cancelled, lacks
from checkout.elsewhere.filling import filled
from checkout.models import What

LONDON = timezone(timedelta(hours=1))
STARTS = datetime(2027, 6, 1, 19, 30, tzinfo=LONDON)
GBP = Currency("gbp", pre_symbol="£")
PRICE = Price(Money(Decimal(50), GBP), Money(Decimal(5), GBP))
EVENT = Event("6IF", name="Hamlet", venue="Globe", city="London")
PERFORMANCE = Performance("6IF-1", event_id="6IF", starts=STARTS, name="Gala")
SENDING = SendMethod("VOUCH", name="eTicket", type="selfprint", can_generate_self_print=True)
SEATS = (Seat("A1", barcode="1"), Seat("A2", barcode="2"))


def an_order(number=1, *, seats=SEATS, **values):
    kind = TicketOrder("ADULT", "Adult", quantity=2, price=PRICE, total_price=PRICE, seats=seats)
    known = {
        "event": EVENT,
        "performance": PERFORMANCE,
        "quantity": 2,
        "price": PRICE,
        "ticket_orders": (kind,),
        "send_method": SENDING,
        "backend_purchase_reference": "REF-1",
        "cancellation_status": "possible",
    }
    return Order(item_number=number, **(known | values))


def bought(*orders, status=TransactionStatus.PURCHASED, **values):
    result = PurchaseResult(success=True)
    bundle = Bundle("ext", orders=orders or (an_order(),), purchase_result=result, price=PRICE, **values)
    trolley = Trolley(bundles=(bundle,), transaction_uuid="U-1", transaction_id="T1", purchase_result=result)
    return Transaction(status=status, trolley=trolley)


BEFORE = bought()


def changed(**values):
    return changes(BEFORE, filled(BEFORE, bought(an_order(**values))))


def test_the_same_again_is_no_change():
    assert changed() == []
    assert filled(BEFORE, bought()) == BEFORE


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"event": replace(EVENT, name="Macbeth")}, Found(1, What.EVENT, "Hamlet", "Macbeth")),
        ({"event": replace(EVENT, venue="Rose")}, Found(1, What.VENUE, "Globe", "Rose")),
        (
            {"performance": replace(PERFORMANCE, name="Matinee")},
            Found(1, What.PERFORMANCE, "Gala", "Matinee"),
        ),
        ({"backend_purchase_reference": "REF-2"}, Found(1, What.REFERENCE, "REF-1", "REF-2")),
        (
            {"send_method": replace(SENDING, code="POST", name="Post")},
            Found(1, What.SENDING, "eTicket", "Post"),
        ),
        ({"cancellation_status": "cancelled"}, Found(1, What.CANCELLED)),
        (
            {"cancellation_status": "not_permitted"},
            Found(1, What.CANCELLING, "possible", "not_permitted"),
        ),
        (
            {"performance": replace(PERFORMANCE, starts=STARTS + timedelta(hours=1))},
            Found(1, What.WHEN, "2027-06-01T19:30:00+01:00", "2027-06-01T20:30:00+01:00"),
        ),
        (
            {"seats": (Seat("B1", barcode="8"), Seat("B2", barcode="9", is_restricted_view=True))},
            Found(1, What.SEATS, "A1, A2", "B1, B2 (Restricted view)"),
        ),
        ({"seats": (Seat("A1", barcode="8"), Seat("A2", barcode="9"))}, Found(1, What.BARCODES)),
        (
            {"send_method": replace(SENDING, self_print_voucher_url="https://v.example/")},
            Found(1, What.VOUCHER, is_new=True),
        ),
        (
            {"seats": (replace(SEATS[0], apple_wallet_url="https://w.example/"), SEATS[1])},
            Found(1, What.WALLETS, is_new=True),
        ),
    ],
)
def test_each_kind_of_change_is_found_with_what_it_was_and_what_it_is(values, found):
    assert changed(**values) == [found]


@pytest.mark.parametrize(
    "values",
    [
        {"seats": tuple(reversed(SEATS))},
        {"performance": replace(PERFORMANCE, id="6IF-other")},
        {"performance": replace(PERFORMANCE, starts=STARTS.astimezone(LONDON))},
        {"cancellation_status": "tried_and_failed"},
        {"cancellation_comment": "a supplier's words"},
        {"price": PRICE + PRICE},
    ],
)
def test_what_its_buyer_would_not_see_is_no_change(values):
    assert changed(**values) == []


def test_of_a_cancelled_item_nothing_else_is_told():
    assert changed(cancellation_status="cancelled", event=replace(EVENT, name="Macbeth")) == [
        Found(1, What.CANCELLED)
    ]


def test_what_was_cancelled_before_changes_no_more():
    gone = bought(an_order(cancellation_status="cancelled"))
    other = bought(an_order(cancellation_status="cancelled", event=replace(EVENT, name="Macbeth")))
    assert changes(gone, filled(gone, other)) == []


@pytest.mark.parametrize(("hours", "number"), [(1, 0), (24, 1)])
def test_where_no_time_is_shown_only_another_day_is_another_date(hours, number):
    event = replace(EVENT, shows_performance_time=False)
    before = bought(an_order(event=event))
    moved = replace(PERFORMANCE, starts=STARTS + timedelta(hours=hours))
    after = bought(an_order(event=event, performance=moved))
    assert [found.what for found in changes(before, filled(before, after))] == [What.WHEN] * number


def test_a_date_that_is_none_is_not_told():
    event = replace(EVENT, needs_performance=False)
    before = bought(an_order(event=event))
    after = bought(an_order(event=event, performance=replace(PERFORMANCE, starts=STARTS + timedelta(days=9))))
    assert changes(before, filled(before, after)) == []


def test_a_new_clock_at_the_venue_is_another_time():
    """The same moment, and the venue says another one: as when its country changes its time."""
    moved = replace(PERFORMANCE, starts=STARTS.astimezone(timezone(timedelta(hours=2))))
    assert [found.what for found in changed(performance=moved)] == [What.WHEN]


# What an answer leaves out


def test_what_is_left_out_stays_as_it_was():
    bare = Order(
        item_number=1,
        event=Event("6IF"),
        performance=Performance("6IF-1"),
        quantity=2,
        ticket_orders=(TicketOrder("ADULT", seats=(Seat("A1"), Seat("A2"))),),
        send_method=SendMethod("VOUCH"),
    )
    after = Transaction(
        status=TransactionStatus.PURCHASED,
        trolley=Trolley(bundles=(Bundle("ext", orders=(bare,)),), transaction_uuid="U-1"),
    )
    whole = filled(BEFORE, after)
    assert changes(BEFORE, whole) == []
    (order,) = whole.orders
    assert [seat.barcode for seat in order.seats] == ["1", "2"]
    assert (order.event, order.performance) == (EVENT, PERFORMANCE)
    assert order.backend_purchase_reference == "REF-1"
    assert whole.transaction_id == "T1"
    assert whole.sold_bundles == whole.trolley.bundles


def test_old_barcodes_are_not_put_on_tickets_for_another_performance():
    moved = Performance("6IF-2", starts=STARTS + timedelta(days=1))
    after = bought(an_order(performance=moved, seats=(Seat("A1"), Seat("A2"))))
    assert [seat.barcode for seat in filled(BEFORE, after).orders[0].seats] == ["", ""]


def test_what_was_paid_stays_what_was_paid():
    after = bought(an_order(price=PRICE + PRICE), total=Money(Decimal(1), GBP))
    before = bought(an_order(), total=Money(Decimal(55), GBP))
    whole = filled(before, after)
    assert whole.orders[0].price == PRICE
    assert whole.trolley.bundles[0].total == Money(Decimal(55), GBP)


def test_a_supplier_that_sold_nothing_is_not_forgotten():
    failed = Bundle("other", orders=(an_order(2),), purchase_result=PurchaseResult(success=False))
    trolley = replace(BEFORE.trolley, bundles=(*BEFORE.trolley.bundles, failed))
    before = replace(BEFORE, trolley=trolley)
    assert filled(before, bought()).trolley.bundles[-1] == failed


# Answers that are not whole


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (bought(an_order(2)), "item 1 is not in it"),
        (bought(an_order(quantity=1)), "tickets of item 1 are not in it"),
        (bought(an_order(seats=SEATS[:1])), "tickets of item 1 are not in it"),
        (bought(an_order(seats=())), "tickets of item 1 are not in it"),
        (bought(), ""),
        (bought(an_order(seats=(), cancellation_status="cancelled")), ""),
    ],
)
def test_tickets_are_not_lost_by_an_answer(after, why):
    assert lacks(BEFORE, after) == why


def test_a_supplier_that_now_says_that_it_failed_is_not_believed():
    (bundle,) = BEFORE.trolley.bundles
    denied = replace(bundle, purchase_result=PurchaseResult(success=False))
    after = replace(BEFORE, trolley=replace(BEFORE.trolley, bundles=(denied,)))
    assert lacks(BEFORE, after) == "item 1 is not in it"


def test_a_cancelled_item_does_not_stand_again():
    gone = bought(an_order(cancellation_status="cancelled"))
    assert lacks(gone, BEFORE) == "item 1 was cancelled, and stands in it"


def test_only_what_was_sold_has_to_be_cancelled_to_cancel_all():
    failed = Bundle("other", orders=(an_order(2),), purchase_result=PurchaseResult(success=False))
    sold = bought(an_order(cancellation_status="cancelled"))
    both = replace(sold, trolley=replace(sold.trolley, bundles=(*sold.trolley.bundles, failed)))
    assert is_all_cancelled(both)
    assert not is_all_cancelled(bought(an_order(cancellation_status="cancelled"), an_order(2)))
