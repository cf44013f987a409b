"""What f13 said of dates is kept in rows: how long it is fresh, shown at once, asked for again, or old."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from boxoffice import shared
from boxoffice.ticketing import breaker
from catalog import tasks, timetable
from catalog.models import KeptAnswer
from tests.builders import mirrored

pytestmark = pytest.mark.django_db

TODAY = ' aria-current="date"'  # at a venue where it is about midnight, minutes later it is tomorrow

MANY_DATES = "DP9"


@pytest.fixture(autouse=True)
def _breaker_has_just_looked(monkeypatch):
    """It looks at what processes share once a second, whoever asks: not this page's query."""
    monkeypatch.setattr(breaker, "LOOK_AGAIN", 10**9)


@pytest.fixture
def page(client, f13):
    """An event with dates, whose page can be asked for; and what f13 was asked meanwhile."""
    (event,) = mirrored(MANY_DATES)
    client.get("/event/NOPE/x/")
    f13.clear_log()

    def look(query=""):
        """What stands between header and footer, where the other languages have their links."""
        html = client.get(event.get_absolute_url() + query).content.decode()
        return html[html.index("<main") : html.index("</main>")]

    return look


def asked(f13):
    names = [entry["endpoint"] for entry in f13.log()]
    f13.clear_log()
    return names


def minutes_later(number, *, event_id=MANY_DATES):
    """Claims have ended by then; Redis counts by a clock of its own."""
    shared.store.drop(timetable.Wish(event_id, "en").claim)
    return time_machine.travel(timezone.now() + timedelta(minutes=number))


def test_a_cold_page_asks_once_for_each_kind(page, f13):
    page()
    assert asked(f13) == ["months", "performances"]


def test_an_event_with_few_dates_too(client, f13):
    (event,) = mirrored("7AB")
    f13.clear_log()
    client.get(event.get_absolute_url())
    assert asked(f13) == ["months", "performances"]


def test_within_the_minute_nothing_is_asked_even_after_a_restart(page, f13):
    before = page()
    cache.clear()
    f13.clear_log()
    assert page() == before
    assert asked(f13) == []


def test_another_month_of_it_asks_for_that_months_performances_alone(page, f13):
    following = page().partition('rel="next" href="?month=')[2][:7]
    f13.clear_log()
    page(f"?month={following}")
    page(f"?month={following}")
    assert asked(f13) == ["performances"]


def test_after_a_minute_it_is_shown_at_once_and_asked_for_in_the_background(page, f13, monkeypatch):
    before = page()
    wanted = []
    monkeypatch.setattr(timetable, "in_background", lambda key, ask: wanted.append(ask))
    f13.clear_log()
    with minutes_later(5):
        f13.fault("*", kind="502_before", times=50)
        assert "from $" in page()
        assert asked(f13) == []
        f13.no_faults()
        wanted[0]()
        assert asked(f13) == ["months", "performances"]
        assert page().replace(TODAY, "") == before.replace(TODAY, "")
    assert len(wanted) == 1


def test_after_ten_minutes_f13_is_asked_first(page, f13):
    page()
    f13.clear_log()
    with minutes_later(11):
        page()
    assert asked(f13) == ["months", "performances"]


def test_an_hour_without_f13_the_dates_are_there_and_say_how_old_they_are(page, f13):
    page()
    f13.fault("*", kind="502_before", times=50)
    with minutes_later(45):
        text = page()
    assert "45 minutes old and may have changed" in text
    assert "from $" in text.partition('id="dates"')[2]


def test_prices_older_than_an_hour_are_not_shown(page, f13):
    page()
    f13.fault("*", kind="502_before", times=50)
    with minutes_later(61):
        dates = page().partition('id="dates"')[2]
    assert "/performance/" in dates
    assert "from $" not in dates


def test_what_may_be_wrong_is_kept_by_nobody_else(client, f13):
    (event,) = mirrored("7AB")
    f13.fault("*", kind="502_before", times=50)
    unknown = client.get(event.get_absolute_url())
    assert "cannot show the dates" in unknown.content.decode()
    assert "no-store" in unknown["Cache-Control"]
    f13.no_faults()
    with minutes_later(1, event_id="7AB"):
        assert "no-store" not in client.get(event.get_absolute_url()).get("Cache-Control", "")


def test_a_month_that_there_is_not_is_the_first_and_takes_no_room(page, f13):
    first = page()
    rows = KeptAnswer.objects.count()
    for number in range(1, 13):
        assert page(f"?month=2099-{number:02}") == first
    assert KeptAnswer.objects.count() == rows


@pytest.mark.parametrize(
    "month", ["2027-13", "２０２７-01", "2027-1", "1999-01", "x", "\x00", "2027-01-01", "٢٠٢٧-٠١"]
)
def test_a_word_that_is_no_month_asks_nobody_anything(page, f13, month):
    first = page()
    f13.clear_log()
    assert page(f"?month={month}") == first
    assert asked(f13) == []


def test_what_another_version_kept_in_another_way_is_asked_for_again(page, f13):
    before = page()
    KeptAnswer.objects.update(kept="[1, 2")
    shared.store.drop(timetable.Wish(MANY_DATES, "en").claim)
    f13.clear_log()
    assert page() == before
    assert asked(f13) == ["months", "performances"]


def test_a_day_and_another_later_they_are_tidied_away(page, monkeypatch):
    page()
    monkeypatch.setattr(tasks, "refresh", lambda: None)
    tasks.refresh_regularly.call_local()
    assert KeptAnswer.objects.count() == 2
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        tasks.refresh_regularly.call_local()
    assert KeptAnswer.objects.count() == 0


def test_a_page_takes_two_queries_and_four_when_nothing_is_known(
    page, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4):  # the event, the claim (not in Redis), the row, its company
        page()
    with django_assert_num_queries(2):
        page()


@pytest.mark.parametrize("event_id", ["6IF", "LN24", "KE04", "LN01", "6KS"])
def test_whatever_goes_with_it_comes_in_one_query(client, f13, event_id, django_assert_num_queries):
    mirrored("6IE", "MH0", "MC01", "ED01", "DU01", "LN02", "KE05")
    (event,) = mirrored(event_id)
    client.get(event.get_absolute_url())
    with django_assert_num_queries(2):
        client.get(event.get_absolute_url())
