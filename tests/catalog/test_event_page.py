import re

import pytest

from catalog.models import Event
from tests.builders import mirrored

pytestmark = pytest.mark.django_db


def performance_ids(page):
    return set(re.findall(r'href="/performance/([^"]+)/"', page))


def test_it_shows_texts_reviews_and_dates_in_the_venues_time(client, f13):
    (event,) = mirrored("6IF")
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Nutcracker TEST</bdi></h1>" in page
    assert "Overview" in page
    assert "of 5 stars" in page
    assert ">19:30</time>" in page


def test_few_dates_are_one_list(client, f13):
    (event,) = mirrored("7AB")
    page = client.get(event.get_absolute_url()).content.decode()
    assert page.count(", 15:30</time>") == 2
    assert 'aria-label="Months"' not in page


def test_many_dates_go_month_by_month(client, f13):
    (event,) = mirrored("DP9")
    first = client.get(event.get_absolute_url()).content.decode()
    assert 'aria-label="Months"' in first
    following = re.search(r'rel="next" href="([^"]+)#dates"', first)[1]
    later = client.get(event.get_absolute_url() + following).content.decode()
    assert re.search(r'rel="prev" href="([^"]+)#dates"', later)
    assert performance_ids(first) & performance_ids(later) == set()


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


def test_an_event_that_has_gone_keeps_its_page_and_leads_on(client, f13):
    event, *_others = mirrored("LN01", "LN24", "ED01", "6IF")
    Event.objects.filter(pk=event.pk).update(is_on_sale=False)
    f13.clear_log()
    page = client.get(event.get_absolute_url()).content.decode()
    assert "no longer on sale" in page
    assert 'href="/search/?city=london-uk"' in page
    assert "More of Musicals" in page
    cards = re.findall(r'class="card-name">([^<]+)', page)
    assert cards[0] == "The Night Bus (touring)"  # at the same theatre
    assert "The Lamplighter" not in "".join(cards)
    assert f13.log() == []


def test_an_add_on_shows_no_dates_and_leads_to_what_it_goes_with(client, f13):
    add_on, *_others = mirrored("KE04", "LN01", "LN02")
    f13.clear_log()
    page = client.get(add_on.get_absolute_url()).content.decode()
    assert "This is not sold alone" in page
    assert re.findall(r'class="card-name">([^<]+)', page) == ["The Lamplighter&#x27;s Daughter"]
    assert performance_ids(page) == set()
    assert f13.log() == []


def test_an_add_on_whose_parents_are_gone_says_so(client, f13):
    (add_on,) = mirrored("KE04")
    assert "nothing that it could be added to" in client.get(add_on.get_absolute_url()).content.decode()


def test_performances_count_where_f13_says_that_there_are_none(client, f13):
    (event,) = mirrored("7AB")
    text = event.texts.get(language="en")
    text.kept = text.kept.replace('{"id"', '{"has_no_performances":true,"id"')
    text.save()
    assert text.told.has_no_performances
    assert len(performance_ids(client.get(event.get_absolute_url()).content.decode())) == 2


def test_without_f13_the_page_stays_and_says_what_is_missing(client, f13):
    (event,) = mirrored("7AB")
    f13.fault("*", kind="502_before", times=50)
    response = client.get(event.get_absolute_url())
    assert response.status_code == 200
    assert "cannot show the dates" in response.content.decode()


@pytest.mark.parametrize("event_id", ["A/B", "ü?x=1#y", "50%", "a b", "x\ny", ".."])
def test_an_id_may_hold_any_character(client, f13, event_id):
    (event,) = mirrored("7AB")
    Event.objects.filter(pk=event.pk).update(event_id=event_id, name="Ünïcode 'Näme'")
    event.refresh_from_db()
    assert client.get(event.get_absolute_url()).status_code == 200
