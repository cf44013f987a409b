"""The language is in the address, on every page, and in what is asked of f13."""

import re

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from boxoffice.languages import alternatives
from tests.builders import CUSTOMER, a_choice, a_hold, a_performance, hold_form, mirrored
from tests.rules.pages import HouseRulesClient

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
    page = client.get("/fr/search/?q=a").content.decode()
    link = r'<a href="([^"]+)" lang="(\w+)" hreflang="(\w+)"( aria-current="true")?>([^<]+)<'
    query, current = "/search/?q=a", ' aria-current="true"'
    assert re.findall(link, page) == [
        (query, "en", "en", "", "English"),
        (f"/fr{query}", "fr", "fr", current, "Français"),
        (f"/de{query}", "de", "de", "", "Deutsch"),
        (f"/es{query}", "es", "es", "", "Español"),
        (f"/ar{query}", "ar", "ar", "", "العربية"),
    ]


def test_a_shop_of_one_language_offers_no_choice(client, settings):
    assert 'hreflang="en" aria-current' in client.get("/").content.decode()
    settings.LANGUAGES = [("en", "English")]
    assert 'hreflang="en" aria-current' not in client.get("/").content.decode()


# Pages about failures


def test_a_page_about_a_failure_is_in_the_language_of_the_address(client, f13):
    mirrored("7AB")
    perf_id = a_performance()
    f13.fault("availability", kind="502_before", times=9)
    response = client.get(f"/de/performance/{perf_id}/")
    assert response.status_code == 503
    assert "Wir erreichen die Ticketkasse gerade nicht" in response.content.decode()


def test_after_a_refused_form_no_other_language_is_offered_for_what_is_no_page():
    response = HouseRulesClient(enforce_csrf_checks=True).post("/es/trolley/add/")
    page = response.content.decode()
    assert (response.status_code, HTML.search(page)[1]) == (403, "es")
    assert "hreflang" not in page


# What f13 hears, and what a checkout says


def spoken(f13):
    """The languages of what f13 was asked, by endpoint."""
    return {entry["endpoint"]: entry["path"].rpartition("/")[2] for entry in f13.log()}


def test_f13_hears_the_language_of_the_page(client, f13):
    mirrored("7AB")
    perf_id = a_performance()
    f13.clear_log()
    client.get(f"/fr/performance/{perf_id}/")
    assert spoken(f13)
    assert set(spoken(f13).values()) == {"fr"}


def test_a_purchase_begun_in_french_stays_in_french(client, f13, django_capture_on_commit_callbacks):
    choice = a_choice()
    f13.clear_log()
    added = client.post("/fr/trolley/add/", choice)
    held = client.post("/fr/trolley/reserve/", hold_form(client.get(added["Location"]).content.decode()))
    with django_capture_on_commit_callbacks(execute=True):
        bought = client.post(held["Location"], CUSTOMER)
    order = client.get(bought["Location"], follow=True)
    assert "Vos billets sont achetés" in order.content.decode()
    assert all(answer["Location"].startswith("/fr/") for answer in (added, held, bought))
    assert {spoken(f13)[name] for name in ("trolley", "reserve", "purchase")} == {"fr"}


def test_a_checkout_names_countries_in_its_language_and_its_order(client, f13):
    record = a_hold(client)
    page = client.get(f"/es/checkout/{record.pk}/").content.decode()
    names = re.findall(r"<option[^>]*>([^<]+)</option>", page)
    assert names.index("Alemania") < names.index("Reino Unido")
    assert "Germany" not in names


# No English is left


@pytest.mark.parametrize("language", ["fr", "de", "es", "ar"])
def test_no_english_words_of_the_shops_own_remain(client, f13, language):
    """Every English text whose translation is another one is looked for, as it would stand on the page."""
    mirrored("7AB", "6IF")
    a_hold(client)
    found = {}
    for path in (
        "/",
        "/search/?q=cat&offers=yes",
        "/event/6IF/x/",
        f"/performance/{a_performance()}/",
        "/trolley/",
    ):
        page = texts_of(client.get(f"/{language}{path}", follow=True).content.decode())
        found[path] = english(language) & page
    assert {path: left for path, left in found.items() if left} == {}


def test_an_english_word_would_have_been_found():
    assert "Trolley" in english("fr") & texts_of("<p>Votre panier: <a>\n Trolley</a></p>")
    assert "Trolley" in english("fr") & texts_of('<nav aria-label="Trolley">')


def english(language):
    """What a page could say in English but should not: whole texts, with nothing to fill in."""
    path = settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        simple = [one for one in read_po(file, locale=language) if one.id and isinstance(one.id, str)]
    return {escape(one.id) for one in simple if one.id != one.string and "%" not in one.id}


def texts_of(page):
    """Each text between tags, and in an attribute that people read."""
    seen = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    read = re.findall(
        r'(?:aria-label|placeholder|alt|title|data-(?!page)[a-z0-9-]+|name="description" content)="([^"]*)"',
        seen,
    )
    return {text.strip() for text in [*re.split(r"<[^>]*>", seen), *read]}
