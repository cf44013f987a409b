import pytest

from catalog.models import Event
from tests.builders import mirrored

pytestmark = pytest.mark.django_db


def test_it_shows_texts_reviews_and_dates_in_the_venues_time(client, f13):
    (event,) = mirrored("6IF")
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Nutcracker TEST</bdi></h1>" in page
    assert "Overview" in page
    assert "of 5 stars" in page
    assert ", 19:30</time>" in page


def test_few_dates_are_one_list(client, f13):
    (event,) = mirrored("7AB")
    page = client.get(event.get_absolute_url()).content.decode()
    assert page.count(", 15:30</time>") == 2
    assert 'aria-label="Months"' not in page


def test_many_dates_go_month_by_month(client, f13):
    (event,) = mirrored("DP9")
    first = client.get(event.get_absolute_url()).content.decode()
    assert 'aria-label="Months"' in first
    later = client.get(event.get_absolute_url() + "?month=" + first.split("?month=")[2][:7]).content.decode()
    assert later != first


def test_a_senseless_month_counts_as_none(client, f13):
    (event,) = mirrored("DP9")
    address = event.get_absolute_url()
    assert client.get(address + "?month=2021-99").content == client.get(address).content


def test_performance_names_are_shown_wherever_there_is_one(client, f13):
    (event,) = mirrored("6IF")
    assert "back stage pass" in client.get(event.get_absolute_url()).content.decode()


def test_an_event_without_a_date_to_choose_goes_straight_on(client, f13):
    (event,) = mirrored("1D7B8")
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Choose tickets</a>" in page
    assert "<time" not in page


def test_any_slug_leads_to_the_right_one(client, f13):
    (event,) = mirrored("7AB")
    response = client.get("/event/7AB/something-else/")
    assert response.status_code == 301
    assert response["Location"] == event.get_absolute_url()


def test_an_unknown_event_is_a_404_with_a_way_on(client):
    response = client.get("/event/NOPE/x/")
    assert response.status_code == 404
    assert "See what is on" in response.content.decode()


def test_an_event_that_has_gone_keeps_its_page(client, f13):
    (event,) = mirrored("7AB")
    Event.objects.update(is_on_sale=False)
    assert "no longer on sale" in client.get(event.get_absolute_url()).content.decode()


def test_without_f13_the_page_stays_and_says_what_is_missing(client, f13):
    (event,) = mirrored("7AB")
    f13.fault("*", kind="502_before", times=50)
    response = client.get(event.get_absolute_url())
    assert response.status_code == 200
    assert "cannot show the dates" in response.content.decode()


def test_dates_that_are_known_are_shown_while_f13_is_away(client, f13, settings):
    (event,) = mirrored("7AB")
    before = client.get(event.get_absolute_url()).content
    settings.PERFORMANCES_FRESH_SECONDS = -1
    f13.fault("*", kind="502_before", times=50)
    assert client.get(event.get_absolute_url()).content == before


def test_a_second_look_within_the_minute_asks_f13_nothing(client, f13):
    (event,) = mirrored("7AB")
    client.get(event.get_absolute_url())
    f13.clear_log()
    client.get(event.get_absolute_url())
    assert f13.log() == []


@pytest.mark.parametrize("event_id", ["A/B", "ü?x=1#y", "50%", "a b", "x\ny", ".."])
def test_an_id_may_hold_any_character(client, f13, event_id):
    (event,) = mirrored("7AB")
    Event.objects.filter(pk=event.pk).update(event_id=event_id, name="Ünïcode 'Näme'")
    event.refresh_from_db()
    assert client.get(event.get_absolute_url()).status_code == 200
