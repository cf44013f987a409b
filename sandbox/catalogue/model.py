"""What is sold: events, halls, prices, dates. Frozen values; what has been sold is the box office's affair."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


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
    """A way of sending tickets. `lead_days`: not offered for performances nearer than this."""

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
    def full_total(self) -> Decimal:
        seatprice = self.seatprice if self.full_seatprice is None else self.full_seatprice
        surcharge = self.surcharge if self.full_surcharge is None else self.full_surcharge
        return seatprice + surcharge

    @property
    def saving(self) -> Decimal:
        return self.full_total - self.total


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


@dataclass(frozen=True, slots=True)
class Event:
    """An event as sold. `performances(today)` and `areas(performance)` are pure and cheap to ask again."""

    id: str
    source: Source
    venue: Venue
    currency: Currency
    texts: dict[str, Texts]  # by language; "en" is always there
    classes: dict[str, str]
    performances: Callable[[date], "tuple[Performance, ...]"]
    areas: Callable[[Performance], tuple[Area, ...]]
    type: str = "simple_ticket"
    status: str = "live"
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
    example_seats_are_real: bool = True
    custom_filters: tuple[str, ...] = field(default=())

    def words(self, language: str) -> Texts:
        """The event's texts in `language`, in English where there are none."""
        return self.texts.get(language) or self.texts["en"]

    @property
    def desc(self) -> str:
        return self.texts["en"].desc
