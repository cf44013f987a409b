"""As many events as are wanted, made from the invented ones by rule: the same ones every time.

They are made in rounds. A round is a tour: every invented event once more, at another theatre, mostly in
another city, at the prices there; what belongs together, belongs together in each round.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from zlib import crc32

from sandbox.catalogue.invented import ROWS, event_from
from sandbox.catalogue.invented.row import COUNTRY_CURRENCY, Row
from sandbox.catalogue.invented.venues import FURTHER
from sandbox.catalogue.model import City, Event
from sandbox.catalogue.money import EUR, IN_POUNDS
from sandbox.catalogue.texts import subject_of

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST_NAME = 200
KEYS = tuple(FURTHER)
STRIDE = 23  # from theatre to theatre: it has nothing in common with their number, so all have their turn
STANDING = ("dead", "pending")
REFERENCES = ("upsell", "addon", "parts")
FURTHER_CLASSES = {
    "stage": ("comedy", "family", "concert", "theatre"),
    "visit": ("family", "museum", "tours"),
}


def made(count: int) -> tuple[Event, ...]:
    """At least `count` live events, in whole rounds. None of them has the id of another."""
    live = [row for row in ROWS if not any(word in row.words for word in STANDING)]
    rounds = range(-(-max(count, 0) // len(live)))
    return tuple(event_from(_on_tour(row, number=number)) for number in rounds for row in live)


def _on_tour(row: Row, *, number: int) -> Row:
    key = _venue_key(row, number)
    return replace(
        row,
        id=row.id + _suffix(number),
        name=_name(row, number=number),
        venue_key=key,
        classes=_classes(row, number=number),
        top=_top(row, number=number),
        cell=" ".join(_word(word, suffix=_suffix(number)) for word in row.cell.split()),
    )


def _venue_key(row: Row, number: int) -> str:
    return KEYS[(row.seed + number * STRIDE) % len(KEYS)]


def _city(row: Row, number: int) -> City:
    return FURTHER[_venue_key(row, number)][0].city


def _suffix(number: int) -> str:
    """A, B, … Z, AA, AB, …"""
    rest, letter = divmod(number, len(LETTERS))
    return (_suffix(rest - 1) if rest else "") + LETTERS[letter]


def _name(row: Row, *, number: int) -> str:
    """With the city, where it comes there first; else with the theatre; from the second tour on, a number."""
    venue = FURTHER[_venue_key(row, number)][0]
    earlier = {row.venue.city} | {_city(row, before) for before in range(min(number, len(KEYS)))}
    if venue.city in earlier:
        ending = f" – {venue.desc}"
    else:
        ending = (
            f" & {venue.city.desc}"
            if row.name.endswith(f": {row.venue.city.desc}")
            else f": {venue.city.desc}"
        )
    if number >= len(KEYS):
        ending += f" ({number // len(KEYS) + 1})"
    return row.name[: LONGEST_NAME - len(ending)].rstrip() + ending


def _classes(row: Row, *, number: int) -> str:
    """Its own, and for every third a further one; the first still says what it is above all."""
    others = FURTHER_CLASSES.get(subject_of(row.kind), ())
    chance = _chance(row, number)
    further = [others[chance // 3 % len(others)]] if others and chance % 3 == 0 else []
    return " ".join(dict.fromkeys(row.classes.split() + further))


def _top(row: Row, *, number: int) -> str:
    """The top price in the money of the place, from seven tenths of the original to a third more."""
    currency = COUNTRY_CURRENCY.get(_city(row, number).country_code, EUR)
    share = Decimal(70 + _chance(row, number) % 64) / 100
    amount = Decimal(row.top) * share * IN_POUNDS[row.currency.code] / IN_POUNDS[currency.code]
    unit = 1 if currency.places else 100
    return str(max(round(amount / unit), 4) * unit)


def _word(word: str, *, suffix: str) -> str:
    """References go to the events of the same round."""
    name, _, value = word.partition("=")
    return f"{name}={','.join(_each(value, suffix))}" if name in REFERENCES else word


def _each(value: str, suffix: str) -> Iterator[str]:
    return (part + suffix for part in value.split(","))


def _chance(row: Row, number: int) -> int:
    return crc32(f"{row.id}|{number}".encode())
