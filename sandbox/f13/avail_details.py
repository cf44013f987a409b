"""Availability details: every price that was seen, and for events on which days."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from sandbox.catalogue.model import Area, Band, Discount, Event, Performance
from sandbox.f13.account import Call
from sandbox.f13.dates import available_dates, weekdays_mask
from sandbox.f13.money import with_desired
from sandbox.f13.ranges import band_head, merged, quantities, together, type_head

Group = tuple[tuple[Area, ...], list[Performance]]


def of_performances(performances: Sequence[Performance], *, event: Event, call: Call) -> dict[str, Any]:
    """The prices of an event or a month; the days with them where `req_avail_details_with_perfs` is set."""
    groups = _sold_alike(performances, event=event)
    with_days = call.params.flag("req_avail_details_with_perfs")
    seen = _seen(groups)
    types = []
    for area, bands in merged(areas for areas, _ in groups).items():
        contents = [
            band_head(code, found)
            | {
                "avail_detail": [
                    _detail(band, event=event, call=call) | (_days(listed) if with_days else {})
                    for band, listed in seen[area[0], code]
                ]
            }
            for code, found in bands.items()
        ]
        types.append(type_head(area) | {"price_band": contents})
    return {"avail_details": {"ticket_type": types}}


def of_house(areas: tuple[Area, ...], *, event: Event, call: Call) -> dict[str, Any]:
    """The prices of one performance, and how many are left at each."""
    types = [
        type_head((area.code, area.desc))
        | {
            "price_band": [
                band_head(band.code.partition("/")[0], [band])
                | {"avail_detail": [_detail(band, event=event, call=call) | _number(band)]}
                for band in area.bands
                if together(band)
            ]
        }
        for area in areas
    ]
    return {"avail_details": {"ticket_type": types}}


def _sold_alike(performances: Iterable[Performance], *, event: Event) -> list[Group]:
    groups: dict[int, Group] = {}
    for performance in performances:
        if areas := event.areas(performance):
            groups.setdefault(id(areas), (areas, []))[1].append(performance)
    return list(groups.values())


def _seen(groups: Iterable[Group]) -> dict[tuple[str, str], list[tuple[Band, list[Performance]]]]:
    """By area and band, each price once, with the performances that have it."""
    seen: dict[tuple[str, str], dict[tuple[Decimal, ...], tuple[Band, list[Performance]]]] = {}
    for areas, performances in groups:
        for area in areas:
            for band in area.bands:
                prices = seen.setdefault((area.code, band.code.partition("/")[0]), {})
                prices.setdefault(_price(band.default), (band, []))[1].extend(performances)
    return {key: list(prices.values()) for key, prices in seen.items()}


def _price(ticket: Discount) -> tuple[Decimal, ...]:
    return ticket.seatprice, ticket.surcharge, ticket.usual_seatprice, ticket.usual_surcharge


def _detail(band: Band, *, event: Event, call: Call) -> dict[str, Any]:
    ticket = band.default
    prices = {"seatprice": ticket.seatprice, "surcharge": ticket.surcharge}
    data: dict[str, Any] = {
        "avail_currency_code": event.currency.code,
        "valid_quantities": quantities(event, together(band)),
    }
    if ticket.is_offer:
        prices |= _offer(ticket)
        data["percentage_saving"] = ticket.percentage_saving
    tax = event.tax_in(ticket.total)
    data |= {} if tax is None else {"combined_tax_component": tax}
    return data | with_desired(prices, event=event, call=call)


def _offer(ticket: Discount) -> dict[str, Decimal]:
    return {
        "absolute_saving": ticket.saving,
        "full_seatprice": ticket.usual_seatprice,
        "full_surcharge": ticket.usual_surcharge,
    }


def _days(performances: Iterable[Performance]) -> dict[str, Any]:
    days = {performance.starts_at.date() for performance in performances}
    return {"available_dates": available_dates(days), "available_weekdays_bitmask": weekdays_mask(days)}


def _number(band: Band) -> dict[str, int]:
    return {"cached_number_available": together(band)}
