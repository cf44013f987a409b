import pytest

from catalog.models import Event
from tests.builders import mirrored

pytestmark = pytest.mark.django_db


def test_it_lists_what_is_on_sale_with_its_price_fees_included(client, f13):
    mirrored("7AB", "6IF")
    page = client.get("/").content.decode()
    assert "The Unremarkable Incident of the Cat at Lunchtime" in page
    assert "from £35.00" in page


def test_it_shows_offers_first(client, f13):
    mirrored("6IF", "7AB")
    page = client.get("/").content.decode()
    assert page.index('<h2 id="offers">') < page.index("Unremarkable Incident") < page.index("On sale now")


def test_it_says_so_when_nothing_is_on_sale(client):
    assert "Nothing is on sale at this moment" in client.get("/").content.decode()


def test_add_ons_hidden_events_and_those_gone_are_not_listed(client, f13):
    mirrored("7AB", "7AC", "6IF", "6IE")
    Event.objects.filter(event_id="6IF").update(is_hidden=True)
    Event.objects.filter(event_id="6IE").update(is_on_sale=False)
    page = client.get("/").content.decode()
    assert "Unremarkable Incident" in page
    assert "Lunchbox" not in page
    assert "Nutcracker" not in page
    assert "Swan Lake" not in page


def test_an_old_price_is_not_shown(client, f13, settings):
    mirrored("7AB")
    assert "from £" in client.get("/").content.decode()
    settings.PRICE_FRESH_SECONDS = -1
    assert "from £" not in client.get("/").content.decode()


def test_it_asks_f13_nothing_and_the_database_little(client, f13, django_assert_max_num_queries):
    mirrored("7AB", "6IF", "6IE", "7AA")
    f13.clear_log()
    with django_assert_max_num_queries(4):
        client.get("/")
    assert f13.log() == []
