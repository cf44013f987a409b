"""Catalogue values as f13 spells them: events, performances, months, currencies."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from sandbox.catalogue.days import days_of, months_of, weekdays_of
from sandbox.catalogue.model import Currency, CustomField, Event, Performance
from sandbox.catalogue.outlook import sold_on
from sandbox.f13 import avail_details, event_parts, ranges
from sandbox.f13.account import Call
from sandbox.f13.dates import MONTHS, moment, month_key
from sandbox.f13.dates import iso as iso
from sandbox.f13.money import desired_currency


def event(event: Event, call: Call) -> dict[str, Any]:
    """An event with whatever the call's `req_*` ask for."""
    words, venue = event.words(call.language), event.venue
    data: dict[str, Any] = {
        "city_code": venue.city.code,
        "city_desc": venue.city.desc,
        "classes": event.classes,
        "country_code": venue.city.country_code,
        "country_desc": venue.city.country_desc,
        "custom_filter": list(event.custom_filters),
        "event_desc": words.desc,
        "event_id": event.id,
        "event_path": f"/{quote(event.id, safe='')}-{slug(event.desc)}/",
        "event_status": event.status,
        "event_type": event.type,
        "event_uri_desc": uri_desc(words.desc),
        "geo_data": {"latitude": venue.latitude, "longitude": venue.longitude},
        "has_no_perfs": event.has_no_perfs,
        "is_add_on": event.is_add_on,
        "is_auto_quantity_add_on": event.is_auto_quantity_add_on,
        "is_seated": event.is_seated,
        "need_departure_date": event.need_departure_date,
        "need_duration": event.need_duration,
        "need_performance": event.need_performance,
        "postcode": venue.postcode,
        "show_perf_time": event.show_perf_time,
        "source_code": event.source.code,
        "source_desc": event.source.desc,
        "venue_desc": venue.desc,
        "venue_uri_desc": uri_desc(venue.desc),
    }
    return data | _sometimes(event) | _run(event, call) | _requested(event, call)


def _sometimes(event: Event) -> dict[str, Any]:
    """What f13 leaves out where there is nothing to say."""
    data: dict[str, Any] = {
        "min_running_time": event.min_running_time,
        "max_running_time": event.max_running_time,
        "critic_review_percent": event.critic_percent,
        "user_review_percent": event.user_percent,
        "custom_fields": [_custom_field(each) for each in event.custom_fields] or None,
        "event_upsell_list": {"event_id": list(event.upsells)} if event.upsells else None,
        "is_date_matched_add_on": event.is_date_matched_add_on,
        "is_time_matched_add_on": event.is_time_matched_add_on,
    }
    return {key: value for key, value in data.items() if value is not None}


def _custom_field(field: CustomField) -> dict[str, str]:
    return {
        "custom_field_data": field.data,
        "custom_field_label": field.label,
        "custom_field_name": field.name,
    }


def _run(event: Event, call: Call) -> dict[str, Any]:
    """When its run starts and ends, as far as it is on sale."""
    overview = call.world.catalogue.overview(event)
    if overview.first is None or overview.last is None:
        return {}
    first, last = overview.first.starts_at, overview.last.starts_at
    return {"date_range_start": moment(first), "date_range_end": moment(last)}


def _requested(event: Event, call: Call) -> dict[str, Any]:
    flag = call.params.flag
    data = event_parts.media(event, call=call)
    if flag("req_video_iframe"):
        data |= event_parts.video(event, call=call)
    if flag("req_extra_info"):
        data |= event_parts.extra_info(event, call=call)
    if flag("req_reviews"):
        data |= event_parts.reviews(event)
    if flag("req_meta_components"):
        data |= _components(event, call)
    return data | _costs(call.world.catalogue.overview(event).sold, event=event, call=call)


def _components(event_: Event, call: Call) -> dict[str, Any]:
    found = [call.world.catalogue.get_event(part) for part in event_.components]
    parts = [event(part, call) for part in found if part and call.sells(part)]
    return {"meta_event_component_events": {"event": parts}} if parts else {}


def _costs(sold: Sequence[tuple[ranges.Areas, int]], *, event: Event, call: Call) -> dict[str, Any]:
    """Cost range, its details, and availability details of several performances, as far as asked for."""
    flag = call.params.flag
    houses = [areas for areas, _ in sold]
    data: dict[str, Any] = {}
    if flag("req_cost_range"):
        data |= ranges.cost_range(houses, event=event, call=call)
    if flag("req_cost_range_details"):
        data |= ranges.details(houses, event=event, call=call)
    if flag("req_avail_details"):
        data |= avail_details.of_days(sold, event=event, call=call)
    return data


def performance(performance: Performance, call: Call) -> dict[str, Any]:
    """A performance with whatever the call's `req_*` ask for."""
    return performances([performance], call)[0]


def performances(listed: Iterable[Performance], call: Call) -> list[dict[str, Any]]:
    """Several performances; what those have in common that are sold alike is put together once."""
    known: dict[int, dict[str, Any]] = {}
    return [_date(each, call) | _sold(each, call=call, known=known) for each in listed]


def _date(performance: Performance, call: Call) -> dict[str, Any]:
    data: dict[str, Any] = {
        **moment(performance.starts_at),
        "event_id": performance.event_id,
        "has_pool_seats": True,
        "is_ghost": call.world.catalogue.is_ghost(performance),
        "is_limited": performance.is_limited,
        "perf_id": performance.id,
    }
    if performance.name:
        data["perf_name"] = performance.name
    if performance.running_time is not None:
        data["running_time"] = performance.running_time
    if performance.autoselect:
        data["autoselect_this_performance"] = True
    return data


def _sold(performance: Performance, *, call: Call, known: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """How many can sit together at most, and what they pay. Nothing of a performance that is over."""
    event = call.world.catalogue.get_event(performance.event_id)
    if event is None or call.world.catalogue.is_ghost(performance):
        return {}
    areas = event.areas(performance)
    if id(areas) not in known:
        known[id(areas)] = _house(areas, event=event, call=call)
    return known[id(areas)]


def _house(areas: ranges.Areas, *, event: Event, call: Call) -> dict[str, Any]:
    flag = call.params.flag
    most = max((ranges.together(band) for area in areas for band in area.bands), default=0)
    data: dict[str, Any] = {"cached_max_seats": most}
    if flag("req_cost_range"):
        data |= ranges.cost_range([areas], event=event, call=call)
    if flag("req_cost_range_details"):
        data |= ranges.details([areas], event=event, call=call)
    if flag("req_avail_details"):
        data |= avail_details.of_house(areas, event=event, call=call)
    return data


def month(performances: Sequence[Performance], *, event: Event, call: Call) -> dict[str, Any]:
    """The performances of one month, summed up."""
    days = days_of(performance.starts_at.date() for performance in performances)
    year, number, mask = next(months_of(days))
    return {
        "month": month_key(number),
        "month_dates_bitmask": mask,
        "month_desc": MONTHS[number - 1],
        "month_weekdays_bitmask": weekdays_of(days),
        "year": year,
    } | _costs(sold_on(event, performances), event=event, call=call)


def currencies(events: Iterable[Event], *, call: Call) -> dict[str, Any]:
    """The currencies of what was described, where prices were asked for; and the one the account desires."""
    if not any(
        call.params.flag(f"req_{name}") for name in ("cost_range", "cost_range_details", "avail_details")
    ):
        return {}
    used = {event.currency for event in events}
    desired = desired_currency(call)
    if not used or desired is None:
        return {"currency_details": currency_details(used)} if used else {}
    return {
        "currency_details": currency_details(used | {desired}),
        "desired_currency_code": desired.code,
    }


def currency_details(currencies: Iterable[Currency]) -> dict[str, Any]:
    return {each.code: _currency(each) for each in sorted(set(currencies), key=lambda each: each.code)}


def uri_desc(words: str) -> str:
    """The words for an address: hyphens for spaces, the rest encoded."""
    return quote("-".join(part for part in words.split() if part != "-"), safe="-")


def slug(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _currency(currency: Currency) -> dict[str, Any]:
    return {
        "currency_code": currency.code,
        "currency_factor": currency.factor,
        "currency_number": currency.number,
        "currency_places": currency.places,
        "currency_post_symbol": currency.post,
        "currency_pre_symbol": currency.pre,
    }
