"""Where pages are kept: how much memory they may take, and what processes share."""

import pytest
from django.core.cache import cache

from boxoffice import shared
from boxoffice.pages import keeping
from boxoffice.pages.keeping import Memory
from tests.kept_pages import Shop, a_page, answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_pages_are_kept")]


def has_redis(settings):
    return "redis" in settings.CACHES["default"]["BACKEND"].lower()


def test_a_flood_of_questions_cannot_grow_the_memory(settings):
    settings.PAGES_MEMORY_MEGABYTES = 0.1
    shop = Shop()
    for number in range(500):
        shop.get(f"/search/?q={number}{'x' * 1_000}")
    assert 50_000 < shop.middleware.memory.bytes <= 100_000
    shop.get(f"/search/?q=499{'x' * 1_000}")
    assert len(shop.made) == 500
    shop.get(f"/search/?q=0{'x' * 1_000}")
    assert len(shop.made) == 501


def test_addresses_and_headers_are_counted_too():
    memory = Memory(1_000_000)
    memory.set("/" + "x" * 2_000, a_page())
    short = memory.bytes
    memory.set("/", a_page(Link="y" * 3_000))
    assert memory.bytes - short == pytest.approx(short + 1_000, abs=20)


def test_a_page_that_is_made_anew_is_counted_once():
    memory = Memory(1_000_000)
    memory.set("/", a_page())
    once = memory.bytes
    memory.set("/", a_page())
    assert memory.bytes == once


def test_the_page_used_last_is_forgotten_last():
    memory = Memory(10_000)
    memory.set("/", a_page())
    for number in range(50):
        assert memory.get("/")
        memory.set(f"/search/?q={number}", a_page())
    assert memory.get("/search/?q=0") is None


def test_processes_share_pages_where_they_share_a_cache(settings):
    shops = [Shop(), Shop()]
    for shop in shops:
        shop.get()
        shop.get("/search/?q=cat")  # what anybody can think up is kept by each alone
    assert [len(shop.made) for shop in shops] == [2, 1 if has_redis(settings) else 2]


def test_a_shared_page_is_the_same_page(monkeypatch):
    monkeypatch.setattr(keeping, "_is_shared", lambda address: True)
    first, other = Shop(lambda request: answer(Link="</>; rel=x")), Shop()
    assert dict(first.get().items()) == dict(other.get().items())
    assert other.get().content == b"page"
    assert other.made == []


def test_another_release_has_pages_of_its_own(monkeypatch):
    monkeypatch.setattr(keeping, "_is_shared", lambda address: True)
    Shop().get()
    monkeypatch.setattr(keeping.staticfiles_storage, "manifest_hash", "another", raising=False)
    later = Shop()
    later.get()
    assert len(later.made) == 1


def test_there_is_no_second_copy_in_the_cache_of_one_process(settings):
    shop = Shop()
    shop.get()
    assert bool(cache.get(keeping._key("http:/?"))) == has_redis(settings)


def test_without_the_cache_pages_are_made_and_kept_all_the_same(monkeypatch):
    def broken(*arguments, **options):
        raise ConnectionError

    monkeypatch.setattr(keeping, "_is_shared", lambda address: True)
    monkeypatch.setattr(cache, "get", broken)
    monkeypatch.setattr(cache, "set", broken)
    monkeypatch.setattr(shared, "_asked_again_at", 0.0)
    shop = Shop()
    assert shop.get().content == shop.get().content == b"page"
    assert len(shop.made) == 1
    monkeypatch.setattr(shared, "_asked_again_at", 0.0)
