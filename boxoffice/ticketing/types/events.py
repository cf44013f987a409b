"""What is on: events, their texts and pictures, and what they cost by and large."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from ..money import Currency, Money, Price
from .shared import Named, Paging


@dataclass(frozen=True, slots=True)
class Offer:
    """One reduced price, beside the full one."""

    price: Price
    full_price: Price | None = None
    saving: Money | None = None
    saving_percent: Decimal | None = None

    @property
    def is_fee_waiver(self) -> bool:
        """Only the fee is gone: said as "No fees", never as a percentage."""
        return is_fee_waiver(self.price, full_price=self.full_price)


@dataclass(frozen=True, slots=True)
class CostRange:
    """The cheapest and dearest price that f13 has seen lately, and the best offers among them."""

    cheapest: Price | None = None
    dearest: Price | None = None
    currency: Currency | None = None
    valid_quantities: tuple[int, ...] = ()
    best_value_offer: Offer | None = None
    max_saving_offer: Offer | None = None
    min_cost_offer: Offer | None = None
    top_price_offer: Offer | None = None
    no_singles: CostRange | None = None  # the same without seats that stand alone
    semantic_type: str = ""
    alternatives: tuple[CostRange, ...] = ()

    @property
    def offers(self) -> tuple[Offer, ...]:
        all_four = (self.best_value_offer, self.max_saving_offer, self.min_cost_offer, self.top_price_offer)
        return tuple(offer for offer in all_four if offer)

    @property
    def has_offer(self) -> bool:
        return bool(self.offers)


@dataclass(frozen=True, slots=True)
class BandCostRange:
    """The cost range of one price band across performances."""

    ticket_type_code: str
    price_band_code: str
    ticket_type_name: str = ""
    price_band_name: str = ""
    cost_range: CostRange | None = None


@dataclass(frozen=True, slots=True)
class CachedPrice:
    """A price that f13 has seen for a band, and the days on which it saw it (`avail_detail`)."""

    ticket_type_code: str
    price_band_code: str
    ticket_type_name: str = ""
    price_band_name: str = ""
    price: Price | None = None
    full_price: Price | None = None
    saving: Money | None = None
    saving_percent: Decimal | None = None
    number_available: int | None = None
    valid_quantities: tuple[int, ...] = ()
    first_date: date | None = None
    last_date: date | None = None
    dates: tuple[date, ...] = ()
    weekdays: frozenset[int] = frozenset()  # Monday is 0, as in Python
    discount_code: str = ""
    discount_name: str = ""
    semantic_type: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, by the name of its place on a page."""

    name: str
    url: str
    caption: str = ""
    caption_html: str = ""
    is_secure: bool = False
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Video:
    """A film in a frame of a third party, to be loaded only when it is pressed."""

    url: str
    caption: str = ""
    caption_html: str = ""
    is_secure: bool = False
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """What a critic or a visitor thought."""

    body: str = ""
    title: str = ""
    author: str = ""
    star_rating: Decimal | None = None
    language: str = ""
    is_by_visitor: bool = False
    original_url: str = ""
    written: datetime | None = None
    date_text: str = ""
    time_text: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """One headed piece of an event's description. The HTML is a supplier's and is to be cleaned."""

    key: str
    name: str = ""
    text: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class CustomField:
    """A field that a partner had f13 keep for an event."""

    name: str
    label: str = ""
    data: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something to buy tickets for: a show, an attraction, a hotel room, a souvenir."""

    id: str
    name: str = ""
    status: str = ""
    type: str = ""
    source_code: str = ""
    source_name: str = ""
    venue: str = ""
    venue_code: str = ""
    area_code: str = ""
    postcode: str = ""
    city: str = ""
    city_code: str = ""
    country: str = ""
    country_code: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    classes: tuple[Named, ...] = ()
    filters: tuple[str, ...] = ()
    min_running_time: int | None = None
    max_running_time: int | None = None
    critic_review_percent: Decimal | None = None
    user_review_percent: Decimal | None = None
    is_seated: bool = False
    needs_performance: bool = True
    needs_departure_date: bool = False
    needs_duration: bool = False
    shows_performance_time: bool = True
    has_no_performances: bool = False  # the editions disagree on what it means: believe needs_performance
    is_add_on: bool = False
    is_auto_quantity_add_on: bool = False
    is_date_matched_add_on: bool = False
    is_time_matched_add_on: bool = False
    venue_is_enforced: bool | None = None
    valid_quantities: tuple[int, ...] = ()
    run_starts: datetime | None = None
    run_ends: datetime | None = None
    white_label_path: str = ""
    upsell_ids: tuple[str, ...] = ()
    cost_range: CostRange | None = None
    cost_range_details: tuple[BandCostRange, ...] = ()
    cached_prices: tuple[CachedPrice, ...] = ()
    media: tuple[Media, ...] = ()
    video: Video | None = None
    reviews: tuple[Review, ...] = ()
    content: tuple[Content, ...] = ()
    info: str = ""
    info_html: str = ""
    venue_info: str = ""
    venue_info_html: str = ""
    venue_address: str = ""
    venue_address_html: str = ""
    custom_fields: tuple[CustomField, ...] = ()
    lingo_code: str = ""
    components: tuple[Event, ...] = ()
    add_ons: tuple[Event, ...] = ()
    upsells: tuple[Event, ...] = ()

    @property
    def is_live(self) -> bool:
        return self.status in ("", "live")

    @property
    def is_dead(self) -> bool:
        return self.status == "dead"

    @property
    def has_offer(self) -> bool:
        return self.cost_range is not None and self.cost_range.has_offer

    def picture(self, name: str) -> Media | None:
        """The picture for that place (`square`, `triplet_one`, `seating_plan`…), if there is one."""
        return next((media for media in self.media if media.name == name), None)

    def piece(self, key: str) -> Content | None:
        """The piece of the description with that key (`overview`, `duration`…), if there is one."""
        return next((content for content in self.content if content.key == key), None)

    def __str__(self) -> str:
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class EventPage:
    """Part of a list of events. An unpaged answer, as of add-ons, is one page."""

    events: tuple[Event, ...] = ()
    paging: Paging = field(default_factory=Paging)

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)


def is_fee_waiver(price: Price | None, *, full_price: Price | None) -> bool:
    """Whether a price is reduced by its fee alone, and by all of it."""
    if price is None or full_price is None:
        return False
    return price.ticket == full_price.ticket and not price.fee and bool(full_price.fee)
