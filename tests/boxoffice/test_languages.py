"""The language is in the address, on every page, and in what is asked of f13."""

import re

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from boxoffice.languages import alternatives
from tests.builders import mirrored

pytestmark = pytest.mark.django_db

PREFIXES = {"en": "", "fr": "/fr", "de": "/de", "es": "/es", "ar": "/ar"}
HTML = re.compile(r'<html lang="([^"]*)" dir="([^"]*)">')
SPOKEN = re.compile(r"^/f13/(?:[^/]+)/[^/]*/[^/]*/([a-z]+)")


@pytest.mark.parametrize("language", PREFIXES)
@pytest.mark.parametrize("path", ["/", "/search/?q=swan", "/trolley/", "/no/such/page/"])
def test_the_address_says_which_language_a_page_is_in(client, language, path):
    response = client.get(PREFIXES[language] + path, headers={"Accept-Language": "nl"})
    direction = "rtl" if language == "ar" else "ltr"
    assert HTML.search(response.content.decode()).groups() == (language, direction)
    assert response["Content-Language"] == language


@pytest.mark.parametrize("path", ["/en/", "/nl/", "/fr-CA/", "/FR/"])
def test_there_are_no_other_languages(client, path):
    assert client.get(path).status_code == 404


def test_an_address_without_its_last_slash_is_completed(client):
    assert client.get("/fr")["Location"] == "/fr/"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_catalogue_pages_are_the_same_whatever_the_browser_asks_or_keeps(client, f13, language):
    (event,) = mirrored("7AB")
    client.cookies["django_language"] = "de"
    for path in ("/", "/search/", f"/event/7AB/{event.slug}/"):
        page = client.get(PREFIXES[language] + path, headers={"Accept-Language": "es"})
        assert page.status_code == 200
        assert HTML.search(page.content.decode())[1] == language
        assert "Accept-Language" not in page.get("Vary", "")
        assert "Cookie" not in page.get("Vary", "")


def test_the_admin_speaks_the_language_that_the_browser_wishes_for(client):
    page = client.get("/admin/login/", headers={"Accept-Language": "nl,de;q=0.5"})
    assert page["Content-Language"] == "de"
    assert "Accept-Language" in page["Vary"]
    assert "Benutzername" in page.content.decode()


def test_one_request_leaves_no_language_behind_for_the_next(client):
    client.get("/ar/")
    assert HTML.search(client.get("/").content.decode())[1] == "en"


def test_another_language_can_be_the_one_without_prefix(client, settings):
    settings.LANGUAGES, settings.LANGUAGE_CODE = [("fr", "Français"), ("en", "English")], "fr"
    assert HTML.search(client.get("/").content.decode())[1] == "fr"
    assert HTML.search(client.get("/en/").content.decode())[1] == "en"
    assert client.get("/fr/").status_code == 404


# The choice of a language


def offered(path):
    return {one.code: one.address for one in alternatives(RequestFactory().get(path))}


def test_a_page_is_offered_in_every_language_with_its_query():
    assert offered("/de/search/?q=a%26b&page=2") == {
        code: f"{prefix}/search/?q=a%26b&page=2" for code, prefix in PREFIXES.items()
    }


@pytest.mark.parametrize("event_id", ["W/8 É+", "a?b#c", "50%", "a;b=c"])
def test_awkward_ids_are_written_as_in_every_other_link(event_id):
    written = {}
    for code in PREFIXES:
        with translation.override(code):
            written[code] = reverse("catalog:event", args=[event_id, "café"])
    assert offered(written["de"]) == written


def test_whole_addresses_are_the_shops_own_whatever_host_was_asked(settings):
    settings.ALLOWED_HOSTS, settings.SITE_URL = ["*"], "https://tickets.example"
    request = RequestFactory().get("/search/", headers={"Host": "elsewhere.example"})
    urls = [one.url for one in alternatives(request)]
    assert urls[:2] == ["https://tickets.example/search/", "https://tickets.example/fr/search/"]


def test_no_address_leads_to_another_host():
    for path in ("//elsewhere.example/", "/fr//elsewhere.example/"):
        request = RequestFactory().get("/")
        request.path_info = path
        assert not [one.address for one in alternatives(request) if one.address.startswith("//")]


def test_the_page_links_to_itself_in_every_language(client):
    page = client.get("/fr/search/?q=a&page=1").content.decode()
    link = r'<a href="([^"]+)" lang="(\w+)" hreflang="(\w+)"( aria-current="true")?>([^<]+)<'
    query, current = "/search/?q=a&amp;page=1", ' aria-current="true"'
    assert re.findall(link, page) == [
        (query, "en", "en", "", "English"),
        (f"/fr{query}", "fr", "fr", current, "Français"),
        (f"/de{query}", "de", "de", "", "Deutsch"),
        (f"/es{query}", "es", "es", "", "Español"),
        (f"/ar{query}", "ar", "ar", "", "العربية"),
    ]


def test_a_shop_of_one_language_offers_no_choice(client, settings):
    assert "hreflang" in client.get("/").content.decode()
    settings.LANGUAGES = [("en", "English")]
    assert "hreflang" not in client.get("/").content.decode()
