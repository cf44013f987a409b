"""What a house has to sell for a performance: its layout at that day's prices."""

from dataclasses import dataclass
from decimal import Decimal
from zlib import crc32

from sandbox.catalogue.halls import Blocks
from sandbox.catalogue.layouts import AreaPlan, BandPlan, Layout, seats_of
from sandbox.catalogue.model import Area, Band, Currency, Discount, Performance
from sandbox.catalogue.offers import Offer
from sandbox.catalogue.prices import NORMAL, Kind, prices

WEEKEND = 4


@dataclass(frozen=True)
class Terms:
    """How a house sells: prices from `bottom` to `top`, kinds of tickets, offers, rules.

    `offer` makes an offer of the default ticket of the last band, or of every band on quiet days (`midweek`).
    `extras` are further tickets made of the default one: offers, pairs, promo codes.
    """

    currency: Currency
    top: Decimal
    fee: Decimal = Decimal("0.1")  # the fee's share of the seat price
    kinds: tuple[Kind, ...] = (NORMAL,)
    offer: Offer | None = None
    midweek: bool = False
    extras: tuple[Offer, ...] = ()
    leaving_singles: str = "always"
    together: int = 6
    peak: Decimal = Decimal("0.15")  # how much more a weekend costs
    sold_out: bool = False
    nearly: bool = False


@dataclass(frozen=True)
class Day:
    """What matters of a performance for what there is to sell."""

    is_nearly_gone: bool
    is_weekend: bool
    is_quiet: bool


class House:
    """Areas by performance. Performances that are sold alike share one value."""

    def __init__(self, layout: Layout, terms: Terms) -> None:
        self._layout, self._terms = layout, terms
        self._built: dict[Day, tuple[Area, ...]] = {}

    def areas(self, performance: Performance) -> tuple[Area, ...]:
        terms, weekday = self._terms, performance.starts_at.weekday()
        if terms.sold_out or (performance.is_limited and crc32(performance.id.encode()) % 3 == 0):
            return ()
        day = Day(terms.nearly or performance.is_limited, weekday >= WEEKEND, 0 < weekday < WEEKEND)
        built = self._built.get(day)
        return built if built is not None else self._built.setdefault(day, self._build(day))

    def _build(self, day: Day) -> tuple[Area, ...]:
        return tuple(
            Area(area.code, area.desc, tuple(self._band(area, band=band, day=day) for band in area.bands))
            for area in self._layout.areas
        )

    def _band(self, area: AreaPlan, *, band: BandPlan, day: Day) -> Band:
        terms = self._terms
        return Band(
            band.code,
            self._tickets(area, band=band, day=day),
            desc=band.desc,
            blocks=self._blocks(area, band=band, day=day),
            capacity=min(band.capacity, 3) if day.is_nearly_gone else band.capacity,
            leaving_singles=terms.leaving_singles,
            max_together=terms.together,
        )

    def _tickets(self, area: AreaPlan, *, band: BandPlan, day: Day) -> tuple[Discount, ...]:
        terms = self._terms
        seat, fee = self._price(band, is_weekend=day.is_weekend)
        first, *others = prices(terms.kinds, seat=str(seat), fee=str(fee), currency=terms.currency)
        extras = [extra(first, terms.currency) for extra in terms.extras]
        is_last = area is self._layout.areas[-1] and band is area.bands[-1]
        if terms.offer and (day.is_quiet if terms.midweek else is_last):
            first = terms.offer(first, terms.currency)
        return first, *others, *extras

    def _price(self, band: BandPlan, *, is_weekend: bool) -> tuple[Decimal, Decimal]:
        """Seat price and fee: whole pounds, and half ones for the fee; hundreds and fifties of yen."""
        terms = self._terms
        unit = 1 if terms.currency.places else 100
        seat = terms.top * Decimal(band.share) * (1 + terms.peak if is_weekend else 1)
        return round(seat / unit) * Decimal(unit), round(seat * terms.fee / unit * 2) * Decimal(unit) / 2

    def _blocks(self, area: AreaPlan, *, band: BandPlan, day: Day) -> Blocks:
        """All seats; of a house that is nearly full a pair and a single seat, elsewhere only singles."""
        blocks = seats_of(self._layout, band.plan) if band.plan else ()
        if not blocks or not day.is_nearly_gone:
            return blocks
        is_first = area is self._layout.areas[0] and band is area.bands[0]
        return (blocks[0][:2] if is_first else blocks[0][:1]), blocks[-1][-1:]
