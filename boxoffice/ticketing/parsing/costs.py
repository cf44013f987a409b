"""What events and performances cost by and large, as f13 has seen it lately."""

from __future__ import annotations

from ..money import Price
from ..types import BandCostRange, CachedPrice, CostRange, Offer
from . import calendar, prices, reading
from .prices import Till
from .reading import Data


def cost_range_in(data: Data, *, till: Till) -> CostRange | None:
    found = reading.part(data, "cost_range")
    return cost_range_from(found, till=till) if found else None


def cost_range_from(data: Data, *, till: Till) -> CostRange:
    code = reading.text(data, "range_currency_code")
    own = till.within({"currency_code": code} if code else {})
    no_singles = reading.part(data, "no_singles_cost_range")
    return CostRange(
        cheapest=_end(data, "min", till=own),
        dearest=_end(data, "max", till=own),
        currency=own.currency(),
        valid_quantities=reading.integers(data, "valid_quantities")
        or reading.integers(data, "quantity_options"),
        best_value_offer=_offer_in(data, "best_value_offer", till=own),
        max_saving_offer=_offer_in(data, "max_saving_offer", till=own),
        min_cost_offer=_offer_in(data, "min_cost_offer", till=own),
        top_price_offer=_offer_in(data, "top_price_offer", till=own),
        no_singles=cost_range_from(no_singles, till=own) if no_singles else None,
        semantic_type=reading.text(data, "discount_semantic_type"),
        alternatives=reading.each(
            data, "alternate_discounts", lambda other: cost_range_from(other, till=own)
        ),
    )


def cost_range_details_in(data: Data, *, till: Till) -> tuple[BandCostRange, ...]:
    return tuple(
        BandCostRange(**names, cost_range=cost_range_in(band, till=till))
        for names, band in _bands(reading.part(data, "cost_range_details"))
    )


def cached_prices_in(data: Data, *, till: Till) -> tuple[CachedPrice, ...]:
    return tuple(
        _cached_price(reading.mapping(detail, what="avail_detail"), names=names, till=till)
        for names, band in _bands(reading.part(data, "avail_details"))
        for detail in reading.items(band, "avail_detail", "avail_details")
    )


def _cached_price(data: Data, *, names: dict[str, str], till: Till) -> CachedPrice:
    code = reading.text(data, "avail_currency_code")
    own = till.within({"currency_code": code} if code else {})
    available = reading.part(data, "available_dates")
    return CachedPrice(
        **names,
        price=prices.price(data, "seatprice", "surcharge", till=own, tax="combined_tax_component"),
        full_price=prices.price(data, "full_seatprice", "full_surcharge", till=own),
        saving=prices.amount(data, "absolute_saving", till=own),
        saving_percent=reading.number(data, "percentage_saving"),
        number_available=reading.integer(data, "cached_number_available"),
        valid_quantities=reading.integers(data, "valid_quantities"),
        first_date=reading.day(available, "first_yyyymmdd"),
        last_date=reading.day(available, "last_yyyymmdd"),
        dates=calendar.available_dates(available),
        weekdays=calendar.weekdays(data, "available_weekdays_bitmask"),
        discount_code=reading.text(data, "discount_code"),
        discount_name=reading.text(data, "discount_desc"),
        semantic_type=reading.text(data, "discount_semantic_type"),
    )


def _bands(data: Data) -> list[tuple[dict[str, str], Data]]:
    """Every band of every area, with what both are called."""
    return [
        (_names(ticket_type, band), band)
        for ticket_type in reading.each(data, "ticket_type", dict)
        for band in reading.each(ticket_type, "price_band", dict)
    ]


def _names(ticket_type: Data, band: Data) -> dict[str, str]:
    return {
        "ticket_type_code": reading.text(ticket_type, "ticket_type_code"),
        "ticket_type_name": reading.text(ticket_type, "ticket_type_desc"),
        "price_band_code": reading.text(band, "price_band_code"),
        "price_band_name": reading.text(band, "price_band_desc"),
    }


def _end(data: Data, end: str, *, till: Till) -> Price | None:
    return prices.price(
        data,
        f"{end}_seatprice",
        f"{end}_surcharge",
        till=till,
        tax=f"{end}_combined_combined_tax_component",
        fee_tax=f"{end}_combined_surcharge_tax_sub_component",
    )


def _offer_in(data: Data, key: str, *, till: Till) -> Offer | None:
    found = reading.part(data, key)
    price = prices.price(found, "offer_seatprice", "offer_surcharge", till=till)
    if price is None:
        return None
    return Offer(
        price=price,
        full_price=prices.price(found, "full_seatprice", "full_surcharge", till=till),
        saving=prices.amount(found, "absolute_saving", till=till),
        saving_percent=reading.number(found, "percentage_saving"),
    )
