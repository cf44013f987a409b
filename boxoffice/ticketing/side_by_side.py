"""Independent questions asked at the same time, for the wait of the slowest."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from .errors import TicketingError


@dataclass(frozen=True, slots=True)
class Told:
    """What one question brought: a value, or the error that came instead."""

    value: Any = None
    error: TicketingError | None = None

    @property
    def is_known(self) -> bool:
        return self.error is None

    def required(self) -> Any:
        """The value, or its error raised: for a question without which there is no page."""
        if self.error is not None:
            raise self.error
        return self.value

    def otherwise(self, default: Any) -> Any:
        """The value, or what to show in its place."""
        return self.value if self.error is None else default


def ask_side_by_side(**questions: Callable[[], Any]) -> dict[str, Told]:
    """Ask all of these at once, and tell of each by its name.

    >>> told = ask_side_by_side(
    ...     availability=lambda: service.get_availability(perf_id),
    ...     sending=lambda: service.list_send_methods(perf_id),
    ... )
    >>> told["availability"].required(), told["sending"].otherwise(())

    Each but the last has a thread of its own; the last is asked here, where we would only wait.
    """
    *others, (last, here) = questions.items()
    if not others:
        return {last: _told(here)}
    with ThreadPoolExecutor(max_workers=len(others), thread_name_prefix="ticketing") as threads:
        asked = {
            name: threads.submit(copy_context().run, _told_and_tidied, question) for name, question in others
        }
        told = {last: _told(here)}
    return {name: asked[name].result() if name in asked else told[name] for name in questions}


def _told(question: Callable[[], Any]) -> Told:
    try:
        return Told(question())
    except TicketingError as error:
        return Told(error=error)


def _told_and_tidied(question: Callable[[], Any]) -> Told:
    """In a thread that ends: what it opened of the database (the breaker asks there) ends with it."""
    try:
        return _told(question)
    finally:
        if settings.configured:
            from boxoffice import shared  # here, for it stands on the database, which ticketing does not

            shared.leave_thread()
