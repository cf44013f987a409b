"""What a supplier refuses, and which discounts it silently gives instead."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sandbox.catalogue.halls import blocks
from sandbox.catalogue.model import Discount
from sandbox.rules import (
    details_problem,
    legal_codes,
    order_problem,
    quantity_problem,
    seats_problem,
    unlocked,
)
from tests.sandbox.box_office.builders import PRICE, a_band, an_event

CHILD = replace(PRICE, code="CHILD", seatprice=Decimal(20))
STUDENT = replace(PRICE, code="STUDENT")
PAIR = replace(PRICE, code="PAIR", valid_quantities=(2, 4))
SECRET = replace(PRICE, code="SECRET", promo_code="SESAME")


def codes(
    *wanted: str, of: tuple[Discount, ...] = (PRICE, CHILD, STUDENT), max_mixed: int | None = None
) -> list[str]:
    return legal_codes(wanted, discounts=of, count=len(wanted), max_mixed=max_mixed)


def test_only_the_events_numbers_of_tickets_are_sold() -> None:
    event = an_event(quantities=(2, 4))
    assert quantity_problem(event, band=a_band(), count=2) == ""
    assert "2, 4" in quantity_problem(event, band=a_band(), count=3)


def test_no_more_tickets_than_fit_together() -> None:
    band = a_band(max_together=3)
    assert quantity_problem(an_event(), band=band, count=4) != ""
    assert quantity_problem(an_event(), band=band, count=3) == ""


def test_more_than_fit_together_may_be_picked_one_by_one() -> None:
    band, wanted = a_band(max_together=1), ("A1", "A5")
    assert quantity_problem(an_event(), band=band, count=2, wanted=wanted) == ""
    assert quantity_problem(an_event(contiguous_only=True), band=band, count=2, wanted=wanted) != ""


def test_an_automatic_number_needs_no_permission() -> None:
    event = an_event(is_auto_quantity_add_on=True, quantities=(1,))
    assert quantity_problem(event, band=a_band(max_together=1), count=9) == ""


def test_questions_of_the_event_must_be_answered() -> None:
    hotel = an_event(need_departure_date=True, need_duration=True)
    assert "departure" in details_problem(hotel, departure_date="", duration=2)
    assert "duration" in details_problem(hotel, departure_date="20300101", duration=None)
    assert details_problem(hotel, departure_date="20300101", duration=2) == ""


@pytest.mark.parametrize("wanted", [("A1", "A3"), ("A2", "B3"), ("A1", "A2", "A4")])
def test_neighbours_only_where_the_event_says_so(wanted: tuple[str, ...]) -> None:
    band = a_band("A:1-5; B:1-5")
    assert "next to each other" in order_problem(an_event(contiguous_only=True), band=band, wanted=wanted)
    assert order_problem(an_event(), band=band, wanted=wanted) == ""


def test_neighbours_may_be_named_in_any_order() -> None:
    assert order_problem(an_event(contiguous_only=True), band=a_band(), wanted=("A3", "A1", "A2")) == ""


def test_no_seat_twice_and_none_that_is_not_there() -> None:
    assert "twice" in order_problem(an_event(), band=a_band(), wanted=("A1", "A1"))
    assert "Z9" in order_problem(an_event(), band=a_band(), wanted=("A1", "Z9"))


@pytest.mark.parametrize(
    ("rule", "wanted", "is_allowed"),
    [
        ("never", ("B3", "B4"), False),
        ("never", ("B2", "B3"), True),
        ("never", ("B2", "B3", "B5"), False),
        ("if_necessary", ("B3", "B4"), False),
        ("always", ("B3", "B4"), True),
    ],
)
def test_a_seat_left_alone(rule: str, wanted: tuple[str, ...], is_allowed: bool) -> None:
    band = a_band("B:2-9", leaving_singles=rule)
    problem = seats_problem(an_event(), band=band, free=band.blocks, wanted=wanted)
    assert (problem == "") is is_allowed


def test_a_seat_may_be_left_alone_when_every_choice_would() -> None:
    band = a_band("B:1-3; C:1-3", leaving_singles="if_necessary")
    assert seats_problem(an_event(), band=band, free=band.blocks, wanted=("B1", "B2")) == ""


def test_a_table_is_taken_as_a_whole() -> None:
    event, band = an_event(whole_blocks_only=True), a_band("T:1-4; U:1-2")
    free = blocks("T:1-4; U:1-2")
    assert seats_problem(event, band=band, free=free, wanted=("T1", "T2", "T3", "T4")) == ""
    assert seats_problem(event, band=band, free=free, wanted=("T1", "T2")) != ""


def test_illegal_discounts_become_the_default() -> None:
    assert codes("CHILD", "NONSENSE", "") == ["CHILD", "FULL", "FULL"]


def test_only_so_many_kinds_are_mixed() -> None:
    assert codes("CHILD", "FULL", "STUDENT", max_mixed=2) == ["CHILD", "FULL", "FULL"]
    assert codes("CHILD", "STUDENT", "FULL", max_mixed=2) == ["CHILD", "STUDENT", "CHILD"]


def test_a_discount_for_pairs_is_not_given_to_three() -> None:
    assert codes("PAIR", "PAIR", "PAIR", of=(PRICE, PAIR)) == ["FULL"] * 3
    assert codes("PAIR", "PAIR", "FULL", of=(PRICE, PAIR)) == ["PAIR", "PAIR", "FULL"]


def test_a_promo_code_unlocks_its_discount_and_makes_it_the_default() -> None:
    band = a_band(discounts=(PRICE, SECRET))
    assert unlocked(band, promo_code="") == [PRICE]
    assert unlocked(band, promo_code="WRONG") == [PRICE]
    assert unlocked(band, promo_code="sesame") == [SECRET, PRICE]
