"""Choices and buyers that the tests of buying share."""

from typing import Any

from pyticketswitch.customer import Customer

from tests.contract.asking import Api
from tests.contract.performances import ordinary

Params = dict[str, Any]


def a_customer(**changes: Any) -> Customer:
    details: dict[str, Any] = {
        "first_name": "Ada",
        "last_name": "Marlow",
        "address_lines": ["12 Linden Walk", "Upper Flat"],
        "town": "London",
        "post_code": "ZZ1 9ZZ",
        "country_code": "uk",
        "phone": "020 7946 0018",
        "email": "ada@buyers.example",
    }
    return Customer(**details | changes)


def a_choice(api: Api, event_id: str = "6IF", *, seats: int = 2, **changes: Any) -> Params:
    """Stalls band A of an ordinary performance."""
    choice = {
        "perf_id": ordinary(api, event_id),
        "ticket_type_code": "STALLS",
        "price_band_code": "A/pool",
        "no_of_seats": seats,
    }
    return choice | changes


def a_mixed_trolley(api: Api) -> str:
    """The token of a trolley with tickets from two suppliers."""
    first = api.read("trolley", **a_choice(api, "6IF"))["trolley_token"]
    return api.read("trolley", trolley_token=first, **a_choice(api, "7AB"))["trolley_token"]


def debitors_of(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What the debitor of each bundle of a reservation needs, by source code."""
    return {
        bundle["bundle_source_code"]: bundle["debitor"]["debitor_integration_data"]
        for bundle in answer["trolley_contents"]["bundle"]
        if "debitor" in bundle
    }


def a_first_band(api: Api, event_id: str, *, seats: int = 0) -> Params:
    """The first band that an ordinary performance of the event has, and as few tickets as are sold.

    An event that is sold out, or too near for its post, has none: the choice is then empty.
    """
    perf_id = ordinary(api, event_id)
    answer = api.read("availability", perf_id=perf_id, add_seat_blocks="")
    areas = answer["availability"].get("ticket_type", [])
    if not areas or not ways_of_sending(api, perf_id):
        return {}
    band = areas[0]["price_band"][0]
    count = seats or _fewest(answer, band)
    choice = {
        "perf_id": perf_id,
        "ticket_type_code": areas[0]["ticket_type_code"],
        "price_band_code": band["price_band_code"],
        "no_of_seats": count,
    }
    return choice if count else {}


def _fewest(answer: dict[str, Any], band: dict[str, Any]) -> int:
    """The smallest number of tickets that the band sells; of whole blocks, where only these go."""
    numbers: list[int] = answer["valid_quantities"]
    if not answer["must_select_whole_seat_block"]:
        return min(numbers)
    rows = band["free_seat_blocks"]["blocks_by_row"].values()
    return min((len(block) for row in rows for block in row if len(block) in numbers), default=0)


def ways_of_sending(api: Api, perf_id: str) -> list[str]:
    """The send codes that are offered to a buyer anywhere."""
    methods = api.read("send_methods", perf_id=perf_id)["send_methods"].get("send_method", [])
    return [method["send_code"] for method in methods if "permitted_countries" not in method]


def a_sale(api: Api, event_ids: list[str]) -> Params:
    """A first band of the first of these events that has one; empty where none has."""
    return next(filter(None, (a_first_band(api, event_id) for event_id in event_ids)), {})


def events_by_source(api: Api) -> dict[tuple[str, str], list[str]]:
    """The ids of each supplier's plain events in each country: dates to choose, no questions, no add-ons.

    Seated ones come first.
    """
    found: dict[tuple[str, str], list[str]] = {}
    events = api.read("events", page_length=500)["results"]["event"]
    for event in sorted(events, key=lambda event: not event["is_seated"]):
        asks = event["need_departure_date"] or event["need_duration"] or event["is_add_on"]
        if event["need_performance"] and not asks:
            key = event["source_code"], event["country_code"]
            found.setdefault(key, []).append(event["event_id"])
    return found
