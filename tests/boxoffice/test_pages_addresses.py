"""Which addresses are the same page, and which answers are none that could be kept."""

import logging

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from boxoffice import pages
from tests.kept_pages import Shop, answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_pages_are_kept")]


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("q=cat&utm_source=mail&fbclid=1", "q=cat"),
        ("q=&city=&page=+", ""),
        ("q=+cat+", "q=cat"),
        ("sort=recent&page=2&q=cat", "q=cat&sort=recent&page=2"),
        ("city=paris&city=london&city=paris", "city=london&city=paris"),
        ("page=3&page=2", "page=2"),
        ("page=2&page=", "page=2"),
        ("q=%C3%A9t%C3%A9", "q=%C3%A9t%C3%A9"),
        ("q=%FF", "q=%EF%BF%BD"),
        ("month=2027-01", ""),
        ("&".join(f"city={number}" for number in range(201)), ""),
    ],
)
def test_only_what_the_page_knows_is_left_of_the_query(query, left):
    shop = Shop()
    shop.get(f"/search/?{query}")
    assert [request.META["QUERY_STRING"] for request in shop.made] == [left]


def test_the_same_page_by_another_spelling_is_made_once():
    shop = Shop()
    for path in ("/search/?q=cat&page=2", "/search/?page=2&utm_source=x&q=cat", "/search/?page=2&q=cat&min="):
        shop.get(path)
    assert len(shop.made) == 1


@pytest.mark.parametrize(
    "other", ["/search/?q=dog", "/search/?q=cat&page=2", "/fr/search/?q=cat", "/search/", "/?q=cat"]
)
def test_another_page_is_another_page(other):
    shop = Shop(lambda request: answer(request.get_full_path()))
    assert shop.get("/search/?q=cat").content != shop.get(other).content


@pytest.mark.parametrize(
    "path", ["/event/É+/été/", "/event/日本/劇/", "/event/50%25/x/", "/event/a%2Fb%3F%23/x/"]
)
def test_an_address_may_hold_any_character(path):
    shop = Shop(lambda request: answer(request.path_info))
    whole = RequestFactory().get(path).path_info
    assert [shop.get(path).content.decode() for _ in range(2)] == [whole] * 2


@pytest.mark.parametrize("path", ["/performance/7AB-1/", "/trolley/", "/fr/trolley/", "/admin/", "/order/1/"])
def test_what_is_personal_is_never_kept_and_comes_as_it_was_asked(path):
    shop = Shop()
    for _ in range(2):
        shop.get(path + "?utm_source=mail", headers={"Cookie": "sessionid=me"})
    assert [request.COOKIES for request in shop.made] == [{"sessionid": "me"}] * 2
    assert [request.GET.dict() for request in shop.made] == [{"utm_source": "mail"}] * 2


def test_a_query_without_end_is_answered_and_not_kept():
    shop = Shop()
    for _ in range(2):
        shop.get("/search/?q=" + "x" * 3_000)
    assert len(shop.made) == 2


def test_a_form_that_is_sent_is_no_page():
    shop = Shop()
    shop.get()
    shop.middleware(RequestFactory().post("/"))
    assert [request.method for request in shop.made] == ["GET", "POST"]


def a_cookie(response):
    response.set_cookie("who", "me")
    return response


@pytest.mark.parametrize(
    "response",
    [
        lambda: HttpResponse("not said to be public"),
        lambda: a_cookie(answer()),
        lambda: answer(Vary="Cookie"),
        lambda: pages.for_seconds(HttpResponse(status=301, headers={"Location": "/"}), 60),
        lambda: pages.for_seconds(HttpResponse(status=404), 60),
        lambda: pages.for_seconds(HttpResponse(status=503), 60),
        lambda: pages.for_seconds(StreamingHttpResponse(["page"]), 60),
        lambda: pages.for_seconds(HttpResponse("old"), 0),
    ],
    ids=["not public", "cookie", "varies", "moved", "not found", "trouble", "stream", "for no time"],
)
def test_what_is_not_for_everyone_or_no_whole_page_is_not_kept(response, caplog):
    caplog.set_level(logging.CRITICAL)
    shop = Shop(lambda request: response())
    for _ in range(2):
        assert "s-maxage=60" not in shop.get().get("Cache-Control", "")
    assert len(shop.made) == 2


def test_what_is_said_to_be_public_and_is_not_is_kept_by_no_proxy_either(caplog):
    response = Shop(lambda request: a_cookie(answer())).get()
    assert "private" in response["Cache-Control"]
    assert "no-store" in response["Cache-Control"]
    assert "said to be the same for everyone, and is not" in caplog.text
