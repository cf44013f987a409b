"""The feed tells what is new and what is newly on offer."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from catalog.found.about import LONGEST_DESCRIPTION
from catalog.found.feed import MOST_ENTRIES
from catalog.models import Event, EventText
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
    for element in ("id", "title", "updated", "link", "author/atom:name"):
        assert feed.find(f"atom:{element}", ATOM) is not None, element
    assert feed.find("atom:link[@rel='self']", ATOM).get("href") == "http://testserver/feed/"
    entry = feed.find("atom:entry", ATOM)
    for element in ("id", "title", "updated", "summary"):
        assert entry.find(f"atom:{element}", ATOM).text, element
    assert entry.find("atom:link", ATOM).get("href") == f"http://testserver{event.get_absolute_url()}"
    assert datetime.fromisoformat(entry.find("atom:updated", ATOM).text)
    assert entry.find("atom:link[@rel='enclosure']", ATOM).get("href") == event.picture_url
    assert entry.find("atom:link[@rel='enclosure']", ATOM).get("type") == "image/png"


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


def test_letters_that_no_xml_may_hold_do_not_cost_everybody_the_feed(client, f13):
    mirrored("7AB", "7AA")
    EventText.objects.filter(event__event_id="7AB").update(own_name="A\x08 bell\x1b and \uffff more")
    Event.objects.update(offer_since=None)
    assert "A bell and  more" in titles(read(client))
    assert len(titles(read(client))) == 2


def test_a_summary_says_where_it_is_and_what_and_is_text_though_readers_take_it_for_html(client, f13):
    (event,) = mirrored("7AB")
    EventText.objects.update(venue="Tom <b>&</b> Co")
    summary = read(client).find("atom:entry/atom:summary", ATOM)
    assert summary.get("type") == "html"
    shown = unescape(summary.text)
    assert shown.startswith(f"Tom <b>&</b> Co, London. {event.told.name}")
    assert "<" not in summary.text
    assert len(shown) <= LONGEST_DESCRIPTION


def test_ids_are_uris_whatever_f13s_are(client, f13):
    mirrored("W/8 É+")
    Event.objects.update(offer_since=None)
    ids = [found.text for found in read(client).findall("atom:entry/atom:id", ATOM)]
    assert ids == ["tag:testserver,2026:event/W%2F8%20%C3%89%2B"]


def test_what_a_first_refresh_brought_in_one_go_is_in_f13s_order(client, f13):
    mirrored("7AB", "7AA", "6IF")
    Event.objects.update(first_seen_at=LONG_AGO, offer_since=None)
    for rank, event_id in enumerate(("6IF", "7AB", "7AA")):
        moment = LONG_AGO + timedelta(seconds=rank)
        Event.objects.filter(event_id=event_id).update(rank_recent=rank, first_seen_at=moment)
    links = [
        found.get("href") for found in read(client).findall("atom:entry/atom:link[@rel='alternate']", ATOM)
    ]
    assert [link.split("/")[4] for link in links] == ["6IF", "7AB", "7AA"]


def test_it_ends_after_fifty(client, f13):
    (event,) = mirrored("7AB")
    kept = event.texts.get(language="en").kept
    more = Event.objects.bulk_create(Event(event_id=f"E{n}", name=f"Event {n}") for n in range(60))
    EventText.objects.bulk_create(
        EventText(event=one, language="en", name=one.name, kept=kept) for one in more
    )
    assert len(titles(read(client))) == MOST_ENTRIES == 50


def test_each_language_has_its_own(client, f13):
    mirrored("7AB")
    english, french = read(client), read(client, "/fr/feed/")
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    assert (english.get(language), french.get(language)) == ("en", "fr")
    assert french.find("atom:link[@rel='self']", ATOM).get("href") == "http://testserver/fr/feed/"
    assert english.find("atom:id", ATOM).text != french.find("atom:id", ATOM).text
    assert titles(english) != titles(french)


def test_who_has_it_already_is_told_so(client, f13):
    mirrored("7AB")
    first = client.get("/feed/")
    assert client.get("/feed/", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert first["Cache-Control"].startswith("public, ")
    assert not first.cookies


def test_it_takes_one_question(client, f13, django_assert_num_queries):
    mirrored("7AB", "7AA", "6IF")
    with django_assert_num_queries(1):
        client.get("/feed/")
