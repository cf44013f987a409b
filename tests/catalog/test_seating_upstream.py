"""The shop's verdict on choices of seats, and what happens when they are reserved, in halls of every rule."""

import random
from collections import Counter
from collections.abc import Iterator

import pytest

from boxoffice.ticketing import Availability, AvailabilityBand, Choice, get_service
from catalog.seating import BandRules, Rule, problem
from tests.builders import a_performance

# Singles or none, neighbours or anywhere, numbers, tables, boxes, halves, gaps, and the rest of a full hall.
EVENTS = (
    "7AA",
    "7AB",
    "LN02",
    "LN03",
    "LN06",
    "LN10",
    "LN13",
    "LN17",
    "LN21",
    "LN23",
    "ED05",
    "MC02",
    "PA03",
)
CHOICES = 8  # of each event
SCRIPTED = {"H10", "D7"}  # which two test events refuse or move, whatever the rules


def choices(
    availability: Availability, chance: random.Random
) -> Iterator[tuple[AvailabilityBand, BandRules, list[str]]]:
    """Seats of one band: neighbours, or with one of them moved, or anywhere; in any order."""
    bands = [band for band in availability.bands if band.seat_blocks]
    for _ in range(CHOICES):
        band = chance.choice(bands)
        rules = BandRules.from_availability(availability, band)
        seats = _seats(rules, chance)
        if SCRIPTED.isdisjoint(seats):
            yield band, rules, seats


def _seats(rules: BandRules, chance: random.Random) -> list[str]:
    block = chance.choice(rules.blocks)
    count = chance.choice(rules.quantities or (1, 2, 3, 4)) if chance.random() < 0.9 else chance.randint(1, 7)
    start = chance.randint(0, max(len(block) - count, 0))
    seats = list(block[start : start + count])
    others = [seat for one in rules.blocks for seat in one if seat not in seats]
    while others and len(seats) < count:
        seats.append(others.pop(chance.randrange(len(others))))
    if others and chance.random() < 0.4:
        seats[chance.randrange(len(seats))] = chance.choice(others)
    chance.shuffle(seats)
    return seats


def is_taken(perf_id: str, band: AvailabilityBand, seats: list[str]) -> bool:
    """Whether f13 holds exactly these seats. They are let go at once."""
    service = get_service("en")
    choice = Choice(perf_id, band.ticket_type_code, band.code, len(seats), seats=tuple(seats))
    held = service.reserve(add=choice)
    if held.is_held:
        service.release(held.transaction_uuid)
    got = {seat for order in held.orders for seat in order.seat_ids}
    return held.is_complete and got == set(seats)


@pytest.mark.parametrize("event_id", EVENTS)
def test_what_is_lawful_is_held_and_what_is_not_is_refused(f13, event_id):
    perf_id, chance = a_performance(event_id), random.Random(event_id)
    availability = get_service("en").get_availability(perf_id, seat_blocks=True)
    for band, rules, seats in choices(availability, chance):
        found = problem(rules, seats)
        assert is_taken(perf_id, band, seats) == (found is None), (band.code, seats, found)
        if found and found.remedy and SCRIPTED.isdisjoint(found.remedy):
            assert is_taken(perf_id, band, [*found.remedy]), (seats, found)


def test_these_halls_show_every_rule_and_many_lawful_choices(f13):
    seen: Counter[Rule | None] = Counter()
    for event_id in EVENTS:
        availability = get_service("en").get_availability(a_performance(event_id), seat_blocks=True)
        found = [
            problem(rules, seats) for _band, rules, seats in choices(availability, random.Random(event_id))
        ]
        seen.update(one and one.rule for one in found)
    assert {*seen} >= {None, Rule.QUANTITY, Rule.APART, Rule.SINGLE, Rule.PART_OF_BLOCK}
    assert min(seen[None], seen[Rule.SINGLE], seen[Rule.PART_OF_BLOCK]) >= 10
