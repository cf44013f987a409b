"""What can be cancelled and why not; and however often it is pressed, one cancellation."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from boxoffice.ticketing import Currency, Money, to_text
from checkout import cancelling
from checkout.cancelling import asking, choices, offer
from checkout.models import Cancellation, CancellationTrouble, State
from checkout.models import CancellationStanding as S
from checkout.models import WhyNotCancelled as Why
from tests import cancelling as do

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]


def why_not(record):
    return [choice.why_not for choice in cancelling.items_of(record)]


# What can be cancelled


def test_each_item_says_whether_it_can_be_cancelled_and_why_not(bought):
    record = bought(do.DUBLIN, do.BERLIN, do.PARIS)
    assert why_not(record) == ["", "not_permitted", ""]
    do.cancelled(record, 3)
    assert why_not(record) == ["", "not_permitted", "cancelled"]
    cancelling.ask(record, [1])
    assert why_not(record) == ["under_way", "not_permitted", "cancelled"]
    assert all(choice.reason for choice in cancelling.items_of(record))


def test_what_has_begun_is_offered_no_more(bought):
    record = bought(do.CAT)
    starts = record.items.get().starts_at
    with time_machine.travel(starts - timedelta(minutes=1)):
        assert why_not(record) == [""]
    with time_machine.travel(starts + timedelta(minutes=1)):
        assert why_not(record) == ["past"]
        assert cancelling.ask(record, [1]) is None


def test_what_has_no_date_never_begins(bought):
    record = bought(do.ANY_DAY)
    with time_machine.travel(timezone.now() + timedelta(days=3650)):
        assert why_not(record) == [""]


def test_of_a_supplier_that_takes_its_tickets_back_together_all_are_chosen(bought):
    record = bought(do.CRUISE, do.WALK, do.CAT)
    assert choices.with_others(record, frozenset({1})) == {1, 2}
    assert choices.with_others(record, frozenset({3})) == {3}
    assert choices.with_others(record, frozenset({7})) == frozenset()


def test_of_what_was_not_bought_nothing_can_be_cancelled(client, f13):
    record = do.held(client, do.CAT)
    assert cancelling.items_of(record) == ()
    assert cancelling.ask(record, [1]) is None


# Asking


def test_a_second_press_finds_the_first_one(bought):
    record = bought(do.CAT, do.CASTLE)
    first = cancelling.ask(record, [1])
    assert cancelling.ask(record, [1]) == first
    assert cancelling.ask(record, [2]) == first
    assert record.steps.filter(what=asking.ASKED).count() == 1


def test_a_press_that_comes_late_cancels_nothing_twice(bought, f13):
    record = bought(do.CAT)
    do.cancelled(record)
    assert cancelling.ask(record, [1]) is None
    assert do.asked(f13) == ["1"]


@pytest.mark.parametrize("numbers", [[], [2], [1, 2], [0], [-1]])
def test_only_what_is_there_can_be_cancelled(bought, numbers):
    assert cancelling.ask(bought(do.CAT), numbers) is None


def test_the_database_itself_lets_no_second_one_begin(bought):
    record = bought(do.CAT)
    cancelling.ask(record, [1])
    with pytest.raises(IntegrityError), transaction.atomic():
        Cancellation.objects.create(record=record, numbers=[1])


def test_it_never_moves_back(bought):
    record = bought(do.CAT)
    cancellation = do.cancelled(record)
    for standing in S:
        assert not cancellation.move(standing)
    assert Cancellation.objects.get().standing == S.DONE


def test_staff_who_ask_are_named(bought, django_user_model):
    record = bought(do.CAT)
    cancellation = do.cancelled(record, by="ada")
    assert (cancellation.by, record.steps.get(what=asking.ASKED).detail) == ("ada", "1 ada")


def test_while_it_is_under_way_what_f13_tells_is_no_news(bought):
    record = bought(do.CAT)
    assert not cancelling.is_under_way(record)
    cancelling.ask(record, [1])
    assert cancelling.is_under_way(record)


# What comes back


def test_what_comes_back_is_said_the_same_in_every_language(bought):
    record = bought(do.CAT, do.CASTLE)
    said = str(offer.of(record, [1, 2]))
    assert said.startswith("1 2: ")
    assert said.endswith(" gbp")


def test_of_two_currencies_each_comes_back_by_itself():
    both = [Money(Decimal(amount), Currency(code)) for amount, code in (("5", "gbp"), ("7.5", "eur"))]
    lines = tuple(offer.Line(number, "one", paid=paid) for number, paid in enumerate(both, start=1))
    assert str(offer.Offer(lines)) == "1 2: 5.00 gbp + 7.50 eur"
    unknown = offer.Offer((*lines, offer.Line(3, "one")))
    assert (unknown.is_known, unknown.back) == (False, tuple(both))


def test_of_what_may_be_withdrawn_from_nothing_is_kept(bought, settings):
    settings.CANCELLATION_COST_PERCENT = 10
    record = bought(do.ANY_DAY, do.CASTLE)
    lines = offer.of(record, [1, 2]).lines
    assert [line.cost is None for line in lines] == [True, False]
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert all(line.cost for line in offer.of(record, [1]).lines)


@pytest.mark.parametrize(("way", "is_kept"), [("stripe", True), ("credit", True), ("cider", False)])
def test_where_somebody_else_has_the_money_this_shop_keeps_nothing_of_it(bought, settings, way, is_kept):
    settings.CANCELLATION_COST_PERCENT = 10
    record = bought(do.CAT)
    record.change(payment=way)
    assert bool(offer.of(record, [1]).cost) is is_kept


# Withdrawing


def test_what_has_no_date_can_be_withdrawn_from_for_fourteen_days(bought):
    record = bought(do.ANY_DAY, do.CAT, do.MUG)
    open_ = [choice.number for choice in cancelling.withdrawable_items(record)]
    assert open_ == [1, 3]
    with time_machine.travel(timezone.now() + timedelta(days=14)):
        assert [choice.number for choice in cancelling.withdrawable_items(record)] == [1, 3]
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        assert [choice.number for choice in cancelling.withdrawable_items(record)] == [3]
        assert cancelling.withdraw(record, [1]) is None
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        assert cancelling.withdrawable_items(record) == ()


def test_a_withdrawal_is_cancelled_where_the_supplier_permits_it_and_all_comes_back(client, bank, settings):
    settings.CANCELLATION_COST_PERCENT = 50
    record = do.bought_by_card(client, bank, do.ANY_DAY)
    withdrawal = cancelling.withdraw(record, [1])
    do.run(withdrawal)
    record.refresh_from_db()
    assert (withdrawal.standing, withdrawal.needs_staff, record.state) == (S.DONE, "", State.CANCELLED)
    assert do.books_agree(bank, record)
    assert set(record.letters.values_list("kind", flat=True)) == {"confirmation", "withdrawn", "cancelled"}


def test_where_it_is_not_permitted_it_is_received_and_for_staff(bought, f13):
    record = bought(do.TOKYO_ANY_DAY)
    withdrawal = cancelling.withdraw(record, [1])
    assert (withdrawal.standing, withdrawal.why_not) == (S.REFUSED, Why.NOT_PERMITTED)
    assert withdrawal.needs_staff == CancellationTrouble.WITHDRAWAL
    assert set(record.letters.values_list("kind", flat=True)) == {"confirmation", "withdrawn"}
    assert cancelling.withdraw(record, [1]) is None
    assert do.asked(f13) == []
    assert why_not(record) == ["withdrawn"]


def test_of_two_the_one_that_is_permitted_is_cancelled_and_the_other_is_for_staff(bought, f13):
    record = bought(do.ANY_DAY, do.MUG)
    is_not_permitted(record, 2)
    withdrawal = do.run(cancelling.withdraw(record, [1, 2]))
    assert do.asked(f13) == ["1"]
    assert (withdrawal.standing, withdrawal.cancelled, withdrawal.left_over) == (S.PARTLY, [1], [2])
    assert withdrawal.needs_staff == CancellationTrouble.WITHDRAWAL


def is_not_permitted(record, number):
    """As f13 may tell it of any item."""
    kept = record.transaction
    bundles = tuple(
        replace(
            bundle,
            orders=tuple(
                replace(order, cancellation_status="not_permitted") if order.item_number == number else order
                for order in bundle.orders
            ),
        )
        for bundle in kept.trolley.bundles
    )
    record.change(kept_transaction=to_text(replace(kept, trolley=replace(kept.trolley, bundles=bundles))))


def test_one_that_the_supplier_does_not_accept_is_for_staff(bought):
    record = bought(do.ANY_DAY, customer={"address_line_two": "fail cancel"})
    withdrawal = do.run(cancelling.withdraw(record, [1]))
    assert (withdrawal.standing, withdrawal.needs_staff) == (S.REFUSED, CancellationTrouble.WITHDRAWAL)


def test_a_withdrawal_waits_for_no_cancellation(bought):
    record = bought(do.CAT, do.ANY_DAY)
    cancellation = cancelling.ask(record, [1])
    withdrawal = cancelling.withdraw(record, [2])
    assert withdrawal.is_open
    do.run(withdrawal)
    do.run(cancellation)
    record.refresh_from_db()
    assert record.state == State.CANCELLED
