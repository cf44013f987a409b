"""What sending costs at least, from the last live answer, beside the prices of lists and calendars."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boxoffice import live
from boxoffice.ticketing import SendMethod, Service
from catalog.models import Event
from tests.builders import a_performance, mirrored

pytestmark = pytest.mark.django_db

WORDS = "plus sending from £1.50"


@pytest.fixture
def nutcracker(client, f13):
    (event,) = mirrored("6IF")
    perf_id = a_performance("6IF")

    class Visit:
        def event_page(self):
            return client.get(event.get_absolute_url()).content.decode()

        def performance_page(self):
            live.forget()  # each visit some time after the one before
            return client.get(f"/performance/{perf_id}/").content.decode()

        @property
        def kept(self):
            return Event.objects.get(pk=event.pk).sending

    return Visit()


def test_before_anybody_asked_it_is_only_said_that_it_may_cost(nutcracker):
    page = nutcracker.event_page()
    assert WORDS not in page
    assert "Some ways of sending tickets cost extra." in page


def test_once_asked_it_stands_beside_every_price_at_its_size(nutcracker):
    nutcracker.performance_page()
    assert str(nutcracker.kept) == "£1.50"
    page = nutcracker.event_page()
    assert page.count("price-from") == page.count(WORDS) > 3
    assert '<span class="price-from">from £21.00 plus sending from £1.50</span>' in page
    assert "Some ways of sending" not in page


def test_it_is_written_only_where_it_changed(nutcracker):
    def written():
        with CaptureQueriesContext(connection) as queries:
            nutcracker.performance_page()
        return sum('UPDATE "catalog_event"' in query["sql"] for query in queries)

    assert [written(), written()] == [1, 0]


def test_where_some_way_has_become_free_nothing_is_said(nutcracker, monkeypatch):
    nutcracker.performance_page()
    assert WORDS in nutcracker.event_page()
    free = SendMethod("FREE", cost=nutcracker.kept * 0)
    live.forget()
    monkeypatch.setattr(Service, "list_send_methods", lambda service, perf_id: (free,))
    nutcracker.performance_page()
    assert nutcracker.kept is None
    assert WORDS not in nutcracker.event_page()


def test_where_nothing_can_be_sent_nothing_was_learnt(nutcracker, monkeypatch):
    nutcracker.performance_page()
    monkeypatch.setattr(Service, "list_send_methods", lambda service, perf_id: ())
    nutcracker.performance_page()
    assert str(nutcracker.kept) == "£1.50"
