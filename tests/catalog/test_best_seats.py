"""The best seats together, and how a party is parted that cannot be together."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from boxoffice.ticketing import (
    Availability,
    AvailabilityBand,
    LeavingSingles,
    Money,
    Seat,
    SeatBlock,
    TicketType,
)
from catalog.hall import Hall, hall_from
from catalog.seating import Wishes, best, best_split, problem
from tests.seating import POUNDS, halls, price


def block(row: str, first: int, last: int, *, restricted: str = "") -> SeatBlock:
    numbers = range(first, last + 1)
    hidden = restricted.split()
    return SeatBlock(row, tuple(Seat(f"{row}{n}", row, str(n), "", f"{row}{n}" in hidden) for n in numbers))


def band(*blocks: SeatBlock, code: str = "A", cost: int = 50, leaving: str = "always") -> AvailabilityBand:
    return AvailabilityBand(
        code, price=price(cost), seat_blocks=blocks, leaving_singles=LeavingSingles(leaving)
    )


def hall(*bands: AvailabilityBand, together: bool = False, whole: bool = False, numbers=(), **areas) -> Hall:
    """The stalls, and other areas by name."""
    types = [
        TicketType(code.upper(), code, tuple(replace(one, ticket_type_code=code.upper()) for one in some))
        for code, some in ({"stalls": bands} | areas).items()
    ]
    rules = {"contiguous_only": together, "must_select_whole_seat_block": whole, "valid_quantities": numbers}
    return hall_from(Availability(tuple(types), **rules))


def found(hall: Hall, count: int, **wishes) -> list[str]:
    return [" ".join(group.seats) for group in best(hall, count, Wishes(**wishes))]


def test_the_middle_of_the_front_comes_first_then_two_aside_or_a_row_back():
    some = hall(band(block("A", 1, 10), block("B", 1, 10)))
    assert found(some, 2, limit=6) == ["A5 A6", "A3 A4", "A7 A8", "B5 B6", "A1 A2", "A9 A10"]


def test_groups_share_less_than_half_of_their_seats():
    groups = best(hall(band(block("A", 1, 12))), 4)
    sets = [{*group.seats} for group in groups]
    assert len(groups) > 2
    assert all(2 * len(one & other) < 4 for one in sets for other in sets if one is not other)


def test_no_group_leaves_a_seat_alone_where_that_is_not_allowed():
    assert found(hall(band(block("A", 1, 5), leaving="never")), 2) == ["A1 A2", "A4 A5"]
    assert found(hall(band(block("A", 1, 3), leaving="never")), 2) == []
    assert found(hall(band(block("A", 1, 3), leaving="if_necessary")), 2) == ["A1 A2"]
    both = hall(band(block("A", 1, 3), block("B", 1, 4), leaving="if_necessary"))
    assert found(both, 2) == ["B1 B2", "B3 B4"]


def test_tables_are_offered_whole_and_numbers_as_they_are_sold():
    tables = hall(band(block("T1", 1, 4), block("T2", 1, 2)), whole=True)
    assert [found(tables, count) for count in (2, 3, 4)] == [["T21 T22"], [], ["T11 T12 T13 T14"]]
    assert found(hall(band(block("A", 1, 6)), numbers=(2, 4)), 3) == []


def test_a_restricted_view_comes_last_and_not_at_all_where_it_is_not_wanted():
    some = hall(band(block("A", 1, 4, restricted="A2 A3"), block("C", 1, 4)))
    assert found(some, 2) == ["C2 C3", "A2 A3"]
    assert found(some, 2, clear=True) == ["C2 C3"]


def test_a_price_is_the_whole_price_of_a_ticket():
    some = hall(band(block("A", 1, 2), cost=50), band(block("B", 1, 2), code="B", cost=40))
    assert found(some, 2, price=Decimal(55)) == ["A1 A2", "B1 B2"]
    assert found(some, 2, price=Decimal("54.99")) == ["B1 B2"]
    assert found(some, 2, price=Money(Decimal(45), POUNDS)) == ["B1 B2"]
    assert found(some, 2, price=Decimal(0)) == []


def test_an_area_is_one_by_its_code_and_the_same_seat_elsewhere_is_another():
    some = hall(band(block("A", 1, 2)), circle=[band(block("A", 1, 2))])
    assert [group.bands for group in best(some, 2)] == [(0,), (1,)]
    assert [group.bands for group in best(some, 2, Wishes(area="CIRCLE"))] == [(1,)]
    assert best(some, 2, Wishes(area="GALLERY")) == []


def test_an_aisle_is_where_the_rows_around_have_nobody_either():
    numbers = [block(row, first, last) for row in "ABC" for first, last in ((1, 4), (7, 10))]
    some = hall(band(*numbers))
    ends = {seat for group in found(some, 2, aisle=True, limit=50) for seat in group.split()}
    assert {seat[1:] for seat in ends} == {"1", "2", "3", "4", "7", "8", "9", "10"}
    assert "A2 A3" not in found(some, 2, aisle=True, limit=50)
    sold = hall(band(block("A", 1, 10), block("B", 1, 3), block("B", 5, 10), block("C", 1, 10)))
    assert "B2 B3" not in found(sold, 2, aisle=True, limit=50)


def test_cheaper_bands_behind_have_their_share_of_the_list():
    rows = [band(block(row, 1, 20), code=row) for row in "ABC"]
    numbers = [group.bands[0] for group in best(hall(*rows), 2, Wishes(limit=6))]
    assert sorted(numbers) == [0, 0, 1, 1, 2, 2]


def test_nothing_is_found_for_nobody_and_nothing_is_cut_off_for_one_place():
    assert found(hall(band(block("A", 1, 2))), 0) == []
    assert found(hall(), 2) == []
    assert found(hall(band(block("A", 1, 9))), 3, limit=1) == ["A4 A5 A6"]


def split(hall: Hall, count: int, *, several_bands: bool = False, **wishes) -> str:
    group = best_split(hall, count, Wishes(**wishes), several_bands=several_bands)
    return " ".join(group.seats) if group else ""


def test_a_party_of_four_is_two_and_two_rather_than_three_and_one():
    some = hall(band(block("A", 1, 3), block("A", 5, 5), block("C", 1, 2)))
    assert split(some, 4) == "A1 A2 C1 C2"


def test_the_pieces_are_as_near_to_one_another_as_can_be():
    front, back = [[block(row, 9, 9) for row in rows] for rows in ("BCDE", "GHIJ")]
    pairs = [block("F", 1, 2), block("F", 5, 6)]
    some = hall(band(block("A", 1, 2), *front, *pairs, *back, block("K", 1, 2)))
    assert split(some, 4) == "F1 F2 F5 F6"
    behind = hall(band(block("A", 1, 2), block("F", 1, 2), block("F", 5, 6)))
    assert split(behind, 4) == "A1 A2 F1 F2"


def test_three_pieces_only_where_two_will_not_do():
    pairs = [block(row, 1, 2) for row in "DEF"]
    assert split(hall(band(block("A", 1, 5), block("C", 1, 1), *pairs)), 6) == "A1 A2 A3 A4 D1 D2"
    assert split(hall(band(block("C", 1, 1), *pairs)), 6) == "D1 D2 E1 E2 F1 F2"


def test_somebody_is_alone_only_where_nothing_else_is_left():
    assert split(hall(band(block("A", 1, 1), block("C", 1, 1), block("C", 3, 3))), 3) == "A1 C1 C3"


def test_a_party_is_parted_within_one_band_unless_several_can_be_had_at_once():
    some = hall(band(block("A", 1, 2)), band(block("B", 1, 2), code="B"))
    assert split(some, 4) == ""
    assert split(some, 4, several_bands=True) == "A1 A2 B1 B2"


def test_where_seats_must_be_neighbours_only_several_bands_can_part_a_party():
    some = hall(band(block("A", 1, 2), block("C", 1, 2)), band(block("H", 1, 2), code="B"), together=True)
    assert split(some, 4) == ""
    assert split(some, 4, several_bands=True) == "C1 C2 H1 H2"


def test_a_split_keeps_to_singles_numbers_and_tables():
    blocks = [block("A", 1, 3), block("B", 1, 3), block("D", 1, 2), block("E", 1, 2)]
    never = hall(band(*blocks, leaving="never"))
    assert split(never, 4) == "D1 D2 E1 E2"
    assert split(hall(band(block("A", 1, 2), block("B", 1, 2)), numbers=(1, 2, 3)), 4) == ""
    assert split(hall(band(block("T1", 1, 4), block("T2", 1, 2)), whole=True), 6) == "T11 T12 T13 T14 T21 T22"


@settings(derandomize=True, max_examples=150)
@given(halls(), st.integers(1, 6), st.booleans())
def test_whatever_is_offered_can_be_had(hall, count, several):
    groups = best(hall, count)
    parted = best_split(hall, count, several_bands=several)
    for group in [*groups, *([parted] if parted else [])]:
        assert len({*zip([place.band for place in group.places], group.seats, strict=True)}) == count
        assert len(group.bands) == 1 or several
        for band in group.bands:
            seats = [place.seat.id for place in group.places if place.band == band]
            assert problem(hall.rules[band], seats) is None
