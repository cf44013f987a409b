"""Availability, discounts, and ways of sending."""

from __future__ import annotations

from ..money import Price
from ..types import Availability, AvailabilityBand, Country, Discount, LeavingSingles, SendMethod, TicketType
from . import calendar, costs, prices, reading, seats
from .prices import Till, till_from
from .reading import Data


def availability_from(data: Data) -> Availability:
    till = till_from(data)
    return Availability(
        ticket_types=reading.each(
            reading.whole(data, "availability"), "ticket_type", lambda one: _ticket_type(one, till=till)
        ),
        currency=till.currency(),
        valid_quantities=reading.integers(data, "valid_quantities"),
        max_bundle_size=reading.integer(data, "max_bundle_size"),
        contiguous_only=reading.flag(data, "contiguous_seat_selection_only", default=True),
        must_select_whole_seat_block=reading.flag(data, "must_select_whole_seat_block"),
        is_down=reading.flag(data, "backend_is_down"),
        is_broken=reading.flag(data, "backend_is_broken"),
        is_throttled=reading.flag(data, "backend_throttle_failed"),
        source_code=reading.text(data, "source_code"),
    )


def discounts_from(data: Data) -> tuple[Discount, ...]:
    return _discounts(reading.whole(data, "discounts"), till=till_from(data))


def send_methods_from(data: Data) -> tuple[SendMethod, ...]:
    till = till_from(data)
    found = reading.whole(data, "send_methods")
    return reading.each(found, "send_method", lambda one: send_method_from(one, till=till))


def send_method_from(data: Data, *, till: Till) -> SendMethod:
    countries = reading.part(data, "permitted_countries")
    return SendMethod(
        code=reading.text(data, "send_code"),
        name=reading.text(data, "send_desc"),
        type=reading.text(data, "send_type"),
        final_type=reading.text(data, "send_final_type"),
        cost=prices.amount(data, "send_cost", till=till),
        cost_tax=prices.amount(data, "send_cost_tax_component", till=till),
        indicative_cost=prices.amount(data, "send_cost_in_desired", till=till.indicative()),
        transaction_fee=prices.amount(data, "trans_fee_component", till=till),
        permitted_countries=reading.each(countries, "country", _country),
        final_comment=reading.text(data, "send_final_comment"),
        can_generate_self_print=reading.flag(data, "can_generate_self_print"),
        has_html_page=reading.flag(data, "has_html_page"),
        self_print_voucher_url=reading.link(data, "self_print_voucher_url"),
    )


def _ticket_type(data: Data, *, till: Till) -> TicketType:
    code = reading.text(data, "ticket_type_code")
    return TicketType(
        code=code,
        name=reading.text(data, "ticket_type_desc"),
        bands=reading.each(data, "price_band", lambda band: _band(band, ticket_type_code=code, till=till)),
    )


def _band(data: Data, *, ticket_type_code: str, till: Till) -> AvailabilityBand:
    return AvailabilityBand(
        code=reading.required(data, "price_band_code"),
        name=reading.text(data, "price_band_desc"),
        ticket_type_code=ticket_type_code,
        price=prices.sale_price(data, till=till),
        full_price=_full_price(data, till=till),
        is_offer=reading.flag(data, "is_offer"),
        saving=prices.amount(data, "absolute_saving", till=till),
        saving_percent=reading.number(data, "percentage_saving"),
        discount_code=reading.text(data, "discount_code"),
        discount_name=reading.text(data, "discount_desc"),
        number_available=reading.integer(data, "number_available"),
        valid_quantities=reading.integers(data, "valid_quantities"),
        leaving_singles=_leaving_singles(data),
        discounts=_discounts(reading.part(data, "possible_discounts"), till=till),
        seat_blocks=seats.blocks_from(reading.part(data, "free_seat_blocks")),
        example_seats=seats.seats_in(data, "example_seats"),
        example_seats_are_real=reading.flag(data, "example_seats_are_real", default=True),
        user_commission=prices.commission(data, "predicted_user_commission", till=till),
        gross_commission=prices.commission(data, "predicted_gross_commission", till=till),
        cost_range=costs.cost_range_in(data, till=till),
    )


def _discounts(data: Data, *, till: Till) -> tuple[Discount, ...]:
    return reading.each(data, "discount", lambda one: discount_from(one, till=till))


def discount_from(data: Data, *, till: Till) -> Discount:
    return Discount(
        code=reading.text(data, "discount_code"),
        name=reading.text(data, "discount_desc"),
        price_band_code=reading.text(data, "price_band_code"),
        price_band_name=reading.text(data, "price_band_desc"),
        price=prices.sale_price(data, till=till),
        full_price=_full_price(data, till=till),
        is_offer=reading.flag(data, "is_offer"),
        saving=prices.amount(data, "absolute_saving", till=till),
        saving_percent=reading.number(data, "percentage_saving"),
        number_available=reading.integer(data, "number_available"),
        valid_quantities=reading.integers(data, "valid_quantities"),
        semantic_type=reading.text(data, "discount_semantic_type"),
        minimum_age=reading.integer(data, "discount_minimum_eligible_age", "minimum_eligible_age"),
        maximum_age=reading.integer(data, "discount_maximum_eligible_age", "maximum_eligible_age"),
        disallowed_tickets=_disallowed_tickets(data),
        max_order_tickets=reading.integer(data, "max_order_no_of_seats"),
        max_discount_tickets=reading.integer(data, "max_discount_no_of_seats"),
        user_commission=prices.commission(data, "predicted_user_commission", till=till),
        gross_commission=prices.commission(data, "predicted_gross_commission", till=till),
    )


def _full_price(data: Data, *, till: Till) -> Price | None:
    return prices.price(data, "non_offer_sale_seatprice", "non_offer_sale_surcharge", till=till)


def _leaving_singles(data: Data) -> LeavingSingles:
    """The venue's rule. One that we do not know is treated as the strictest, for a reserve would fail."""
    spelt = reading.text(data, "allows_leaving_single_seats")
    known = {rule.value: rule for rule in LeavingSingles}
    return known.get(spelt, LeavingSingles.NEVER) if spelt else LeavingSingles.ALWAYS


def _disallowed_tickets(data: Data) -> frozenset[int]:
    """Tickets that may not have this discount, as numbers or as bits."""
    numbers = reading.integers(data, "discount_disallowed_seat_nos")
    return frozenset(numbers) | frozenset(calendar.bits(data, "discount_disallowed_seat_nos_bitmask"))


def _country(data: Data) -> Country:
    return Country(
        code=reading.required(data, "country_code"),
        name=reading.text(data, "country_desc", "country_description"),
    )
