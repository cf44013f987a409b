"""The feed tells what is new and what is newly on offer."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest

from catalog.models import Event
from tests.builders import mirrored

pytestmark = pytest.mark.django_db

ATOM = {"atom": "http://www.w3.org/2005/Atom"}
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def read(client, path="/feed/"):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)  # noqa: S314 -- our own


def titles(feed):
    return [title.text for title in feed.findall("atom:entry/atom:title", ATOM)]


def test_the_newest_event_comes_first(client, f13):
    mirrored("7AA", "6IF")
    Event.objects.update(first_seen_at=LONG_AGO, offer_since=None)
    Event.objects.filter(event_id="6IF").update(first_seen_at=LONG_AGO + timedelta(days=1))
    assert titles(read(client))[0].startswith("Matthew Bourne's Nutcracker")


def test_an_event_that_is_newly_on_offer_says_so(client, f13):
    mirrored("7AB", "7AA")
    Event.objects.update(first_seen_at=LONG_AGO, offer_since=None)
    Event.objects.filter(event_id="7AB").update(offer_since=LONG_AGO + timedelta(days=1))
    first, second = titles(read(client))
    assert first == "Offer: The Unremarkable Incident of the Cat at Lunchtime"
    assert not second.startswith("Offer")


def test_it_has_all_that_atom_requires(client, f13):
    (event,) = mirrored("7AB")
    feed = read(client)
    for element in ("id", "title", "updated", "link"):
        assert feed.find(f"atom:{element}", ATOM) is not None
    assert feed.find("atom:link[@rel='self']", ATOM).get("href") == "http://testserver/feed/"
    entry = feed.find("atom:entry", ATOM)
    assert entry.find("atom:link", ATOM).get("href") == f"http://testserver{event.get_absolute_url()}"
    assert datetime.fromisoformat(entry.find("atom:updated", ATOM).text)
    assert entry.find("atom:link[@rel='enclosure']", ATOM).get("href") == event.picture_url


def test_ids_stay_when_a_name_changes_and_differ_for_each_offer(client, f13):
    def ids():
        return [found.text for found in read(client).findall("atom:entry/atom:id", ATOM)]

    mirrored("7AB")
    Event.objects.update(first_seen_at=LONG_AGO, offer_since=LONG_AGO + timedelta(days=1))
    before = ids()
    Event.objects.update(name="Another name")
    assert ids() == before == ["tag:testserver,2026:offer/7AB/20260102"]
    Event.objects.update(offer_since=LONG_AGO + timedelta(days=9))
    assert ids() != before


@pytest.mark.parametrize("change", [{"is_hidden": True}, {"is_add_on": True}, {"is_on_sale": False}])
def test_what_is_hidden_or_gone_or_an_add_on_is_not_in_it(client, f13, change):
    mirrored("7AB")
    assert titles(read(client))
    Event.objects.update(**change)
    assert titles(read(client)) == []


def test_hostile_names_stay_text(client, f13):
    mirrored("7AB")
    name = 'Tom & "Jerry" <script>alert(1)</script> 🎭 \u202eمسرح'
    Event.objects.get().texts.update(name=name)
    Event.objects.update(offer_since=None)
    assert titles(read(client)) == [name]


def test_it_takes_one_question(client, f13, django_assert_num_queries):
    mirrored("7AB", "7AA", "6IF")
    with django_assert_num_queries(1):
        client.get("/feed/")
