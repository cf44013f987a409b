import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice.ticketing import Availability, AvailabilityBand, Seat, SeatBlock, TicketType
from catalog.hall import hall_from
from sandbox.catalogue.layouts import LAYOUTS, seats_of


def a_hall(*bands, name="Stalls"):
    """A hall of one area; each band is a list of `row: seats` as in `A: 1 2 3`, seats of a block."""
    return hall_from(Availability((a_ticket_type(*bands, name=name),)))


def a_ticket_type(*bands, name="Stalls"):
    told = [
        AvailabilityBand(f"B{number}", ticket_type_code=name, seat_blocks=tuple(map(a_block, blocks)))
        for number, blocks in enumerate(bands)
    ]
    return TicketType(name, name, tuple(told))


def a_block(text):
    row, _, seats = text.partition(":")
    return SeatBlock(row, tuple(Seat(row + one, row, one) for one in seats.split()))


def a_sandbox_hall(name):
    layout = LAYOUTS[name]
    told = []
    for area in layout.areas:
        bands = [
            AvailabilityBand(band.code, ticket_type_code=area.code, seat_blocks=blocks_of(layout, band.plan))
            for band in area.bands
        ]
        told.append(TicketType(area.code, area.desc, tuple(bands)))
    return hall_from(Availability(tuple(told)))


def blocks_of(layout, plan):
    runs = seats_of(layout, plan)
    seats = [tuple(Seat(one.id, one.row, one.column) for one in run) for run in runs]
    return tuple(SeatBlock(run[0].row, run) for run in seats)


def drawn(hall, *, area=0):
    """Rows as they look: seat numbers, a dot where nobody sits."""
    lines = []
    for row in hall.areas[area].rows:
        line, next_one = [], 0
        for place in row.places:
            line += ["."] * (place.column - next_one) + [place.seat.column]
            next_one = place.column + 1
        lines.append(f"{row.name}: {' '.join(line)}")
    return lines


def row_names(hall, *, area=0):
    return [row.name for row in hall.areas[area].rows]


def test_seats_stand_by_number_with_gaps_where_numbers_are_missing():
    assert drawn(a_hall(["A:1 2", "A:4 5", "B:2 3"])) == ["A: 1 2 . 4 5", "B: . 2 3"]


def test_bands_of_one_area_share_their_rows():
    assert drawn(a_hall(["A:3 4", "B:3 4"], ["A:1 2", "B:5 6"])) == ["A: 1 2 3 4", "B: . . 3 4 5 6"]


def test_odd_numbers_fall_on_the_left_even_ones_rise_on_the_right_hundreds_are_between():
    hall = a_hall(["A:101 102 103"], ["A:5 3 1", "A:2 4"])
    assert drawn(hall) == ["A: 5 3 1 . 101 102 103 . 2 4"]


def test_odd_and_even_seats_that_are_neighbours_have_no_aisle_between_them():
    assert drawn(a_hall(["A:5 3 1 2 4 6"])) == ["A: 5 3 1 2 4 6"]


def test_halves_that_are_listed_the_other_way_round_are_drawn_so():
    assert drawn(a_hall(["A:6 4 2", "A:1 3 5"])) == ["A: 6 4 2 . 1 3 5"]


def test_a_house_of_which_only_one_half_is_here_has_no_gaps_between_its_seats():
    assert drawn(a_hall(["A:1 3 5", "A:9 11"])) == ["A: 1 3 5 . 9 11"]


def test_seats_that_are_listed_from_the_highest_are_drawn_so():
    assert drawn(a_hall(["A:4 3 2 1", "B:3 2"])) == ["A: 4 3 2 1", "B: . 3 2"]


def test_letters_count_as_numbers():
    assert drawn(a_hall(["1:a b", "1:d", "2:b c"])) == ["1: a b . d", "2: . b c"]


def test_numbers_that_go_on_from_row_to_row_do_not_spread_the_hall():
    hall = a_hall(["A:1 2 3 4", "B:5 6", "B:8", "C:9 10"])
    assert drawn(hall) == ["A: 1 2 3 4", "B: 5 6 . 8", "C: . 9 10"]


def test_rows_with_a_hundred_each_stand_behind_each_other():
    hall = a_hall(["1:101 102 103", "2:202 203", "3:301 302"])
    assert drawn(hall) == ["1: 101 102 103", "2: . 202 203", "3: 301 302"]


def test_seats_whose_names_tell_nothing_stand_as_they_are_listed():
    hall = a_hall(["A:x9 k2", "A:q7", "B:zz yy xx ww"])
    assert drawn(hall) == ["A: x9 k2 . q7", "B: zz yy xx ww"]


def test_blocks_without_a_row_are_put_beside_each_other():
    hall = a_hall([":p q", ":r s t"])
    assert drawn(hall) == [": p q . r s t"]


def test_a_wide_hole_is_drawn_as_an_aisle():
    assert drawn(a_hall(["A:1 2", "A:40 41"])) == ["A: 1 2 . . 40 41"]


def test_no_two_seats_stand_in_one_place():
    hall = a_hall(["A:1 2 3"], ["A:2 3 4"])
    columns = [place.column for place in hall.places]
    assert columns == sorted(set(columns))
    assert len(columns) == 6


def test_blocks_stay_whole_and_say_where_they_begin():
    hall = a_hall(["A:1 2", "A:3 4"], ["A:9 5 7"])
    opens = [place.seat.id for place in hall.places if place.opens]
    assert opens == ["A1", "A3", "A9"]
    assert [place.seat.id for place in hall.places][-3:] == ["A9", "A5", "A7"]


@pytest.mark.parametrize(
    ("bands", "names"),
    [
        ([["D:1", "E:1"], ["A:1", "B:1", "F:1"]], ["A", "B", "D", "E", "F"]),
        ([["Y:1", "Z:1", "AA:1"]], ["Y", "Z", "AA"]),
        ([["AA:1", "BB:1", "A:1"], ["A:2", "C:2"]], ["AA", "BB", "A", "C"]),
        ([["9:1", "10:1"], ["2:1"]], ["2", "9", "10"]),
        ([["C:1", "B:1", "A:1"]], ["A", "B", "C"]),
        ([["A:1", "B:1"], ["B:2", "A:2"]], ["A", "B"]),
        ([["Loge 2:1", "Loge 10:1"], ["Loge 9:1"]], ["Loge 2", "Loge 9", "Loge 10"]),
    ],
)
def test_rows_stand_in_their_order_from_the_front(bands, names):
    assert row_names(a_hall(*bands)) == names


def test_bands_are_numbered_as_on_the_page_over_all_areas():
    empty = TicketType("STANDING", "Standing", (AvailabilityBand("S", ticket_type_code="STANDING"),))
    availability = Availability((empty, a_ticket_type(["A:1"], ["B:1"])))
    hall = hall_from(availability)
    assert [place.band for place in hall.places] == [1, 2]
    assert hall.bands == availability.bands
    assert [area.ticket_type.code for area in hall.areas] == ["Stalls"]


def test_broadway_is_drawn_as_it_is_built():
    assert drawn(a_sandbox_hall("broadway"))[0] == (
        "A: 13 11 9 7 5 3 1 . 101 102 103 104 105 106 107 108 109 110 111 112 113 114 . 2 4 6 8 10 12 14"
    )


def test_loges_and_tables_stand_beside_each_other_and_rows_do_not():
    assert [area.has_boxes for area in a_sandbox_hall("loges").areas] == [True, False]
    assert [area.has_boxes for area in a_sandbox_hall("tables").areas] == [True]
    halls = [a_sandbox_hall(name) for name in ("studio", "opera", "arena")]
    assert not any(area.has_boxes for hall in halls for area in hall.areas)


@pytest.mark.parametrize(
    ("name", "widths"),
    [
        ("arena", [50, 52, 50]),
        ("stadium", [36, 40, 36]),
        ("opera", [26, 30, 32]),
        ("gaps", [20, 16]),
    ],
)
def test_halls_of_the_sandbox_are_as_wide_as_they_are(name, widths):
    assert [area.width for area in a_sandbox_hall(name).areas] == widths


NUMBERS = st.lists(st.integers(0, 300).map(str) | st.text("abcABC-é", max_size=3), min_size=1, max_size=6)
BLOCKS = st.lists(st.tuples(st.sampled_from(["", "A", "B", "AA", "1", "10", "Loge 1"]), NUMBERS), max_size=8)


@given(st.lists(BLOCKS, max_size=3))
def test_every_seat_has_a_place_of_its_own_whatever_it_is_called(bands):
    hall = a_hall_of(bands)
    seats = sorted((number, id) for number, blocks in enumerate(bands) for _, ids in blocks for id in ids)
    assert sorted((place.band, place.seat.id) for place in hall.places) == seats
    for area in hall.areas:
        rows = [[place.column for place in row.places] for row in area.rows]
        assert rows == [sorted(set(row)) for row in rows]
        assert min(map(min, rows)) >= 0
        assert max(map(max, rows)) < area.width


@given(st.lists(BLOCKS, max_size=3))
def test_the_blocks_are_read_back_from_what_is_drawn(bands):
    told = sorted((number, sorted(ids)) for number, blocks in enumerate(bands) for _, ids in blocks)
    read = []
    for place in a_hall_of(bands).places:
        if place.opens:
            read.append((place.band, []))
        assert read[-1][0] == place.band
        read[-1][1].append(place.seat.id)
    assert sorted((band, sorted(ids)) for band, ids in read) == told


def a_hall_of(bands):
    told = [
        AvailabilityBand(f"B{number}", seat_blocks=tuple(a_run(row, ids) for row, ids in blocks))
        for number, blocks in enumerate(bands)
    ]
    return hall_from(Availability((TicketType("X", "X", tuple(told)),)))


def a_run(row, ids):
    return SeatBlock(row, tuple(Seat(one, row, one) for one in ids))
