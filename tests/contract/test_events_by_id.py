"""events_by_id.v1: everything about chosen events, as far as asked for."""

from datetime import date
from decimal import Decimal

SATURDAY = 6


def event_in(answer, event_id):
    return answer["events_by_id"][event_id]["event"]


def test_the_client_gets_events_by_their_ids(client):
    events, _ = client.get_events(["6IF", "6IE"])
    assert sorted(events) == ["6IE", "6IF"]
    assert events["6IF"].description == "Matthew Bourne's Nutcracker TEST"


def test_an_unknown_id_gives_an_empty_map_and_no_error(api, client):
    assert api.read("events_by_id", event_id_list="NOSUCH")["events_by_id"] == {}
    assert client.get_event("NOSUCH")[0] is None


def test_an_unknown_id_does_not_spoil_its_neighbours(api):
    assert list(api.read("events_by_id", event_id_list="NOSUCH,7AB")["events_by_id"]) == ["7AB"]


def test_nothing_extra_comes_unasked(api):
    event = event_in(api.read("events_by_id", event_id_list="6IF"), "6IF")
    extras = {
        "cost_range",
        "media",
        "reviews",
        "event_info",
        "structured_info",
        "avail_details",
        "video_iframe",
    }
    assert extras.isdisjoint(event)


def test_pictures_and_video_come_when_asked_for(client):
    event, _ = client.get_event("6IF", media=True)
    assert {"triplet_one", "square", "landscape", "seating_plan", "video"} <= set(event.media)


def test_only_the_pictures_asked_for(api):
    event = event_in(api.read("events_by_id", event_id_list="6IF", req_media_square=""), "6IF")
    assert [asset["name"] for asset in event["media"]["media_asset"]] == ["square"]
    assert "video_iframe" not in event


def test_pictures_can_be_fetched(api, client):
    event, _ = client.get_event("6IF", media=True)
    address = event.media["square"].url.replace("https://", "http://").removeprefix(api.url)
    picture = api.ask("GET", address)
    assert picture.status_code == 200
    assert picture.headers["Content-Type"].startswith("image/")


def test_texts_come_as_sections_and_as_a_summary(client):
    event, _ = client.get_event("6IF", extra_info=True)
    assert event.event_info
    assert event.event_info_html.startswith("<")
    assert event.venue_addr
    assert {"overview", "duration"} <= set(event.content)


def test_reviews_are_by_critics_and_by_users(client):
    event, _ = client.get_event("6IF", reviews=True)
    assert {review.is_user for review in event.reviews} == {True, False}
    assert all(1 <= review.star_rating <= 5 for review in event.reviews)


def test_a_cost_range_is_the_cheapest_and_the_dearest_ticket(client):
    event, _ = client.get_event("7AB", cost_range=True)
    assert event.cost_range.get_max_combined_price() == Decimal(55)
    assert event.cost_range.get_min_combined_price() < Decimal(55)
    assert event.cost_range.best_value_offer is None


def test_offers_come_in_four_kinds_each_only_when_asked_for(client):
    event, _ = client.get_event(
        "7AB", best_value_offer=True, max_saving_offer=True, min_cost_offer=True, top_price_offer=True
    )
    found = event.cost_range
    assert found.best_value_offer.percentage_saving >= found.min_cost_offer.percentage_saving
    assert found.max_saving_offer.absolute_saving >= found.best_value_offer.absolute_saving
    one, _ = client.get_event("7AB", best_value_offer=True)
    assert (one.cost_range.max_saving_offer, one.cost_range.top_price_offer) == (None, None)


def test_a_range_without_single_seats_has_the_same_form(client):
    event, _ = client.get_event("6L9", cost_range=True, best_value_offer=True, no_singles_data=True)
    assert event.no_singles_cost_range.min_seatprice >= event.cost_range.min_seatprice
    assert event.no_singles_cost_range.best_value_offer is not None


def test_details_list_each_area_and_band(client):
    event, _ = client.get_event("6IF", cost_range_details=True)
    assert {area.code for area in event.cost_range_details} == {"STALLS", "CIRCLE", "BALCONY"}


def test_availability_details_say_on_which_dates(client, api):
    event, _ = client.get_event("6IF", availability_with_performances=True)
    detail = event.availability_details[0]
    found = api.read("performances", event_id="6IF", page_length=4)["results"]["performance"]
    days = [date.fromisoformat(one["iso8601_date_and_time"][:10]) for one in found]
    first = next(day for day in days if day.isoweekday() != SATURDAY)  # its nights are sold out
    assert detail.is_available(first.year, first.month, first.day)


def test_availability_details_say_on_which_weekdays(client):
    family, _ = client.get_event("6KU", availability_with_performances=True)
    details = family.availability_details
    days = [any(detail.on_weekday(day) for detail in details) for day in range(7)]
    assert days == [False, *[True] * 6]  # not valid on Mondays


def test_details_have_dates_only_when_asked_for(api):
    event = event_in(api.read("events_by_id", event_id_list="6IF", req_avail_details=""), "6IF")
    band = event["avail_details"]["ticket_type"][0]["price_band"][0]
    assert "year_" not in "".join(band["avail_detail"][0].get("available_dates", {}))


def test_add_ons_and_upsells_come_with_their_events(client):
    event, _ = client.get_event("7AB", with_addons=True, with_upsells=True)
    assert [add_on.id for add_on in event.addon_events] == ["7AC"]
    assert {upsell.id for upsell in event.upsell_events} == {"7AA", "6IF"}


def test_a_touring_event_shows_its_parts(api):
    events = api.read("events", req_meta_components="", page_length=500)["results"]["event"]
    touring = [event for event in events if "meta_event_component_events" in event]
    assert touring
    assert all(len(event["meta_event_component_events"]["event"]) >= 2 for event in touring)


def test_currencies_used_are_explained(api):
    answer = api.read("events_by_id", event_id_list="6IF,6L9", req_cost_range="")
    assert sorted(answer["currency_details"]) == ["gbp", "usd"]
    assert answer["currency_details"]["gbp"] == {
        "currency_code": "gbp",
        "currency_factor": 100,
        "currency_number": 826,
        "currency_places": 2,
        "currency_post_symbol": "",
        "currency_pre_symbol": "£",
    }


def test_some_events_have_fields_of_their_supplier_s_own_and_some_have_none(client):
    events, _ = client.get_events(["LN03", "6IF"])
    assert [(name, field.label) for name, field in events["LN03"].fields.items()] == [
        ("dress_code", "What to wear")
    ]
    assert events["LN03"].fields["dress_code"].data
    assert events["LN03"].filters == ["gala", "waltz"]
    assert (events["6IF"].fields, events["6IF"].filters) == ({}, [])
