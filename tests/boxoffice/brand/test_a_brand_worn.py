"""A shop that wears a brand: its pages, files, words, templates, letters and admin."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from boxoffice import footer
from boxoffice.models import LegalPage, LegalText

pytestmark = pytest.mark.django_db

TOML = """
name = "The Lantern"
seller = "The Lantern Ltd"
icon = "icon.svg"
[logo]
light = "logo.svg"
dark = "logo-dark.svg"
width = 120
height = 30
[colours.light]
brand = "#0b57a4"
[[footer]]
title = { en = "House", fr = "Maison" }
links = [{ text = { en = "Evening", fr = "Soirée" }, to = "/pages/evening/" }]
[contact]
address = ["12 Crypt Lane"]
email = "us@lantern.example"
"""
FILES = {
    "brand.toml": TOML,
    "brand.css": ".site-header { background-image: url(logo.svg) }",
    "static/icon.svg": "<svg/>",
    "static/logo.svg": "<svg id='a'/>",
    "static/logo-dark.svg": "<svg id='b'/>",
    "pages/evening.html": "<h1>Your evening</h1><p>Doors at nine.</p><script>alert(1)</script>",
    "pages/fr/evening.html": "<h1>Votre soirée</h1><p>À neuf heures.</p>",
    "pages/seats.txt": "Where you sit\n\nAt small tables.",
}


def shown(client, address="/"):
    return client.get(address).content.decode()


def styles(client):
    (address,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', shown(client))
    return client.get(address)


def test_a_shop_without_a_brand_has_the_styles_that_it_comes_with(client):
    assert '<link rel="stylesheet" href="/static/shop.css">' in shown(client)
    assert "/brand/" not in shown(client)


def test_its_name_logo_and_icon_are_on_every_page(client, wear):
    brand = wear(FILES)
    page = shown(client, "/no/such/page")
    assert "The Lantern</title>" in page
    assert f'src="{brand.files["logo.svg"].address}" alt="The Lantern" width="120" height="30"' in page
    assert f'srcset="{brand.files["logo-dark.svg"].address}"' in page
    assert f'<link rel="icon" href="{brand.files["icon.svg"].address}">' in page
    assert "Tickets are sold by The Lantern Ltd and supplied by Ingresso." in page


def test_one_style_sheet_has_the_shops_and_then_the_brands(client, wear):
    brand = wear(FILES)
    answer = styles(client)
    text = answer.content.decode()
    with open(finders.find("shop.css")) as shop:
        assert text.startswith(shop.read())
    assert text.index("--brand: light-dark(#0b57a4, #ff9db8)") > text.index("--brand: light-dark(#7a1f3d")
    assert (
        f'@layer brand {{\n.site-header {{ background-image: url("{brand.files["logo.svg"].address}")' in text
    )
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Type"] == "text/css; charset=utf-8"


def test_files_come_compressed_to_who_can_read_that_and_set_no_cookie(client, wear):
    wear(FILES)
    plain = styles(client).content
    (address,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', shown(client))
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(answer.content) == plain
    assert len(answer.content) < 10_000
    assert "Accept-Encoding" in answer["Vary"]
    assert not answer.cookies


def test_an_older_address_has_the_newer_file_and_nobody_keeps_it(client, wear):
    brand = wear(FILES)
    older = re.sub(r"\.[0-9a-f]{12}\.", ".0123456789ab.", brand.files["logo.svg"].address)
    answer = client.get(older)
    assert (answer.content, answer["Cache-Control"]) == (b"<svg id='a'/>", "no-cache")
    assert client.get("/brand/nothing.0123456789ab.svg").status_code == 404
    assert client.get("/brand/../brand.toml").status_code == 404


def test_its_footer_speaks_the_readers_language_and_leads_there(client, wear):
    wear(FILES)
    assert '<h2>House</h2><ul role="list"><li><a href="/pages/evening/">Evening</a>' in shown(client)
    assert '<h2>Maison</h2><ul role="list"><li><a href="/fr/pages/evening/">Soirée</a>' in shown(
        client, "/fr/"
    )
    assert "mailto:us@lantern.example" in shown(client)


def test_its_own_pages_have_a_title_and_harmless_words_in_each_language(client, wear):
    wear(FILES)
    page = shown(client, "/pages/evening/")
    assert "<h1>Your evening</h1>" in page
    assert "<p>Doors at nine.</p>" in page
    assert "alert(1)" not in page
    assert "<h1>Votre soirée</h1>" in shown(client, "/fr/pages/evening/")
    assert '<article lang="en" dir="ltr">' in shown(client, "/ar/pages/evening/")
    assert client.get("/pages/nothing/").status_code == 404


def test_pages_that_no_column_leads_to_are_in_the_footer(client, wear):
    wear(FILES)
    foot = shown(client).split("<footer")[1]
    assert foot.count('href="/pages/seats/"') == foot.count('href="/pages/evening/"') == 1


def test_its_pages_are_in_the_sitemap_in_the_languages_that_they_have(client, wear):
    assert "/pages/evening/" not in shown(client, "/sitemap/1.xml")
    wear(FILES)
    sitemap = shown(client, "/sitemap/1.xml")
    assert "<loc>http://testserver/fr/pages/evening/</loc>" in sitemap
    assert "<loc>http://testserver/de/pages/evening/</loc>" not in sitemap


def test_what_staff_write_under_the_same_address_comes_first(client, wear):
    wear(FILES)
    page = LegalPage.objects.create(slug="evening", is_in_footer=True)
    LegalText.objects.create(page=page, language="en", title="As staff say", body="Come late.")
    footer.forget()
    assert "<h1>As staff say</h1>" in shown(client, "/pages/evening/")
    assert shown(client, "/sitemap/1.xml").count("<loc>http://testserver/pages/evening/</loc>") == 1


# Templates

HOME = "templates/catalog/home.html"


def test_a_template_of_theirs_can_begin_with_the_shops(client, wear):
    own = "{% block main %}<p>Welcome!</p>{{ block.super }}{% endblock %}"
    wear({HOME: '{% extends "catalog/home.html" %}' + own})
    page = shown(client)
    assert "<p>Welcome!</p>" in page
    assert "Nothing is on sale at this moment" in page


@pytest.mark.parametrize(
    "text",
    [
        "{% if %}",
        "{% load nothing %}",
        "{% extends 'nowhere.html' %}",
        "{% include 'nowhere.html' %}",
        "{% load brand %}{% brand_file 'gone.svg' %}",
        "{% url 'no-such-page' %}",
    ],
)
def test_a_broken_one_never_takes_a_page_down(client, wear, caplog, text):
    wear({HOME: text})
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Nothing is on sale at this moment" in answer.content.decode()
    assert "The template catalog/home.html does not work with the partner's" in caplog.text


def test_a_broken_frame_is_passed_over_on_every_page_that_has_it(client, wear):
    wear({"templates/base.html": "{% nonsense %}"})
    assert "Nothing is on sale at this moment" in shown(client)
    assert client.get("/no/such/page").status_code == 404


# Admin


def test_the_admin_has_its_name_and_colours(client, wear):
    wear(FILES)
    page = shown(client, "/admin/login/")
    assert "The Lantern" in page
    (address,) = re.findall(r'href="(/brand/staff\.[^"]+)"', page)
    text = client.get(address).content.decode()
    assert "--button-bg: #0b57a4;" in text
    assert "--header-bg: #0b57a4;" in text


def test_the_admin_of_the_shop_as_it_comes_has_the_shops_colours(client):
    (address,) = re.findall(r'href="(/brand/staff\.[^"]+)"', shown(client, "/admin/login/"))
    assert "--button-bg: #7a1f3d;" in client.get(address).content.decode()
