"""Robots find every page that may be listed, in every language, and no other."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime
from urllib.robotparser import RobotFileParser

import pytest

from boxoffice.models import LegalPage, LegalText
from catalog import storing
from catalog.found import sitemap
from catalog.models import Event, EventText
from tests.builders import mirrored
from tests.head import head

pytestmark = pytest.mark.django_db

NAMES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(autouse=True)
def _two_languages(settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return ET.fromstring(response.content)  # noqa: S314 -- our own


def addresses(client, path="/sitemap/1.xml"):
    return [found.text for found in read(client, path).findall("map:url/map:loc", NAMES)]


def test_the_index_names_each_part(client, f13, monkeypatch):
    mirrored("7AB", "7AA", "6IF")
    monkeypatch.setattr(sitemap, "PER_PART", 2)
    index = read(client, "/sitemap.xml")
    assert [found.text for found in index.findall("map:sitemap/map:loc", NAMES)] == [
        "http://testserver/sitemap/1.xml",
        "http://testserver/sitemap/2.xml",
    ]
    both = addresses(client) + addresses(client, "/sitemap/2.xml")
    assert len(both) == len(set(both))
    assert sum("/event/" in address for address in both) == 6


def test_a_page_stands_in_every_language_and_names_the_others(client, f13):
    (event,) = mirrored("7AB")
    found = addresses(client)
    path = event.get_absolute_url()
    assert {f"http://testserver{path}", f"http://testserver/fr{path}"} <= set(found)
    entry = next(
        entry
        for entry in read(client, "/sitemap/1.xml").findall("map:url", NAMES)
        if entry.find("map:loc", NAMES).text == f"http://testserver/fr{path}"
    )
    alternates = {link.get("hreflang"): link.get("href") for link in entry.findall("xhtml:link", NAMES)}
    assert alternates == {
        "en": f"http://testserver{path}",
        "fr": f"http://testserver/fr{path}",
        "x-default": f"http://testserver{path}",
    }
    changed = entry.find("map:lastmod", NAMES).text
    assert datetime.fromisoformat(changed) == event.changed_at.astimezone(UTC).replace(microsecond=0)


def test_home_all_events_cities_and_categories_are_in_it(client, f13):
    mirrored("7AB", "6IF")
    found = addresses(client)
    for path in ("/", "/search/", "/search/?city=london-uk", "/search/?category=dance", "/fr/"):
        assert f"http://testserver{path}" in found


@pytest.mark.parametrize("change", [{"is_hidden": True}, {"is_add_on": True}, {"is_on_sale": False}])
def test_what_is_hidden_or_gone_or_an_add_on_is_not(client, f13, change):
    (event,) = mirrored("7AB")
    address = f"http://testserver{event.get_absolute_url()}"
    assert address in addresses(client)
    Event.objects.update(**change)
    assert address not in addresses(client)


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999"])
def test_a_part_that_is_none_is_not_found(client, number):
    assert client.get(f"/sitemap/{number}.xml").status_code == 404


def test_an_empty_catalogue_has_a_sitemap(client):
    assert addresses(client) == [
        f"http://testserver{path}"
        for path in ("/", "/fr/", "/search/", "/fr/search/", "/accessibility/", "/fr/accessibility/")
    ]


def test_five_thousand_events_take_four_questions_a_part(client, django_assert_max_num_queries):
    events = Event.objects.bulk_create(
        Event(event_id=f"E{number}", name=f"Event {number}") for number in range(5_000)
    )
    EventText.objects.bulk_create(EventText(event=event, language="en") for event in events)
    with django_assert_max_num_queries(1):
        assert len(read(client, "/sitemap.xml")) == 5
    with django_assert_max_num_queries(4):
        assert len(addresses(client)) == 2 * (1_000 + 3)


def test_an_id_of_any_characters_makes_a_valid_address(client, f13):
    (event,) = mirrored("W/8 É+")
    (address,) = [found for found in addresses(client) if "/event/" in found and "/fr/" not in found]
    assert address == f"http://testserver{event.get_absolute_url()}"
    assert address.isascii()
    assert " " not in address


@pytest.mark.parametrize("event_ids", [("7AB", "6IF", "W/8 É+"), ("TK01", "DB01")], ids=["ids", "scripts"])
def test_every_address_in_it_is_a_page_that_names_itself_so(client, f13, event_ids):
    mirrored(*event_ids)
    Event.objects.filter(event_id=event_ids[0]).update(city_code="a b,c+d&é")
    found = addresses(client)
    assert len(found) == len(set(found)) > 10
    for address in found:
        page = head(client, address.removeprefix("http://testserver"))
        assert page.link("canonical") == address
        assert "robots" not in page.metas


def test_it_is_within_what_the_protocol_allows(client, settings):
    settings.LANGUAGES = [(code, code) for code in ("en", "fr", "de", "es", "ar")]
    name, city = "مسرح كبير " * 30, "ü" * 100
    Event.objects.bulk_create(
        Event(event_id=f"{city[:90]}{number}", name=name, city_code=f"{city[:90]}{number % 30}")
        for number in range(sitemap.PER_PART)
    )
    answer = client.get("/sitemap/1.xml")
    found = ET.fromstring(answer.content).findall("map:url/map:loc", NAMES)  # noqa: S314 -- our own
    assert 5 * sitemap.PER_PART < len(found) <= 50_000
    assert len(answer.content) <= 50 * 2**20
    assert max(len(address.text) for address in found) < 2_048


def test_legal_pages_stand_in_the_languages_that_staff_wrote_them_in(client):
    page = LegalPage.objects.create(slug="terms")
    LegalPage.objects.create(slug="empty")
    assert not [address for address in addresses(client) if "/pages/" in address]
    LegalText.objects.create(page=page, language="en", title="Terms", body="Fair.")
    assert [address for address in addresses(client) if "/pages/" in address] == [
        "http://testserver/pages/terms/"
    ]
    assert head(client, "/fr/pages/terms/").metas["robots"] == "noindex, follow"
    LegalText.objects.create(page=page, language="fr", title="Conditions", body="Justes.")
    assert "http://testserver/fr/pages/terms/" in addresses(client)
    assert "robots" not in head(client, "/fr/pages/terms/").metas


def test_it_says_when_a_text_became_another_one(client, f13):
    (event,) = mirrored("7AB")
    Event.objects.update(changed_at=datetime(2026, 1, 1, tzinfo=UTC))
    told = replace(event.told, info="Something new")
    storing.store_texts([told], language="fr")
    assert "2026-01-01T" not in client.get("/sitemap/1.xml").content.decode()
    Event.objects.update(changed_at=datetime(2026, 1, 1, tzinfo=UTC))
    storing.store_texts([told], language="fr")
    event.refresh_from_db()
    assert event.changed_at == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap/1.xml", "/robots.txt"])
def test_it_is_the_same_for_everyone(client, f13, path):
    mirrored("7AB")
    first = client.get(path)
    assert first["Cache-Control"].startswith("public, ")
    assert "s-maxage=" in first["Cache-Control"]
    assert not first.cookies
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_robots_may_read_the_catalogue_and_nothing_personal(client):
    robots = RobotFileParser()
    robots.parse(client.get("/robots.txt").content.decode().splitlines())
    for path in ("/", "/search/?q=cat", "/event/7AB/cat/", "/fr/event/7AB/cat/", "/feed/", "/sitemap.xml"):
        assert robots.can_fetch("*", path), path
    for root in ("/", "/fr/"):
        for path in ("performance/7AB-1/", "trolley/", "checkout/x/", "order/x/", "orders/find/"):
            assert not robots.can_fetch("*", root + path), root + path
    assert not robots.can_fetch("*", "/admin/")
    assert robots.site_maps() == ["http://testserver/sitemap.xml"]
