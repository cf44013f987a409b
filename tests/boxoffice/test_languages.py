"""The language is in the address, on every page, and in what is asked of f13."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from boxoffice.languages import alternatives
from tests.builders import CUSTOMER, a_hold, a_performance, a_trolley, hold_form, mirrored
from tests.rules.pages import HouseRulesClient

pytestmark = pytest.mark.django_db

PREFIXES = {"en": "", "fr": "/fr", "de": "/de", "es": "/es", "ar": "/ar"}
HTML = re.compile(r'<html lang="([^"]*)" dir="([^"]*)">')


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
    assert 'class="languages"' in client.get("/").content.decode()
    settings.LANGUAGES = [("en", "English")]
    assert 'class="languages"' not in client.get("/").content.decode()


# The whole visit


def translations(language):
    with (Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / "django.po").open() as file:
        return [message for message in read_po(file) if message.id]


def english(language):
    """What no page in that language may say: English words by themselves, longer ones anywhere.

    One word between two values, as in "3 of 5", is no more than that: names of events have many of those.
    """
    messages = translations(language)
    # A French seat is a "Place".
    its_own = {meant for message in messages for meant in _forms(message.string)}
    for message in messages:
        for said in _forms(message.id):
            own = re.sub(r"%\(\w+\)s", "", said).strip(" :,·")
            is_between = len(own.split()) == 1 < said.count("%(")
            value = r"\\S+" if is_between else ".+?"
            pattern = re.sub(r"%\\\(\w+\\\)s", value, re.escape(said).replace(r"\ ", " "))
            if own and said not in its_own:
                is_short = is_between or len(said.split()) < 3
                yield re.compile(rf"^{pattern}$" if is_short else rf"(?<!\w){pattern}(?!\w)")


def _forms(words):
    return (words,) if isinstance(words, str) else words


class Heard(HTMLParser):
    """Every text of a page and every attribute that is read out, each by itself."""

    SPOKEN = ("alt", "aria-label", "placeholder", "title", "data-words", "data-say-5")

    def __init__(self, page):
        super().__init__()
        self.texts, self.is_silent = [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.is_silent = tag in {"script", "style"}
        self.texts += [value for name, value in attrs if name in self.SPOKEN and value]

    def handle_data(self, data):
        if data.strip() and not self.is_silent:
            self.texts.append(" ".join(data.split()))


def in_english(page, language):
    texts = Heard(page).texts
    return {text for forbidden in english(language) for text in texts if forbidden.search(text)}


def visit(client, prefix):
    """The pages from the first to the checkout, in one language."""
    (event,) = mirrored("7AB")
    yield "home", client.get(f"{prefix}/").content.decode()
    yield "search", client.get(f"{prefix}/search/?offers=yes").content.decode()
    yield "event", client.get(f"{prefix}/event/7AB/{event.slug}/").content.decode()
    perf_id = a_performance()
    yield "performance", client.get(f"{prefix}/performance/{perf_id}/").content.decode()
    trolley = a_trolley(client, at=prefix, perf_id=perf_id)
    yield "trolley", trolley
    held = client.post(f"{prefix}/trolley/reserve/", hold_form(trolley), follow=True)
    yield "checkout", held.content.decode()


@pytest.mark.parametrize("language", ["fr", "de", "es", "ar"])
def test_no_english_is_left_on_the_way_to_the_checkout(client, f13, language):
    for name, page in visit(client, PREFIXES[language]):
        assert f'data-page="{name}"' in page
        assert HTML.search(page)[1] == language
        assert in_english(page, language) == set(), name


def test_english_would_be_noticed(client, f13):
    for name, page in visit(client, ""):
        assert len(in_english(page, "fr")) >= 5, name


def test_f13_is_asked_in_the_language_of_the_page(client, f13):
    (event,) = mirrored("7AB")
    for prefix, language in (("/fr", "fr"), ("", "en")):
        f13.clear_log()
        client.get(f"{prefix}/event/7AB/{event.slug}/")
        client.get(f"{prefix}/performance/{a_performance()}/")
        asked = [entry["path"] for entry in f13.log() if "/demo/" in entry["path"]]
        assert len(asked) >= 3
        # The builder itself asks in English for the performance.
        assert {path.rstrip("/").rpartition("/")[2] for path in asked} <= {language, "en"}
        assert sum(path.rstrip("/").endswith(f"/{language}") for path in asked) >= 3


def test_a_hold_begun_in_french_is_bought_in_french(client, f13, django_capture_on_commit_callbacks):
    record = a_hold(client, at="/fr")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"/fr/checkout/{record.pk}/", CUSTOMER)
    assert answer["Location"] == f"/fr/checkout/{record.pk}/progress/"
    for endpoint in ("reserve", "purchase"):
        (call,) = f13.log(endpoint=endpoint)
        assert call["path"].rstrip("/").endswith("/fr")
    assert "Vos billets sont achetés" in client.get(f"/fr/order/{record.pk}/").content.decode()


def test_a_failure_speaks_the_language_of_the_address(client, f13):
    perf_id = a_performance()
    f13.fault("*", kind="502_before", times=50)
    page = client.get(f"/es/performance/{perf_id}/")
    assert page.status_code == 503
    assert "No podemos contactar con la taquilla" in page.content.decode()


@pytest.mark.parametrize(
    ("language", "price"),
    [
        ("en", "from £35.00"),
        ("fr", "à partir de 35,00\N{NO-BREAK SPACE}£"),
        ("de", "ab 35,00\N{NO-BREAK SPACE}£"),
        ("es", "desde 35,00\N{NO-BREAK SPACE}£"),
        ("ar", "من \N{RIGHT-TO-LEFT MARK}35.00\N{NO-BREAK SPACE}£"),
    ],
)
def test_prices_are_written_as_the_language_does(client, f13, language, price):
    mirrored("7AB")
    assert price in client.get(f"{PREFIXES[language]}/").content.decode()


def test_after_a_refused_form_no_other_language_is_offered_for_what_is_no_page():
    response = HouseRulesClient(enforce_csrf_checks=True).post("/es/trolley/add/")
    page = response.content.decode()
    assert (response.status_code, HTML.search(page)[1]) == (403, "es")
    assert 'class="languages"' not in page


def test_a_checkout_names_countries_in_its_language_and_its_order(client, f13):
    record = a_hold(client)
    page = client.get(f"/es/checkout/{record.pk}/").content.decode()
    names = re.findall(r"<option[^>]*>([^<]+)</option>", page)
    assert names.index("Alemania") < names.index("Reino Unido")
    assert "Germany" not in names
