"""Pages that are the same for everyone are made once, and never shown for longer than they may be."""

import gzip
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from boxoffice import pages
from boxoffice.pages import CHANGED, Memory, PagesMiddleware
from catalog.models import Event
from tests.builders import mirrored

pytestmark = pytest.mark.django_db

ADDRESSES = ("/", "/search/?q=cat", "/event/7AB/{slug}/")


@pytest.fixture(autouse=True)
def _pages_are_kept(settings):
    settings.PAGES_FRESH_SECONDS = 60
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clock(monkeypatch):
    """Time for those who count it in any way."""
    with time_machine.travel(datetime.now(UTC), tick=False) as traveller:
        monkeypatch.setattr(time, "monotonic", time.time)
        yield traveller


def answer(text="page", **headers):
    """A page for everyone, as a view gives it."""
    return pages.for_seconds(HttpResponse(text, headers=headers), 60)


def a_page():
    return pages._kept(answer(), begun_at=time.time())


def a_middleware(view):
    return PagesMiddleware(lambda request: view(request))


def get(middleware, path="/", **headers):
    return middleware(RequestFactory().get(path, **headers))


# What buyers get


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_that_was_shown_costs_no_query_and_no_question_upstream(
    client, f13, address, django_assert_num_queries
):
    (event,) = mirrored("7AB")
    address = address.format(slug=event.slug)
    first = client.get(address)
    f13.clear_log()
    with django_assert_num_queries(0):
        again = client.get(address)
    assert again.content == first.content
    assert again.status_code == 200
    assert f13.log() == []


@pytest.mark.parametrize("address", ["/", "/search/", "/event/7AB/{slug}/"])
def test_a_page_varies_by_neither_cookie_nor_language_and_sets_no_cookie(client, f13, address):
    (event,) = mirrored("7AB")
    for response in (client.get(address.format(slug=event.slug)) for _ in range(2)):
        assert response["Vary"] == "Accept-Encoding"
        assert not response.cookies
        assert response["Cache-Control"] == "public, max-age=0, s-maxage=60, stale-while-revalidate=30"


def test_a_hit_has_every_header_of_the_first_answer(client, f13):
    first, again = client.get("/"), client.get("/")
    assert "Content-Security-Policy" in again
    assert dict(again.items()) == dict(first.items())


def test_a_browser_that_has_the_page_is_told_so(client, f13):
    first = client.get("/")
    again = client.get("/", headers={"If-None-Match": f'"other", {first["ETag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert client.get("/", headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "is_compressed"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("*", True), ("", False), ("br", False), ("gzip;q=0", False)],
)
def test_a_page_is_compressed_for_those_who_can_read_it(f13, accepted, is_compressed):
    client = Client()
    plain = client.get("/").content
    response = client.get("/", headers={"Accept-Encoding": accepted})
    assert response.get("Content-Encoding", "") == ("gzip" if is_compressed else "")
    assert response["Content-Length"] == str(len(response.content))
    assert (gzip.decompress(response.content) if is_compressed else response.content) == plain


def test_a_proxy_is_told_how_old_the_page_is(client, f13, clock):
    client.get("/")
    clock.shift(42)
    assert client.get("/")["Age"] == "42"


def test_another_host_is_refused_whether_the_page_is_kept_or_not(client, f13):
    for _ in range(2):
        assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
        assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Proto": "https"},
        {"X-Original-URL": "/evil"},
        {"Accept-Language": "de"},
        {"Cookie": "sessionid=evil; django_language=de"},
        {"Referer": "https://evil.example/"},
    ],
)
def test_no_header_finds_its_way_into_a_page(f13, headers):
    mirrored("7AB")
    assert Client().get("/", headers=headers).content == Client().get("/").content


# Which page it is


def seen(query):
    """What a view is left with of a query, on the search page."""
    queries = []

    def view(request):
        queries.append(request.META["QUERY_STRING"])
        return answer()

    get(a_middleware(view), f"/search/?{query}")
    return queries[0]


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("q=cat&utm_source=mail&fbclid=1", "q=cat"),
        ("q=&city=", ""),
        ("q=+cat+", "q=cat"),
        ("sort=recent&q=cat", "q=cat&sort=recent"),
        ("city=paris&city=london&city=paris", "city=london&city=paris"),
        ("q=%C3%A9t%C3%A9", "q=%C3%A9t%C3%A9"),
        ("&".join(f"city={number}" for number in range(201)), ""),
    ],
)
def test_only_what_the_page_knows_is_left_of_the_query(query, left):
    assert seen(query) == left


def test_the_same_page_by_another_spelling_is_made_once():
    made = []
    middleware = a_middleware(lambda request: made.append(request) or answer())
    for path in ("/search/?q=cat&page=2", "/search/?page=2&utm_source=x&q=cat", "/search/?page=2&q=cat&min="):
        get(middleware, path)
    assert len(made) == 1


@pytest.mark.parametrize("path", ["/performance/7AB-1/", "/trolley/", "/fr/trolley/", "/admin/", "/order/1/"])
def test_what_is_personal_is_never_kept(path):
    made = []
    middleware = a_middleware(lambda request: made.append(request) or answer())
    get(middleware, path)
    get(middleware, path)
    assert len(made) == 2


def a_cookie(response):
    response.set_cookie("who", "me")
    return response


@pytest.mark.parametrize(
    "response",
    [
        lambda: HttpResponse("not said to be public"),
        lambda: a_cookie(answer()),
        lambda: answer(Vary="Cookie"),
        lambda: pages.for_seconds(HttpResponse(status=404), 60),
        lambda: pages.for_seconds(HttpResponse(status=503), 60),
        lambda: pages.for_seconds(StreamingHttpResponse(["page"]), 60),
        lambda: pages.for_seconds(HttpResponse("old"), 0),
    ],
    ids=["not public", "cookie", "varies", "not found", "trouble", "stream", "for no time"],
)
def test_what_is_not_for_everyone_or_no_whole_page_is_not_kept(response):
    made = []
    middleware = a_middleware(lambda request: made.append(request) or response())
    get(middleware)
    get(middleware)
    assert len(made) == 2


def test_a_question_for_the_head_alone_makes_no_page_and_is_answered_from_one_that_is_kept():
    made = []
    middleware = a_middleware(lambda request: made.append(request.method) or answer())
    middleware(RequestFactory().head("/"))
    get(middleware)
    head = middleware(RequestFactory().head("/"))
    assert made == ["HEAD", "GET"]
    assert head["ETag"] == get(middleware)["ETag"]


def test_a_form_that_is_sent_is_no_page():
    made = []
    middleware = a_middleware(lambda request: made.append(request.method) or answer())
    get(middleware)
    middleware(RequestFactory().post("/"))
    assert made == ["GET", "POST"]


# For how long


def test_a_page_is_made_anew_when_its_time_is_over(clock):
    made = []
    middleware = a_middleware(lambda request: made.append(request) or answer())
    for seconds, count in ((0, 1), (59, 1), (2, 2)):
        clock.shift(seconds)
        get(middleware)
        assert len(made) == count


def test_a_page_that_says_so_is_kept_for_less(clock):
    made = []
    middleware = a_middleware(lambda request: made.append(request) or pages.for_seconds(HttpResponse(), 5))
    get(middleware)
    clock.shift(6)
    get(middleware)
    assert len(made) == 2


def test_what_staff_change_is_shown_two_seconds_later(client, f13, clock, django_capture_on_commit_callbacks):
    (event,) = mirrored("7AB")
    assert event.name in client.get("/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        Event.objects.update(is_hidden=True)
        pages.changed()
    clock.shift(2)
    assert event.name not in client.get("/").content.decode()


def test_a_change_is_told_to_others_only_once_it_is_there(clock, django_capture_on_commit_callbacks):
    before = pages.shared.store.get(CHANGED)
    with django_capture_on_commit_callbacks() as callbacks:
        pages.changed()
    assert pages.shared.store.get(CHANGED) == before
    callbacks[0]()
    assert pages.shared.store.get(CHANGED) != before


def test_a_page_that_was_begun_before_a_change_is_not_taken_for_newer(
    clock, django_capture_on_commit_callbacks
):
    made = []

    def view(request):
        made.append(request)
        if len(made) == 1:
            with django_capture_on_commit_callbacks(execute=True):
                pages.changed()
        return answer()

    middleware = a_middleware(view)
    get(middleware)
    clock.shift(2)
    get(middleware)
    assert len(made) == 2
    clock.shift(2)
    get(middleware)
    assert len(made) == 2


def test_whether_anything_changed_is_asked_at_most_every_two_seconds(clock, monkeypatch):
    asked = []
    monkeypatch.setattr(pages.shared.store, "get", lambda key: asked.append(key))
    middleware = a_middleware(lambda request: answer())
    for _second in range(20):
        for path in ("/", "/search/", "/search/?q=cat"):
            get(middleware, path)
        clock.shift(1)
    assert 5 <= len(asked) <= 10


# Many at once


def test_many_who_come_at_once_have_one_page_made():
    made, is_begun, may_end = [], threading.Event(), threading.Event()

    def view(request):
        made.append(request)
        is_begun.set()
        assert may_end.wait(10)
        return answer()

    middleware = a_middleware(view)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(get, middleware)
        assert is_begun.wait(10)
        others = [pool.submit(get, middleware) for _ in range(7)]
        may_end.set()
        contents = {one.result(10).content for one in (first, *others)}
    assert contents == {b"page"}
    assert len(made) == 1


def test_while_one_makes_a_page_anew_the_others_have_the_older_one(clock):
    made, is_begun, may_end = [], threading.Event(), threading.Event()

    def view(request):
        made.append(request)
        if len(made) == 2:
            is_begun.set()
            assert may_end.wait(10)
        return answer(f"page {len(made)}")

    middleware = a_middleware(view)
    get(middleware)
    clock.shift(61)
    with ThreadPoolExecutor(1) as pool:
        newer = pool.submit(get, middleware)
        assert is_begun.wait(10)
        assert get(middleware).content == b"page 1"
        may_end.set()
        assert newer.result(10).content == b"page 2"


def test_an_older_page_stands_in_for_as_long_again_and_no_longer(clock):
    page = a_page()
    clock.shift(119)
    assert page.may_stand_in(0)
    assert not page.may_stand_in(time.time() - 60)  # staff changed something since
    clock.shift(2)
    assert not page.may_stand_in(0)


def test_who_waited_for_a_page_that_failed_makes_it_himself():
    made, is_begun, may_end = [], threading.Event(), threading.Event()

    def view(request):
        made.append(request)
        if len(made) == 1:
            is_begun.set()
            assert may_end.wait(10)
            raise RuntimeError
        return answer()

    middleware = a_middleware(view)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(get, middleware)
        assert is_begun.wait(10)
        other = pool.submit(get, middleware)
        may_end.set()
        with pytest.raises(RuntimeError):
            first.result(10)
        assert other.result(10).content == b"page"
    assert get(middleware).content == b"page"


# Memory and the shared cache


def test_a_flood_of_questions_cannot_grow_the_memory():
    memory = Memory(100_000)
    for number in range(1_000):
        memory.set(f"/search/?q={number}" + "x" * 1_000, a_page())
    assert 50_000 < memory.bytes <= 100_000
    assert memory.get("/search/?q=999" + "x" * 1_000)
    assert memory.get("/search/?q=0" + "x" * 1_000) is None


def test_the_page_used_last_is_forgotten_last():
    memory = Memory(10_000)
    memory.set("/", a_page())
    for number in range(50):
        assert memory.get("/")
        memory.set(f"/search/?q={number}", a_page())


def test_a_query_without_end_is_answered_and_not_kept():
    made = []
    middleware = a_middleware(lambda request: made.append(request) or answer())
    for _ in range(2):
        get(middleware, "/search/?q=" + "x" * 3_000)
    assert len(made) == 2


def has_redis(settings):
    return "redis" in settings.CACHES["default"]["BACKEND"].lower()


def test_processes_share_pages_where_they_share_a_cache(settings):
    made = []
    for _process in range(2):
        get(a_middleware(lambda request: made.append(request) or answer()))
        get(a_middleware(lambda request: made.append(request) or answer()), "/search/?q=cat")
    assert len(made) == (3 if has_redis(settings) else 4)  # what anybody can think up is kept by each alone


def test_without_the_cache_pages_are_made_and_kept_all_the_same(settings, monkeypatch):
    monkeypatch.setattr(pages, "_is_shared", lambda key: True)

    def broken(*arguments, **options):
        raise ConnectionError

    monkeypatch.setattr(cache, "get", broken)
    monkeypatch.setattr(cache, "set", broken)
    monkeypatch.setattr(pages.shared, "_asked_again_at", 0.0)
    made = []
    middleware = a_middleware(lambda request: made.append(request) or answer())
    assert get(middleware).content == get(middleware).content == b"page"
    assert len(made) == 1
    monkeypatch.setattr(pages.shared, "_asked_again_at", 0.0)
