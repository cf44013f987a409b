"""The page on accessibility: what was looked at, what falls short, whom to tell; and staff's own words."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.translation import override

from boxoffice import footer
from boxoffice.models import LegalPage, LegalText
from catalog.looked_at import LOOKED_AT
from tests.head import head

pytestmark = pytest.mark.django_db

ADDRESS = "/accessibility/"
LANGUAGES = ("en", "ar", "de", "es", "fr")


@pytest.fixture(autouse=True)
def every_language(settings):
    settings.LANGUAGES = [(code, code) for code in LANGUAGES]


def shown(client, address=ADDRESS):
    return client.get(address).content.decode()


def own_words(**texts):
    page = LegalPage.objects.create(slug="accessibility")
    for language, title in texts.items():
        LegalText.objects.create(page=page, language=language, title=title, body="A ramp leads in.")
    footer.forget()
    return page


def test_it_says_the_level_the_day_what_falls_short_and_whom_to_write_to(client, settings):
    settings.DEFAULT_FROM_EMAIL, settings.REPLY_TO_EMAIL = "The Shop <tickets@shop.example>", ""
    page = shown(client)
    for words in ("WCAG) 2.2, level AA", "22 November 2026", "seat map", "suppliers", "card"):
        assert words in page
    assert 'href="mailto:tickets@shop.example"' in page
    settings.REPLY_TO_EMAIL = "Help <help@shop.example>"
    assert 'href="mailto:help@shop.example"' in shown(client)


@pytest.mark.parametrize("code", LANGUAGES)
def test_it_speaks_every_language_and_every_page_leads_to_it(client, code):
    with override(code):
        address, home = reverse("catalog:accessibility"), reverse("catalog:home")
    assert f'<a href="{address}">' in shown(client, home).split("site-help")[1]
    headings = re.findall(r"<h2>(.*?)</h2>", shown(client, address))
    english = re.findall(r"<h2>(.*?)</h2>", shown(client))
    assert len(headings) == 3
    assert (headings == english) == (code == "en")


def test_it_is_kept_for_everyone_and_listed(client):
    answer = client.get(ADDRESS)
    assert answer["Cache-Control"].startswith("public, ")
    assert not answer.cookies
    assert head(client, ADDRESS).link("canonical") == f"http://testserver{ADDRESS}"
    assert f"<loc>http://testserver{ADDRESS}</loc>" in shown(client, "/sitemap/1.xml")


def test_what_staff_write_stands_beneath_in_the_readers_language(client):
    assert "A ramp" not in shown(client)
    own_words(en="In our house", fr="Chez nous")
    assert "<h2>In our house</h2>" in shown(client)
    assert "<h2>Chez nous</h2>" in shown(client, "/fr/accessibility/")
    assert '<section lang="en" dir="ltr">' in shown(client, "/ar/accessibility/")


def test_staffs_page_has_no_second_address_and_no_second_link(client):
    page = own_words(en="In our house")
    moved = client.get("/pages/accessibility/")
    assert (moved.status_code, moved["Location"]) == (301, ADDRESS)
    assert page.get_absolute_url() == ADDRESS
    assert shown(client, "/").count(f'href="{ADDRESS}"') == 1
    assert "/pages/accessibility/" not in shown(client, "/sitemap/1.xml")


def test_the_day_is_that_of_the_looks_in_the_document():
    document = Path(__file__).parents[2] / "docs" / "accessibility.md"
    assert f"Looked at on {LOOKED_AT:%Y-%m-%d}" in document.read_text()
