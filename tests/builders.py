"""What tests start from: an event in the mirror, tickets in the trolley, a hold, an order that was bought."""

import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from boxoffice.ticketing import AvailabilityBand, Choice, Performance, get_service
from catalog import mirror, storing
from catalog.models import Event
from checkout import purchase
from checkout.models import KeptTrolley, OrderRecord, State

CUSTOMER = {
    "first_name": "Ada",
    "last_name": "Reader",
    "email": "ada@example.com",
    "phone": "020 7946 0000",
    "address_line_one": "1 Long Lane",
    "address_line_two": "",
    "town": "London",
    "county": "",
    "postcode": "N1 9GU",
    "country_code": "uk",
}
# However their number is written; shorter parts of it stand in ids and fractions of seconds too.
PHONE = ("7946 0000", "79460000")
# What they type, as the shop keeps it.
BUYER = {
    "first_name": "Ada",
    "last_name": "Reader",
    "email_address": "ada@example.com",
    "phone": "+44 20 7946 0000",
    "address_line_one": "1 Long Lane",
    "town": "London",
    "postcode": "N1 9GU",
    "country_code": "uk",
}


def mirrored(*event_ids: str) -> list[Event]:
    """These events as the mirror keeps them, read from the sandbox."""
    for language, _name in settings.LANGUAGES:
        told = get_service(language).get_events(event_ids, include=mirror.TEXTS)
        storing.store_texts([told[event_id] for event_id in event_ids], language=language)
    priced = get_service(settings.LANGUAGE_CODE).get_events(event_ids, add_ons=True, include=mirror.COSTS)
    storing.store_costs(priced.values())
    storing.store_add_ons(priced.values())
    storing.store_ranks(event_ids, order="most_popular", first=0)
    return [Event.objects.get(event_id=event_id) for event_id in event_ids]


def a_performance(event_id: str = "7AB", *, weekday: int | None = None) -> str:
    """The id of an event's first performance with tickets left; on that weekday, where Monday is 0.

    None of the next day: tickets might not reach anybody in time. Where all are sold out, the first of them.
    """
    found = get_service("en").list_performances(event_id, page_length=1000).performances
    tomorrow = timezone.now() + timedelta(days=1)
    listed = [one for one in found if weekday in {None, _weekday(one)} and not _starts_by(one, tomorrow)]
    return next((one for one in listed if one.cached_max_seats != 0), listed[0]).id


def taken_elsewhere(perf_id: str, *seats: str) -> str:
    """Seats at the front of 7AB, held by way of another shop, of which this one hears nothing.

    The transaction's id.
    """
    held = get_service("en").reserve(add=Choice(perf_id, "STALLS", "A/pool", len(seats), seats=seats))
    assert held.is_held
    return held.transaction_uuid


def _starts_by(performance: Performance, at: datetime) -> bool:
    return performance.starts is not None and performance.starts <= at


def _weekday(performance: Performance) -> int | None:
    return performance.starts.weekday() if performance.starts else None


def a_choice(
    perf_id: str = "", *, quantity: int | str = 1, seats: Sequence[str] = (), **changes: Any
) -> dict[str, Any]:
    """The form that puts tickets into the trolley, as the performance's page sends it: its first choices.

    `band` is area and band code in JSON. Its best available, unless `seats` are named.
    """
    perf_id, service = perf_id or a_performance(), get_service("en")
    availability = service.get_availability(perf_id, promo_code=changes.get("promo", ""))
    band = changes.pop("band", None)
    first = availability.bands[0] if availability.bands else AvailabilityBand("", ticket_type_code="")
    band = json.dumps([first.ticket_type_code, first.code]) if band is None else band
    known = next((one for one in availability.bands if band == _key(one)), first)
    choice: dict[str, Any] = {"perf_id": perf_id, "band": band}
    if seats:
        choice["seat"] = [f"0:{seat}" for seat in seats]
    else:
        choice |= {"from": "0", f"number:0:{known.discount_code}": quantity}
    methods = service.list_send_methods(perf_id) if "send" not in changes else ()
    return choice | ({"send": methods[0].code} if methods else {}) | changes


def _key(band: AvailabilityBand) -> str:
    return json.dumps([band.ticket_type_code, band.code])


def a_trolley(client: Any, *, at: str = "", **choice: Any) -> str:
    """Tickets in the visitor's trolley; the page that shows them. `at`: the language's prefix, as `/fr`."""
    client.post(f"{at}/trolley/add/", a_choice(**choice))
    return client.get(f"{at}/trolley/").content.decode()


def rekept(client: Any, **changes: Any) -> None:
    """The visitor's trolley as somebody else, or an earlier time, has left it."""
    row = KeptTrolley.objects.get(visitor=client.session["visitor"])
    KeptTrolley.objects.filter(pk=row.pk).update(data={**row.data, **changes})


def hold_form(page: str) -> dict[str, str]:
    """What the button *Hold these tickets* sends."""
    names = ("press", "asked_total")
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in names}  # type: ignore[index]
    asks = re.search(r'<select name="destination".*?<option value="(\w+)"', page, re.DOTALL)
    return found | ({"destination": asks[1]} if asks else {})


def a_hold(client: Any, *, at: str = "", **choice: Any) -> OrderRecord:
    """Tickets held for the visitor. `at`: the language's prefix, as `/fr`."""
    client.post(f"{at}/trolley/reserve/", hold_form(a_trolley(client, at=at, **choice)))
    return OrderRecord.objects.latest("created_at")


def a_purchase(
    client: Any, on_commit: Any, *, customer: dict[str, str] | None = None, **choice: Any
) -> OrderRecord:
    """An order for which pay was pressed; the worker's task has run."""
    record = a_hold(client, **choice)
    with on_commit(execute=True):
        client.post(f"/checkout/{record.pk}/", customer or CUSTOMER)
    record.refresh_from_db()
    return record


def pressed(client: Any, *, customer: dict[str, str] | None = None, **choice: Any) -> OrderRecord:
    """An order for which pay was pressed, whose worker has not come yet."""
    record = a_hold(client, **choice)
    client.post(f"/checkout/{record.pk}/", customer or CUSTOMER)
    record.refresh_from_db()
    assert record.state == State.ATTEMPTING
    return record


def run(record: OrderRecord) -> OrderRecord:
    """A worker comes by for the record, at a time when it is due."""
    record.change(look_again_at=None)
    purchase.run(record.pk)
    record.refresh_from_db()
    return record
