"""As many events as are wanted: made by rule, always the same, and sold like any other."""

import re

import pytest

from sandbox.catalogue import DEMO, INVENTED, all_events
from sandbox.catalogue.model import Event
from sandbox.catalogue.places import CITIES
from sandbox.world import World
from tests.sandbox.catalogue.asking import SUMMER, StoppedClock, an_event, ask

WANTED = 1200


@pytest.fixture(scope="module")
def world() -> World:
    return World(clock=StoppedClock(SUMMER), events=WANTED)


@pytest.fixture(scope="module")
def made(world) -> list[Event]:
    known = {event.id for event in DEMO + INVENTED}
    return [event for event in world.catalogue.all_events() if event.id not in known]


def test_there_are_at_least_as_many_live_events_as_were_asked_for(world):
    status = ask(world, "events")["results"]["paging_status"]
    assert status["total_unpaged_results"] == len(world.catalogue.events()) >= WANTED


@pytest.mark.parametrize("few", [0, 1, 100])
def test_nothing_is_made_where_there_are_enough(few):
    assert all_events(at_least=few) == DEMO + INVENTED


def test_no_id_is_given_twice_and_odd_characters_are_kept(world, made):
    ids = [event.id for event in world.catalogue.all_events()]
    assert len(ids) == len(set(ids))
    assert [event.id for event in made if "/" in event.id and " É+" in event.id]
    assert not [event.id for event in made if "," in event.id], "a list of ids is separated by commas"


def test_they_are_the_same_each_time_and_more_of_them_only_add(world):
    again, fewer = all_events(at_least=WANTED), all_events(at_least=WANTED // 2)
    ids = [event.id for event in world.catalogue.all_events()]
    assert [(event.id, event.desc, event.venue) for event in again] == [
        (event.id, event.desc, event.venue) for event in world.catalogue.all_events()
    ]
    assert ids[: len(fewer)] == [event.id for event in fewer]
    assert len(fewer) < len(ids)


def test_each_has_a_name_of_its_own_that_fits(world, made):
    names = [event.desc for event in world.catalogue.all_events()]
    assert len(names) == len(set(names))
    assert max(map(len, names)) == 200


def test_a_number_in_the_name_is_the_last_resort(made):
    assert not [event.desc for event in made if re.search(r"\(\d+\)$", event.desc)]


def test_beyond_the_last_theatre_names_are_numbered_and_still_differ():
    names = [event.desc for event in all_events(at_least=11_000)]
    assert any(name.endswith("(2)") for name in names)
    assert len(names) == len(set(names))


def test_they_are_on_in_the_known_cities_at_other_theatres(made):
    assert {event.venue.city for event in made} == set(CITIES.values())
    assert not {event.venue for event in made} & {event.venue for event in INVENTED}


def test_a_venue_is_in_its_city_and_always_in_the_same_place(made):
    places: dict[str, set[tuple[float, float]]] = {}
    for event in made:
        venue = event.venue
        places.setdefault(venue.desc, set()).add((venue.latitude, venue.longitude))
        assert abs(venue.latitude - venue.city.latitude) < 0.05
        assert abs(venue.longitude - venue.city.longitude) < 0.05
    assert {len(found) for found in places.values()} == {1}
    assert len({next(iter(found)) for found in places.values()}) == len(places)


def test_what_is_left_to_chance_differs_from_copy_to_copy(world, made):
    copies = [event for event in made if event.id.startswith("LN02")]
    assert len({event.popularity for event in copies}) > 3
    assert len({event.added for event in copies}) > 3
    assert len({tuple(event.classes) for event in copies}) > 1
    assert len({event.currency for event in copies}) > 1
    tops = {max(b.default.total for a in world.catalogue.houses(e)[0] for b in a.bands) for e in copies}
    assert len(tops) > 3


def test_what_belongs_together_belongs_together_on_each_tour(world):
    data = ask(world, "events_by_id", event_id_list="LN01B", add_add_ons="", add_upsells="")["events_by_id"]
    assert [event["event_id"] for event in data["LN01B"]["add_ons"]] == ["KE04B", "KE05B"]
    assert [event["event_id"] for event in data["LN01B"]["upsells"]] == ["LN02B", "KE01B"]
    parts = an_event(world, "LN24B", req_meta_components="")["meta_event_component_events"]["event"]
    assert [part["event_id"] for part in parts] == ["MC01B", "ED01B", "DU01B"]


def test_every_one_has_performances_that_are_found_by_their_ids(world, made):
    for event in made[::7]:
        listed = world.catalogue.performances(event)
        assert listed, event.id
        assert world.catalogue.get_performance(listed[-1].id) == listed[-1]


def test_the_texts_are_in_the_language_of_the_place(made):
    in_paris = next(event for event in made if event.venue.city.code == "paris-fr")
    assert {"en", "fr"} <= set(in_paris.texts)
