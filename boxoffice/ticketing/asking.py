"""What the shop asks for, as values, and how f13 wants it spelt.

Only what is set is sent: f13 takes a parameter's presence for a yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from .types import Address, Customer

Parameters = list[tuple[str, str]]

PICTURES = (
    "triplet_one",
    "triplet_two",
    "triplet_three",
    "triplet_four",
    "triplet_five",
    "seating_plan",
    "square",
    "landscape",
    "marquee",
    "supplier",
)


@dataclass(frozen=True, slots=True)
class Include:
    """What else an answer shall hold about its events and performances. Each costs f13 time."""

    extra_info: bool = False
    reviews: bool = False
    pictures: tuple[str, ...] = ()
    video: bool = False
    cost_range: bool = False
    cost_range_details: bool = False
    best_value_offer: bool = False
    max_saving_offer: bool = False
    min_cost_offer: bool = False
    top_price_offer: bool = False
    no_singles: bool = False
    avail_details: bool = False
    avail_details_with_performances: bool = False
    meta_components: bool = False
    source_info: bool = False

    @property
    def parameters(self) -> Parameters:
        return stated(
            req_extra_info=self.extra_info,
            req_reviews=self.reviews,
            req_video_iframe=self.video,
            req_cost_range=self.cost_range or self._offers,
            req_cost_range_details=self.cost_range_details,
            req_cost_range_best_value_offer=self.best_value_offer,
            req_cost_range_max_saving_offer=self.max_saving_offer,
            req_cost_range_min_cost_offer=self.min_cost_offer,
            req_cost_range_top_price_offer=self.top_price_offer,
            req_cost_range_no_singles_data=self.no_singles,
            req_avail_details=self.avail_details or self.avail_details_with_performances,
            req_avail_details_with_perfs=self.avail_details_with_performances,
            req_meta_components=self.meta_components,
            req_src_info=self.source_info,
        ) + [(f"req_media_{name}", "true") for name in self.pictures]

    @property
    def _offers(self) -> bool:
        offers = (self.best_value_offer, self.max_saving_offer, self.min_cost_offer, self.top_price_offer)
        return any(offers) or self.no_singles


NOTHING_MORE = Include()
EVERYTHING = Include(
    extra_info=True,
    reviews=True,
    pictures=PICTURES,
    video=True,
    cost_range=True,
    best_value_offer=True,
    min_cost_offer=True,
)


@dataclass(frozen=True, slots=True)
class Circle:
    """Everything within so many kilometres of a place."""

    latitude: Decimal
    longitude: Decimal
    kilometres: Decimal

    def __str__(self) -> str:
        return f"{self.latitude}:{self.longitude}:{self.kilometres}"


@dataclass(frozen=True, slots=True)
class Choice:
    """Tickets for one performance, area and band: an order to be added to a trolley, or to be held."""

    perf_id: str
    ticket_type_code: str
    price_band_code: str
    quantity: int
    seats: tuple[str, ...] = ()
    discounts: tuple[str, ...] = ()  # one for every ticket, or none at all
    promo_code: str = ""
    departure_date: date | None = None
    duration: int | None = None

    @property
    def parameters(self) -> Parameters:
        said = stated(
            perf_id=self.perf_id,
            ticket_type_code=self.ticket_type_code,
            price_band_code=self.price_band_code,
            no_of_seats=self.quantity,
            promo_code=self.promo_code,
            departure_date=day(self.departure_date),
            duration=self.duration,
        )
        return said + _numbered("seat", self.seats) + _numbered("disc", self.discounts)


@dataclass(frozen=True, slots=True)
class CiderToken:
    """A means of payment that Cider keeps."""

    value: str = field(repr=False)
    name: str = "cider_token"


@dataclass(frozen=True, slots=True)
class StripeToken:
    """A token of Stripe's own, for one bundle only."""

    value: str = field(repr=False)
    name: str = "stripeToken"


@dataclass(frozen=True, slots=True)
class CalloutReturn:
    """Where a buyer who is sent elsewhere comes back to, and the browser that will be sent."""

    token: str = field(repr=False)
    url: str = field(repr=False)
    user_agent: str = ""
    accept: str = ""

    @property
    def parameters(self) -> Parameters:
        return stated(
            return_token=self.token,
            return_url=self.url,
            client_http_user_agent=self.user_agent,
            client_http_accept=self.accept,
        )


@dataclass(frozen=True, slots=True)
class CardDetails:
    """What the browser collected with Stripe, of whichever generation, and the facts that stop fraud."""

    stripe_token: str = field(default="", repr=False)
    stripe_source: str = field(default="", repr=False)
    stripe_source_amount: int | None = None  # in minor units
    stripe_payment_intent: str = field(default="", repr=False)
    email_address: str = field(default="", repr=False)
    event_ids: tuple[str, ...] = ()
    send_methods: tuple[str, ...] = ()
    days_to_performance: int | None = None
    user_id: str = ""
    ip_address: str = field(default="", repr=False)

    @property
    def body(self) -> dict[str, Any]:
        body = {
            "stripe_token": self.stripe_token,
            "stripe_source": self.stripe_source,
            "stripe_source_amount": self.stripe_source_amount,
            "stripe_payment_intent": self.stripe_payment_intent,
            "stripe_meta_email_address": self.email_address,
            "stripe_meta_event_ids": ",".join(self.event_ids),
            "stripe_meta_send_methods": ",".join(self.send_methods),
            "stripe_meta_days_to_performance": self.days_to_performance,
            "stripe_meta_user_id": self.user_id,
            "stripe_meta_ip_address": self.ip_address,
        }
        return {name: value for name, value in body.items() if value not in ("", None)}


@dataclass(frozen=True, slots=True)
class SalesWanted:
    """Which orders a sales report shall have, and what about them."""

    earliest: datetime | None = None
    latest: datetime | None = None
    event_ids: tuple[str, ...] = ()
    perf_ids: tuple[str, ...] = ()
    source_code: str = ""
    supply_user: str = ""  # of what was sold
    purchase_user: str = ""  # of what was supplied
    transaction_id: str = ""
    transaction_uuid: str = ""
    include_purchased: bool | None = None
    include_failed: bool | None = None
    exclude_refunds: bool | None = None
    customer: bool = False
    user_details: bool = False
    voucher_urls: bool = False

    @property
    def parameters(self) -> Parameters:
        return stated(
            earliest_purchase_time=self.earliest,
            latest_purchase_time=self.latest,
            event_id_list=",".join(self.event_ids),
            perf_id_list=",".join(self.perf_ids),
            backend_system=self.source_code,
            supply_user=self.supply_user,
            purchase_user=self.purchase_user,
            trans_id=self.transaction_id,
            transaction_uuid=self.transaction_uuid,
            include_purchased=_yes_or_no(self.include_purchased),
            include_failed=_yes_or_no(self.include_failed),
            exclude_refunds=_yes_or_no(self.exclude_refunds),
            add_customer=self.customer,
            add_user_details=self.user_details,
            add_self_print_voucher_urls=self.voucher_urls,
        )


def events(
    *,
    keywords: str,
    dates: tuple[date | None, date | None],
    circle: Circle | None,
    include_dead: bool,
    offers_only: bool,
    sort: str,
    **places: str,
) -> Parameters:
    return stated(
        keywords=keywords,
        date_range=date_range(*dates),
        circle=str(circle or ""),
        include_dead=include_dead,
        offers_only=offers_only,
        sort_order=sort,
        **places,
    )


def page(number: int, length: int) -> Parameters:
    """The page's number counts only beside its length, so they go together."""
    return [("page_length", str(length)), ("page_number", str(number))]


def report_page(number: int, length: int) -> Parameters:
    """Sales reports know the older names alone, as the official client sends them."""
    return [("page_len", str(length)), ("page_no", str(number))]


def date_range(starts: date | None, ends: date | None) -> str:
    return f"{day(starts)}:{day(ends)}" if starts or ends else ""


def day(value: date | None) -> str:
    return value.strftime("%Y%m%d") if value else ""


class TrolleyChange(TypedDict, total=False):
    """What is to be different in a trolley: one choice more, items less, ways of sending by source code."""

    add: Choice | None
    remove: Iterable[int]
    send_codes: Mapping[str, str]


def trolley(token: str, *, commission: bool = False, **change: Unpack[TrolleyChange]) -> Parameters:
    """A trolley, changed or not; reserve, add-ons and upsells take the same parameters."""
    add, send_codes = change.get("add"), change.get("send_codes", {})
    said = stated(
        trolley_token=token,
        remove_items_list=",".join(map(str, change.get("remove", ()))),
        req_predicted_commission=commission,
    )
    sending = [(f"{source}_send_code", code) for source, code in send_codes.items()]
    return said + (add.parameters if add else []) + sending


def customer(buyer: Customer) -> Parameters:
    return stated(
        title=buyer.title,
        initials=buyer.initials,
        first_name=buyer.first_name,
        last_name=buyer.last_name,
        suffix=buyer.suffix,
        address_line_one=buyer.address_line_one,
        address_line_two=buyer.address_line_two,
        town=buyer.town,
        county=buyer.county,
        postcode=buyer.postcode,
        country_code=buyer.country_code,
        email_address=buyer.email_address,
        phone=buyer.phone,
        home_phone=buyer.home_phone,
        work_phone=buyer.work_phone,
        agent_reference=buyer.agent_reference,
        privacy_policy_version=buyer.privacy_policy_version,
        user_can_use_customer_data=buyer.user_can_use_data,
        supplier_can_use_customer_data=buyer.supplier_can_use_data,
        world_can_use_customer_data=buyer.world_can_use_data,
    )


def billing(address: Address | None) -> Parameters:
    if address is None:
        return []
    return stated(
        billing_address_line_one=address.line_one,
        billing_address_line_two=address.line_two,
        billing_town=address.town,
        billing_county=address.county,
        billing_postcode=address.postcode,
        billing_country_code=address.country_code,
    )


def tokens(by_source: Mapping[str, CiderToken | StripeToken]) -> Parameters:
    return [(f"{source}_callback/{token.name}", token.value) for source, token in by_source.items()]


def stated(**parameters: object) -> Parameters:
    """Parameters as text, without those that say nothing: no, nothing, and empty words."""
    return [(name, _text(value)) for name, value in parameters.items() if value not in (None, False, "")]


def _text(value: object) -> str:
    if value is True:
        return "true"
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _yes_or_no(value: bool | None) -> str:
    """For switches that f13 has on by itself, where a no has to be said."""
    return "" if value is None else _text(value) if value else "false"


def _numbered(name: str, values: Iterable[str]) -> Parameters:
    return [(f"{name}{number}", value) for number, value in enumerate(values)]
