"""The mirror holds what the account sells, in every language, and writes only what changed."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boxoffice import shared, ticketing
from boxoffice.ticketing import CachedPrice, TicketingError
from catalog import mirror, storing
from catalog.models import Category, Event, EventMonth, EventText, Label
from tests.builders import mirrored

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
SAYS_WHEN = ("met_at", "priced_at", "catalog_mirrorpart")


@pytest.fixture
def languages(settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "French")]


def test_it_reads_every_event_that_the_account_sells_in_every_language(f13, languages):
    count = mirror.refresh()
    assert count == Event.objects.count()
    assert count >= 150
    assert EventText.objects.count() == 2 * count


def test_each_order_is_that_of_f13(f13):
    mirror.refresh()
    for order in mirror.ORDERS:
        ranks = list(Event.objects.order_by(f"rank_{order}").values_list(f"rank_{order}", flat=True))
        assert ranks == list(range(len(ranks))), order
        first = ticketing.get_service("en").list_events(sort=order, page_length=1).events[0]
        assert Event.objects.get(**{f"rank_{order}": 0}).event_id == first.id


def test_a_second_reading_writes_only_when_it_was(f13, languages):
    mirror.refresh()
    with CaptureQueriesContext(connection) as captured:
        mirror.refresh()
    writes = [
        query["sql"]
        for query in captured
        if query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) and "boxoffice_shared" not in query["sql"]
    ]
    assert writes
    assert [sql for sql in writes if not any(name in sql for name in SAYS_WHEN)] == []


def test_pages_are_made_anew_where_something_changed_and_only_there(f13, monkeypatch):
    told = []
    monkeypatch.setattr(mirror.pages, "changed", lambda: told.append(1))
    mirror.refresh()
    assert told
    told.clear()
    mirror.refresh()
    assert told == []


def test_what_changed_is_written_and_says_when(f13):
    (event,) = mirrored("7AB")
    told = ticketing.get_service("en").get_event("7AB", include=mirror.TEXTS)
    EventText.objects.filter(event=event).update(name="Before", kept="{}")
    assert storing.store_texts([told], language="en")
    assert event.texts.get(language="en").title == told.name
    assert not storing.store_texts([told], language="en")


def test_an_event_that_vanishes_stays_as_no_longer_on_sale(f13):
    mirror.refresh()
    gone = Event.objects.latest("pk")
    Event.objects.create(event_id="OLD", name="Old", met_at=gone.met_at)
    mirror.refresh()
    assert not Event.objects.get(event_id="OLD").is_on_sale
    assert Event.objects.get(pk=gone.pk).is_on_sale


def test_add_ons_know_their_parents(f13):
    mirrored("LN01", "KE04", "KE05")
    mirror.refresh()
    assert [parent.event_id for parent in Event.objects.get(event_id="KE04").parents.all()] == ["LN01"]


def test_categories_and_cities_have_names_in_every_language(f13, languages):
    mirrored("6IF")
    assert Category.objects.filter(events__event_id="6IF").exists()
    for kind in Label.Kind:
        assert Label.objects.filter(kind=kind, language="en").exists()
        assert Label.objects.filter(kind=kind, language="fr").exists()


def test_the_days_on_which_f13_saw_tickets_are_kept_by_month(f13):
    (event,) = mirrored("7AB")
    days = {
        month.month.replace(day=bit + 1)
        for month in event.months.all()
        for bit in range(31)
        if month.days >> bit & 1
    }
    assert days == {one.day for one in ticketing.get_service("en").list_performances("7AB").performances}


def test_days_that_are_over_leave_the_mirror(f13):
    (event,) = mirrored("7AB")
    EventMonth.objects.create(event=event, month=date(2020, 1, 1), days=1)
    mirrored("7AB")
    assert not event.months.filter(month=date(2020, 1, 1)).exists()


def test_where_f13_saw_no_days_they_are_those_of_the_run_and_of_no_endless_one():
    starts = datetime(2027, 1, 30, tzinfo=UTC)
    event = ticketing.Event(id="E", run_starts=starts, run_ends=starts + timedelta(days=3))
    assert storing.days_by_month(event) == {date(2027, 1, 1): 0b11 << 29, date(2027, 2, 1): 0b11}
    endless = ticketing.Event(id="E", run_starts=starts, run_ends=starts.replace(year=9999))
    assert len(storing.days_by_month(endless)) <= 14
    backwards = ticketing.Event(id="E", run_starts=starts, run_ends=starts - timedelta(days=3))
    assert storing.days_by_month(backwards) == {}


def test_seen_days_count_more_than_those_of_the_run():
    starts = datetime(2027, 1, 1, tzinfo=UTC)
    seen = CachedPrice("STALLS", "A", dates=(date(2027, 1, 3),))
    event = ticketing.Event(
        id="E", run_starts=starts, run_ends=starts + timedelta(days=9), cached_prices=(seen,)
    )
    assert storing.days_by_month(event) == {date(2027, 1, 1): 0b100}


def test_prices_are_read_four_times_an_hour_and_texts_once(f13, settings):
    with time_machine.travel(NOW, tick=False) as clock:
        mirror.refresh_what_is_due()
        f13.clear_log()
        for _minute in range(60):
            clock.shift(60)
            mirror.refresh_what_is_due()
    asked = [dict(entry["params"]) for entry in f13.log(endpoint="events")]
    first_pages = [params for params in asked if params["page_number"] == "0"]
    texts = [params for params in first_pages if "req_extra_info" in params]
    costs = [params for params in first_pages if "req_cost_range" in params]
    assert (len(texts), len(costs)) == (len(settings.LANGUAGES), 4)


def test_no_two_parts_of_an_hour_have_their_turn_in_the_same_minute(f13):
    turns = []
    with time_machine.travel(NOW, tick=False) as clock:
        mirror.refresh_what_is_due()
        for _minute in range(60):
            clock.shift(60)
            turns.append([part.name for part in mirror._due(datetime.now(UTC))])
            mirror.refresh_what_is_due()
    assert max(len(due) for due in turns) <= 2
    assert {name for due in turns for name in due} == {part.name for part in mirror.parts()}


def test_only_one_process_refreshes_at_a_time(f13):
    assert shared.store.claim(mirror.ONE_AT_A_TIME, 60)
    assert mirror.refresh() is None
    assert mirror.refresh_what_is_due() is None
    shared.store.drop(mirror.ONE_AT_A_TIME)
    assert mirror.refresh()


def test_without_f13_the_mirror_stays_as_it_is(f13):
    mirror.refresh()
    before = Event.objects.filter(is_on_sale=True).count()
    f13.fault("events", kind="502_before", times=50)
    with pytest.raises(TicketingError):
        mirror.refresh()
    assert Event.objects.filter(is_on_sale=True).count() == before


def test_prices_of_several_currencies_are_compared_in_the_one_that_the_account_desires(f13, settings):
    settings.F13_USER = "demo-agent"
    (event,) = mirrored("DBZ")
    assert event.costs.cheapest.currency.code == "eur"
    assert event.currency_code == event.costs.cheapest.indicative.currency.code == "usd"
    assert event.lowest_price == event.costs.cheapest.indicative.total.amount
    assert event.lowest_price != event.costs.cheapest.total.amount


def test_a_price_is_what_will_be_paid_fee_included(f13):
    (event,) = mirrored("7AB")
    cheapest = event.costs.cheapest
    assert event.lowest_price == cheapest.ticket.amount + cheapest.fee.amount > Decimal(0)


def test_the_command_says_how_many_or_what_is_wrong(f13, capsys):
    call_command("refresh_catalogue")
    assert "events on sale" in capsys.readouterr().out
    f13.fault("events", kind="garbage", times=50)
    with pytest.raises(CommandError, match="could not be read"):
        call_command("refresh_catalogue")
