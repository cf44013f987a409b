"""The endpoints of f13, and what kind of conversation each is.

The kind decides how long to wait, whether to ask again, and what a failure says about f13's health.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What is going on when an endpoint is used."""

    CATALOGUE = "answered from f13's own database"
    LIVE = "f13 asks the supplier before it answers"
    ASIDE = "asked beside what a page is about, which is complete without it"
    SETTLING = "money or tickets have moved, and we ask where they are"
    HOLDING = "a deed that begins something new"
    DEED = "a deed on something that is under way"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint, by the name that logs and errors call it."""

    name: str
    kind: Kind
    waits_long: bool = False  # for a supplier and a bank: minutes

    @property
    def is_deed(self) -> bool:
        return self.kind in (Kind.HOLDING, Kind.DEED)

    @property
    def method(self) -> str:
        return "POST" if self.is_deed else "GET"


EVENTS = Endpoint("events.v1", Kind.CATALOGUE)
EVENTS_BY_ID = Endpoint("events_by_id.v1", Kind.CATALOGUE)
PERFORMANCES = Endpoint("performances.v1", Kind.CATALOGUE)
PERFORMANCES_BY_ID = Endpoint("performances_by_id.v1", Kind.CATALOGUE)
MONTHS = Endpoint("months.v1", Kind.CATALOGUE)
CITIES = Endpoint("cities.v1", Kind.CATALOGUE)
CLASSES = Endpoint("classes.v1", Kind.CATALOGUE)
SOURCES = Endpoint("sources.v1", Kind.CATALOGUE)
TEST = Endpoint("test.v1", Kind.CATALOGUE)

AVAILABILITY = Endpoint("availability.v1", Kind.LIVE)
DISCOUNTS = Endpoint("discounts.v1", Kind.LIVE)
SEND_METHODS = Endpoint("send_methods.v1", Kind.LIVE)
TROLLEY = Endpoint("trolley.v1", Kind.LIVE)
ADD_ONS = Endpoint("add_ons.v1", Kind.LIVE)
UPSELLS = Endpoint("upsells.v1", Kind.LIVE)

STATUS = Endpoint("status.v1", Kind.SETTLING)
TRANS_ID_STATUS = Endpoint("trans_id_status.v1", Kind.SETTLING)
RESERVE_PAGE_ARCHIVE = Endpoint("reserve_page_archive.v1", Kind.SETTLING)
PURCHASE_PAGE_ARCHIVE = Endpoint("purchase_page_archive.v1", Kind.SETTLING)
ORDERS_SOLD = Endpoint("orders_sold.v1", Kind.SETTLING)
ORDERS_SUPPLIED = Endpoint("orders_supplied.v1", Kind.SETTLING)

RESERVE = Endpoint("reserve.v1", Kind.HOLDING)
RELEASE = Endpoint("release.v1", Kind.DEED)
PURCHASE = Endpoint("purchase.v1", Kind.DEED, waits_long=True)
CALLBACK = Endpoint("callback.v1", Kind.DEED, waits_long=True)
CANCEL = Endpoint("cancel.v1", Kind.DEED)
SAVE_DETAILS = Endpoint("save-details", Kind.DEED)  # of Cider, at an address that the reservation gives
