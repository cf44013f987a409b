"""What a house can make of a full price: offers on it, and further tickets beside it."""

from collections.abc import Callable
from dataclasses import replace

from sandbox.catalogue.model import Currency, Discount
from sandbox.catalogue.prices import percent_off, without_fee

Offer = Callable[[Discount, Currency], Discount]


def save(percent: int) -> Offer:
    """So many per cent less."""

    def offer(ticket: Discount, currency: Currency) -> Discount:
        return percent_off(ticket, percent, currency=currency, desc=f"Save {percent}%")

    return offer


def no_fee(ticket: Discount, currency: Currency) -> Discount:
    return without_fee(ticket, desc="No booking fee")


def beside(code: str, desc: str, percent: int, *, promo_code: str | None = None) -> Offer:
    """A ticket of its own at so many per cent less, beside the full price."""

    def offer(ticket: Discount, currency: Currency) -> Discount:
        cheaper = percent_off(_in_full(ticket), percent, currency=currency, desc=desc)
        return replace(cheaper, code=code, promo_code=promo_code)

    return offer


SAVER = beside("SAVER", "Early booking saver", 20)
LATE = beside("LATE", "Last minute", 35)
SESAME = beside("SESAME", "Friends of the house", 50, promo_code="SESAME")


def _in_full(ticket: Discount) -> Discount:
    seatprice, surcharge = ticket.usual_seatprice, ticket.usual_surcharge
    return replace(ticket, seatprice=seatprice, surcharge=surcharge, full_seatprice=None, full_surcharge=None)
