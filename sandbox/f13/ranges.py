"""Cost ranges: the lowest and highest price and the best offers, of whole events or of single bands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.catalogue.model import Area, Band, Discount, Event
from sandbox.f13.account import Call
from sandbox.f13.money import with_desired

Areas = tuple[Area, ...]

OFFERS = {  # each the first of the offers when they are put in this order
    "best_value_offer": lambda ticket: -ticket.saving / ticket.full_total,
    "max_saving_offer": lambda ticket: -ticket.saving,
    "min_cost_offer": lambda ticket: ticket.total,
    "top_price_offer": lambda ticket: -ticket.total,
}


@dataclass(frozen=True)
class Priced:
    """What a band costs, and how many of it go together at most."""

    ticket: Discount
    together: int


def cost_range(houses: Iterable[Areas], *, event: Event, call: Call) -> dict[str, Any]:
    """`{"cost_range": …}` of everything that the houses sell; nothing where they are sold out."""
    found = [priced for areas in houses for area in areas for band in area.bands if (priced := _priced(band))]
    return {"cost_range": _range(found, event=event, call=call)} if found else {}


def details(houses: Sequence[Areas], *, event: Event, call: Call) -> dict[str, Any]:
    """`{"cost_range_details": …}`: a range for every band."""
    types = []
    for area, bands in merged(houses).items():
        bands_data = []
        for code, found in bands.items():
            priced = [each for band in found if (each := _priced(band))]
            if priced:
                bands_data.append(
                    band_head(code, found) | {"cost_range": _range(priced, event=event, call=call)}
                )
        types.append(type_head(area) | {"price_band": bands_data})
    return {"cost_range_details": {"ticket_type": types}}


def merged(houses: Iterable[Areas]) -> dict[tuple[str, str], dict[str, list[Band]]]:
    """The bands of all houses, by area and then by the code without its pool."""
    found: dict[tuple[str, str], dict[str, list[Band]]] = {}
    for areas in houses:
        for area in areas:
            bands = found.setdefault((area.code, area.desc), {})
            for band in area.bands:
                bands.setdefault(band.code.partition("/")[0], []).append(band)
    return found


def type_head(area: tuple[str, str]) -> dict[str, Any]:
    return {"ticket_type_code": area[0], "ticket_type_desc": area[1]}


def band_head(code: str, bands: Sequence[Band]) -> dict[str, Any]:
    return {"price_band_code": code, "price_band_desc": bands[0].desc}


def together(band: Band) -> int:
    """How many of a band go together at most."""
    longest = max((len(block) for block in band.blocks), default=band.capacity)
    return min(longest, band.max_together)


def quantities(event: Event, most: int) -> list[int]:
    return [number for number in event.quantities if number <= most]


def lowest(houses: Iterable[Areas]) -> Decimal | None:
    return min(_totals(houses), default=None)


def highest(houses: Iterable[Areas]) -> Decimal | None:
    return max(_totals(houses), default=None)


def _totals(houses: Iterable[Areas]) -> Iterable[Decimal]:
    return (band.default.total for areas in houses for area in areas for band in area.bands)


def _priced(band: Band) -> Priced | None:
    most = together(band)
    return Priced(band.default, most) if most else None


def _range(found: Sequence[Priced], *, event: Event, call: Call) -> dict[str, Any]:
    data = _single_range(found, event=event, call=call)
    pairs = [priced for priced in found if priced.together > 1]
    if call.params.flag("req_cost_range_no_singles_data") and pairs:
        data["no_singles_cost_range"] = _single_range(pairs, event=event, call=call)
    return data


def _single_range(found: Sequence[Priced], *, event: Event, call: Call) -> dict[str, Any]:
    low = min((priced.ticket for priced in found), key=_total)
    high = max((priced.ticket for priced in found), key=_total)
    prices = {
        "min_seatprice": low.seatprice,
        "min_surcharge": low.surcharge,
        "max_seatprice": high.seatprice,
        "max_surcharge": high.surcharge,
    }
    data: dict[str, Any] = {
        "range_currency_code": event.currency.code,
        "valid_quantities": quantities(event, max(priced.together for priced in found)),
    }
    data |= with_desired(prices, event=event, call=call) | _taxes(event, low=low, high=high)
    return data | _offers([priced.ticket for priced in found], event=event, call=call)


def _taxes(event: Event, *, low: Discount, high: Discount) -> dict[str, Any]:
    if event.tax_rate is None:
        return {}
    return {
        "min_combined_combined_tax_component": event.tax_in(low.total),
        "min_combined_surcharge_tax_sub_component": event.tax_in(low.surcharge),
        "max_combined_combined_tax_component": event.tax_in(high.total),
        "max_combined_surcharge_tax_sub_component": event.tax_in(high.surcharge),
    }


def _offers(tickets: Iterable[Discount], *, event: Event, call: Call) -> dict[str, Any]:
    offers = [ticket for ticket in tickets if ticket.is_offer]
    return {
        name: _offer(min(offers, key=order), event=event, call=call)
        for name, order in OFFERS.items()
        if offers and call.params.flag(f"req_cost_range_{name}")
    }


def _offer(ticket: Discount, *, event: Event, call: Call) -> dict[str, Any]:
    prices = {
        "absolute_saving": ticket.saving,
        "full_seatprice": ticket.usual_seatprice,
        "full_surcharge": ticket.usual_surcharge,
        "offer_seatprice": ticket.seatprice,
        "offer_surcharge": ticket.surcharge,
    }
    return with_desired(prices, event=event, call=call) | {"percentage_saving": ticket.percentage_saving}


def _total(ticket: Discount) -> Decimal:
    return ticket.total
