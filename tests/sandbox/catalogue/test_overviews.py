"""What a search says in sum is what the performances say one by one, at any time of day."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.catalogue import Catalogue
from sandbox.catalogue.days import days_of
from sandbox.catalogue.model import Event
from tests.sandbox.catalogue.asking import StoppedClock, a_world, ask

MOMENTS = [
    datetime(2030, 6, 12, 0, 5, tzinfo=UTC),  # it is still yesterday in New York
    datetime(2030, 6, 12, 18, 40, tzinfo=UTC),  # and tomorrow in Tokyo
    datetime(2030, 12, 31, 23, 50, tzinfo=UTC),
]


def in_sum(catalogue: Catalogue, event: Event) -> tuple:
    told = catalogue.overview(event)
    return told.first, told.last, told.days, {id(areas): days for areas, days in told.sold}


def one_by_one(catalogue: Catalogue, event: Event) -> tuple:
    listed = catalogue.performances(event)
    sold: dict[int, set] = {}
    for each in listed:
        if areas := event.areas(each):
            sold.setdefault(id(areas), set()).add(each.starts_at.date())
    days = days_of(each.starts_at.date() for each in listed)
    first, last = (listed[0], listed[-1]) if listed else (None, None)
    return first, last, days, {key: days_of(found) for key, found in sold.items()}


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_sum_is_that_of_the_performances(moment):
    catalogue = Catalogue(StoppedClock(moment))
    for event in catalogue.all_events():
        assert in_sum(catalogue, event) == one_by_one(catalogue, event), event.id


def test_what_begins_is_out_of_the_sum_and_in_again_when_the_clock_is_put_back():
    catalogue = Catalogue(clock := StoppedClock(MOMENTS[0]))
    event = catalogue.get_event("LN44")  # every quarter of an hour
    before = catalogue.overview(event)
    for hours in (10, 3, 3):
        clock.move(timedelta(hours=hours))
        assert in_sum(catalogue, event) == one_by_one(catalogue, event)
        assert catalogue.overview(event).first != before.first
    clock.reset()
    assert catalogue.overview(event).first == before.first


def test_the_sum_is_made_once_until_something_begins():
    catalogue = Catalogue(StoppedClock(MOMENTS[0]))
    event = catalogue.get_event("LN44")
    assert catalogue.overview(event) is catalogue.overview(event)


def test_a_page_of_events_lists_no_performances(monkeypatch):
    world = a_world()
    before = ask(world, "events", req_cost_range="", req_avail_details="", date_range="20300601:")
    monkeypatch.setattr(Catalogue, "performances", None)
    assert ask(world, "events", req_cost_range="", req_avail_details="", date_range="20300601:") == before
    assert before["results"]["event"]


def test_the_numbers_seen_of_a_price_are_the_most_of_all_its_performances():
    world = a_world()  # some performances of this event are nearly gone
    answer = ask(world, "events_by_id", event_id_list="LN05", req_avail_details="")
    band = answer["events_by_id"]["LN05"]["event"]["avail_details"]["ticket_type"][0]["price_band"][0]
    assert {tuple(detail["valid_quantities"]) for detail in band["avail_detail"]} == {(1, 2, 3, 4, 5, 6)}
