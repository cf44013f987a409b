"""What a page says of itself besides structured data: address, languages, title, picture."""

import pytest

from catalog.found.about import LONGEST_DESCRIPTION, LONGEST_TITLE, summary, window_title
from catalog.models import Event, Label
from catalog.pictures import pictures
from tests.builders import a_hold, a_performance, mirrored
from tests.head import head
from tests.vocabulary import problems

pytestmark = pytest.mark.django_db


def test_an_event_has_one_address_whatever_host_or_query_it_was_asked_by(client, f13):
    (event,) = mirrored("7AB")
    found = head(client, f"{event.get_absolute_url()}?utm_source=x&month=2027-01")
    assert found.link("canonical") == found.metas["og:url"] == f"http://testserver{event.get_absolute_url()}"


def test_home_says_who_we_are_and_how_to_search(client, f13):
    found = head(client, "/")
    assert found.thing("WebSite")["potentialAction"]["target"]["urlTemplate"] == (
        "http://testserver/search/?q={search_term_string}"
    )
    assert found.thing("Organization")
    assert found.link("canonical") == "http://testserver/"
    assert [problem for thing in found.data for problem in problems(thing)] == []


@pytest.mark.parametrize(
    ("query", "is_listed"),
    [
        ("", True),
        ("?city=london-uk", True),
        ("?category=dance", True),
        ("?city=london-uk&category=dance", False),
        ("?city=london-uk&city=paris-fr", False),
        ("?q=cat", False),
        ("?sort=recent", False),
        ("?near=51.5,-0.1", False),
    ],
)
def test_of_the_endless_searches_only_those_that_people_look_for_are_listed(client, f13, query, is_listed):
    mirrored("7AB", "6IF")
    found = head(client, f"/search/{query}")
    assert ("robots" not in found.metas) == is_listed
    assert (found.link("canonical") == f"http://testserver/search/{query}") == is_listed


def test_every_listed_page_names_itself_in_every_language(client, f13, settings):
    (event,) = mirrored("7AB")
    for path in ("/", "/search/", event.get_absolute_url()):
        found = head(client, path)
        named = {link["hreflang"]: link["href"] for link in found.links if "hreflang" in link}
        expected = {
            code: f"http://testserver{f'/{code}' if number else ''}{path}"
            for number, (code, _name) in enumerate(settings.LANGUAGES)
        }
        assert named == expected | {"x-default": f"http://testserver{path}"}


def test_pictures_are_told_with_their_size(client, f13):
    found = head(client, mirrored("6IF")[0].get_absolute_url())
    assert found.metas["og:image"].startswith("http")
    assert found.metas["og:image:width"].isdigit()
    assert found.metas["og:image:alt"]
    assert found.metas["twitter:card"] == "summary_large_image"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Short.", "Short."),
        ("  Lines\nand\t spaces ", "Lines and spaces"),
        ("word, " * 60, ("word, " * 26).rstrip(" ,") + "…"),
        ("長" * 400, "長" * (LONGEST_DESCRIPTION - 1) + "…"),
    ],
    ids=["short", "white space", "words", "no spaces"],
)
def test_a_description_ends_where_a_word_does(text, line):
    assert summary(text) == line
    assert len(line) <= LONGEST_DESCRIPTION


def test_the_picture_is_the_largest_of_the_suppliers(client, f13):
    (event,) = mirrored("6IF")
    shown = pictures(event.told).all
    largest = max(shown, key=lambda picture: picture.width * picture.height)
    metas = head(client, event.get_absolute_url()).metas
    assert len(shown) > 1
    assert metas["og:image"] == largest.url
    assert metas["og:image:width"] == str(largest.width)
    assert metas["og:image:height"] == str(largest.height)
    assert metas["twitter:image:alt"] == metas["og:image:alt"]


def test_a_page_names_its_own_language_and_the_others_as_opengraph_does(client):
    html = client.get("/fr/").content.decode()
    assert '<meta property="og:locale" content="fr_FR">' in html
    others = ["en_GB", "de_DE", "es_ES", "ar_AR"]
    assert [
        one for one in others if f'<meta property="og:locale:alternate" content="{one}">' in html
    ] == others
    assert html.count("og:locale:alternate") == len(others)


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        (("Cats", "Lyric Apollo", "Box office"), "Cats · Lyric Apollo · Box office"),
        (("Cats", "", "Box office"), "Cats · Box office"),
        (("Cats", "V" * 70, "Box office"), "Cats · Box office"),
        (("C" * 50, "Apollo", "Box office"), "C" * 50 + " · Apollo"),
        (("word " * 40, "Apollo", "Box office"), ("word " * 12).strip() + "…"),
        (("長" * 200, "Apollo", "Box office"), "長" * (LONGEST_TITLE - 1) + "…"),
    ],
    ids=["all", "no venue", "long venue", "no room for the shop", "long name", "no spaces"],
)
def test_a_title_is_no_longer_than_search_engines_show(parts, title):
    assert window_title(*parts) == title
    assert len(title) <= LONGEST_TITLE


def test_an_events_title_names_event_and_place(client, f13):
    (event,) = mirrored("LN16")
    html = client.get(event.get_absolute_url()).content.decode()
    assert "<title>The Last Night of Everything · Old Vane Theatre · Box office</title>" in html


def test_pages_of_a_long_list_name_those_before_and_after(client, f13):
    (event,) = mirrored("7AB")
    copies = Event.objects.bulk_create(Event(event_id=f"C{n}", name=f"Copy {n}") for n in range(60))
    text = event.texts.get(language="en")
    for copy in copies:
        text.pk, text.event, text.name = None, copy, copy.name
        text.save()
    first, second = head(client, "/search/"), head(client, "/search/?page=2")
    assert (first.link("prev"), first.link("next")) == (None, "http://testserver/search/?page=2")
    assert (second.link("prev"), second.link("next")) == (
        "http://testserver/search/",
        "http://testserver/search/?page=3",
    )
    assert second.link("canonical") == "http://testserver/search/?page=2"
    assert head(client, "/search/?page=77").link("canonical") == "http://testserver/search/?page=3"


def test_parameters_that_say_nothing_are_no_part_of_an_address(client, f13):
    mirrored("7AB", "6IF")
    found = head(client, "/search/?utm_source=x&city=london-uk&page=1&sort=&city=london-uk")
    assert found.link("canonical") == "http://testserver/search/?city=london-uk"


def test_the_way_to_an_event_leads_through_the_citys_own_address(client, f13):
    (event,) = mirrored("7AB")
    Event.objects.update(city_code="a b,c+d&é")
    Label.objects.filter(kind="city").update(code="a b,c+d&é")
    city = head(client, event.get_absolute_url()).thing("BreadcrumbList")["itemListElement"][1]
    assert head(client, city["item"].removeprefix("http://testserver")).link("canonical") == city["item"]


def test_pages_that_are_personal_are_not_for_robots(client, f13):
    mirrored("7AB")
    held = a_hold(client)
    assert "robots" not in head(client, "/").metas
    for path in (f"/performance/{a_performance()}/", "/trolley/", f"/checkout/{held.pk}/"):
        found = head(client, path)
        assert found.metas["robots"] == "noindex", path
        assert found.link("canonical") is None
        assert found.data == []


@pytest.mark.parametrize("path", ["/", "/fr/", "/search/", "/ar/search/?city=london-uk"])
def test_each_language_has_a_feed_to_discover(client, f13, path):
    mirrored("7AB", "6IF")
    html = client.get(path).content.decode()
    root = path.partition("search")[0]
    assert f'<link rel="alternate" type="application/atom+xml" href="{root}feed/"' in html
