"""A line of the tables, read: its cells, and what follows from them."""

from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

from sandbox.catalogue import money
from sandbox.catalogue.invented.venues import VENUES
from sandbox.catalogue.invented.words import WORDS
from sandbox.catalogue.layouts import LAYOUTS, Layout
from sandbox.catalogue.model import Currency, Source, Venue
from sandbox.catalogue.prices import KINDS
from sandbox.catalogue.sources import SOURCES

COUNTRY_CURRENCY = {"uk": money.GBP, "us": money.USD, "jp": money.JPY, "ae": money.AED}
COUNTRY_LANGUAGE = {"fr": "fr", "de": "de", "es": "es", "ae": "ar", "jp": "ja"}
OTHER_LANGUAGES = (("fr", "de"), ("de", "es"), ("es", "ar"), ("fr", "de", "es", "ar"), ())
MINUTES = (60, 75, 90, 105, 120, 135, 150, 165)


class Words:
    """The last cell: words, some with a value. Raises KeyError for a word without a meaning."""

    def __init__(self, cell: str) -> None:
        self._values = dict(word.partition("=")[::2] for word in cell.split())
        for word, value in self._values.items():
            if word not in KINDS:
                WORDS[word + "=" if value else word]

    def __contains__(self, word: str) -> bool:
        return word in self._values

    def get(self, word: str, default: str = "") -> str:
        return self._values.get(word, default)

    def listed(self, word: str) -> tuple[str, ...]:
        return tuple(part for part in self.get(word).split(",") if part)

    def number(self, word: str) -> int | None:
        return int(self.get(word)) if word in self else None

    @property
    def kinds(self) -> str:
        return next((word for word in self._values if word in KINDS), "normal")


@dataclass(frozen=True)
class Row:
    """The cells in their order. `seed` is a number that belongs to the id, for all that is left to chance."""

    id: str
    name: str
    venue_key: str
    classes: str
    house: str
    schedule: str
    top: str
    cell: str

    @cached_property
    def words(self) -> Words:
        return Words(self.cell)

    @property
    def seed(self) -> int:
        return crc32(self.id.encode())

    @property
    def kind(self) -> str:
        """The first class: what the event is above all."""
        return self.classes.split()[0]

    @property
    def venue(self) -> Venue:
        return VENUES[self.venue_key][0]

    @property
    def source(self) -> Source:
        return SOURCES[self.words.get("source", VENUES[self.venue_key][1].code)]

    @property
    def currency(self) -> Currency:
        return COUNTRY_CURRENCY.get(self.venue.city.country_code, money.EUR)

    @property
    def layout(self) -> Layout:
        return LAYOUTS[self.house]

    @property
    def minutes(self) -> int | None:
        has_none = "goods" in self.words or self.kind in {"hotel", "merch"}
        return None if has_none else MINUTES[self.seed % len(MINUTES)]

    @property
    def languages(self) -> tuple[str, ...]:
        """English, the language of the place, and some others."""
        local = COUNTRY_LANGUAGE.get(self.venue.city.country_code, "en")
        return tuple(dict.fromkeys(("en", local, *OTHER_LANGUAGES[self.seed % len(OTHER_LANGUAGES)])))
