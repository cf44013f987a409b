"""What the shop's own records say of orders, read by the names of its models: no more of them is known."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections

from .evidence import Asked

T = TypeVar("T")


class Records:
    """The database of these settings. Playwright's thread counts as asynchronous, so Django has another."""

    def asked_for(self, orders: Sequence[str]) -> tuple[Asked, ...]:
        """Every request id kept with these orders' steps, oldest first; repetitions each by themselves."""
        return _aside(lambda: _asked_for(orders)) if orders else ()

    def have(self, order: str) -> bool:
        try:
            return _aside(lambda: apps.get_model("checkout.OrderRecord").objects.filter(pk=order).exists())
        except (DatabaseError, ValidationError):
            return False


def _asked_for(orders: Sequence[str]) -> tuple[Asked, ...]:
    steps: Any = apps.get_model("checkout.Step").objects.filter(record_id__in=list(orders))
    told = [
        (at, step.what, request_id)
        for step in steps.exclude(request_id="", again="")
        for at, request_id in step.occasions
        if request_id
    ]
    return tuple(
        Asked(at.isoformat(timespec="milliseconds"), what, given) for at, what, given in sorted(told)
    )


def _aside(question: Callable[[], T]) -> T:
    def asked() -> T:
        try:
            return question()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asked).result()
