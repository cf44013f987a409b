"""What a hold needs to know of its buyer. Only the reservation says so, which is why it is asked so late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import phonenumbers

from boxoffice import words
from boxoffice.ticketing import Address, Named, Reservation

Countries = dict[str, str]  # by f13's code, named in the reader's language

# Of an address that the account brings along: its names, and the form's.
FIELDS = {
    "line_one": "address_line_one",
    "line_two": "address_line_two",
    "town": "town",
    "county": "county",
    "postcode": "postcode",
    "country_code": "country_code",
    "email_address": "email",
    "home_phone": "home_phone",
    "work_phone": "work_phone",
}


@dataclass(frozen=True)
class Needs:
    """What to ask, what is known already, and what of that may not be changed."""

    countries: Countries
    suppliers: tuple[Named, ...] = ()
    known: tuple[tuple[str, str], ...] = ()  # by the form's names
    is_locked: bool = False
    is_posted: bool = False
    asks_agent_reference: bool = False
    asks_billing: bool = False

    @property
    def prefilled(self) -> dict[str, str]:
        return dict(self.known)

    @property
    def locked(self) -> dict[str, str]:
        """What the account insists on: f13 takes these whatever it is sent."""
        return self.prefilled if self.is_locked else {}

    @property
    def asks_two_phones(self) -> bool:
        """One number is enough, unless the account tells numbers at home and at work apart."""
        return not {"home_phone", "work_phone"}.isdisjoint(self.prefilled)

    @property
    def supplier_codes(self) -> str:
        return " ".join(one.code for one in self.suppliers)

    @property
    def supplier_names(self) -> list[str]:
        return [one.name or one.code for one in self.suppliers]


def needs_of(reservation: Reservation) -> Needs:
    bundles = reservation.trolley.bundles
    is_posted = any(order.send_method and order.send_method.is_post for order in reservation.orders)
    takes_card = bool(reservation.debitors) or reservation.needs_payment_card
    return Needs(
        countries=allowed_countries(reservation),
        suppliers=tuple(Named(one.source_code, one.source_name) for one in bundles),
        known=_known(reservation.prefilled_address),
        is_locked=not reservation.can_edit_address,
        is_posted=is_posted,
        asks_agent_reference=reservation.needs_agent_reference,
        asks_billing=reservation.supports_billing_address or (is_posted and takes_card),
    )


def allowed_countries(reservation: Reservation) -> Countries:
    """Countries that f13 and every chosen way of sending accept."""
    methods = [order.send_method for order in reservation.orders if order.send_method]
    return {
        country.code: words.country(country.code, otherwise=country.name)
        for country in reservation.allowed_countries
        if all(method.is_permitted_in(country.code) for method in methods)
    }


def all_countries() -> Countries:
    """Where a card may be at home: anywhere, wherever the tickets go."""
    codes = ("uk" if code == "GB" else code.lower() for code in phonenumbers.SUPPORTED_REGIONS)
    return {code: words.country(code, otherwise=code.upper()) for code in codes}


def in_order(countries: Countries) -> Iterable[tuple[str, str]]:
    return sorted(countries.items(), key=lambda pair: words.in_order(pair[1]))


def _known(address: Address | None) -> tuple[tuple[str, str], ...]:
    if address is None:
        return ()
    values = ((name, getattr(address, known).strip()) for known, name in FIELDS.items())
    return tuple((name, value) for name, value in values if value)
