"""Three lists beside each other: whatever is done to one of them is found, once, and nothing else is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkout.reconciling import Kind, Order, Payment, Sale, Window, compare, sums

MIDNIGHT = datetime(2027, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
WINDOW = Window(MIDNIGHT, MIDNIGHT + DAY)
LATER = MIDNIGHT + 3 * DAY


def gbp(amount):
    return sums([("gbp", Decimal(amount))])


def a_purchase(
    number=1, *, at=MIDNIGHT + timedelta(hours=12), tickets=2, price="60", sending="2.50", **order
):
    """One purchase as the shop, f13 and Stripe tell of it: each has it at a moment of its own."""
    uuid, price, total = f"U-{number}", Decimal(price), Decimal(price) + Decimal(sending)
    mine = Order(
        record_id=f"R-{number}",
        transaction_uuid=uuid,
        transaction_id=f"T000-{number}",
        state="purchased",
        at=at,
        changed_at=at + timedelta(seconds=3),
        is_by_own_stripe=True,
        tickets=tickets,
        prices=gbp(price),
        total=gbp(total),
    )
    sale = Sale(uuid, f"T000-{number}", at, tickets, gbp(price))
    return replace(mine, **order), sale, Payment(f"pi_{number}", uuid, at - timedelta(minutes=5), gbp(total))


def lists_of(*purchases):
    return tuple(list(column) for column in zip(*purchases, strict=True)) if purchases else ([], [], [])


def compared(orders, sales, payments, *, window=WINDOW, until=LATER):
    found = compare(orders, sales, payments, window=window, until=until)
    return [(one.kind, one.subject) for one in found]


def cancelled(order, sale):
    """All of it, in both lists."""
    return replace(order, cancelled=order.prices, owed=order.total), replace(sale, cancelled=sale.prices)


def given_back(payment, amount):
    left = {code: value for code, value in payment.taken}
    for code, value in amount:
        left[code] -= value
    return replace(payment, taken=sums(left.items()), refunded=amount)


def less(amount, by):
    return sums((code, value - Decimal(by)) for code, value in amount)


# Each of these does one thing to one purchase's entries: what it does, and what is to be found of it.

MUTATIONS = {
    "the shop's row is lost": (lambda o, s, p: (None, s, p), Kind.TICKETS_WITHOUT_ORDER),
    "the shop says it failed": (
        lambda o, s, p: (replace(o, is_bought=False, state="failed"), s, p),
        Kind.TICKETS_WITHOUT_ORDER,
    ),
    "f13 has not sold it": (lambda o, s, p: (o, None, p), Kind.ORDER_WITHOUT_TICKETS),
    "a ticket is missing": (lambda o, s, p: (o, replace(s, tickets=s.tickets - 1), p), Kind.TICKETS_DIFFER),
    "the price is another": (
        lambda o, s, p: (o, replace(s, prices=sums([*s.prices, ("gbp", Decimal("0.01"))])), p),
        Kind.PRICES_DIFFER,
    ),
    "the currency is another": (
        lambda o, s, p: (o, replace(s, prices=(("eur", s.prices[0][1]),)), p),
        Kind.PRICES_DIFFER,
    ),
    "no money came": (lambda o, s, p: (o, s, None), Kind.TICKETS_WITHOUT_MONEY),
    "it is held, not taken": (
        lambda o, s, p: (o, s, replace(p, taken=(), held=p.taken)),
        Kind.TICKETS_WITHOUT_MONEY,
    ),
    "a penny too much": (
        lambda o, s, p: (o, s, replace(p, taken=sums([*p.taken, ("gbp", Decimal("0.01"))]))),
        Kind.MONEY_DIFFERS,
    ),
    "a penny too little": (
        lambda o, s, p: (o, s, replace(p, taken=sums([*p.taken, ("gbp", Decimal("-0.01"))]))),
        Kind.MONEY_DIFFERS,
    ),
    "money for tickets on credit": (
        lambda o, s, p: (replace(o, is_by_own_stripe=False), s, p),
        Kind.MONEY_DIFFERS,
    ),
    "cancelled there, not here": (
        lambda o, s, p: (o, replace(s, cancelled=s.prices), p),
        Kind.CANCELLED_DIFFERS,
    ),
    "cancelled there, not here, and given back": (
        lambda o, s, p: (o, replace(s, cancelled=s.prices), given_back(p, p.taken)),
        Kind.CANCELLED_DIFFERS,
    ),
    "cancelled here, not there": (
        lambda o, s, p: (replace(o, cancelled=o.prices, owed=o.total), s, given_back(p, p.taken)),
        Kind.CANCELLED_DIFFERS,
    ),
    "cancelled on credit, and not here": (
        lambda o, s, p: (replace(o, is_by_own_stripe=False), replace(s, cancelled=s.prices), None),
        Kind.CANCELLED_DIFFERS,
    ),
    "cancelled, and nothing given back": (
        lambda o, s, p: (*cancelled(o, s), p),
        Kind.CANCELLED_WITHOUT_REFUND,
    ),
    "cancelled, and a penny too little given back": (
        lambda o, s, p: (*cancelled(o, s), given_back(p, less(p.taken, "0.01"))),
        Kind.CANCELLED_WITHOUT_REFUND,
    ),
    "given back, and nothing cancelled": (
        lambda o, s, p: (o, s, given_back(p, gbp("0.01"))),
        Kind.REFUND_WITHOUT_CANCELLED,
    ),
    "cancelled, and more given back than is owed": (
        lambda o, s, p: (
            replace(cancelled(o, s)[0], owed=o.prices),
            cancelled(o, s)[1],
            given_back(p, p.taken),
        ),
        Kind.REFUND_WITHOUT_CANCELLED,
    ),
    "only the money is there": (lambda o, s, p: (None, None, p), Kind.MONEY_WITHOUT_TICKETS),
    "it failed and was paid": (
        lambda o, s, p: (replace(o, is_bought=False, state="failed"), None, p),
        Kind.MONEY_WITHOUT_TICKETS,
    ),
    "it failed and is held": (
        lambda o, s, p: (replace(o, is_bought=False), None, replace(p, taken=(), held=p.taken)),
        Kind.MONEY_STILL_HELD,
    ),
}
HARMLESS = {
    "it is under way": lambda o, s, p: (replace(o, is_bought=False, is_under_way=True), None, p),
    "another shop sold it": lambda o, s, p: (None, replace(s, is_elsewhere=True), None),
    "it failed and is free": lambda o, s, p: (replace(o, is_bought=False), None, None),
    "it is on credit": lambda o, s, p: (replace(o, is_by_own_stripe=False), s, None),
    "the worker still takes it": lambda o, s, p: (replace(o, is_money_under_way=True), s, None),
    "cancelled and given back": lambda o, s, p: (*cancelled(o, s), given_back(p, p.taken)),
    "cancelled, what it costs kept": lambda o, s, p: (
        replace(cancelled(o, s)[0], owed=gbp("0.50")),
        cancelled(o, s)[1],
        given_back(p, gbp("0.50")),
    ),
    "cancelled on credit": lambda o, s, p: (
        replace(cancelled(o, s)[0], is_by_own_stripe=False),
        cancelled(o, s)[1],
        None,
    ),
    "being cancelled": lambda o, s, p: (replace(o, is_under_way=True), replace(s, cancelled=s.prices), p),
    "two other spellings of a sum": lambda o, s, p: (
        replace(o, prices=sums((code, amount + Decimal("0.0000")) for code, amount in o.prices)),
        s,
        p,
    ),
}

amounts = st.decimals(min_value=1, max_value=900, places=2)
# A payment that stands alone lies on the day on which it began: the edges of days have tests of their own.
moments = st.integers(600, 86_399).map(lambda second: MIDNIGHT + timedelta(seconds=second))


@st.composite
def purchases(draw):
    count = draw(st.integers(1, 6))
    return [
        a_purchase(
            number, at=draw(moments), tickets=draw(st.integers(1, 9)), price=draw(amounts), sending="2.50"
        )
        for number in range(count)
    ]


def lists_after(bought, changes):
    changed = [changes.get(number, lambda *same: same)(*entry) for number, entry in enumerate(bought)]
    return tuple([one for one in column if one is not None] for column in zip(*changed, strict=True))


@given(bought=purchases(), data=st.data())
def test_whatever_is_done_to_a_list_is_found_and_nothing_else(bought, data):
    everything = {name: change for name, (change, _kind) in MUTATIONS.items()} | HARMLESS
    names = st.none() | st.sampled_from(sorted(everything))
    chosen = {number: data.draw(names) for number in range(len(bought))}
    changes = {number: everything[name] for number, name in chosen.items() if name}
    orders, sales, payments = lists_after(bought, changes)
    for one in (orders, sales, payments):
        one.sort(key=lambda _entry: data.draw(st.integers(0, 9)))
    expected = [(MUTATIONS[name][1], f"U-{number}") for number, name in chosen.items() if name in MUTATIONS]
    assert sorted(compared(orders, sales, payments)) == sorted(expected)


@pytest.mark.parametrize("name", sorted(MUTATIONS))
def test_each_way_to_differ_has_its_name(name):
    change, kind = MUTATIONS[name]
    orders, sales, payments = lists_after([a_purchase(0)], {0: change})
    assert compared(orders, sales, payments) == [(kind, "U-0")]


@pytest.mark.parametrize("name", sorted(HARMLESS))
def test_what_has_its_reason_is_no_difference(name):
    orders, sales, payments = lists_after([a_purchase(0)], {0: HARMLESS[name]})
    assert compared(orders, sales, payments) == []


def test_where_the_shop_has_no_stripe_of_its_own_money_is_not_looked_at():
    order, sale, _payment = a_purchase()
    assert compared([order], [sale], None) == []
    assert compared([order], [sale], []) == [(Kind.TICKETS_WITHOUT_MONEY, "U-1")]


def test_a_second_payment_for_the_same_tickets_is_too_much():
    order, sale, payment = a_purchase()
    assert compared([order], [sale], [payment, replace(payment, intent_id="pi_2")]) == [
        (Kind.MONEY_DIFFERS, "U-1")
    ]


def test_a_part_that_was_sold_costs_its_part():
    order, sale, payment = a_purchase(price="40", sending="0", state="partly_purchased")
    assert compared([order], [sale], [payment]) == []


def test_half_cancelled_half_is_given_back():
    order, sale, payment = a_purchase(price="60", sending="2.50")
    order, sale = replace(order, cancelled=gbp("30"), owed=gbp("30")), replace(sale, cancelled=gbp("30"))
    for amount, found in (
        ("29.99", [Kind.CANCELLED_WITHOUT_REFUND]),
        ("30", []),
        ("30.01", [Kind.REFUND_WITHOUT_CANCELLED]),
    ):
        kinds = [kind for kind, _ in compared([order], [sale], [given_back(payment, gbp(amount))])]
        assert kinds == found


def test_where_the_lists_differ_in_what_is_cancelled_money_may_follow_either():
    order, sale, payment = a_purchase(price="60", sending="2.50")
    half = replace(sale, cancelled=gbp("30"))
    for amount, found in (
        ("0", [Kind.CANCELLED_DIFFERS]),
        ("30", [Kind.CANCELLED_DIFFERS]),
        ("31", [Kind.CANCELLED_DIFFERS, Kind.REFUND_WITHOUT_CANCELLED]),
    ):
        kinds = [kind for kind, _ in compared([order], [half], [given_back(payment, gbp(amount))])]
        assert kinds == found


# The edges of days, and of time


def days():
    return [Window(MIDNIGHT + number * DAY, MIDNIGHT + (number + 1) * DAY) for number in range(-2, 3)]


@given(
    offset=st.integers(-5, 5),
    ours=st.integers(-400, 400),
    paid=st.integers(0, 1800),
    zone=st.sampled_from([-5, 0, 1, 9]),
    name=st.sampled_from(sorted(MUTATIONS)),
)
def test_a_purchase_at_midnight_is_in_exactly_one_day(offset, ours, paid, zone, name):
    """Each list has it at another moment, and in a time zone of its own."""
    at = (MIDNIGHT + timedelta(seconds=offset)).astimezone(timezone(timedelta(hours=zone)))
    order, sale, payment = a_purchase(0, at=at)
    order = replace(order, at=at + timedelta(seconds=ours))
    payment = replace(payment, at=at - timedelta(seconds=paid))
    change, kind = MUTATIONS[name]
    lists = lists_after([(order, sale, payment)], {0: change})
    found = [one for window in days() for one in compared(*lists, window=window)]
    assert found == [(kind, "U-0")]


def test_a_day_has_its_first_moment_and_not_the_next_days():
    order, _sale, _payment = a_purchase(at=MIDNIGHT)
    assert compared([order], [], None) == [(Kind.ORDER_WITHOUT_TICKETS, "U-1")]
    late = replace(order, at=MIDNIGHT + DAY)
    assert compared([late], [], None) == []


def test_what_has_changed_a_moment_ago_is_left_for_the_next_time():
    order, sale, payment = a_purchase()
    for lists in (([order], [], [payment]), ([], [sale], []), ([], [], [payment])):
        assert compared(*lists, until=payment.at - timedelta(seconds=1)) == []
        assert len(compared(*lists)) == 1


def test_the_currency_may_be_written_large_or_small():
    assert sums([("GBP", Decimal(1)), ("gbp", Decimal(2)), ("eur", Decimal(0))]) == gbp("3")
