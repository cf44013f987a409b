import pytest
from django.core.management import CommandError, call_command

from boxoffice import shared
from boxoffice.ticketing import TicketingError
from catalog import mirror
from catalog.models import Event, EventText

pytestmark = pytest.mark.django_db


def test_it_reads_every_event_that_the_account_sells(f13):
    count = mirror.refresh()
    assert count == Event.objects.count()
    assert count >= 150
    assert EventText.objects.count() == count


def test_the_order_is_that_of_f13s_best_sellers(f13):
    mirror.refresh()
    ranks = list(Event.objects.order_by("rank").values_list("rank", flat=True))
    assert ranks == list(range(len(ranks)))


def test_a_second_round_changes_no_row_that_says_the_same(f13):
    mirror.refresh()
    before = dict(Event.objects.values_list("event_id", "changed_at"))
    mirror.refresh()
    assert dict(Event.objects.values_list("event_id", "changed_at")) == before


def test_an_event_that_vanishes_stays_as_no_longer_on_sale(f13):
    mirror.refresh()
    gone = Event.objects.latest("pk")
    Event.objects.create(
        event_id="OLD",
        name="Old",
        refreshed_at=gone.refreshed_at,
        changed_at=gone.changed_at,
        is_on_sale=True,
    )
    mirror.refresh()
    assert not Event.objects.get(event_id="OLD").is_on_sale
    assert Event.objects.get(pk=gone.pk).is_on_sale


def test_only_one_process_refreshes_at_a_time(f13):
    assert shared.store.claim(mirror.ONE_AT_A_TIME, 60)
    assert mirror.refresh() is None
    shared.store.drop(mirror.ONE_AT_A_TIME)
    assert mirror.refresh()


def test_without_f13_the_mirror_stays_as_it_is(f13):
    mirror.refresh()
    before = Event.objects.filter(is_on_sale=True).count()
    f13.fault("events", kind="502_before", times=50)
    with pytest.raises(TicketingError):
        mirror.refresh()
    assert Event.objects.filter(is_on_sale=True).count() == before


def test_the_command_says_how_many_or_what_is_wrong(f13, capsys):
    call_command("refresh_catalogue")
    assert "events on sale" in capsys.readouterr().out
    f13.fault("events", kind="garbage", times=50)
    with pytest.raises(CommandError, match="could not be read"):
        call_command("refresh_catalogue")
