"""What the trolley's page offers beside the trolley: asked side by side, shown once, and never waited for."""

import re

import pytest

from boxoffice.ticketing import ask_side_by_side
from checkout import offering, trolley
from tests.builders import a_performance, a_trolley, mirrored
from tests.checkout.test_add_ons import offered, tickets

pytestmark = pytest.mark.django_db

ORDER = '<article class="order">'
NUTCRACKER, SWAN_LAKE, SUPPER = "6IF", "6IE", "MH0"


def liked(page):
    """What is shown as a further idea, by name."""
    _before, _, section = page.partition('<section class="upsells"')
    return re.findall(r'class="card-name">(.*?)</bdi>', section)


def look(client):
    return client.get("/trolley/").content.decode()


def asked(f13):
    return sorted(entry["endpoint"] for entry in f13.log())


@pytest.fixture
def nutcracker(client, f13):
    mirrored(NUTCRACKER, SWAN_LAKE, SUPPER)
    return a_trolley(client, perf_id=a_performance(NUTCRACKER), send="COBO")


def test_b3_what_else_its_buyers_like_is_shown_with_a_way_to_its_page(client, nutcracker):
    assert "You may also like" in nutcracker
    assert set(liked(nutcracker)) == {"Matthew Bourne&#x27;s Swan Lake test", "Supper before the Show"}
    address = re.search(r'href="(/event/6IE/[^"]*)"', nutcracker)[1]
    assert client.get(address).status_code == 200


def test_b3_where_there_is_nothing_there_is_no_such_part(client, f13):
    mirrored("6L9", NUTCRACKER)
    page = a_trolley(client, perf_id=a_performance("6L9"))
    assert ORDER in page
    assert "You may also like" not in page


def test_b3_what_is_in_the_trolley_is_no_further_idea(client, nutcracker):
    page = a_trolley(client, perf_id=a_performance(SWAN_LAKE, weekday=2), send="COBO")
    assert len(tickets(page)) == 2
    assert liked(page) == ["Supper before the Show"]


def test_b3_nothing_is_shown_twice(client, f13):
    mirrored("LN01", "LN02", "KE01", "KE04", "KE05")
    page = a_trolley(client, perf_id=a_performance("LN01", weekday=1), send="VOUCH")
    page = a_trolley(client, perf_id=a_performance("LN01", weekday=2), send="VOUCH")
    names = [*liked(page), *offered(page)]
    assert names
    assert len(names) == len(set(names))


def test_what_has_no_page_here_is_no_idea(client, f13):
    mirrored(NUTCRACKER, SUPPER)
    page = a_trolley(client, perf_id=a_performance(NUTCRACKER), send="COBO")
    assert liked(page) == ["Supper before the Show"]


def test_b3_a_look_asks_three_questions_side_by_side(client, f13, nutcracker):
    f13.clear_log()
    look(client)
    assert asked(f13) == ["add_ons", "trolley", "upsells"]


def test_dates_are_asked_only_for_what_has_a_date_of_its_own(client, f13):
    mirrored("LN01", "KE04", "KE05")
    a_trolley(client, perf_id=a_performance("LN01", weekday=1), send="VOUCH")
    f13.clear_log()
    assert len(offered(look(client))) == 2
    assert asked(f13) == ["add_ons", "performances", "trolley", "upsells"]


def test_an_empty_trolley_asks_nothing(client, f13):
    f13.clear_log()
    assert "Your trolley is empty" in look(client)
    assert asked(f13) == []


@pytest.mark.parametrize("kind", ["502_before", "cut", "garbage", "410", "half"])
@pytest.mark.parametrize("endpoint", ["add_ons", "upsells"])
def test_b3_where_one_fails_the_trolley_and_the_other_are_shown(client, f13, kind, endpoint):
    mirrored("LN01", "LN02", "KE01", "KE04", "KE05")
    a_trolley(client, perf_id=a_performance("LN01", weekday=1), send="VOUCH")
    f13.fault(endpoint, kind=kind)
    page = look(client)
    assert ORDER in page
    assert bool(offered(page)) == (endpoint != "add_ons")
    assert bool(liked(page)) == (endpoint != "upsells")


def test_a_failure_is_not_asked_about_again(client, f13, nutcracker):
    f13.clear_log()
    f13.fault("upsells", kind="502_before")
    look(client)
    assert len(f13.log(endpoint="upsells")) == 1


def test_b3_what_is_slow_is_given_up_and_the_trolley_shown(client, f13, nutcracker, settings):
    settings.F13_ASIDE_TIMEOUT = 0.1
    f13.fault("upsells", kind="slow", seconds=3600)
    f13.fault("add_ons", kind="slow", seconds=3600)
    page = look(client)
    assert ORDER in page
    assert liked(page) == []


def test_slowness_beside_it_stops_nobody_from_choosing(client, f13, nutcracker, settings):
    settings.F13_ASIDE_TIMEOUT, settings.BREAKER_FAILURES = 0.1, 1
    f13.fault("upsells", kind="slow", seconds=3600)
    look(client)
    assert client.get(f"/performance/{a_performance(NUTCRACKER)}/").status_code == 200


def test_where_the_dates_of_an_add_on_are_not_told_it_is_left_out(client, f13):
    mirrored("LN01", "KE04", "KE05")
    a_trolley(client, perf_id=a_performance("LN01", weekday=1), send="VOUCH")
    f13.fault("performances", kind="502_before")
    assert list(offered(look(client))) == ["Programme: The Lamplighter&#x27;s Daughter"]


def test_the_database_is_asked_twice_for_all_of_it(client, f13, django_assert_num_queries):
    mirrored("LN01", "LN02", "KE01", "KE04", "KE05")
    a_trolley(client, perf_id=a_performance("LN01", weekday=1), send="VOUCH")
    visitor = client.session["visitor"]
    told = ask_side_by_side(**offering.questions(trolley.kept(visitor), language="en"))
    seen = trolley.look(visitor)
    with django_assert_num_queries(2):  # the cards; what goes with what
        found = offering.offering(seen.trolley, told, language="en")
    assert len(found.add_ons) == len(found.upsells) == 2
