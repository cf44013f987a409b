"""`events` and `events_by_id`: what is found, in what order, how many at a time, and what is said of each."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from sandbox.catalogue.money import CURRENCIES, GBP, converted
from sandbox.http import Refusal
from sandbox.world import World
from tests.sandbox.catalogue.asking import a_world, an_event, ask, found


@pytest.fixture(scope="module")
def world() -> World:
    return a_world()


def test_the_first_page_has_fifty_events_and_says_what_is_left(world):
    answer = ask(world, "events")["results"]
    total = len(world.catalogue.events())
    assert len(answer["event"]) == 50
    assert answer["paging_status"] == {
        "page_length": 50,
        "page_number": 0,
        "pages_remaining": -(-total // 50) - 1,
        "results_remaining": total - 50,
        "total_unpaged_results": total,
    }


@pytest.mark.parametrize(("length", "number"), [("page_length", "page_number"), ("page_len", "page_no")])
def test_pages_follow_each_other_without_gap_under_both_spellings(world, length, number):
    pages = [ask(world, "events", **{length: 30, number: page})["results"]["event"] for page in range(8)]
    ids = [event["event_id"] for page in pages for event in page]
    assert ids == found(world)
    assert len(ids) == len(set(ids))


def test_a_page_beyond_the_last_is_empty(world):
    answer = ask(world, "events", page_number=99)["results"]
    assert (answer["event"], answer["paging_status"]["results_remaining"]) == ([], 0)


def test_every_word_of_a_search_must_occur(world):
    assert {"6IF", "6IE"} <= set(found(world, keywords="matthew"))
    assert found(world, keywords="matthew swan") == ["6IE"]
    assert found(world, keywords="matthew,swan") == ["6IE"]
    assert found(world, keywords="no such thing") == []


@pytest.mark.parametrize("words", ["cosi fan", "COSÌ", "opera così"])
def test_accents_and_case_do_not_matter(world, words):
    assert "LN04" in found(world, keywords=words)


def test_places_and_classes_are_searched_too(world):
    assert set(found(world, keywords="paris tours")) == {"PA40", "PA44", "PA46"}


@pytest.mark.parametrize(
    ("old", "new", "value"), [("s_keys", "keywords", "matthew"), ("s_coco", "country_code", "ie")]
)
def test_old_spellings_of_filters_are_understood(world, old, new, value):
    assert found(world, **{old: value}) == found(world, **{new: value}) != []


def test_a_city_and_a_country_and_an_airport_filter(world):
    by_city = found(world, city_code="tokyo-jp")
    assert by_city == found(world, country_code="jp") == found(world, airport_code="hnd")
    assert "TK01" in by_city
    assert "LN01" not in by_city
    assert found(world, airport_code="XXX") == []


def test_britain_is_uk_or_gb(world):
    assert found(world, country_code="gb") == found(world, country_code="uk") != []


def test_a_circle_finds_what_is_within_its_kilometres(world):
    near = found(world, circle="51.5296:-0.1060:1")
    assert {"6IF", "6IE"} <= set(near)
    assert "7AB" not in near
    assert "7AB" in found(world, circle="51.5296:-0.1060:15")


@pytest.mark.parametrize(
    "wrong",
    [
        {"circle": "1:2"},
        {"circle": "a:b:c"},
        {"circle": "nan:0:1"},
        {"circle": "inf:0:1"},
        {"date_range": "tomorrow"},
        {"sort_order": "taste"},
        {"page_length": "-1"},
    ],
)
def test_a_filter_that_cannot_be_read_is_refused(world, wrong):
    with pytest.raises(Refusal) as refusal:
        ask(world, "events", **wrong)
    assert (refusal.value.status, refusal.value.code) == (400, 8)


def test_a_range_of_dates_finds_what_is_on_then(world):
    new_year = date(world.clock.today().year + 1, 1, 1)
    day = f"{new_year:%Y%m%d}"
    assert "7AB" in found(world, date_range=f"{day}:{day}")
    assert "7AB" not in found(
        world, date_range=f"{new_year + timedelta(days=1):%Y%m%d}:{new_year + timedelta(days=9):%Y%m%d}"
    )
    assert "7AB" in found(world, date_range=f"{day}:")
    assert "7AB" not in found(world, date_range=f":{world.clock.today():%Y%m%d}")
    assert found(world, date_range=":") == found(world)


def test_offers_only_leaves_what_has_an_offer(world):
    offers = found(world, offers_only="true")
    assert {"7AB", "7AA", "6L9", "LN01", "LN22"} <= set(offers)
    assert "6IF" not in offers
    assert found(world, offers_only="false") == found(world)


def test_dead_events_and_those_to_come_appear_only_when_asked_for(world):
    assert not {"XX01", "XX03"} & set(found(world))
    assert {"XX01", "XX02"} <= set(found(world, include_dead=""))
    assert "XX03" not in found(world, include_dead="")
    assert {"XX01", "XX03"} <= set(found(world, include_non_live="1"))
    assert an_event(world, "XX01")["event_status"] == "dead"
    assert "date_range_start" not in an_event(world, "XX01")


def pounds(world: World, event: dict, which: str) -> Decimal:
    price = event["cost_range"]
    total = Decimal(str(price[f"{which}_seatprice"])) + Decimal(str(price[f"{which}_surcharge"]))
    return converted(total, source=CURRENCIES[price["range_currency_code"]], target=GBP)


@pytest.mark.parametrize(
    ("order", "which", "sign"), [("cost_ascending", "min", 1), ("cost_descending", "max", -1)]
)
def test_costs_sort_both_ways_and_sold_out_events_come_last(world, order, which, sign):
    answer = ask(world, "events", sort_order=order, page_length=1000, req_cost_range="")["results"]["event"]
    priced = [event for event in answer if "cost_range" in event]
    costs = [sign * pounds(world, event, which) for event in priced]
    assert costs == sorted(costs)
    assert {"LN16", "LV03"} == {event["event_id"] for event in answer[len(priced) :]}


def test_alphabetic_is_alphabetic(world):
    answer = ask(world, "events", sort_order="alphabetic", country_code="ie", page_length=100)["results"][
        "event"
    ]
    names = [event["event_desc"] for event in answer]
    assert names[0] == "Cliffs & Castles"
    assert names.index("Éire ar Oighear") < names.index("House of Stout: the Tasting")


def test_the_best_reviewed_come_first(world):
    answer = ask(world, "events", sort_order="critic_rating", page_length=1000)["results"]["event"]
    percents = [event.get("critic_review_percent", 0) for event in answer]
    assert percents == sorted(percents, reverse=True)
    assert percents[0] == 100


def test_the_newest_come_first(world):
    ids = found(world, sort_order="recent")
    added = [world.catalogue.get_event(event_id).added for event_id in ids]
    assert added == sorted(added, reverse=True)


def test_the_language_is_in_the_path_or_in_the_header(world):
    english = ask(world, "events_by_id", event_id_list="PA01", req_extra_info="")["events_by_id"]["PA01"][
        "event"
    ]
    french = ask(world, "events_by_id", path="demo/-/fr", event_id_list="PA01", req_extra_info="")
    there = french["events_by_id"]["PA01"]["event"]
    assert english["structured_info"]["overview"]["name"] == "Overview"
    assert there["structured_info"]["overview"]["name"] == "Aperçu"
    assert there["event_info"] != english["event_info"]


def test_an_unknown_id_gives_an_empty_map(world):
    assert ask(world, "events_by_id", event_id_list="NOPE")["events_by_id"] == {}


def test_no_ids_at_all_are_refused(world):
    with pytest.raises(Refusal):
        ask(world, "events_by_id")


def test_several_events_come_by_their_ids(world):
    answer = ask(world, "events_by_id", event_id_list="7AB,W/8 É+,NOPE,6IF")["events_by_id"]
    assert list(answer) == ["7AB", "W/8 É+", "6IF"]
    assert answer["7AB"]["valid_quantities"] == [1, 2, 3, 4]
    assert answer["7AB"]["venue_is_enforced"] is True
    assert "add_ons" not in answer["7AB"]


def test_add_ons_and_upsells_come_when_they_are_asked_for(world):
    answer = ask(world, "events_by_id", event_id_list="7AB,6IF", add_add_ons="", add_upsells="")[
        "events_by_id"
    ]
    assert [event["event_id"] for event in answer["7AB"]["add_ons"]] == ["7AC"]
    assert [event["event_id"] for event in answer["7AB"]["upsells"]] == ["7AA", "6IF"]
    assert answer["6IF"]["add_ons"] == []


def test_a_touring_event_names_its_parts(world):
    parts = an_event(world, "LN24", req_meta_components="")["meta_event_component_events"]["event"]
    assert [part["event_id"] for part in parts] == ["MC01", "ED01", "DU01"]
    assert "meta_event_component_events" not in an_event(world, "LN24")
    assert "meta_event_component_events" not in an_event(world, "LN01", req_meta_components="")


def test_nothing_extra_comes_unasked(world):
    extras = {
        "media",
        "video_iframe",
        "reviews",
        "cost_range",
        "cost_range_details",
        "avail_details",
        "structured_info",
    }
    assert not extras & an_event(world, "6IF").keys()
    assert "currency_details" not in ask(world, "events")


def test_the_run_of_an_event_is_from_its_first_to_its_last_performance(world):
    event = an_event(world, "7AB")
    assert event["date_range_start"] == {
        "date_desc": "Wed, 1st January 2031",
        "iso8601_date_and_time": "2031-01-01T15:30:00Z",
        "time_desc": "3.30 PM",
    }
    assert event["date_range_end"]["iso8601_date_and_time"] == "2032-01-01T15:30:00Z"


def test_addresses_and_paths_are_spelt_as_documented(world):
    event = an_event(world, "6IF")
    assert event["event_path"] == "/6IF-matthew-bourne-s-nutcracker-test/"
    assert event["event_uri_desc"] == "Matthew-Bourne%27s-Nutcracker-TEST"
    assert event["venue_uri_desc"] == "Sadler%27s-Wells"
    assert an_event(world, "7AA")["event_uri_desc"] == "Toy-Story-The-Opera"
