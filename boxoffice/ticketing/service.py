"""One short method for each thing the shop asks of f13 and Cider.

Questions may be asked twice without harm, and the transport does so where it helps. Deeds (reserve, release,
purchase, callback, cancel, save_details) are said once: whether a lost one was heard is asked with `get_status` and
`get_purchase`. Every method raises TicketingErrors and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from . import asking, parsing
from .asking import NOTHING_MORE, CalloutReturn, CardDetails, Choice, CiderToken, Circle, Include, StripeToken
from .transport import Transport
from .types import (
    Account,
    Address,
    Availability,
    Cancellation,
    CiderAccess,
    City,
    Customer,
    Discount,
    Event,
    EventPage,
    Month,
    Named,
    Outcome,
    Performance,
    PerformancePage,
    Release,
    Reservation,
    SalesPage,
    SavedDetails,
    SendMethod,
    Source,
    Transaction,
    Trolley,
)


@dataclass(frozen=True, slots=True)
class Service:
    """f13, in one language and for one subuser. Copies are cheap and share their connections."""

    transport: Transport
    language: str = ""
    subuser: str = ""
    tracking_id: str = ""

    def in_language(self, language: str | None) -> Service:
        return replace(self, language=language or "")

    def for_subuser(self, subuser: str) -> Service:
        return replace(self, subuser=subuser)

    def tracked_as(self, tracking_id: str) -> Service:
        """A copy whose calls can be found together in f13's own logs."""
        return replace(self, tracking_id=tracking_id)

    # What is on

    def list_events(
        self,
        *,
        keywords: str = "",
        starts: date | None = None,
        ends: date | None = None,
        country_code: str = "",
        city_code: str = "",
        airport_code: str = "",
        circle: Circle | None = None,
        include_dead: bool = False,
        offers_only: bool = False,
        sort: str = "",
        page: int = 0,
        page_length: int = 50,
        include: Include = NOTHING_MORE,
    ) -> EventPage:
        """Events that match everything said. `sort`: most_popular, alphabetic, cost_ascending, recent…"""

    def get_events(
        self,
        event_ids: Iterable[str],
        *,
        add_ons: bool = False,
        upsells: bool = False,
        include: Include = NOTHING_MORE,
    ) -> dict[str, Event]:
        """Events by id; an unknown id is simply missing."""

    def get_event(
        self,
        event_id: str,
        *,
        add_ons: bool = False,
        upsells: bool = False,
        include: Include = NOTHING_MORE,
    ) -> Event | None:
        """One event, or None where f13 knows none by that id."""

    def list_performances(
        self,
        event_id: str,
        *,
        starts: date | None = None,
        ends: date | None = None,
        page: int = 0,
        page_length: int = 50,
        include: Include = NOTHING_MORE,
    ) -> PerformancePage:
        """An event's performances, in order."""

    def get_performances(
        self, perf_ids: Iterable[str], *, include: Include = NOTHING_MORE
    ) -> dict[str, Performance]:
        """Performances by id, those no longer on sale too; an unknown id is simply missing."""

    def get_performance(self, perf_id: str, *, include: Include = NOTHING_MORE) -> Performance | None:
        """One performance, or None where f13 knows none by that id."""

    def list_months(self, event_id: str, *, include: Include = NOTHING_MORE) -> tuple[Month, ...]:
        """The months in which an event can be visited."""

    def list_cities(self) -> tuple[City, ...]:
        """Cities in which something is on."""

    def list_classes(self) -> tuple[Named, ...]:
        """The categories that events belong to."""

    def list_sources(self) -> tuple[Source, ...]:
        """The suppliers that this account may sell for."""

    # What can be had now: only because a buyer asked

    def get_availability(
        self,
        perf_id: str,
        *,
        quantity: int | None = None,
        promo_code: str = "",
        seat_blocks: bool = False,
        example_seats: bool = False,
        discounts: bool = False,
        commission: bool = False,
        departure_date: date | None = None,
        duration: int | None = None,
    ) -> Availability:
        """Areas, bands and prices now; with `quantity`, only bands that have so many together."""

    def list_discounts(
        self,
        perf_id: str,
        *,
        ticket_type_code: str,
        price_band_code: str,
        quantity: int | None = None,
        promo_code: str = "",
        commission: bool = False,
    ) -> tuple[Discount, ...]:
        """The kinds of ticket that one band offers."""

    def list_send_methods(self, perf_id: str) -> tuple[SendMethod, ...]:
        """The ways in which tickets for a performance may reach the buyer, as of now."""

    # The trolley: a wish list, which holds nothing

    def get_trolley(
        self,
        token: str = "",
        *,
        add: Choice | None = None,
        remove: Iterable[int] = (),
        send_codes: Mapping[str, str] | None = None,
        commission: bool = False,
        include: Include = NOTHING_MORE,
    ) -> Trolley:
        """The trolley of that token, changed as said. Its new token replaces the old one."""

    def list_add_ons(
        self,
        token: str = "",
        *,
        add: Choice | None = None,
        remove: Iterable[int] = (),
        send_codes: Mapping[str, str] | None = None,
        include: Include = NOTHING_MORE,
    ) -> EventPage:
        """What can be sold only together with what is in the trolley."""

    def list_upsells(
        self,
        token: str = "",
        *,
        add: Choice | None = None,
        remove: Iterable[int] = (),
        send_codes: Mapping[str, str] | None = None,
        include: Include = NOTHING_MORE,
    ) -> EventPage:
        """What else buyers of what is in the trolley may like."""

    # Holding and letting go

    def reserve(
        self,
        token: str = "",
        *,
        add: Choice | None = None,
        remove: Iterable[int] = (),
        send_codes: Mapping[str, str] | None = None,
        commission: bool = False,
        include: Include = NOTHING_MORE,
    ) -> Reservation:
        """Hold a trolley, or a single choice. A deed: what was held is in the answer, all or part or nothing."""

    def get_reservation(self, transaction_uuid: str) -> Reservation:
        """The answer to `reserve` once more, for a day; Gone after that."""

    def release(self, transaction_uuid: str) -> Release:
        """Let held seats go. A deed, but one that may be said again: the answer is the same each time."""

    # Buying

    def purchase(
        self,
        transaction_uuid: str,
        *,
        customer: Customer,
        tokens: Mapping[str, CiderToken | StripeToken] | None = None,
        callout_return: CalloutReturn | None = None,
        billing_address: Address | None = None,
        remote_ip: str = "",
        remote_site: str = "",
        send_confirmation_email: bool = False,
        include: Include = NOTHING_MORE,
    ) -> Outcome:
        """Buy what is held. A deed, never said twice: it may take minutes, and succeed after its answer is lost.

        `tokens` holds a means of payment by source code. Errors that are Refused leave the reservation held,
        unless they say that it may have happened; Failed has ended it.
        """

    def get_purchase(self, transaction_uuid: str) -> Outcome:
        """The answer to the last `purchase` or `callback`, verbatim, for a year: its errors are raised again.

        BadData with code 8 is therefore either "there is no answer yet" or what that purchase was told.
        """

    def callback(
        self,
        this_token: str,
        next_token: str,
        *,
        parameters: Sequence[tuple[str, str]] = (),
        referer: str = "",
    ) -> Outcome:
        """Go on after a callout, with what the buyer brought back: in order, with repeats and blanks. A deed."""

    def save_details(self, access: CiderAccess, *, details: CardDetails) -> SavedDetails:
        """Leave what the browser collected with Cider, for a token that `purchase` takes. A deed."""

    # What became of it

    def get_status(
        self,
        transaction_uuid: str,
        *,
        customer: bool = False,
        external_sale_page: bool = False,
        include: Include = NOTHING_MORE,
    ) -> Transaction:
        """Where a transaction stands. `reserved` while a purchase is running is no answer yet."""

    def get_status_by_id(
        self,
        transaction_id: str,
        *,
        customer: bool = False,
        external_sale_page: bool = False,
        include: Include = NOTHING_MORE,
    ) -> Transaction:
        """The same by f13's own reference, which a transaction has once it is bought."""

    def cancel(self, transaction_uuid: str, *, items: Iterable[int] = ()) -> Cancellation:
        """Cancel all of a purchase, or these items of it. A deed; it may cost."""

    # Reports

    def list_orders_sold(
        self,
        *,
        earliest: datetime | None = None,
        latest: datetime | None = None,
        event_ids: Iterable[str] = (),
        perf_ids: Iterable[str] = (),
        source_code: str = "",
        supply_user: str = "",
        transaction_id: str = "",
        transaction_uuid: str = "",
        include_purchased: bool | None = None,
        include_failed: bool | None = None,
        exclude_refunds: bool | None = None,
        customer: bool = False,
        user_details: bool = False,
        voucher_urls: bool = False,
        page: int = 0,
        page_length: int = 50,
    ) -> SalesPage:
        """What this account sold, order by order."""

    def list_orders_supplied(
        self,
        *,
        earliest: datetime | None = None,
        latest: datetime | None = None,
        event_ids: Iterable[str] = (),
        perf_ids: Iterable[str] = (),
        source_code: str = "",
        purchase_user: str = "",
        transaction_id: str = "",
        transaction_uuid: str = "",
        include_purchased: bool | None = None,
        include_failed: bool | None = None,
        exclude_refunds: bool | None = None,
        customer: bool = False,
        user_details: bool = False,
        voucher_urls: bool = False,
        page: int = 0,
        page_length: int = 50,
    ) -> SalesPage:
        """What others sold of this account's own supply, order by order."""

    def get_account(self) -> Account:
        """Who f13 takes us for: a test of credentials and of f13's health."""
