"""events.v1: what is on, found by words, place, date and price, in pages."""

from datetime import date, timedelta
from unicodedata import combining, normalize

import pytest

from tests.contract.performances import today


def ids(answer):
    return [event["event_id"] for event in answer["results"].get("event", [])]


def paging(answer):
    return answer["results"]["paging_status"]


def prices(answer, bound):
    ranges = [event["cost_range"] for event in answer["results"]["event"]]
    return [row[f"{bound}_seatprice"] + row[f"{bound}_surcharge"] for row in ranges]


def test_the_client_lists_events(client):
    events, meta = client.list_events()
    assert len(events) == 50
    assert meta.total_results >= 150


def test_a_page_holds_fifty_unless_told_otherwise(api):
    answer = api.read("events")
    assert (paging(answer)["page_length"], paging(answer)["page_number"]) == (50, 0)
    assert len(ids(answer)) == 50


def test_pages_count_from_zero_and_hold_every_event_once(api):
    total = paging(api.read("events"))["total_unpaged_results"]
    seen = []
    for number in range(-(-total // 40)):
        answer = api.read("events", page_length=40, page_number=number)
        seen += ids(answer)
        assert paging(answer)["pages_remaining"] == max(-(-total // 40) - number - 1, 0)
        assert paging(answer)["results_remaining"] == max(total - 40 * (number + 1), 0)
    assert len(seen) == len(set(seen)) == total


def test_a_page_after_the_last_is_empty(api):
    answer = api.read("events", page_length=40, page_number=4000)
    assert ids(answer) == []


def test_the_client_s_names_for_paging_work_too(client):
    first, _ = client.list_events(page_length=5)
    second, meta = client.list_events(page_length=5, page=1)
    assert (meta.page_length, meta.page_number, len(second)) == (5, 1, 5)
    assert {event.id for event in first}.isdisjoint({event.id for event in second})


def test_keywords_find_events_by_name(client):
    events, _ = client.list_events(keywords=["matthew"])
    assert {"6IF", "6IE"} <= {event.id for event in events}
    assert "7AB" not in {event.id for event in events}


def test_all_keywords_must_fit(api):
    assert ids(api.read("events", keywords="matthew swan")) == ["6IE"]


def test_keywords_that_fit_nothing_find_nothing(api):
    answer = api.read("events", keywords="zzyzzx")
    assert (ids(answer), paging(answer)["total_unpaged_results"]) == ([], 0)


def test_a_country_filters_and_is_uk_not_gb(api):
    found = api.read("events", country_code="uk", page_length=500)["results"]["event"]
    assert {event["country_code"] for event in found} == {"uk"}
    assert {event["country_code"] for event in api.read("events", page_length=500)["results"]["event"]} > {
        "uk"
    }


def test_a_city_filters(client):
    events, _ = client.list_events(city_code="london-uk", page_length=500)
    assert {"6IF", "7AB"} <= {event.id for event in events}
    assert {event.city_code for event in events} == {"london-uk"}


def test_a_circle_filters_by_distance_in_kilometres(client):
    events, _ = client.list_events(latitude=51.52961137, longitude=-0.10601562, radius=1, page_length=500)
    assert "6IF" in {event.id for event in events}
    assert "7AB" not in {event.id for event in events}  # some 9 km to the west


def test_a_date_range_filters_by_performances(client):
    start = date(today().year + 1, 1, 1)
    events, _ = client.list_events(start_date=start, end_date=start, page_length=500)
    assert "7AB" in {event.id for event in events}
    later, _ = client.list_events(
        start_date=start + timedelta(1), end_date=start + timedelta(1), page_length=500
    )
    assert "7AB" not in {event.id for event in later}


@pytest.mark.parametrize("half", ["{0}:", ":{0}"])
def test_either_end_of_a_date_range_may_be_open(api, half):
    day = f"{today().year + 1}0101"
    assert "7AB" in ids(api.read("events", date_range=half.format(day), page_length=500))


def test_offers_only_leaves_events_with_an_offer(api):
    answer = api.read("events", offers_only="true", req_cost_range="", page_length=500)
    assert "7AB" in ids(answer)
    assert 0 < len(ids(answer)) < paging(api.read("events"))["total_unpaged_results"]


def test_alphabetic_order(api):
    found = api.read("events", sort_order="alphabetic", page_length=500)["results"]["event"]
    names = [plain(event["event_desc"]) for event in found]
    assert names == sorted(names)


def plain(name):
    """A name without accents and capitals: é stands beside e."""
    return "".join(letter for letter in normalize("NFKD", name) if not combining(letter)).casefold()


def test_cheapest_first_and_dearest_first(api):
    cheap = prices(
        api.read("events", sort_order="cost_ascending", req_cost_range="", country_code="uk"), "min"
    )
    dear = prices(
        api.read("events", sort_order="cost_descending", req_cost_range="", country_code="uk"), "max"
    )
    assert cheap == sorted(cheap)
    assert dear == sorted(dear, reverse=True)


def test_best_reviewed_first(api):
    found = api.read("events", sort_order="critic_rating")["results"]["event"]
    scores = [event.get("critic_review_percent", 0) for event in found]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("order", ["most_popular", "recent", "last_sale"])
def test_every_other_order_gives_the_same_events(api, order):
    ordered = ids(api.read("events", sort_order=order, page_length=500))
    assert sorted(ordered) == sorted(ids(api.read("events", page_length=500)))


def test_dead_events_only_when_asked_for(api):
    live = api.read("events", page_length=500)["results"]["event"]
    every = api.read("events", page_length=500, include_dead="true")["results"]["event"]
    assert {event["event_status"] for event in live} == {"live"}
    assert "dead" in {event["event_status"] for event in every}


def test_an_airport_finds_what_is_near_it(api):
    found = api.read("events", airport_code="LHR", page_length=500)
    assert "6IF" in ids(found)
    assert "DP9" not in ids(found)


def test_events_come_from_several_countries_currencies_and_suppliers(api):
    found = api.read("events", page_length=500, req_cost_range="")
    events = found["results"]["event"]
    assert len({event["country_code"] for event in events}) >= 4
    assert len({event["source_code"] for event in events}) >= 4
    assert {"gbp", "eur", "usd", "jpy"} <= set(found["currency_details"])


def test_a_language_in_the_address_changes_the_texts(api):
    english = api.ask(
        "GET", "/f13/events_by_id.v1/demo/-/en", params={"event_id_list": "6IF", "req_extra_info": ""}
    )
    french = api.ask(
        "GET", "/f13/events_by_id.v1/demo/-/fr", params={"event_id_list": "6IF", "req_extra_info": ""}
    )
    assert english.json()["events_by_id"]["6IF"]["event"]["event_info"]
    assert english.json() != french.json()
