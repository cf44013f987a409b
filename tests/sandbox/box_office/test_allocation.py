"""Who gets which seats."""

from hypothesis import given
from hypothesis import strategies as st

from sandbox.allocation import best, leave_single, nearest
from sandbox.catalogue.halls import blocks
from sandbox.catalogue.model import Seat

Hall = tuple[tuple[Seat, ...], ...]
HALL = blocks("A:1-9; B:1-9; C:1-9")


def ids(seats: list[Seat]) -> list[str]:
    return [seat.id for seat in seats]


def get(
    free: Hall, count: int, *, rule: str = "always", together: bool = False, hall: Hall = HALL
) -> list[str]:
    return ids(best(free, count=count, blocks=hall, leaving_singles=rule, together=together))


def get_near(
    free: Hall, *wanted: str, without: str = "", rule: str = "always", together: bool = False
) -> list[str]:
    seats = nearest(
        free,
        wanted=wanted,
        without=without.split(),
        blocks=HALL,
        leaving_singles=rule,
        together=together,
    )
    return ids(seats)


def test_the_best_seats_are_in_the_middle_of_the_front_row() -> None:
    assert get(HALL, 3) == ["A4", "A5", "A6"]


def test_the_middle_further_back_is_better_than_the_far_end_of_the_front() -> None:
    assert get(blocks("A:1-2; B:1-9"), 2) == ["B4", "B5"]


def test_a_party_is_kept_together_rather_than_in_front() -> None:
    assert get(blocks("A:1-2; A:5-6; C:4-7"), 4) == ["C4", "C5", "C6", "C7"]


def test_a_party_that_fits_nowhere_is_split_as_little_as_possible() -> None:
    assert get(blocks("A:1-2; A:5-6; B:1-3; C:1-3"), 5) == ["B1", "B2", "B3", "A5", "A6"]


def test_a_party_is_not_split_where_seats_must_be_together() -> None:
    assert get(blocks("A:1-2; A:5-6"), 3, together=True) == []


def test_nobody_gets_more_than_there_is() -> None:
    assert get(blocks("A:1-2"), 3) == []


def test_a_seat_next_to_those_that_are_gone_is_not_left_alone_where_that_is_forbidden() -> None:
    assert get(blocks("A:4-6; C:1-2"), 2, rule="always") == ["A4", "A5"]
    assert get(blocks("A:4-6; C:1-2"), 2, rule="never") == ["C1", "C2"]


def test_singles_are_avoided_if_possible_where_they_are_left_if_necessary() -> None:
    assert get(blocks("A:4-6; C:1-2"), 2, rule="if_necessary") == ["C1", "C2"]
    assert get(blocks("A:4-6"), 2, rule="if_necessary") == ["A4", "A5"]


def test_a_split_party_leaves_nobody_alone_either() -> None:
    assert get(blocks("A:1-2; B:1-2"), 3, rule="never") == []
    assert get(blocks("A:1-3; B:1-2"), 5, rule="never") == ["A1", "A2", "A3", "B1", "B2"]


def test_what_is_left_of_a_wish_is_kept() -> None:
    assert get_near(blocks("A:1-4; B:1-9"), "A4", "A5") == ["A4", "A3"]


def test_a_wish_is_met_next_to_it_in_the_same_block() -> None:
    assert get_near(blocks("A:1-9; B:1-9"), "A9", without="A9") == ["A8"]


def test_another_block_will_do_when_the_wished_one_is_gone() -> None:
    assert get_near(blocks("B:1-9"), "A4", "A5") == ["B1", "B2"]


def test_neighbours_stay_neighbours_where_seats_must_be_together() -> None:
    assert get_near(blocks("A:1-3; A:5-9"), "A3", "A4", together=True) == ["A2", "A3"]


def test_a_wish_that_cannot_be_met_leaves_no_singles_where_that_is_forbidden() -> None:
    assert get_near(blocks("A:2-7"), "A6", "A7", without="A7", rule="never", together=True) == ["A4", "A5"]


def test_a_single_that_was_alone_before_is_nobodys_fault() -> None:
    assert not leave_single(blocks("A:1-1; B:1-4"), chosen={"B1", "B2"})
    assert leave_single(blocks("A:1-1; B:1-4"), chosen={"B1", "B2", "B3"})


holes = st.sets(st.sampled_from([seat.id for run in HALL for seat in run]))


def free_of(taken: set[str]) -> Hall:
    pieces: list[list[Seat]] = []
    for run in HALL:
        pieces.append([])
        for seat in run:
            if seat.id in taken:
                pieces.append([])
            else:
                pieces[-1].append(seat)
    return tuple(tuple(piece) for piece in pieces if piece)


@given(taken=holes, count=st.integers(1, 12), rule=st.sampled_from(["always", "never", "if_necessary"]))
def test_best_seats_are_free_distinct_and_as_many_as_asked_for(
    taken: set[str], count: int, rule: str
) -> None:
    free = free_of(taken)
    seats = get(free, count, rule=rule)
    known = {seat.id for run in free for seat in run}
    assert set(seats) <= known
    assert len(seats) == len(set(seats))
    assert len(seats) in {0, count}
    if rule == "always":
        assert bool(seats) == (len(known) >= count)
    if rule == "never":
        assert not leave_single(free, chosen=set(seats))


@given(
    taken=holes,
    wanted=st.lists(
        st.sampled_from(sorted(free.id for run in HALL for free in run)), unique=True, min_size=1, max_size=6
    ),
    together=st.booleans(),
)
def test_nearest_seats_are_free_and_together_where_they_must_be(
    taken: set[str], wanted: list[str], together: bool
) -> None:
    free = free_of(taken)
    seats = get_near(free, *wanted, together=together)
    assert set(seats) <= {seat.id for run in free for seat in run}
    assert len(set(seats)) == len(seats)
    assert len(seats) in {0, len(wanted)}
    if together and seats:
        assert any(set(seats) <= {seat.id for seat in run} for run in free)
