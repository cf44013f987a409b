"""Any choice in any hall: the shop's verdict is the supplier's, remedies are lawful, and near."""

from itertools import combinations
from time import process_time
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from boxoffice.ticketing import LeavingSingles
from catalog.seating import BandRules, Rule, could_become_lawful, nearest_lawful, problem
from sandbox import rules as supplier
from sandbox.catalogue.model import Seat
from tests.seating import band_rules, choices

FEW = 9  # seats, of which every choice can be tried
quick = settings(derandomize=True, max_examples=200)


def refusal(rules: BandRules, chosen: list[str]) -> str:
    """What the sandbox says of a choice, asked without the way there."""
    event = SimpleNamespace(
        seat_selection=True,
        contiguous_only=rules.contiguous_only,
        whole_blocks_only=rules.whole_blocks,
        is_auto_quantity_add_on=False,
        quantities=rules.quantities or range(1, 100),
    )
    free = [[Seat(seat, "", "") for seat in block] for block in rules.blocks]
    band = SimpleNamespace(blocks=free, leaving_singles=rules.leaving_singles.value, max_together=100)
    return (
        supplier.quantity_problem(event, band=band, count=len(chosen), wanted=chosen)
        or supplier.order_problem(event, band=band, wanted=chosen)
        or supplier.seats_problem(event, band=band, free=free, wanted=chosen)
    )


@quick
@given(st.data())
def test_what_is_lawful_here_is_what_the_supplier_takes(data):
    rules = data.draw(band_rules())
    chosen = data.draw(choices(rules))
    found = problem(rules, chosen)
    assert (found is None) == (refusal(rules, chosen) == ""), found


@quick
@given(st.data())
def test_the_nearest_lawful_choice_is_lawful_and_of_the_nearest_number(data):
    rules = data.draw(band_rules(longest=5, most=3))
    seats = [seat for block in rules.blocks for seat in block][:FEW]
    chosen = data.draw(choices(rules))
    found = nearest_lawful(rules, chosen)
    assert found == () or refusal(rules, [*found]) == ""
    others = [one for count in range(1, len(seats) + 1) for one in combinations(seats, count)]
    lawful = [one for one in others if refusal(rules, [*one]) == ""]
    wanted = len(set(chosen))
    if lawful:
        assert abs(len(found) - wanted) <= min(abs(len(one) - wanted) for one in lawful)


@quick
@given(st.data())
def test_seats_picked_apart_share_as_many_as_can_be_with_the_choice(data):
    rules = data.draw(band_rules(longest=4, most=2).filter(lambda one: not one.contiguous_only))
    chosen = data.draw(choices(rules))
    found = nearest_lawful(rules, chosen)
    seats = [seat for block in rules.blocks for seat in block]
    places = [place for place, seat in enumerate(seats) if seat in chosen]
    is_a_run = places != [] and places[-1] - places[0] + 1 == len(places)
    alike = [one for one in combinations(seats, len(found)) if refusal(rules, [*one]) == ""]
    if found and not is_a_run:
        assert len({*found} & {*chosen}) == max(len({*one} & {*chosen}) for one in alike)


@quick
@given(st.data())
def test_a_choice_is_said_to_be_mendable_when_more_seats_mend_it(data):
    rules = data.draw(band_rules(longest=5, most=2))
    chosen = data.draw(choices(rules))
    seats = [seat for block in rules.blocks for seat in block]
    left = [seat for seat in seats if seat not in chosen]
    is_mended = any(
        refusal(rules, [*chosen, *more]) == ""
        for count in range(len(left) + 1)
        for more in combinations(left, count)
    )
    assert could_become_lawful(rules, chosen) == is_mended


def hall(*, rows: int, length: int, **rules) -> BandRules:
    blocks = tuple(tuple(f"{row}-{number}" for number in range(length)) for row in range(rows))
    return BandRules(blocks, tuple(map(str, range(rows))), LeavingSingles.NEVER, **rules)


def test_a_band_of_thousands_of_seats_is_no_reason_to_wait():
    neighbours = hall(rows=60, length=50, contiguous_only=True)
    pieces = hall(rows=1000, length=3)
    spread = [f"{row}-0" for row in range(0, 30, 3)]
    began = process_time()
    assert problem(neighbours, [f"7-{number}" for number in range(1, 20, 2)]).rule is Rule.APART
    assert problem(pieces, ["4-1", *spread[1:]]).remedy
    assert problem(pieces, [f"{row}-1" for row in range(10)]).remedy
    assert process_time() - began < 1  # far more than it takes, far less than trying every choice would
