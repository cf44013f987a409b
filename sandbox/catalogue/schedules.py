"""When things are on: patterns of weekdays and times, seasons, and ids that are made of the date alone."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zlib import crc32
from zoneinfo import ZoneInfo

from sandbox.catalogue.model import Event, Performance

EPOCH = date(2016, 4, 15)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789" + LETTERS
BLOCK = 10 * len(DIGITS)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CODE = re.compile(r"([A-Z])([0-9])([0-9A-Z])([0-9a-z]*)")
Week = tuple[tuple[time, ...], ...]


def code_of(day: date) -> str:
    """A day in three characters, "A00" being the first: a letter, a digit, and one of both."""
    block, rest = divmod((day - EPOCH).days, BLOCK)
    return LETTERS[block] + str(rest // len(DIGITS)) + DIGITS[rest % len(DIGITS)]


def day_in(code: str) -> date | None:
    """The day that `code_of` wrote, whatever follows it."""
    found = CODE.fullmatch(code)
    if found is None:
        return None
    letter, tens, ones, _ = found.groups()
    days = LETTERS.index(letter) * BLOCK + int(tens) * len(DIGITS) + DIGITS.index(ones)
    return EPOCH + timedelta(days=days)


def two_years_on(day: date) -> date:
    """The same day of the calendar two years later: f13 lists nothing beyond."""
    return day.replace(year=day.year + 2, day=28 if (day.month, day.day) == (2, 29) else day.day)


def week(pattern: str) -> Week:
    """Read "tue-sun 19:30; sat sun 14:30" or "daily 08:00-17:00/30" as the times of each weekday."""
    times: list[list[time]] = [[] for _ in WEEKDAYS]
    for part in pattern.split(";"):
        *days, clock = part.split()
        for day in {number for word in days for number in _numbers(word)}:
            times[day] += _times(clock)
    return tuple(tuple(sorted(day)) for day in times)


def _numbers(word: str) -> range:
    if word == "daily":
        return range(7)
    first, _, last = word.partition("-")
    return range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)


def _times(clock: str) -> list[time]:
    """ "14:30,19:30", or "08:00-17:00/30": every so many minutes."""
    span, _, minutes = clock.partition("/")
    if not minutes:
        return [time.fromisoformat(part) for part in span.split(",")]
    first, last = (time.fromisoformat(part) for part in span.split("-"))
    start, end = first.hour * 60 + first.minute, last.hour * 60 + last.minute
    return [time(*divmod(minute, 60)) for minute in range(start, end + 1, int(minutes))]


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@dataclass(frozen=True)
class Weekly:
    """Every week alike. `months` make it a season; `ahead` and `lead` say how far from today it is sold.

    `names`: by weekday, or by number within the day where there are several. One in `limited` is nearly gone.
    """

    times: Week
    months: tuple[int, ...] = tuple(range(1, 13))
    ahead: int = 270
    lead: int = 0
    names: dict[int, str] = field(default_factory=dict, hash=False)
    slot_names: tuple[str, ...] = ()
    limited: int = 0
    every: int = 1  # weeks

    def window(self, today: date) -> tuple[date, date]:
        last = min(today + timedelta(days=self.ahead), two_years_on(today))
        return today + timedelta(days=self.lead), last

    def day_of(self, code: str) -> date | None:
        return day_in(code)

    def on(self, event: Event, *, day: date) -> tuple[Performance, ...]:
        times = self.times[day.weekday()]
        if not times or day.month not in self.months or day.toordinal() // 7 % self.every:
            return ()
        return tuple(self._performance(event, day=day, slot=slot) for slot in range(len(times)))

    def _performance(self, event: Event, *, day: date, slot: int) -> Performance:
        code = code_of(day) + (DIGITS.lower()[slot] if slot and slot < len(DIGITS) else str(slot or ""))
        starts_at = datetime.combine(day, self.times[day.weekday()][slot], _zone(event.venue.city.timezone))
        return Performance(
            id=f"{event.id}-{code}",
            event_id=event.id,
            starts_at=starts_at,
            name=self._name(day, slot),
            running_time=event.max_running_time,
            is_limited=bool(self.limited) and crc32(code.encode()) % self.limited == 0,
        )

    def _name(self, day: date, slot: int) -> str:
        if slot < len(self.slot_names):
            return self.slot_names[slot]
        return self.names.get(day.weekday(), "")


@dataclass(frozen=True)
class Yearly:
    """Once a year on one day, in UTC; of the years to come, the next `years`. The id counts years."""

    month: int
    day: int
    at: time
    first_year: int
    years: int = 2

    def window(self, today: date) -> tuple[date, date]:
        return date(today.year + 1, 1, 1), date(today.year + self.years, 12, 31)

    def day_of(self, code: str) -> date | None:
        if not (code.isascii() and code.isdigit() and len(code) < 4):
            return None
        return date(self.first_year + int(code), self.month, self.day)

    def on(self, event: Event, *, day: date) -> tuple[Performance, ...]:
        if (day.month, day.day) != (self.month, self.day):
            return ()
        starts_at = datetime.combine(day, self.at, _zone("UTC"))
        code = day.year - self.first_year
        running_time = event.max_running_time
        return (Performance(f"{event.id}-{code}", event.id, starts_at, running_time=running_time),)


@dataclass(frozen=True)
class Undated:
    """One performance that stands for any day: the last of next year. Nobody is asked to choose it."""

    def window(self, today: date) -> tuple[date, date]:
        last = date(today.year + 1, 12, 31)
        return last, last

    def day_of(self, code: str) -> date | None:
        return date(int(code[1:]), 12, 31) if re.fullmatch(r"Y[0-9]{4}", code) and code != "Y0000" else None

    def on(self, event: Event, *, day: date) -> tuple[Performance, ...]:
        if (day.month, day.day) != (12, 31):
            return ()
        starts_at = datetime.combine(day, time(23, 59), _zone(event.venue.city.timezone))
        return (Performance(f"{event.id}-Y{day.year}", event.id, starts_at, autoselect=True),)


@dataclass(frozen=True)
class Never:
    """Nothing is on: a dead event."""

    def window(self, today: date) -> tuple[date, date]:
        return today, today - timedelta(days=1)

    def day_of(self, code: str) -> date | None:
        return None

    def on(self, event: Event, *, day: date) -> tuple[Performance, ...]:
        return ()
