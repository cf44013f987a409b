"""Values that many answers hold: paging, places, people, commission."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..money import Money


@dataclass(frozen=True, slots=True)
class Paging:
    """Where in a long list an answer stands. Pages count from 0."""

    page: int = 0
    page_length: int = 0
    pages_remaining: int = 0
    results_remaining: int = 0
    total: int | None = None

    @property
    def has_next(self) -> bool:
        return self.pages_remaining > 0


@dataclass(frozen=True, slots=True)
class Named:
    """A code and what people call it: a class of events, a city, a supplier, a card type."""

    code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Country(Named):
    """A country by f13's code, which is `uk` where ISO says `gb`."""

    @property
    def iso_code(self) -> str:
        return "GB" if self.code == "uk" else self.code.upper()


@dataclass(frozen=True, slots=True)
class City(Named):
    """A city in which something is on."""

    country_code: str = ""


@dataclass(frozen=True, slots=True)
class Source(Named):
    """A supplier's system, by the code that send methods and tokens are asked with."""

    terms: str = ""


@dataclass(frozen=True, slots=True)
class Commission:
    """What a sale earns, with and without sales tax."""

    including_vat: Money | None = None
    excluding_vat: Money | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """An address as prefilled by f13, or the billing address sent to it."""

    line_one: str = field(default="", repr=False)
    line_two: str = field(default="", repr=False)
    town: str = field(default="", repr=False)
    county: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    country_code: str = ""
    email_address: str = field(default="", repr=False)
    home_phone: str = field(default="", repr=False)
    work_phone: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Customer:
    """Who buys. The same value is sent with a purchase and read from a status; it never prints itself."""

    first_name: str = field(default="", repr=False)
    last_name: str = field(default="", repr=False)
    title: str = field(default="", repr=False)
    initials: str = field(default="", repr=False)
    suffix: str = field(default="", repr=False)
    address_line_one: str = field(default="", repr=False)
    address_line_two: str = field(default="", repr=False)
    town: str = field(default="", repr=False)
    county: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    country_code: str = field(default="", repr=False)
    country: str = field(default="", repr=False)  # only read
    email_address: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)  # only sent; read back as home and work phone
    home_phone: str = field(default="", repr=False)
    work_phone: str = field(default="", repr=False)
    agent_reference: str = field(default="", repr=False)
    privacy_policy_version: str = ""
    user_can_use_data: bool = False
    supplier_can_use_data: bool = False
    world_can_use_data: bool = False
    latin: Customer | None = field(default=None, repr=False)  # only read: the same in Latin letters


@dataclass(frozen=True, slots=True)
class Account:
    """The API account that asks: not a customer, and not a member of staff."""

    id: str
    name: str = ""
    country_code: str = ""
    sub_user: str = ""
    is_b2b: bool = False
    statement_descriptor: str = ""
    backend_group: str = ""
    content_group: str = ""
