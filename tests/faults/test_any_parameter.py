"""Every parameter that any address reads, of queries and forms, with whatever may stand in it: never a 500.

Addresses come from the URL table and names from watching what is read, so that new ones are in by themselves.
"""

import copy
import os
import string
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as how
from hypothesis import strategies as some

from checkout import access
from checkout.models import CalloutStep, Cancellation
from tests.builders import CUSTOMER, a_choice, a_hold, a_performance, hold_form, mirrored
from tests.faults.test_any_input import HOSTILE
from tests.routes import Route, every_route
from tests.staff import inside, somebody

pytestmark = pytest.mark.django_db

INPUTS = 10_000 if os.environ.get("VISITS") == "many" else 300
MOST_SAID = 8  # parameters of one request
# They end the session with which all others are asked.
ENDS = {"admin:logout", "admin:leave"}
ANYTHING = some.one_of(
    some.sampled_from(HOSTILE),
    some.text(max_size=40),
    some.text(string.printable, max_size=200),
    some.integers().map(str),
    some.floats().map(str),
    some.dates().map(str),
    some.uuids().map(str),
)


class Stage:
    """A visitor and somebody of staff in the middle of everything, and what each address reads there."""

    def __init__(self) -> None:
        (event,) = mirrored("7AB")
        self.visitor, self.staff = Client(raise_request_exception=False), None
        record = a_hold(self.visitor)
        self.staff = inside(somebody("grace", is_superuser=True))
        self.staff.raise_request_exception = False
        page = self.visitor.get("/trolley/").content.decode()
        self.ids = {
            "record_id": record.pk,
            "object_id": record.pk,
            "event_id": event.event_id,
            "slug": event.slug,
            "perf_id": a_performance("7AB"),
            "item_number": 1,
            "number": 1,
            "token": CalloutStep.objects.create(record=record).token,
            "transaction_uuid": record.transaction_uuid,
            "cancellation_id": Cancellation.objects.create(record=record, numbers=[1]).pk,
            "signature": access.link_to(record).rstrip("/").rpartition("/")[2],
            "language": "en",
            "app_label": "checkout",
        }
        self.right = {
            **a_choice(),
            **hold_form(page),
            **CUSTOMER,
            "q": "cat",
            "month": "2027-01",
            "page": "1",
        }
        self.routes = [route for route in every_route() if route.name not in ENDS]
        self.read = {route: sorted(self._names(route)) for route in self.routes}

    def ask(self, route: Route, method: str, address: str, said: dict[str, Any]) -> Any:
        browser = self.staff if route.is_of_staff else self.visitor
        with undone(browser):
            return getattr(browser, method)(address, said)

    def _names(self, route: Route) -> set[str]:
        with watched() as names:
            for method, said in (("get", {}), ("get", self.right), ("post", {}), ("post", self.right)):
                self.ask(route, method, route.address(self.ids), said)
        return {name for name in names if isinstance(name, str)}


@contextmanager
def undone(browser: Client) -> Iterator[None]:
    """Whatever it did to rows and cookies: each input finds the same."""
    cookies = copy.deepcopy(browser.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    browser.cookies = cookies


@contextmanager
def watched() -> Iterator[set[Any]]:
    """The names that somebody looks for in a query or a form."""
    names: set[Any] = set()

    def noting(real: Any) -> Any:
        def look(said: QueryDict, name: Any, *arguments: Any, **named: Any) -> Any:
            names.add(name)
            return real(said, name, *arguments, **named)

        return look

    ways = ("__getitem__", "__contains__", "getlist", "get")
    patches = [mock.patch.object(QueryDict, way, noting(getattr(QueryDict, way))) for way in ways]
    for patch in patches:
        patch.start()
    try:
        yield names
    finally:
        for patch in patches:
            patch.stop()


@pytest.fixture
def stage(f13: Any, settings: Any) -> Stage:
    return Stage()


def test_it_knows_what_is_read(stage):
    """Otherwise nothing would be tried."""
    names = {route.name: set(read) for route, read in stage.read.items()}
    assert {"q", "city", "from", "max", "page", "sort"} <= names["catalog:search"]
    assert {"email", "first_name", "postcode", "country_code"} <= names["checkout:checkout"]
    assert {"reference", "email"} <= names["checkout:find"]
    assert {"perf_id", "band"} <= names["checkout:add"]
    assert {"press", "asked_total"} <= names["checkout:reserve"]
    assert {"next"} <= names["checkout:release"]
    assert {"username", "password", "next"} & names["admin:login"]
    assert len(set().union(*names.values())) > 80


def test_whatever_is_said_there_is_no_fault_of_ours(stage):
    seen: Counter[str] = Counter()

    @how(
        max_examples=INPUTS,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(some.sampled_from(stage.routes), some.sampled_from(["get", "post", "post"]), some.data())
    def anything(route, method, data):
        names = stage.read[route] or ["any"]
        chosen = data.draw(some.lists(some.sampled_from(names), max_size=MOST_SAID, unique=True))
        said = {name: data.draw(some.one_of(ANYTHING, some.lists(ANYTHING, max_size=3))) for name in chosen}
        if data.draw(some.booleans()):  # the rest as it should be, so that what is wrong is reached
            said = {**{name: stage.right[name] for name in names if name in stage.right}, **said}
        parts = {name: data.draw(ANYTHING) for name in route.parts if data.draw(some.integers(0, 5)) == 0}
        address = route.address(stage.ids | parts)
        assume("\ud800" not in address)
        answer = stage.ask(route, method, address, said)
        assert answer.status_code < 500, (route.name, method, address, said)
        seen[route.name] += 1

    anything()
    if INPUTS >= 10_000:
        assert set(seen) == {route.name for route in stage.routes}
