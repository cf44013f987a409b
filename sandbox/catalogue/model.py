"""What there is to sell: events, halls, prices, dates. Frozen values; what is sold, the box office knows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency as f13 describes it: `places` digits are shown, with `pre` and `post` symbols."""

    code: str
    number: int
    places: int = 2
    pre: str = ""
    post: str = ""

    @property
    def factor(self) -> int:
        return 10**self.places


@dataclass(frozen=True, slots=True)
class City:
    code: str
    desc: str
    country_code: str  # f13 says "uk", not "gb"
    country_desc: str
    latitude: float
    longitude: float
    timezone: str


@dataclass(frozen=True, slots=True)
class Venue:
    desc: str
    city: City
    postcode: str
    latitude: float
    longitude: float
    address: str
    info: str = ""


@dataclass(frozen=True, slots=True)
class SendMethod:
    """A way of sending tickets. `lead_days`: not offered for performances nearer than this.

    `fee` is the part of `cost` that the supplier calls a transaction fee.
    """

    code: str
    cost: Decimal
    desc: str
    type: str  # collect | post | selfprint
    final_comment: str = ""
    permitted_countries: tuple[str, ...] = ()  # none: anywhere
    lead_days: int = 0
    can_generate_self_print: bool = False
    has_html_page: bool = False
    gives_barcodes: bool = False
    gives_voucher: bool = False
    gives_wallets: bool = False
    fee: Decimal = Decimal()


@dataclass(frozen=True, slots=True)
class Source:
    """A supplier's ticketing system."""

    code: str
    desc: str
    send_methods: tuple[SendMethod, ...]
    hold_minutes: Decimal = Decimal(15)
    barcode_types: tuple[str, ...] = ("qr_code",)
    cancels: str = "possible"  # possible | not_permitted
    cancels_single_orders: bool = True
    takes_promo_codes: bool = False
    terms: str = ""  # terms and conditions, for those who ask


@dataclass(frozen=True, slots=True)
class Discount:
    """A ticket kind with its price; `full_*` is the price without the offer, when it is one."""

    code: str
    desc: str
    seatprice: Decimal
    surcharge: Decimal
    full_seatprice: Decimal | None = None
    full_surcharge: Decimal | None = None
    semantic_type: str = "standard"
    minimum_age: int | None = None
    maximum_age: int | None = None
    valid_quantities: tuple[int, ...] | None = None
    promo_code: str | None = None  # only for those who know it

    @property
    def total(self) -> Decimal:
        return self.seatprice + self.surcharge

    @property
    def usual_seatprice(self) -> Decimal:
        """The seat price without the offer."""
        return self.seatprice if self.full_seatprice is None else self.full_seatprice

    @property
    def usual_surcharge(self) -> Decimal:
        return self.surcharge if self.full_surcharge is None else self.full_surcharge

    @property
    def full_total(self) -> Decimal:
        return self.usual_seatprice + self.usual_surcharge

    @property
    def saving(self) -> Decimal:
        return self.full_total - self.total

    @property
    def is_offer(self) -> bool:
        return self.saving > 0

    @property
    def percentage_saving(self) -> int:
        """The saving in whole per cent, rounded."""
        return round(self.saving * 100 / self.full_total) if self.full_total else 0


@dataclass(frozen=True, slots=True)
class Seat:
    id: str
    row: str
    column: str
    separator: str = ""
    is_restricted_view: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A price band of an area. Seated: its seat blocks, each a run of neighbours. Else `capacity` places."""

    code: str  # "A/pool"
    discounts: tuple[Discount, ...]  # the first is the default
    desc: str = ""
    blocks: tuple[tuple[Seat, ...], ...] = ()
    capacity: int = 0
    leaving_singles: str = "always"  # always | never | if_necessary
    max_together: int = 6

    @property
    def default(self) -> Discount:
        return self.discounts[0]


@dataclass(frozen=True, slots=True)
class Area:
    """A ticket type: a part of the house, or a kind of entry."""

    code: str
    desc: str
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Performance:
    """One date of an event. `starts_at` carries the venue's offset."""

    id: str
    event_id: str
    starts_at: datetime
    name: str = ""
    running_time: int | None = None
    is_limited: bool = False
    autoselect: bool = False


@dataclass(frozen=True, slots=True)
class CustomField:
    """Something that f13 has no attribute for, under a name of the supplier's own."""

    name: str
    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Review:
    author: str
    title: str
    body: str
    stars: int
    date: datetime
    is_user: bool = False
    language: str = "en"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One piece of `structured_info`: the key, its heading, and the text as HTML."""

    key: str
    name: str
    html: str


@dataclass(frozen=True, slots=True)
class Texts:
    """An event's words in one language."""

    desc: str
    sections: tuple[Section, ...] = ()


class Schedule(Protocol):
    """When an event is on. A performance's id says its day, so it never changes from one day to the next."""

    def window(self, today: date) -> tuple[date, date]:
        """The first and the last day that are on sale today."""

    def on(self, event: "Event", *, day: date) -> tuple[Performance, ...]:
        """The performances of one day, whether on sale or long gone."""

    def day_of(self, code: str) -> date | None:
        """The day that is written in a performance's code."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event as sold. Ask the catalogue for its performances: it keeps them.

    `areas(performance)` gives one and the same value for performances that are priced and seated alike.
    `is_sold_by_weekday`: it asks for nothing but the weekday, and of limited performances for the id.
    `scripts` names what happens when it is reserved or bought; the words are in `SCRIPTS`.
    """

    id: str
    source: Source
    venue: Venue
    currency: Currency
    texts: dict[str, Texts]  # by language; "en" is always there
    classes: dict[str, str]
    schedule: Schedule
    areas: Callable[[Performance], tuple[Area, ...]]
    is_sold_by_weekday: bool = False
    type: str = "simple_ticket"
    status: str = "live"  # live | dead | pending
    is_seated: bool = True
    seat_selection: bool = False
    contiguous_only: bool = False
    whole_blocks_only: bool = False
    show_perf_time: bool = True
    need_performance: bool = True
    need_departure_date: bool = False
    need_duration: bool = False
    has_no_perfs: bool = False
    is_add_on: bool = False
    is_auto_quantity_add_on: bool = False
    is_date_matched_add_on: bool = False
    is_time_matched_add_on: bool = False
    min_running_time: int | None = None
    max_running_time: int | None = None
    critic_percent: int | None = None
    user_percent: int | None = None
    quantities: tuple[int, ...] = (1, 2, 3, 4, 5, 6)
    max_bundle_size: int | None = None
    max_mixed_discounts: int | None = None
    add_ons: tuple[str, ...] = ()
    upsells: tuple[str, ...] = ()
    components: tuple[str, ...] = ()  # a touring event's parts
    send_methods: tuple[SendMethod, ...] | None = None  # None: as the source's
    pictures: tuple[str, ...] = ("triplet_one", "square", "landscape")
    has_video: bool = False
    reviews: tuple[Review, ...] = ()
    popularity: int = 0
    added: date = date(2024, 1, 1)
    commission: Decimal = Decimal("0.10")
    tax_rate: Decimal | None = None  # the part of each price that is tax; None: nothing is said about it
    example_seats_are_real: bool = True
    scripts: frozenset[str] = frozenset()
    custom_filters: tuple[str, ...] = ()
    custom_fields: tuple[CustomField, ...] = ()

    def words(self, language: str) -> Texts:
        """The event's texts in `language`, in English where there are none."""
        return self.texts.get(language) or self.texts["en"]

    def tax_in(self, amount: Decimal) -> Decimal | None:
        """How much of a price is tax, where the supplier says so."""
        if self.tax_rate is None:
            return None
        step = Decimal(1).scaleb(-self.currency.places)
        return (amount * self.tax_rate / (1 + self.tax_rate)).quantize(step, ROUND_HALF_UP)

    @property
    def desc(self) -> str:
        return self.texts["en"].desc


SCRIPTS = {
    "h10_fails": "A reserve that asks for seat H10 fails",
    "d7_moves": "A reserve that asks for seat D7 gets other seats of the same block",
    "fails_on_tuesdays": "A reserve for a Tuesday fails",
    "restricted_on_thursdays": "On Thursdays tickets 2 and 3 of an order are restricted view",
    "fail_part_one": "A purchase with `fail part one` in address line two fails",
    "got_none": "Seats that were asked for are never got; others are",
}
