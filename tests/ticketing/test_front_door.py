"""A service is built from settings, once for each process; all that callers need is at the front door."""

import sys
from types import ModuleType, SimpleNamespace

import pytest

import boxoffice
from boxoffice import ticketing
from boxoffice.ticketing import connecting, types
from boxoffice.ticketing.breaker import MemoryStore
from boxoffice.ticketing.transport import Patience


@pytest.fixture
def settings(monkeypatch):
    """Settings with no more than has no default, and the shop's shared store."""
    shared = ModuleType("boxoffice.shared")
    shared.store = MemoryStore()
    monkeypatch.setitem(sys.modules, "boxoffice.shared", shared)
    monkeypatch.setattr(boxoffice, "shared", shared, raising=False)
    made = SimpleNamespace(F13_URL="https://f13.test/", F13_USER="demo", F13_PASSWORD="demopass")
    monkeypatch.setattr(connecting, "settings", made)
    connecting._transport.cache_clear()
    yield made
    connecting._transport.cache_clear()


def test_a_service_is_built_from_settings(settings):
    settings.F13_SUBUSER, settings.F13_READ_TIMEOUT = "belfast", 12
    settings.BREAKER_FAILURES, settings.BREAKER_PAUSE = 2, 7
    service = ticketing.get_service("fr")
    transport = service.transport
    assert (service.language, service.subuser, transport.base_url) == ("fr", "belfast", "https://f13.test")
    assert transport.patience == Patience(connect=3, read=12, purchase=300, retries=10)
    assert (transport.breaker.failures, transport.breaker.pause) == (2, 7)
    assert transport.breaker.store is sys.modules["boxoffice.shared"].store


def test_a_process_has_one_set_of_connections(settings):
    one, other = ticketing.get_service("fr"), ticketing.get_service("de")
    assert one.transport is other.transport
    assert ticketing.get_service() == ticketing.get_service(None)


def test_another_process_has_its_own(settings, monkeypatch):
    here = ticketing.get_service().transport
    monkeypatch.setattr(connecting.os, "getpid", lambda: -1)
    assert ticketing.get_service().transport is not here


def test_changed_settings_are_heeded(settings):
    here = ticketing.get_service().transport
    settings.F13_USER = "demo-stripe"
    assert ticketing.get_service().transport is not here


def test_every_value_is_at_the_front_door():
    assert set(types.__all__) < set(ticketing.__all__)
    assert all(hasattr(ticketing, name) for name in ticketing.__all__)
