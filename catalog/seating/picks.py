"""What a buyer has picked, as the performance's page says it: in its form, and in its address.

Everything here can be tampered with. What can be read is no more than a wish; what f13 has decides.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

BandKey = tuple[str, str]  # area and band code, for a band's code is unique within its area only

MOST_BANDS = 500
MOST_SEATS = 200
LONGEST = 300  # characters of a code or an id
MOST_DIGITS = 5
MOST_TICKETS = 20_000


class Unreadable(ValueError):
    """No page of ours says it like this."""


class Said(Protocol):
    """A form or the query of an address: Django's QueryDict is one."""

    def getlist(self, key: str, /) -> list[str]: ...
    def __iter__(self) -> Iterator[str]: ...


@dataclass(frozen=True, slots=True)
class Pick:
    """One seat, and as which kind of ticket; None where that was not said."""

    band: BandKey
    seat: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class BestAvailable:
    """So many tickets of each kind in one band, whichever seats they are."""

    band: BandKey
    numbers: tuple[tuple[str, int], ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kind of each ticket, as one list."""
        return tuple(code for code, number in self.numbers for _ in range(number))


@dataclass(frozen=True, slots=True)
class Picks:
    """Seats in the order in which they were picked, and what may be any of a band's."""

    seats: tuple[Pick, ...] = ()
    best: BestAvailable | None = None

    @property
    def bands(self) -> tuple[BandKey, ...]:
        keys = [pick.band for pick in self.seats] + ([self.best.band] if self.best else [])
        return tuple(dict.fromkeys(keys))

    @property
    def is_empty(self) -> bool:
        return not self.seats and self.best is None

    def of(self, band: BandKey) -> tuple[Pick, ...]:
        return tuple(pick for pick in self.seats if pick.band == band)

    def without(self, gone: Iterable[Pick]) -> "Picks":
        missing = set(gone)
        return replace(self, seats=tuple(pick for pick in self.seats if pick not in missing))

    def taking(self, band: BandKey, seats: Sequence[str]) -> "Picks":
        """These seats in place of those of that band; a seat that stays keeps its kind."""
        kinds = {pick.seat: pick.kind for pick in self.of(band)}
        others = tuple(pick for pick in self.seats if pick.band != band)
        return replace(self, seats=others + tuple(Pick(band, seat, kinds.get(seat)) for seat in seats))

    def as_kinds(self, band: BandKey, kinds: Sequence[str]) -> "Picks":
        """The tickets of that band as these kinds, in order."""
        if self.best and self.best.band == band and not self.of(band):
            return replace(self, best=BestAvailable(band, tuple(Counter(kinds).items())))
        said = iter(kinds)
        seats = (replace(pick, kind=next(said, None)) if pick.band == band else pick for pick in self.seats)
        return replace(self, seats=tuple(seats))

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """As the address of the page says it. Bands are named, for their numbers change as they sell out."""
        index = {band: number for number, band in enumerate(self.bands)}
        said = [("band", json.dumps(band, ensure_ascii=False)) for band in self.bands]
        for pick in self.seats:
            value = f"{index[pick.band]}:{pick.seat}"
            said.append(("seat", value))
            if pick.kind is not None:
                said.append((f"kind:{value}", pick.kind))
        if self.best:
            number = index[self.best.band]
            said.append(("from", str(number)))
            said += [(f"number:{number}:{code}", str(count)) for code, count in self.best.numbers]
        return said


NOTHING = Picks()


def picks_from(said: Said, *, bands: Sequence[BandKey] = ()) -> Picks:
    """What was picked. `bands`: what numbers mean where the page does not say it. Raises Unreadable."""
    keys = [_band(value) for value in said.getlist("band")[:MOST_BANDS]] or list(bands)
    values = said.getlist("seat") or _group(said)
    if len(values) > MOST_SEATS:
        raise Unreadable("more seats than anybody buys")
    return Picks(tuple(_pick(value, said, keys) for value in values), _best(said, keys))


def _band(value: str) -> BandKey:
    match _json(value):
        case [str(area), str(code)] if code and _is_text(area) and _is_text(code):
            return area, code
    raise Unreadable("no band")


def _group(said: Said) -> list[str]:
    """The seats of the one that was chosen among the list's groups."""
    chosen = said.getlist("group")[:1]
    if not any(chosen):
        return []
    match _json(chosen[0]):
        case [*values] if all(isinstance(value, str) for value in values):
            return [str(value) for value in values]
    raise Unreadable("no group")


def _pick(value: str, said: Said, keys: Sequence[BandKey]) -> Pick:
    number, colon, seat = value.partition(":")
    if not colon or not seat or not _is_text(seat):
        raise Unreadable("no seat")
    kinds = said.getlist(f"kind:{value}")
    kind = kinds[0] if kinds else None
    return Pick(_numbered(number, keys), seat, kind if kind is None or _is_text(kind) else "")


def _best(said: Said, keys: Sequence[BandKey]) -> BestAvailable | None:
    number = (said.getlist("from") or [""])[0]
    if not number:
        return None
    prefix = f"number:{number}:"
    names = [name for name in said if name.startswith(prefix) and _is_text(name)]
    counts = [(name.removeprefix(prefix), _count((said.getlist(name) or [""])[0])) for name in names]
    if sum(count for _code, count in counts) > MOST_TICKETS:
        raise Unreadable("more tickets than there are")
    return BestAvailable(_numbered(number, keys), tuple((code, count) for code, count in counts if count))


def _numbered(number: str, keys: Sequence[BandKey]) -> BandKey:
    found = _count(number) if number else len(keys)
    if found >= len(keys):
        raise Unreadable("no such band")
    return keys[found]


def _count(value: str) -> int:
    """A number as a field sends it; an empty one is none."""
    digits = value.strip()
    if digits and not (digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS):
        raise Unreadable("no number")
    return int(digits or 0)


def _json(value: str) -> object:
    if len(value) > LONGEST * MOST_SEATS:
        raise Unreadable("too long")
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise Unreadable("no JSON") from None


def _is_text(value: str) -> bool:
    """JSON can spell half a character, which is no text, and some that nobody has in a name."""
    return len(value) <= LONGEST and not any(
        0xD800 <= ord(letter) < 0xE000 or letter < " " for letter in value
    )
