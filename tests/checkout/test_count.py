"""The number beside "Trolley": a cookie that scripts may read, with nothing but the number in it."""

import pytest

from checkout.models import KeptTrolley
from tests.builders import a_choice, a_hold, a_performance, a_trolley, rekept

pytestmark = pytest.mark.django_db


def count(client):
    """What the browser knows, or None."""
    return client.cookies["trolley"].value if client.cookies.get("trolley") else None


def put(client, event_id="7AB", **choice):
    return client.post("/trolley/add/", a_choice(a_performance(event_id), **choice))


def test_each_order_is_counted_however_many_tickets_it_has(client, f13):
    put(client, quantity=2)
    assert count(client) == "1"
    put(client, "6IF")
    assert count(client) == "2"


def test_an_order_taken_out_is_not_counted_any_more(client, f13):
    put(client)
    put(client, "6IF")
    client.post("/trolley/remove/1/")
    assert count(client) == "1"
    client.post("/trolley/remove/2/")
    assert count(client) == ""
    assert client.cookies["trolley"]["max-age"] == 0


@pytest.mark.parametrize("secure", [True, False])
def test_scripts_may_read_it_other_sites_do_not_send_it_and_it_lasts_a_week(client, f13, settings, secure):
    settings.SESSION_COOKIE_SECURE = secure
    cookie = put(client).cookies["trolley"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == ("", "Lax", "/")
    assert cookie["max-age"] == 7 * 24 * 60 * 60
    assert bool(cookie["secure"]) is secure


def test_it_is_said_again_only_when_it_is_another_number(client, f13):
    assert "trolley" in put(client).cookies
    assert "trolley" not in client.post("/trolley/remove/77/").cookies
    assert "trolley" not in client.get("/trolley/").cookies
    client.cookies["trolley"] = "7"
    put(client, "6IF")
    assert count(client) == "2"


def test_who_only_looks_around_gets_no_cookie(client, f13):
    for address in ("/", "/search/", "/trolley/"):
        assert "trolley" not in client.get(address).cookies


def test_an_add_that_is_refused_counts_nothing(client, f13):
    put(client, send="PIGEON")
    assert count(client) is None


def test_a_trolley_that_is_not_kept_any_more_is_not_counted(client, f13):
    a_trolley(client)
    KeptTrolley.objects.all().delete()
    client.get("/trolley/")
    assert count(client) == ""


def test_what_f13_has_taken_out_meanwhile_is_noticed_at_the_next_look(client, f13):
    a_trolley(client)
    rekept(client, count=5)
    client.get("/trolley/")
    assert count(client) == "1"


def test_a_trolley_that_was_never_counted_learns_it(client, f13):
    a_trolley(client)
    rekept(client, count=0)
    client.get("/trolley/")
    assert count(client) == "1"


def test_holding_takes_nothing_out(client, f13):
    a_hold(client)
    assert count(client) == "1"
