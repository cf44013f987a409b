"""Bands and ticket kinds as `availability` and `discounts` show them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sandbox.allocation import Run, best
from sandbox.catalogue.model import Area, Band, Discount, Event, Performance
from sandbox.f13.account import Call
from sandbox.f13.choices import most_together
from sandbox.f13.describe_tickets import seat_contents
from sandbox.f13.money import commissions, taxes, with_desired
from sandbox.rules import unlocked

EXAMPLES = 2


class Stock:
    """What is left of a band."""

    def __init__(self, call: Call, event: Event, performance: Performance, area: Area, band: Band) -> None:
        box_office = call.world.box_office
        self.area, self.band = area, band
        self.free: Sequence[Run] = ()
        if band.blocks:
            self.free = box_office.free_blocks(performance, area, band)
            self.number = most_together(event, band=band, free=self.free)
            self.lengths = {len(run) for run in self.free}
        else:
            self.number = min(box_office.free_places(performance, area, band), band.max_together)
            self.lengths = set()

    def has(self, count: int, *, in_whole_blocks: bool) -> bool:
        if in_whole_blocks and self.free and count:
            return count in self.lengths
        return self.number >= max(count, 1)


def band_contents(call: Call, event: Event, stock: Stock, count: int) -> dict[str, Any]:
    band = stock.band
    choices = unlocked(band, promo_code=call.params.get("promo_code"))
    data = discount_contents(call, event, band, choices[0], stock.number)
    data["allows_leaving_single_seats"] = band.leaving_singles
    if call.params.flag("add_discounts"):
        every = [
            discount_contents(call, event, band, choice, stock.number) for choice in offered(choices, count)
        ]
        data["possible_discounts"] = {"discount": every}
    if call.params.flag("add_seat_blocks") and event.seat_selection and stock.free:
        data["free_seat_blocks"] = _seat_blocks(stock.free)
    if call.params.flag("add_example_seats") and stock.free:
        data |= _example_seats(event, stock, count)
    return data


def offered(choices: Sequence[Discount], count: int) -> list[Discount]:
    """The discounts that may be had when so many tickets are wanted."""
    return [
        choice
        for choice in choices
        if not count or not choice.valid_quantities or min(choice.valid_quantities) <= count
    ]


def discount_contents(
    call: Call, event: Event, band: Band, discount: Discount, number: int
) -> dict[str, Any]:
    """A ticket kind and its price: as a band's default, and as one of its possible discounts."""
    data: dict[str, Any] = {
        "discount_code": discount.code,
        "discount_desc": discount.desc,
        "discount_semantic_type": discount.semantic_type,
        "is_offer": discount.is_offer,
        "number_available": number,
        "percentage_saving": _percentage(discount),
        "price_band_code": band.code,
    }
    if band.desc:
        data["price_band_desc"] = band.desc
    data |= _prices(call, event, discount) | _limits(discount)
    if call.params.flag("req_predicted_commission"):
        data |= commissions(discount.total, event=event, prefix="predicted_")
    return data


def _prices(call: Call, event: Event, discount: Discount) -> dict[str, Any]:
    amounts = {
        "absolute_saving": discount.saving,
        "non_offer_sale_seatprice": discount.usual_seatprice,
        "non_offer_sale_surcharge": discount.usual_surcharge,
        "sale_seatprice": discount.seatprice,
        "sale_surcharge": discount.surcharge,
    }
    tax = taxes("sale", event=event, combined=discount.total, surcharge=discount.surcharge)
    return with_desired(amounts, event=event, call=call) | tax


def _limits(discount: Discount) -> dict[str, Any]:
    """For whom, and in which numbers: only where a discount says so."""
    limits: dict[str, Any] = {
        "discount_minimum_eligible_age": discount.minimum_age,
        "discount_maximum_eligible_age": discount.maximum_age,
        "valid_quantities": list(discount.valid_quantities) if discount.valid_quantities else None,
    }
    return {name: value for name, value in limits.items() if value is not None}


def _percentage(discount: Discount) -> Decimal:
    if not discount.full_total:
        return Decimal()
    return round(discount.saving / discount.full_total * 100, 2)


def _seat_blocks(free: Sequence[Run]) -> dict[str, Any]:
    rows: dict[str, list[list[str]]] = {}
    separators: dict[str, str] = {}
    texts: dict[str, list[str]] = {}
    for run in free:
        rows.setdefault(run[0].row, []).append([seat.id for seat in run])
        separators[run[0].row] = run[0].separator
        for seat in run:
            if seat.text:
                texts.setdefault(seat.text, []).append(seat.id)
    return {
        "blocks_by_row": rows,
        "restricted_view_seats": [seat.id for run in free for seat in run if seat.is_restricted_view],
        "seats_by_text_message": texts,
        "separators_by_row": separators,
    }


def _example_seats(event: Event, stock: Stock, count: int) -> dict[str, Any]:
    """The seats that a best-available reserve would get now; for some suppliers, merely seats like them."""
    seats = best(
        stock.free,
        count=min(count or EXAMPLES, stock.number),
        blocks=stock.band.blocks,
        leaving_singles=stock.band.leaving_singles,
        together=event.contiguous_only,
    )
    if not seats:
        return {}
    return {
        "example_seats": [seat_contents(seat, event=event) for seat in seats],
        "example_seats_are_real": event.example_seats_are_real,
    }
