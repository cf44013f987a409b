"""Availability details: every price that was seen, and for events on which days."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.catalogue.days import weekdays_of
from sandbox.catalogue.model import Area, Band, Discount, Event
from sandbox.f13.account import Call
from sandbox.f13.dates import available_dates
from sandbox.f13.money import with_desired
from sandbox.f13.ranges import band_head, quantities, together, type_head

Sold = Iterable[tuple[tuple[Area, ...], int]]  # each house, and the days of it


@dataclass
class Seen:
    """A price: a band that has it, how many of such a band go together at most, and its days."""

    band: Band
    together: int = 0
    days: int = 0


def of_days(sold: Sold, *, event: Event, call: Call) -> dict[str, Any]:
    """The prices of an event or a month; the days with them where `req_avail_details_with_perfs` is set."""
    with_days = call.params.flag("req_avail_details_with_perfs")
    types = []
    for area, bands in _seen(sold).items():
        contents = [
            band_head(code, [found.band for found in seen.values()])
            | {
                "avail_detail": [
                    _detail(each, event=event, call=call) | (_days(each.days) if with_days else {})
                    for each in seen.values()
                ]
            }
            for code, seen in bands.items()
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
                | {
                    "avail_detail": [
                        _detail(Seen(band, together(band)), event=event, call=call) | _number(band)
                    ]
                }
                for band in area.bands
                if together(band)
            ]
        }
        for area in areas
    ]
    return {"avail_details": {"ticket_type": types}}


def _seen(sold: Sold) -> dict[tuple[str, str], dict[str, dict[tuple[Decimal, ...], Seen]]]:
    """By area, then by band without its pool, each price once."""
    found: dict[tuple[str, str], dict[str, dict[tuple[Decimal, ...], Seen]]] = {}
    for areas, days in sold:
        for area in areas:
            bands = found.setdefault((area.code, area.desc), {})
            for band in area.bands:
                prices = bands.setdefault(band.code.partition("/")[0], {})
                seen = prices.setdefault(_price(band.default), Seen(band))
                seen.together, seen.days = max(seen.together, together(band)), seen.days | days
    return found


def _price(ticket: Discount) -> tuple[Decimal, ...]:
    return ticket.seatprice, ticket.surcharge, ticket.usual_seatprice, ticket.usual_surcharge


def _detail(seen: Seen, *, event: Event, call: Call) -> dict[str, Any]:
    ticket = seen.band.default
    prices = {"seatprice": ticket.seatprice, "surcharge": ticket.surcharge}
    data: dict[str, Any] = {
        "avail_currency_code": event.currency.code,
        "valid_quantities": quantities(event, seen.together),
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


def _days(days: int) -> dict[str, Any]:
    return {"available_dates": available_dates(days), "available_weekdays_bitmask": weekdays_of(days)}


def _number(band: Band) -> dict[str, int]:
    return {"cached_number_available": together(band)}
