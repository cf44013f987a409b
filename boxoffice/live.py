"""What is asked of f13 because a buyer asked: identical questions within two seconds share one answer.

A page, its list, its map and the press of its button ask the same within moments, and so do people who come
at once. Answers stay in the process, and are dropped as soon as this process holds or releases anything. Who
has just held something, let it go or been refused it, by way of whichever process, says since when an answer
would do (`since`).
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, MutableMapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as WaitedTooLong
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.conf import settings

from boxoffice.ticketing import Availability, NoAnswer, Performance, SendMethod, get_service

PATIENCE = 30.0  # seconds for which the others wait for the one that asks
MOST = 200  # answers kept at once: a hall of thousands of seats is not small
CHANGED = "live.changed"  # in a session: when this visitor last changed what is free
CLOCKS_DIFFER = 1.0  # seconds, between machines

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class _Kept:
    asked_at: float
    ends_at: float
    flight: "Future[Any]"

    def serves(self, *, since: float, now: float) -> bool:
        """Whether it is no older than it may be. One under way serves all but whoever wants a later one."""
        return self.asked_at >= since and (now < self.ends_at or not self.flight.done())


class Answers:
    """Answers by question, each for some seconds from when it was asked. Failures are shared, never kept."""

    def __init__(self, *, most: int = MOST, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()

    def get(
        self,
        question: Hashable,
        *,
        seconds: float,
        ask: Callable[[], Answer],
        within: float = float("inf"),
    ) -> Answer:
        """The answer of whoever asked within these seconds, else that of asking. Raises what `ask` raised.

        `within`: for how many seconds of the past this caller takes another's answer at most.
        """
        now = self._clock()
        with self._lock:
            known = self._kept.get(question)
            if known is not None and known.serves(since=now - within, now=now):
                flight = known.flight
            else:
                known, flight = None, Future()
                self._keep(question, _Kept(now, now + seconds, flight))
        return _waited_for(flight) if known is not None else self._asked(question, flight, ask)

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()

    def _keep(self, question: Hashable, kept: _Kept) -> None:
        """The oldest go first, and all that nobody may be given any more: some have thousands of seats."""
        self._kept[question] = kept
        self._kept.move_to_end(question)
        while len(self._kept) > self._most or self._has_ended(next(iter(self._kept.values())), kept.asked_at):
            self._kept.popitem(last=False)

    def _has_ended(self, kept: _Kept, now: float) -> bool:
        return now > kept.ends_at and kept.flight.done()

    def _asked(self, question: Hashable, flight: "Future[Answer]", ask: Callable[[], Answer]) -> Answer:
        try:
            answer = ask()
        except BaseException as error:
            self._drop(question, flight)
            flight.set_exception(error)
            raise
        flight.set_result(answer)
        return answer

    def _drop(self, question: Hashable, flight: "Future[Any]") -> None:
        with self._lock:
            known = self._kept.get(question)
            if known is not None and known.flight is flight:
                del self._kept[question]


def _waited_for(flight: "Future[Answer]") -> Answer:
    try:
        return flight.result(timeout=PATIENCE)
    except WaitedTooLong:
        raise NoAnswer("another thread still waits for it") from None


answers = Answers()


def get_availability(
    perf_id: str,
    *,
    language: str,
    departure: date | None = None,
    nights: int | None = None,
    promo_code: str = "",
    since: float = 0.0,
) -> Availability:
    """Everything that can be chosen from: areas, bands, seats, examples, kinds. Raises TicketingErrors.

    `since`: no answer that was asked for before that does, in seconds as `time.time()` has them.
    """
    return answers.get(
        ("availability", perf_id, language, departure, nights, promo_code),
        seconds=settings.ANSWERS_SHARED_SECONDS,
        within=time.time() - since,
        ask=lambda: get_service(language).get_availability(
            perf_id,
            seat_blocks=True,
            example_seats=True,
            discounts=True,
            promo_code=promo_code,
            departure_date=departure,
            duration=nights,
        ),
    )


def list_send_methods(perf_id: str, *, language: str) -> tuple[SendMethod, ...]:
    """The ways in which tickets may reach the buyer, as of now. Raises TicketingErrors."""
    return answers.get(
        ("send methods", perf_id, language),
        seconds=settings.ANSWERS_SHARED_SECONDS,
        ask=lambda: get_service(language).list_send_methods(perf_id),
    )


def get_performance(perf_id: str, *, language: str) -> Performance | None:
    """One performance, or None where there is no such. Raises TicketingErrors."""
    return answers.get(
        ("performance", perf_id, language),
        seconds=settings.ANSWERS_SHARED_SECONDS,
        ask=lambda: get_service(language).get_performance(perf_id),
    )


def note_change(session: MutableMapping[str, Any]) -> None:
    """This visitor has just held something, let it go or been refused it: they are to see it, whichever
    process they ask.
    """
    session[CHANGED] = time.time() + CLOCKS_DIFFER


def since(session: Mapping[str, Any]) -> float:
    """When this visitor last changed what is free, by the latest clock of any machine; 0 for never."""
    return float(session.get(CHANGED, 0.0))


def forget() -> None:
    """What is free has changed by what we have just done."""
    answers.forget()
