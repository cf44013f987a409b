"""Dates follow the clock; ids do not."""

import random
import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from sandbox.catalogue.schedules import code_of, day_in, two_years_on, week
from sandbox.world import World
from tests.sandbox.catalogue.asking import SUMMER, a_world, days_on


def starts(world: World, event_id: str) -> dict[str, datetime]:
    catalogue = world.catalogue
    return {each.id: each.starts_at for each in catalogue.performances(catalogue.get_event(event_id))}


def test_a_performance_keeps_its_id_and_its_time_from_day_to_day():
    world = a_world()
    before = {event.id: starts(world, event.id) for event in world.catalogue.events()}
    days_on(world, 3)
    for event_id, known in before.items():
        later = starts(world, event_id)
        for performance_id in known.keys() & later.keys():
            assert known[performance_id] == later[performance_id]
    kept = {"6IF", "7AB", "DP9", "LN40"}
    assert all(len(before[event_id].keys() & starts(world, event_id).keys()) > 1 for event_id in kept)


def test_no_two_performances_share_an_id():
    world = a_world()
    ids = [each.id for event in world.catalogue.events() for each in world.catalogue.performances(event)]
    assert len(ids) == len(set(ids)) > 100_000


def test_every_listed_performance_is_found_by_its_id():
    catalogue = a_world().catalogue
    for event in catalogue.events():
        listed = catalogue.performances(event)
        for each in random.Random(1).sample(listed, min(8, len(listed))):
            assert catalogue.get_performance(each.id) == each


def test_a_performance_is_listed_until_it_begins_and_then_is_a_ghost():
    world = a_world()
    tonight = next(each for each in world.catalogue.performances(world.catalogue.get_event("6IF")))
    assert not world.catalogue.is_ghost(tonight)
    world.clock.move(tonight.starts_at - world.clock.now())
    assert tonight.id not in starts(world, "6IF")
    assert world.catalogue.is_ghost(tonight)
    assert world.catalogue.get_performance(tonight.id) == tonight


def test_a_clock_that_is_put_back_brings_performances_back():
    world = a_world()
    before = starts(world, "6IF")
    days_on(world, 0.9)
    assert starts(world, "6IF") != before
    world.clock.reset()
    assert starts(world, "6IF") == before


def test_nothing_is_listed_beyond_two_years_of_the_calendar():
    world = a_world()
    last = two_years_on(world.clock.today())
    latest = max(each.date() for event in ("DP9", "7AB", "LN18") for each in starts(world, event).values())
    assert latest <= last
    assert max(each.date() for each in starts(world, "DP9").values()) == last


def test_two_years_after_a_leap_day_is_the_28th():
    assert two_years_on(date(2028, 2, 29)) == date(2030, 2, 28)


@pytest.mark.parametrize(
    "today", [datetime(2030, 1, 1, 8, tzinfo=UTC), datetime(2030, 12, 31, 23, tzinfo=UTC), SUMMER]
)
def test_the_cat_plays_on_new_years_day_of_the_next_two_years(today):
    plays = starts(a_world(today), "7AB")
    year = today.year
    assert plays == {
        f"7AB-{year - 2013}": datetime(year + 1, 1, 1, 15, 30, tzinfo=UTC),
        f"7AB-{year - 2012}": datetime(year + 2, 1, 1, 15, 30, tzinfo=UTC),
    }


def test_tonight_in_new_york_is_on_sale_when_it_is_tomorrow_in_greenwich():
    world = a_world(datetime(2030, 6, 13, 0, 30, tzinfo=UTC))
    first = next(iter(starts(world, "NY04").values())) if starts(world, "NY04") else None
    assert first is not None
    local = first.astimezone(first.tzinfo)
    assert (local.date(), local.utcoffset()) == (date(2030, 6, 13), timedelta(hours=-4))
    assert next(iter(starts(world, "NY01").values())) > world.clock.now()


@pytest.mark.parametrize(
    "performance_id",
    ["", "-", "6IF", "6IF-", "6IF-nothing", "6IF-A9", "NOPE-A94", "7AB-x", "7AB-99999", "DP9-A94zz"],
)
def test_an_id_that_nobody_gave_is_no_performance(performance_id):
    assert a_world().catalogue.get_performance(performance_id) is None


def test_codes_of_days_are_read_back():
    days = [date(2016, 4, 15) + timedelta(days=number) for number in range(0, 9000, 7)]
    assert [day_in(code_of(day)) for day in days] == days


def test_a_week_is_read_from_its_pattern():
    times = [
        [at.isoformat("minutes") for at in day]
        for day in week("tue-thu 19:30; wed sat 14:00,17:00; sun 10:00-11:00/30")
    ]
    assert times == [
        [],
        ["19:30"],
        ["14:00", "17:00", "19:30"],
        ["19:30"],
        [],
        ["14:00", "17:00"],
        ["10:00", "10:30", "11:00"],
    ]


def test_many_threads_that_ask_at_once_get_the_same_list():
    world = a_world()
    event = world.catalogue.get_event("DP9")
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(world.catalogue.performances(event))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8
    assert all(answer is answers[0] for answer in answers)
