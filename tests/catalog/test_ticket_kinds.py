"""Which kinds of ticket go together: nothing is asked for that f13 would replace without a word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxoffice.ticketing import AvailabilityBand, Choice, Discount, get_service
from catalog.seating import Problem, Rule, kind_problem
from tests.builders import a_performance

ADULT = Discount("ADULT", "Adult")


def band(*kinds: Discount, available: int | None = None) -> AvailabilityBand:
    return AvailabilityBand(
        "A",
        discount_code="ADULT",
        discount_name="Adult",
        discounts=(ADULT, *kinds),
        number_available=available,
    )


def remedy(found: Problem | None) -> str:
    return " ".join(found.remedy) if found else "lawful"


def test_kinds_of_the_band_can_be_had_and_its_default_whether_listed_or_not():
    assert kind_problem(band(Discount("CHILD")), ["ADULT", "CHILD", "CHILD"]) is None
    assert kind_problem(AvailabilityBand("A", discount_code="ADULT"), ["ADULT"]) is None
    assert kind_problem(AvailabilityBand("A"), ["", ""]) is None


def test_a_kind_that_the_band_does_not_have_becomes_its_default():
    found = kind_problem(band(), ["ADULT", "STUDENT"])
    assert found == Problem(Rule.KIND, (), ("ADULT", "ADULT"), kind="STUDENT", words="kind_unknown")
    assert "STUDENT" in str(found.sentence)


def test_a_kind_for_small_orders_only():
    few = band(Discount("CLUB", "Club", max_order_tickets=2))
    assert kind_problem(few, ["CLUB", "ADULT"]) is None
    found = kind_problem(few, ["CLUB", "ADULT", "ADULT"])
    assert (found.words, found.numbers, remedy(found)) == ("kind_order", (2,), "ADULT ADULT ADULT")


@pytest.mark.parametrize("limit", ["max_discount_tickets", "number_available"])
def test_no_more_of_a_kind_than_there_are(limit):
    some = band(Discount("CHILD", "Child rate", **{limit: 1}), available=6)
    assert kind_problem(some, ["CHILD", "ADULT"]) is None
    found = kind_problem(some, ["CHILD", "CHILD"])
    assert (found.words, found.numbers, remedy(found)) == ("kind_most", (1,), "CHILD ADULT")
    assert str(found.sentence) == "The most that can be ordered of this ticket is 1: Child rate."


def test_as_many_as_the_band_has_together_is_no_limit_for_seats_that_are_picked_apart():
    assert kind_problem(band(Discount("CHILD", number_available=2), available=2), ["CHILD"] * 3) is None


def test_a_kind_that_is_sold_in_certain_numbers():
    pairs = band(Discount("PAIR", "Two for less", valid_quantities=(2, 4)))
    assert kind_problem(pairs, ["PAIR", "PAIR", "ADULT"]) is None
    found = kind_problem(pairs, ["PAIR", "PAIR", "PAIR"])
    assert (found.words, found.numbers, remedy(found)) == ("kind_numbers", (2, 4), "PAIR PAIR ADULT")
    assert remedy(kind_problem(pairs, ["PAIR"])) == "ADULT"


def test_tickets_that_may_not_have_a_kind_are_counted_from_nought():
    second = band(Discount("HALF", "Second half price", disallowed_tickets=frozenset({0})))
    assert kind_problem(second, ["ADULT", "HALF"]) is None
    found = kind_problem(second, ["HALF", "HALF"])
    assert (found.words, found.kind, remedy(found)) == ("kind", "Second half price", "ADULT HALF")


def test_no_more_kinds_at_once_than_are_known_to_be_mixed():
    many = band(Discount("CHILD"), Discount("OAP", "Senior"))
    assert kind_problem(many, ["ADULT", "CHILD", "OAP"]) is None
    found = kind_problem(many, ["ADULT", "CHILD", "OAP"], most_kinds=2)
    assert (found.words, found.numbers, found.kind) == ("kind_mixed", (2,), "Senior")
    assert remedy(found) == "ADULT CHILD ADULT"


kinds = st.builds(
    Discount,
    st.sampled_from(["CHILD", "OAP", "PAIR"]),
    number_available=st.sampled_from([None, 1, 3]),
    valid_quantities=st.sampled_from([(), (2,), (2, 4)]),
    disallowed_tickets=st.sampled_from([frozenset(), frozenset({0}), frozenset({1, 2})]),
    max_order_tickets=st.sampled_from([None, None, 3]),
    max_discount_tickets=st.sampled_from([None, 1, 2]),
)
chosen = st.lists(st.sampled_from(["ADULT", "CHILD", "OAP", "PAIR", "LOST"]), min_size=1, max_size=6)


@settings(derandomize=True, max_examples=300)
@given(st.lists(kinds, max_size=3, unique_by=lambda kind: kind.code), chosen, st.sampled_from([None, 1, 2]))
def test_what_would_do_can_be_had_and_is_as_many_tickets(some, codes, most):
    found = kind_problem(band(*some), codes, most_kinds=most)
    if found:
        assert len(found.remedy) == len(codes)
        assert kind_problem(band(*some), found.remedy, most_kinds=most) is None


def test_f13_gives_what_is_lawful_and_replaces_what_is_not(f13):
    service, perf_id = get_service("en"), a_performance("LN15")
    offered = next(one for one in service.get_availability(perf_id, discounts=True).bands if one.discounts)
    assert offered.discount("PAIR").valid_quantities == (2, 4)
    for codes in (["PAIR", "PAIR", "ADULT"], ["ADULT"], ["PAIR"], ["PAIR"] * 3, ["ADULT", "LOST"]):
        choice = Choice(perf_id, offered.ticket_type_code, offered.code, len(codes), discounts=tuple(codes))
        held = service.reserve(add=choice)
        got = held.orders[0].got_discounts(codes)
        service.release(held.transaction_uuid)
        assert got == (kind_problem(offered, codes) is None), codes
