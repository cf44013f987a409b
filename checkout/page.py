"""All that the trolley's page shows, asked side by side: what is in it, how it is sent, what may change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from boxoffice import live
from boxoffice.ticketing import Availability, Bundle, Country, Order, Told, ask_side_by_side
from catalog.seating.kind_rows import KindRow, kinds_of
from catalog.seating.verdict import quantities

from . import extras, offering, trolley
from .kept import Kept, KeptChoice
from .offering import Offering
from .sending import Ways, ways
from .trolley import Seen


@dataclass(frozen=True)
class OrderPart:
    """One order, and in which numbers of which kinds it can be had; none where that is not changed here."""

    order: Order
    known: KeptChoice | None = None
    kinds: tuple[KindRow, ...] = ()

    @property
    def is_one_kind(self) -> bool:
        return len(self.kinds) == 1


@dataclass(frozen=True)
class BundlePart:
    """What one supplier sends together."""

    bundle: Bundle
    orders: tuple[OrderPart, ...]
    ways: Ways


@dataclass(frozen=True)
class TrolleyPage:
    seen: Seen
    bundles: tuple[BundlePart, ...]
    offering: Offering

    @property
    def has_several(self) -> bool:
        return len(self.bundles) > 1

    @property
    def countries(self) -> tuple[Country, ...]:
        """Where everything can be sent, if something is limited to countries."""
        return tuple(Country(code, code) for code in self.seen.kept.destinations)

    @property
    def limited(self) -> tuple[str, ...]:
        """The names of the ways of sending that are limited to countries."""
        return tuple(dict.fromkeys(way[1] for way in self.seen.kept.sending.values() if way[2:]))


def look(visitor: str, *, language: str, since: float) -> TrolleyPage:
    """The trolley as it is now. Raises TicketingErrors where f13 does not show it; more may be missing.

    `since`: as `live.since` says.
    """
    mine = trolley.kept(visitor)
    asked = {
        **offering.questions(mine, language=language),
        **_about_sending(mine, language=language),
        **_about_kinds(mine, language=language, since=since),
    }
    # The last is asked in this thread, whose session and database it may change.
    told = ask_side_by_side(**asked, trolley=partial(trolley.look, visitor))
    seen: Seen = told["trolley"].required()
    bundles = tuple(_bundle(bundle, seen.kept, told) for bundle in seen.trolley.bundles)
    return TrolleyPage(seen, bundles, offering.offering(seen.trolley, told, language=language))


def _about_sending(mine: Kept, *, language: str) -> dict[str, Callable[[], Any]]:
    performances = {known.choice.perf_id for known in mine.choices.values()}
    return {
        f"sending {perf_id}": partial(live.list_send_methods, perf_id, language=language)
        for perf_id in performances
    }


def _about_kinds(mine: Kept, *, language: str, since: float) -> dict[str, Callable[[], Any]]:
    """What is free of that of which nobody picked seats: its number and kinds are changed on this page."""
    return {
        _name(known): partial(
            live.get_availability,
            known.choice.perf_id,
            language=language,
            departure=known.choice.departure_date,
            nights=known.choice.duration,
            promo_code=known.choice.promo_code,
            since=since,
        )
        for known in mine.choices.values()
        if not known.choice.seats and not known.is_add_on
    }


def _name(known: KeptChoice) -> str:
    choice = known.choice
    return f"kinds {choice.perf_id} {choice.departure_date} {choice.duration} {choice.promo_code}"


def _bundle(bundle: Bundle, mine: Kept, told: Mapping[str, Told]) -> BundlePart:
    methods = {
        name.removeprefix("sending "): answer for name, answer in told.items() if name.startswith("sending ")
    }
    code = mine.send_codes.get(bundle.source_code, "")
    orders = tuple(_order(order, mine.choices.get(order.item_number or 0), told) for order in bundle.orders)
    return BundlePart(bundle, orders, ways(bundle, told=methods, code=code))


def _order(order: Order, known: KeptChoice | None, told: Mapping[str, Told]) -> OrderPart:
    if known is None or extras.follows(order) or _name(known) not in told or known.choice.seats:
        return OrderPart(order, known)
    answer: Availability | None = told[_name(known)].otherwise(None)
    return OrderPart(order, known, _kinds(known, answer) if answer and not answer.is_troubled else ())


def _kinds(known: KeptChoice, availability: Availability) -> tuple[KindRow, ...]:
    """The kinds of its band, with the numbers that are chosen."""
    band = availability.band(known.choice.ticket_type_code, known.choice.price_band_code)
    allowed = quantities(band, availability) if band else ()
    if band is None or not allowed:
        return ()
    numbers = {code: known.kinds.count(code) for code in known.kinds}
    return kinds_of(band, allowed=allowed, numbers=numbers)
