"""The remaining test events, a condition each."""

from datetime import timedelta

import pytest

from tests.contract.asking import orders_in, seats_in
from tests.contract.buying import a_first_band
from tests.contract.performances import MONDAY, performances_of, starts_at, today, weekday_of

NAMES = {
    "6IF": "Matthew Bourne's Nutcracker TEST",
    "6IE": "Matthew Bourne's Swan Lake test",
    "7AB": "The Unremarkable Incident of the Cat at Lunchtime",
    "7AA": "Toy Story - The Opera",
    "6L9": "La Femme",
    "6KF": "V&A Memberships",
    "6KS": "1-Day Ticket",
    "6KT": "3-Day Hopper",
    "6KV": "Individual Ticket",
    "6KU": "Family Ticket",
    "1D7B8": "Ingressoland",
    "9XW": "Five Day",
    "9XY": "Two Day Park Hopper",
    "AG8": "1デーパスポート (One Day Passport)",
    "DBZ": "Moulin Rouge (Dinner Show)",
    "DP9": "Imperial",
    "DPB": "North Canyon Helicopter Tour",
    "GVA": "Souvenir DVD",
    "3CVA": "Test Event - Type 1",
}
HOTELS = ["I3R", "I3S", "I3T", "I3U", "I3V"]


@pytest.fixture
def event_of(client):
    return lambda event_id: client.get_event(event_id)[0]


def on_a_monday(rows):
    return [row for row in rows if weekday_of(row) == MONDAY]


@pytest.mark.parametrize("event_id", NAMES)
def test_each_test_event_has_its_name(event_of, event_id):
    assert NAMES[event_id] in event_of(event_id).description


@pytest.mark.parametrize("event_id", [*NAMES, *HOTELS, "MH0", "7AC"])
def test_each_test_event_is_live(event_of, event_id):
    assert event_of(event_id).status == "live"


def test_la_femme_is_seated_and_discounted_throughout(api, client, event_of):
    event = client.get_event("6L9", cost_range=True, best_value_offer=True)[0]
    assert event.is_seated
    assert event.cost_range.best_value_offer.percentage_saving > 0
    choice = a_first_band(api, "6L9")
    areas = api.read("availability", perf_id=choice["perf_id"])["availability"]["ticket_type"]
    assert all(band["is_offer"] for area in areas for band in area["price_band"])


def test_memberships_are_sold_singly(api):
    choice = a_first_band(api, "6KF")
    assert len(performances_of(api, "6KF")) == 1
    assert api.read("availability", perf_id=choice["perf_id"])["valid_quantities"] == [1]
    assert len(orders_in(api.do("reserve", **choice))) == 1
    assert orders_in(api.do("reserve", **choice | {"no_of_seats": 2})) == []


@pytest.mark.parametrize("event_id", ["6KS", "6KT", "6KV"])
def test_day_tickets_need_no_performance_chosen(api, client, event_of, event_id):
    event = event_of(event_id)
    assert (event.needs_performance, event.is_seated) == (False, False)
    performances, meta = client.list_performances(event_id)
    assert performances
    assert meta.auto_select is True
    assert len(orders_in(api.do("reserve", **a_first_band(api, event_id)))) == 1


def test_events_with_dates_to_choose_select_none(client):
    _, meta = client.list_performances("6IF")
    assert meta.auto_select is False


def test_the_family_ticket_is_not_valid_on_mondays(api):
    rows = performances_of(api, "6KU")
    assert rows
    for row in on_a_monday(rows)[:3]:
        assert api.read("availability", perf_id=row["perf_id"])["availability"].get("ticket_type", []) == []


def test_ingressoland_lists_dummy_performances_all_the_same(api, event_of):
    assert event_of("1D7B8").needs_performance is False
    assert performances_of(api, "1D7B8")


@pytest.mark.parametrize("event_id", ["9XW", "9XY"])
def test_park_hoppers_go_by_post_and_so_not_within_days(api, event_id):
    def methods(row):
        answer = api.read("send_methods", perf_id=row["perf_id"])["send_methods"]
        return [method["send_type"] for method in answer.get("send_method", [])]

    rows = performances_of(api, event_id)
    soon = [row for row in rows if starts_at(row).date() <= today() + timedelta(days=2)]
    late = [row for row in rows if starts_at(row).date() >= today() + timedelta(days=14)]
    assert methods(soon[0]) == []
    assert set(methods(late[0])) == {"post"}


def test_the_passport_speaks_japanese(client):
    event, _ = client.get_event("AG8", extra_info=True, cost_range=True)
    assert any("\u3040" <= letter <= "\u30ff" for letter in event.description)


def test_the_dinner_show_is_seated_and_priced_in_euros(api, event_of):
    answer = api.read("availability", perf_id=a_first_band(api, "DBZ")["perf_id"])
    assert (answer["currency_code"], event_of("DBZ").is_seated) == ("eur", True)
    assert answer["currency_details"]["eur"]["currency_pre_symbol"] == "€"


@pytest.mark.parametrize("event_id", ["DP9", "DPB"])
def test_the_helicopters_fly_very_often(api, event_id):
    answer = api.read("performances", event_id=event_id, page_length=10)["results"]["paging_status"]
    assert answer["total_unpaged_results"] > 2000


def test_the_dvd_is_merchandise(event_of):
    event = event_of("GVA")
    assert (event.event_type, event.is_seated) == ("misc_item", False)


@pytest.mark.parametrize("event_id", HOTELS)
def test_hotels_need_a_departure_date_or_a_duration(event_of, event_id):
    event = event_of(event_id)
    assert event.needs_departure_date or event.needs_duration


def test_both_kinds_of_hotel_exist(event_of):
    hotels = [event_of(event_id) for event_id in HOTELS]
    assert any(hotel.needs_departure_date for hotel in hotels)
    assert any(hotel.needs_duration for hotel in hotels)


@pytest.mark.parametrize("event_id", HOTELS)
def test_a_hotel_is_reserved_with_its_answers_and_not_without(api, event_of, event_id):
    choice, event = a_first_band(api, event_id), event_of(event_id)
    start = next(row for row in performances_of(api, event_id) if row["perf_id"] == choice["perf_id"])
    departure = starts_at(start).date() + timedelta(days=3)
    wanted = {"departure_date": f"{departure:%Y%m%d}"} if event.needs_departure_date else {}
    wanted |= {"duration": "3"} if event.needs_duration else {}
    without = api.post("reserve", **choice)
    assert without.status_code >= 400 or orders_in(without.json()) == []
    assert len(orders_in(api.do("reserve", **choice, **wanted))) == 1


def test_type_1_gives_none_of_the_seats_asked_for(api):
    choice = a_first_band(api, "3CVA", seats=2)
    seats = [seat["full_id"] for order in orders_in(api.do("reserve", **choice)) for seat in seats_in(order)]
    answer = api.do("reserve", **choice, seat0="B1", seat1="B2")
    (order,) = orders_in(answer)
    assert order["seat_request_status"] == "got_none"
    assert len(seats_in(order)) == len(seats) == 2
    assert {"B1", "B2"}.isdisjoint(seat["full_id"] for seat in seats_in(order))
