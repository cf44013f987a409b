"""What is asked of f13 because a buyer asked: identical questions within two seconds share one answer.

A page, its list, its map and the press of its button ask the same within moments, and so do people who come
at once. Answers stay in the process, and are dropped as soon as this process holds or releases anything.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as WaitedTooLong
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.conf import settings

from boxoffice.ticketing import Availability, NoAnswer, SendMethod, get_service

PATIENCE = 30.0  # seconds for which the others wait for the one that asks
MOST = 200  # answers kept at once: a hall of thousands of seats is not small

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class _Kept:
    asked_at: float
    flight: "Future[Any]"


class Answers:
    """Answers by question, each for some seconds from when it was asked. Failures are shared, never kept."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()

    def get(self, question: Hashable, *, seconds: float, ask: Callable[[], Answer]) -> Answer:
        """The answer of whoever asked within these seconds, else that of asking. Raises what `ask` raised."""
        now = self._clock()
        with self._lock:
            known = self._kept.get(question)
            if known is not None and (now - known.asked_at < seconds or not known.flight.done()):
                flight = known.flight
            else:
                known, flight = None, Future()
                self._keep(question, _Kept(now, flight))
        return _waited_for(flight) if known is not None else self._asked(question, flight, ask)

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()

    def _keep(self, question: Hashable, kept: _Kept) -> None:
        self._kept[question] = kept
        self._kept.move_to_end(question)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)

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
) -> Availability:
    """Everything that can be chosen from: areas, bands, seats, examples, kinds. Raises TicketingErrors."""
    return answers.get(
        ("availability", perf_id, language, departure, nights, promo_code),
        seconds=settings.ANSWERS_SHARED_SECONDS,
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


def forget() -> None:
    """What is free has changed by what we have just done."""
    answers.forget()
