"""For how long a page is shown, and when it is made anew."""

import time

import pytest
from django.db import OperationalError
from django.http import HttpResponse

from boxoffice import pages, shared
from boxoffice.pages.changes import CHANGED, Changes
from catalog.models import Event
from tests.builders import mirrored
from tests.kept_pages import Shop, a_page, answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_pages_are_kept")]


@pytest.fixture
def change(django_capture_on_commit_callbacks):
    """Somebody changes what the shop shows, and it is committed."""

    def made():
        with django_capture_on_commit_callbacks(execute=True):
            pages.changed()

    return made


def test_a_page_is_made_anew_when_its_time_is_over(clock):
    shop = Shop()
    for seconds, count in ((0, 1), (59, 1), (2, 2)):
        clock.shift(seconds)
        shop.get()
        assert len(shop.made) == count


def test_a_page_that_says_so_is_kept_for_less(clock):
    shop = Shop(lambda request: pages.for_seconds(HttpResponse(), 5))
    shop.get()
    clock.shift(6)
    shop.get()
    assert len(shop.made) == 2


def test_no_page_is_kept_for_as_long_as_a_change_is_remembered():
    assert "s-maxage=900" in pages.for_seconds(HttpResponse(), 24 * 60 * 60)["Cache-Control"]


def test_what_staff_change_is_shown_two_seconds_later(client, f13, clock, change):
    (event,) = mirrored("7AB")
    assert event.name in client.get("/").content.decode()
    Event.objects.update(is_hidden=True)
    change()
    clock.shift(2)
    assert event.name not in client.get("/").content.decode()


def test_every_process_hears_of_a_change_within_two_seconds(clock, change):
    shops, alone = [Shop(), Shop()], "/search/?q=cat"
    for _second in range(4):
        clock.shift(1)
        for shop in shops:
            shop.get(alone)
    assert [len(shop.made) for shop in shops] == [1, 1]
    change()
    clock.shift(2)
    for shop in shops:
        shop.get(alone)
    assert [len(shop.made) for shop in shops] == [2, 2]


def test_what_others_made_before_a_change_is_not_taken_from_them(clock, change):
    first, other = Shop(), Shop()
    first.get()
    clock.shift(10)
    change()
    clock.shift(2)
    other.get()
    assert len(other.made) == 1


def test_a_change_is_told_to_others_only_once_it_is_there(clock, django_capture_on_commit_callbacks):
    before = shared.store.get(CHANGED)
    with django_capture_on_commit_callbacks() as callbacks:
        pages.changed()
    assert shared.store.get(CHANGED) == before
    callbacks[0]()
    assert shared.store.get(CHANGED) != before


def test_a_page_that_was_begun_before_a_change_is_not_taken_for_newer(clock, change):
    def view(request):
        if len(shop.made) == 1:
            change()
        return answer()

    shop = Shop(view)
    for _look in range(3):
        shop.get()
        clock.shift(2)
    assert len(shop.made) == 2


def test_after_a_change_pages_are_not_made_again_and_again_until_clocks_agree(clock, change):
    shop = Shop()
    clock.shift(10)
    shop.get()
    clock.shift(10)
    change()
    for _look in range(10):
        clock.shift(0.1)
        shop.get()
    assert len(shop.made) <= 2


def test_a_process_that_starts_later_knows_of_the_change(clock, change):
    old = a_page()
    clock.shift(5)
    change()
    clock.shift(600)
    late = Changes()
    assert not late.allow_meanwhile(old)
    new = a_page()
    clock.shift(5)
    assert late.allow(new)


def test_whether_anything_changed_is_asked_at_most_every_two_seconds(clock, monkeypatch):
    asked = []
    monkeypatch.setattr(shared.store, "get", lambda key: asked.append(key))
    shop = Shop()
    for _second in range(20):
        for path in ("/", "/search/", "/search/?q=cat"):
            shop.get(path)
        clock.shift(1)
    assert 5 <= len(asked) <= 10


def test_without_the_database_pages_that_are_kept_are_shown_until_their_time_is_over(clock, monkeypatch):
    shop = Shop()
    shop.get()

    def gone(key):
        raise OperationalError

    monkeypatch.setattr(shared.store, "get", gone)
    clock.shift(30)
    assert shop.get().content == b"page"
    assert len(shop.made) == 1


def test_an_older_page_stands_in_for_as_long_again_and_no_longer(clock):
    page, changes = a_page(), Changes()
    clock.shift(119)
    assert not changes.allow(page)
    assert changes.allow_meanwhile(page)
    clock.shift(2)
    assert not changes.allow_meanwhile(page)


def test_an_older_page_does_not_stand_in_where_something_has_changed(clock, change):
    page = a_page()
    clock.shift(60)
    change()
    clock.shift(1)
    assert not Changes().allow_meanwhile(page)


def test_an_older_page_is_better_than_trouble(clock):
    shop = Shop(lambda request: answer() if len(shop.made) == 1 else HttpResponse(status=503))
    shop.get()
    for seconds, status in ((61, 200), (40, 200), (20, 503)):
        clock.shift(seconds)
        assert shop.get().status_code == status
    assert len(shop.made) == 4


def test_a_clock_that_is_put_back_does_not_make_a_page_immortal(clock):
    page = a_page()
    clock.shift(-30)
    assert page.age == 0
    clock.shift(30 + 61)
    assert not Changes().allow(page)
    assert page.age == pytest.approx(time.time() - page.begun_at)
