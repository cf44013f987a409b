"""An event's months and performances, kept in rows: there after a restart, and while f13 is away.

Fresh for a minute. For ten more they are shown at once while one caller of all processes asks again. What is
older is asked for first, and shown with its age where f13 does not answer.
"""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Subquery
from django.utils import timezone

from boxoffice.ticketing import Month, TicketingError, from_text, to_text

from . import dates_upstream as upstream
from .dates_upstream import Listed, Months
from .models import KeptAnswer
from .once import in_background, once

logger = logging.getLogger(__name__)

SHOWN_AT_ONCE = timedelta(minutes=10)
KEPT_FOR = timedelta(days=2)
MONTHS, FIRST, WANTED = "months", "first", "wanted"


@dataclass(frozen=True)
class Timetable:
    """When an event is on, as far as one page shows it, and when f13 said so."""

    months: tuple[Month, ...]
    listed: Listed
    asked_at: datetime
    is_late: bool = False  # f13 does not answer, and this is older than it should be

    @property
    def age(self) -> timedelta:
        return timezone.now() - self.asked_at

    @property
    def has_fresh_prices(self) -> bool:
        return self.age <= timedelta(seconds=settings.PRICE_FRESH_SECONDS)


@dataclass(frozen=True)
class Wish:
    """Whose dates somebody wants to see: those of the month `wanted` (YYYY-MM), else of the first."""

    event_id: str
    language: str
    wanted: str = ""

    @cached_property
    def keys(self) -> dict[str, str]:
        """The rows that may hold the answer. The first month's holds all, where they are few."""
        names = {MONTHS: MONTHS, FIRST: FIRST} | ({WANTED: self.wanted} if self.wanted else {})
        return {name: self._key(kept_as) for name, kept_as in names.items()}

    @property
    def claim(self) -> str:
        return "catalog.timetable:" + self._key(self.wanted or FIRST)

    def _key(self, kept_as: str) -> str:
        return hashlib.sha256("\0".join((kept_as, self.language, self.event_id)).encode()).hexdigest()


@dataclass(frozen=True)
class Kept:
    """A row, read only if it is wanted: most are long."""

    kind: type
    text: str
    asked_at: datetime

    @cached_property
    def value(self) -> Any:
        return from_text(self.kind, self.text)

    @property
    def is_fresh(self) -> bool:
        return _is_fresh(timezone.now() - self.asked_at)


@dataclass(frozen=True)
class Known:
    """What the rows of a wish hold; each may be missing."""

    months: Kept | None = None
    first: Kept | None = None
    wanted: Kept | None = None

    def listed(self, month: str) -> Kept | None:
        """The row that holds the performances of that month, or all of them."""
        return next((one for one in (self.wanted, self.first) if one and one.value.month == month), None)

    def timetable(self, wish: Wish, *, is_dated: bool) -> Timetable | None:
        """What they say together, if nothing is missing."""
        if is_dated and self.months is None:
            return None
        months: Months = self.months.value if is_dated and self.months else Months()
        listed = self.listed(months.listed(wish.wanted))
        if listed is None:
            return None
        asked_at = min(one.asked_at for one in (listed, is_dated and self.months) if one)
        return Timetable(months.months, listed.value, asked_at)


# Reading


def beside(wish: Wish) -> dict[str, Subquery]:
    """The rows as columns, to be read with another row in one query."""
    columns = {}
    for name, key in wish.keys.items():
        rows = KeptAnswer.objects.filter(key=key)
        columns[f"kept_{name}"] = Subquery(rows.values("kept")[:1])
        columns[f"asked_{name}"] = Subquery(rows.values("asked_at")[:1])
    return columns


def known_beside(row: Any, wish: Wish) -> Known:
    """What the columns of `beside` hold."""
    return _known({name: (getattr(row, f"kept_{name}"), getattr(row, f"asked_{name}")) for name in wish.keys})


def known(wish: Wish) -> Known:
    rows = KeptAnswer.objects.in_bulk(list(wish.keys.values()))
    found = {name: rows[key] for name, key in wish.keys.items() if key in rows}
    return _known({name: (row.kept, row.asked_at) for name, row in found.items()})


def _known(found: Mapping[str, tuple[str | None, datetime | None]]) -> Known:
    kinds = {MONTHS: Months, FIRST: Listed, WANTED: Listed}
    return Known(**{name: Kept(kinds[name], text, at) for name, (text, at) in found.items() if text and at})


def look(wish: Wish, *, known: Known, is_dated: bool) -> Timetable:
    """What is known, brought up to date as its age asks. Raises TicketingErrors where nothing is known."""
    try:
        found = known.timetable(wish, is_dated=is_dated)
    except ValueError:  # another version of the shop kept it in another way
        known, found = Known(), None
    if found is not None and _is_fresh(found.age):
        return found
    question = _Question(wish, known=known, is_dated=is_dated)
    if found is not None and found.age < SHOWN_AT_ONCE:
        in_background(wish.claim, question.ask)
        return found
    try:
        return once(wish.claim, ask=question.ask, look=lambda: question.answered_since(found))
    except TicketingError as error:
        if found is None:
            raise
        logger.warning("Showing an older answer: %s", error)
        return replace(found, is_late=True)


def tidy() -> int:
    """Forget what nobody has asked for lately."""
    return KeptAnswer.objects.filter(asked_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _is_fresh(age: timedelta) -> bool:
    return age < timedelta(seconds=settings.PERFORMANCES_FRESH_SECONDS)


# Asking


@dataclass(frozen=True)
class _Question:
    """A wish that the rows do not answer well enough."""

    wish: Wish
    known: Known
    is_dated: bool
    new: dict[str, Any] = field(default_factory=dict)

    def ask(self) -> Timetable:
        """Ask for what is not fresh any more, and keep it."""
        now = timezone.now()
        months = self._months() if self.is_dated else Months()
        listed = self._listed(months)
        _keep(self.wish, self.new, now)
        return Timetable(months.months, listed, now)

    def answered_since(self, found: Timetable | None) -> Timetable | None:
        """What another process has kept meanwhile."""
        now_known = known(self.wish).timetable(self.wish, is_dated=self.is_dated)
        return now_known if now_known and (found is None or now_known.asked_at > found.asked_at) else None

    def _months(self) -> Months:
        kept = self.known.months
        if kept and kept.is_fresh:
            return kept.value
        found = upstream.ask_months(self.wish.event_id, language=self.wish.language)
        self.new[MONTHS] = found
        return found

    def _listed(self, months: Months) -> Listed:
        month = months.listed(self.wish.wanted)
        kept = self.known.listed(month)
        if kept and kept.is_fresh:
            return kept.value
        found = self._performances(month)
        # Many wishes have one answer: a month that there is not is answered with the first.
        self.new[WANTED if month and month == self.wish.wanted else FIRST] = found
        return found

    def _performances(self, month: str) -> Listed:
        event_id, language = self.wish.event_id, self.wish.language
        if not self.is_dated:
            return upstream.ask_for_the_one_to_take(event_id, language=language)
        return upstream.ask_performances(event_id, month=month, language=language)


def _keep(wish: Wish, new: Mapping[str, Any], asked_at: datetime) -> None:
    """In one statement. Without a database to write to, the page has its answer all the same."""
    rows = [
        KeptAnswer(key=wish.keys[name], event_id=wish.event_id, kept=to_text(value), asked_at=asked_at)
        for name, value in new.items()
    ]
    try:
        KeptAnswer.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["event_id", "kept", "asked_at"],
        )
    except DatabaseError:
        logger.exception("An answer could not be kept")
