"""One short method for each thing the shop asks of f13 and Cider.

Questions may be asked twice without harm, and the transport does so where it helps. Deeds (reserve, release,
purchase, callback, cancel, save_details) are said once: what became of a lost one is asked with `get_status`
and `get_purchase`. Every method raises TicketingErrors and nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar, Unpack

from . import asking, parsing
from . import endpoints as to
from .asking import (
    NOTHING_MORE,
    CalloutReturn,
    CardDetails,
    CiderToken,
    Circle,
    Include,
    Parameters,
    SalesWanted,
    StripeToken,
    TrolleyChange,
)
from .endpoints import Endpoint, Kind
from .errors import Unanswered
from .replies import Answer
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

log = logging.getLogger("boxoffice.ticketing")
Data = dict[str, Any]
T = TypeVar("T")
S = TypeVar("S", Reservation, Release, Outcome, SavedDetails, Transaction, Cancellation)


@dataclass(frozen=True, slots=True)
class Service:
    """f13, in one language and for one subuser. Copies are cheap and share their connections."""

    transport: Transport
    language: str = ""
    subuser: str = ""
    tracking_id: str = ""
    is_aside: bool = False

    def in_language(self, language: str | None) -> Service:
        return replace(self, language=language or "")

    def for_subuser(self, subuser: str) -> Service:
        return replace(self, subuser=subuser)

    def tracked_as(self, tracking_id: str) -> Service:
        """A copy whose calls can be found together in f13's own logs."""
        return replace(self, tracking_id=tracking_id)

    def aside(self) -> Service:
        """A copy whose questions are given up soon: what they bring, the page can do without."""
        return replace(self, is_aside=True)

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
        asked = asking.events(
            keywords=keywords,
            dates=(starts, ends),
            circle=circle,
            include_dead=include_dead,
            offers_only=offers_only,
            sort=sort,
            country_code=country_code,
            city_code=city_code,
            airport_code=airport_code,
        )
        parameters = asked + asking.page(page, page_length) + include.parameters
        return self._say(to.EVENTS, parameters, read=parsing.event_page_from)

    def get_events(
        self,
        event_ids: Iterable[str],
        *,
        add_ons: bool = False,
        upsells: bool = False,
        include: Include = NOTHING_MORE,
    ) -> dict[str, Event]:
        """Events by id; an unknown id is simply missing."""
        asked = asking.stated(event_id_list=",".join(event_ids), add_add_ons=add_ons, add_upsells=upsells)
        return self._say(to.EVENTS_BY_ID, asked + include.parameters, read=parsing.events_by_id_from)

    def get_event(
        self,
        event_id: str,
        *,
        add_ons: bool = False,
        upsells: bool = False,
        include: Include = NOTHING_MORE,
    ) -> Event | None:
        """One event, or None where f13 knows none by that id."""
        found = self.get_events([event_id], add_ons=add_ons, upsells=upsells, include=include)
        return found.get(event_id)

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
        asked = asking.stated(event_id=event_id, date_range=asking.date_range(starts, ends))
        parameters = asked + asking.page(page, page_length) + include.parameters
        return self._say(to.PERFORMANCES, parameters, read=parsing.performance_page_from)

    def get_performances(
        self, perf_ids: Iterable[str], *, include: Include = NOTHING_MORE
    ) -> dict[str, Performance]:
        """Performances by id, those no longer on sale too; an unknown id is simply missing."""
        asked = asking.stated(perf_id_list=",".join(perf_ids))
        return self._say(
            to.PERFORMANCES_BY_ID, asked + include.parameters, read=parsing.performances_by_id_from
        )

    def get_performance(self, perf_id: str, *, include: Include = NOTHING_MORE) -> Performance | None:
        """One performance, or None where f13 knows none by that id."""
        return self.get_performances([perf_id], include=include).get(perf_id)

    def list_months(self, event_id: str, *, include: Include = NOTHING_MORE) -> tuple[Month, ...]:
        """The months in which an event can be visited."""
        asked = asking.stated(event_id=event_id)
        return self._say(to.MONTHS, asked + include.parameters, read=parsing.months_from)

    def list_cities(self) -> tuple[City, ...]:
        """Cities in which something is on."""
        return self._say(to.CITIES, [], read=parsing.cities_from)

    def list_classes(self) -> tuple[Named, ...]:
        """The categories that events belong to."""
        return self._say(to.CLASSES, [], read=parsing.classes_from)

    def list_sources(self) -> tuple[Source, ...]:
        """The suppliers that this account may sell for."""
        return self._say(to.SOURCES, [], read=parsing.sources_from)

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
        asked = asking.stated(
            perf_id=perf_id,
            no_of_seats=quantity,
            promo_code=promo_code,
            add_seat_blocks=seat_blocks,
            add_example_seats=example_seats,
            add_discounts=discounts,
            req_predicted_commission=commission,
            departure_date=asking.day(departure_date),
            duration=duration,
        )
        return self._say(to.AVAILABILITY, asked, read=parsing.availability_from)

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
        asked = asking.stated(
            perf_id=perf_id,
            ticket_type_code=ticket_type_code,
            price_band_code=price_band_code,
            no_of_seats=quantity,
            promo_code=promo_code,
            req_predicted_commission=commission,
        )
        return self._say(to.DISCOUNTS, asked, read=parsing.discounts_from)

    def list_send_methods(self, perf_id: str) -> tuple[SendMethod, ...]:
        """The ways in which tickets for a performance may reach the buyer, as of now."""
        return self._say(to.SEND_METHODS, asking.stated(perf_id=perf_id), read=parsing.send_methods_from)

    # The trolley: a wish list, which holds nothing

    def get_trolley(
        self,
        token: str = "",
        *,
        commission: bool = False,
        include: Include = NOTHING_MORE,
        **change: Unpack[TrolleyChange],
    ) -> Trolley:
        """The trolley of that token, changed as said. Its new token replaces the old one."""
        asked = asking.trolley(token, commission=commission, **change)
        return self._say(to.TROLLEY, asked + include.parameters, read=parsing.trolley_answer_from)

    def list_add_ons(
        self, token: str = "", *, include: Include = NOTHING_MORE, **change: Unpack[TrolleyChange]
    ) -> EventPage:
        """What can be sold only together with what is in the trolley."""
        asked = asking.trolley(token, **change)
        return self._say(to.ADD_ONS, asked + include.parameters, read=parsing.event_page_from)

    def list_upsells(
        self, token: str = "", *, include: Include = NOTHING_MORE, **change: Unpack[TrolleyChange]
    ) -> EventPage:
        """What else buyers of what is in the trolley may like."""
        asked = asking.trolley(token, **change)
        return self._say(to.UPSELLS, asked + include.parameters, read=parsing.event_page_from)

    # Holding and letting go

    def reserve(
        self,
        token: str = "",
        *,
        commission: bool = False,
        include: Include = NOTHING_MORE,
        **change: Unpack[TrolleyChange],
    ) -> Reservation:
        """Hold a trolley, or a single choice. A deed; all, a part or nothing may be held."""
        asked = asking.trolley(token, commission=commission, **change)
        return self._do(to.RESERVE, asked + include.parameters, read=parsing.reservation_from)

    def get_reservation(self, transaction_uuid: str) -> Reservation:
        """The answer to `reserve` once more, for a day; Gone after that."""
        asked = asking.stated(transaction_uuid=transaction_uuid)
        return self._do(to.RESERVE_PAGE_ARCHIVE, asked, read=parsing.reservation_from)

    def release(self, transaction_uuid: str) -> Release:
        """Let held seats go. A deed, but one that may be said again: the answer is the same each time."""
        said = asking.stated(transaction_uuid=transaction_uuid)
        return self._do(to.RELEASE, said, read=parsing.release_from)

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
        """Buy what is held. A deed, never said twice: it takes minutes, and its answer may be lost.

        `tokens` holds a means of payment by source code. Errors that are Refused leave the reservation held,
        unless they say that it may have happened; Failed has ended it.
        """
        said = asking.stated(
            transaction_uuid=transaction_uuid,
            remote_ip=remote_ip,
            remote_site=remote_site,
            send_confirmation_email=send_confirmation_email,
        )
        said += asking.customer(customer) + asking.billing(billing_address) + asking.tokens(tokens or {})
        said += callout_return.parameters if callout_return else []
        return self._do(to.PURCHASE, said + include.parameters, read=parsing.outcome_from)

    def get_purchase(self, transaction_uuid: str) -> Outcome:
        """The answer to the last `purchase` or `callback`, verbatim, for a year: its errors are raised again.

        BadData with code 8 is therefore either "there is no answer yet" or what that purchase was told.
        """
        asked = asking.stated(transaction_uuid=transaction_uuid)
        return self._do(to.PURCHASE_PAGE_ARCHIVE, asked, read=parsing.outcome_from)

    def callback(
        self,
        this_token: str,
        next_token: str,
        *,
        parameters: Sequence[tuple[str, str]] = (),
        referer: str = "",
    ) -> Outcome:
        """Go on after a callout, with what the buyer brought back, repeats and blanks included. A deed."""
        answer = self.transport.call_back(
            to.CALLBACK, list(parameters), this=this_token, next_=next_token, referer=referer
        )
        return _signed(answer, parsing.outcome_from)

    def save_details(self, access: CiderAccess, *, details: CardDetails) -> SavedDetails:
        """Leave what the browser collected with Cider, for a token that `purchase` takes. A deed."""
        answer = self.transport.save_details(access.endpoint, token=access.token, body=details.body)
        return _signed(answer, parsing.saved_details_from)

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
        asked = asking.stated(
            transaction_uuid=transaction_uuid,
            add_customer=customer,
            add_external_sale_page=external_sale_page,
        )
        return self._do(to.STATUS, asked + include.parameters, read=parsing.transaction_from)

    def get_status_by_id(
        self,
        transaction_id: str,
        *,
        customer: bool = False,
        external_sale_page: bool = False,
        include: Include = NOTHING_MORE,
    ) -> Transaction:
        """The same by f13's own reference, which a transaction has once it is bought."""
        asked = asking.stated(
            transaction_id=transaction_id, add_customer=customer, add_external_sale_page=external_sale_page
        )
        return self._do(to.TRANS_ID_STATUS, asked + include.parameters, read=parsing.transaction_from)

    def cancel(self, transaction_uuid: str, *, items: Iterable[int] = ()) -> Cancellation:
        """Cancel all of a purchase, or these items of it. A deed; it may cost."""
        said = asking.stated(transaction_uuid=transaction_uuid, cancel_items_list=",".join(map(str, items)))
        return self._do(to.CANCEL, said, read=parsing.cancellation_from)

    # Reports

    def list_orders_sold(
        self, wanted: SalesWanted | None = None, *, page: int = 0, page_length: int = 50
    ) -> SalesPage:
        """What this account sold, order by order."""
        asked = (wanted or SalesWanted()).parameters + asking.report_page(page, page_length)
        return self._say(to.ORDERS_SOLD, asked, read=parsing.sales_page_from)

    def list_orders_supplied(
        self, wanted: SalesWanted | None = None, *, page: int = 0, page_length: int = 50
    ) -> SalesPage:
        """What others sold of this account's own supply, order by order."""
        asked = (wanted or SalesWanted()).parameters + asking.report_page(page, page_length)
        return self._say(to.ORDERS_SUPPLIED, asked, read=parsing.sales_page_from)

    def get_account(self) -> Account:
        """Who f13 takes us for: a test of credentials and of f13's health."""
        return self._say(to.TEST, [], read=parsing.account_answer_from)

    def _say(self, endpoint: Endpoint, parameters: Parameters, *, read: Callable[[Data], T]) -> T:
        return _read(self._answer(endpoint, parameters), read)

    def _do(self, endpoint: Endpoint, parameters: Parameters, *, read: Callable[[Data], S]) -> S:
        """The same for values that keep the request id: deeds, and questions about them."""
        return _signed(self._answer(endpoint, parameters), read)

    def _answer(self, endpoint: Endpoint, parameters: Parameters) -> Answer:
        if self.is_aside and not endpoint.is_deed:
            endpoint = replace(endpoint, kind=Kind.ASIDE)
        tracking = asking.stated(tsw_session_track_id=self.tracking_id)
        return self.transport.say(
            endpoint, parameters + tracking, subuser=self.subuser, language=self.language
        )


def _read(answer: Answer, read: Callable[[Data], T]) -> T:
    """The answer's value; an error in it learns which answer it is about."""
    try:
        return read(answer.data)
    except Unanswered as error:
        log.warning("f13 %s unread: %s request_id=%s", answer.endpoint.name, error.reason, answer.request_id)
        raise type(error)(error.reason, **answer.facts) from None


def _signed(answer: Answer, read: Callable[[Data], S]) -> S:
    return replace(_read(answer, read), request_id=answer.request_id)
