"""`performances`, `performances_by_id`, `months`, and what there is to choose from."""

from datetime import UTC, datetime

import pytest

from sandbox.http import Refusal
from sandbox.world import World
from tests.sandbox.catalogue.asking import a_world, ask


@pytest.fixture(scope="module")
def world() -> World:
    return a_world()


def test_a_page_of_performances_has_fifty_unless_told_otherwise(world):
    results = ask(world, "performances", event_id="DP9")["results"]
    assert len(results["performance"]) == 50
    assert results["paging_status"]["total_unpaged_results"] > 14_000


def test_page_number_needs_a_page_length(world):
    first = ask(world, "performances", event_id="DP9", page_number=2)["results"]
    third = ask(world, "performances", event_id="DP9", page_number=2, page_len=50)["results"]
    assert first["paging_status"]["page_number"] == 0
    assert third["paging_status"]["page_number"] == 2
    assert first["performance"][0] != third["performance"][0]


def test_all_pages_together_are_all_performances(world):
    pages = [
        ask(world, "performances", event_id="6IF", page_length=100, page_number=page)["results"][
            "performance"
        ]
        for page in range(4)
    ]
    ids = [each["perf_id"] for page in pages for each in page]
    event = world.catalogue.get_event("6IF")
    assert ids == [each.id for each in world.catalogue.performances(event)]


def test_a_performance_is_described_as_documented(world):
    found = ask(world, "performances_by_id", perf_id_list="6IF-B2E")["performances_by_id"]["6IF-B2E"]
    assert found == {
        "date_desc": "Wed, 5th July 2017",
        "event_id": "6IF",
        "has_pool_seats": True,
        "is_ghost": True,
        "is_limited": False,
        "iso8601_date_and_time": "2017-07-05T19:30:00+01:00",
        "perf_id": "6IF-B2E",
        "running_time": 120,
        "time_desc": "7.30 PM",
    }


def test_a_performance_on_sale_says_how_many_can_sit_together(world):
    found = ask(world, "performances", event_id="7AB")["results"]["performance"]
    assert [(each["is_ghost"], each["cached_max_seats"]) for each in found] == [(False, 4), (False, 4)]


def test_names_come_where_there_are_any(world):
    results = ask(world, "performances", event_id="6IF")["results"]
    assert results["has_perf_names"] is True
    assert {each["perf_name"] for each in results["performance"] if "perf_name" in each} == {
        "Including back stage pass"
    }
    assert ask(world, "performances", event_id="7AB")["results"]["has_perf_names"] is False


def test_a_range_of_dates_narrows_the_list(world):
    found = ask(world, "performances", event_id="6IF", date_range="20300701:20300702")["results"][
        "performance"
    ]
    assert [each["iso8601_date_and_time"][:10] for each in found] == ["2030-07-01", "2030-07-02"]
    assert ask(world, "performances", event_id="6IF", date_range=":20200101")["results"]["performance"] == []


def test_several_performances_come_by_id_and_unknown_ones_are_left_out(world):
    answer = ask(world, "performances_by_id", perf_id_list="6IF-A5R,NOPE-1,7AB-17")["performances_by_id"]
    assert set(answer) == {"6IF-A5R", "7AB-17"}
    assert answer["6IF-A5R"]["perf_name"] == "Including back stage pass"


@pytest.mark.parametrize(
    ("endpoint", "params"),
    [
        ("performances", {}),
        ("performances", {"event_id": "NOPE"}),
        ("months", {}),
        ("performances_by_id", {}),
    ],
)
def test_without_an_event_there_is_no_answer(world, endpoint, params):
    with pytest.raises(Refusal) as refusal:
        ask(world, endpoint, **params)
    assert refusal.value.status == 400


def test_a_dead_event_has_no_performances(world):
    results = ask(world, "performances", event_id="XX01")["results"]
    assert (results["performance"], results["has_perf_names"]) == ([], False)


def test_months_mark_their_days_from_bit_nought(world):
    months = ask(world, "months", event_id="7AB")["results"]["month"]
    assert months == [
        {
            "month": "jan",
            "month_dates_bitmask": 1,
            "month_desc": "January",
            "month_weekdays_bitmask": 1 << 3,
            "year": 2031,
        },
        {
            "month": "jan",
            "month_dates_bitmask": 1,
            "month_desc": "January",
            "month_weekdays_bitmask": 1 << 4,
            "year": 2032,
        },
    ]


def test_months_mark_sunday_at_bit_nought():
    world = a_world(datetime(2030, 6, 1, 6, tzinfo=UTC))
    june = ask(world, "months", event_id="6KU")["results"]["month"][0]
    mondays = sum(1 << day for day in (2, 9, 16, 23))
    assert june["month_weekdays_bitmask"] == 0b1111101
    assert june["month_dates_bitmask"] == (1 << 30) - 1 - mondays - 1  # today began at midnight


def test_months_say_what_they_cost_when_asked(world):
    months = ask(world, "months", event_id="6IF", req_cost_range="", req_avail_details="")
    assert months["currency_details"]["gbp"]["currency_pre_symbol"] == "£"
    assert all(month["cost_range"]["min_seatprice"] == 18 for month in months["results"]["month"])
    assert all(month["avail_details"]["ticket_type"] for month in months["results"]["month"])


def test_cities_classes_and_sources_are_those_of_live_events(world):
    cities = ask(world, "cities")["results"]["city"]
    assert {"london-uk", "paris-fr", "tokyo-jp", "dubai-ae"} <= {city["city_code"] for city in cities}
    classes = ask(world, "classes")["results"]["class"]
    assert {"theatre", "hotel", "merch"} <= {each["class_code"] for each in classes}
    sources = ask(world, "sources")["results"]["source"]
    assert {"ext_test0", "ext_test1", "lantern"} <= {each["source_code"] for each in sources}


def test_test_says_who_is_asking(world):
    info = ask(world, "test", path="demo-stripe/branch/fr", user="demo-stripe")["user_info"]
    assert (info["user_id"], info["sub_user"], info["default_country_code"]) == (
        "demo-stripe",
        "branch",
        "uk",
    )
