"""What robots read of a page is what people see on it, in schema.org's words."""

import json
import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from boxoffice.templatetags.shop import linked_data as written
from boxoffice.ticketing import get_service
from catalog.found.about import LONGEST_DESCRIPTION, summary
from catalog.found.linked_data import MOST_PERFORMANCES
from catalog.models import Event
from tests.builders import mirrored
from tests.vocabulary import problems

pytestmark = pytest.mark.django_db

HOSTILE = 'Tom & "Jerry" </script><script>alert(1)</script> \u2028 🎭 \u202eمسرح ' + "long " * 40


class Head(HTMLParser):
    """What stands in a page's head."""

    def __init__(self, html):
        super().__init__()
        self.metas, self.links, self.data, self._in_data = {}, [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "meta":
            self.metas[given.get("name") or given.get("property")] = given.get("content")
        if tag == "link":
            self.links.append(given)
        self._in_data = tag == "script" and given.get("type") == "application/ld+json"

    def handle_data(self, data):
        if self._in_data:
            self.data.append(json.loads(data))
            self._in_data = False

    def thing(self, *kinds):
        return next((thing for thing in self.data if thing["@type"] in kinds), None)

    def link(self, rel):
        return next((link["href"] for link in self.links if link["rel"] == rel), None)


def head(client, path):
    response = client.get(path, follow=True)
    assert response.status_code == 200
    return Head(response.content.decode())


def event_head(client, event_id):
    (event,) = mirrored(event_id)
    return head(client, event.get_absolute_url())


VARIETIES = {
    "few dates": "7AB",
    "best available": "6IF",
    "months of dates": "LN40",
    "no date to choose": "6KS",
    "dummy dates": "1D7B8",
    "hotel": "I3R",
    "touring": "LN24",
    "sold out": "LN16",
    "merchandise": "GVA",
    "Japanese": "AG8",
    "euros": "DBZ",
    "yen": "TK01",
    "right to left": "DB01",
    "names without times": "ED03",
    "awkward id": "W/8 É+",
    "hostile": "PA45",
}


@pytest.mark.parametrize("event_id", VARIETIES.values(), ids=VARIETIES.keys())
def test_every_variety_of_event_says_what_the_vocabulary_requires(client, f13, event_id):
    found = event_head(client, event_id)
    assert [problem for thing in found.data for problem in problems(thing)] == []
    assert found.thing("BreadcrumbList")


def test_each_performance_has_its_time_at_the_venue_and_what_it_costs_with_fees(client, f13):
    thing = event_head(client, "7AB").thing("Event")
    performances = get_service("en").list_performances("7AB").performances
    assert [part["startDate"] for part in thing["subEvent"]] == [
        one.starts.isoformat() for one in performances
    ]
    assert thing["startDate"] == performances[0].starts.isoformat()
    price = Event.objects.get().costs.cheapest
    assert thing["offers"]["lowPrice"] == f"{price.ticket.amount + price.fee.amount:.2f}"
    assert thing["offers"]["priceCurrency"] == "GBP"


def test_where_there_is_no_time_there_is_a_day_alone(client, f13):
    thing = event_head(client, "ED03").thing("Event")
    parts = thing.get("subEvent") or [thing]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", part["startDate"]) for part in parts)


def test_many_performances_are_named_up_to_a_number(client, f13):
    thing = event_head(client, "LN40").thing("Event")
    assert 1 < len(thing["subEvent"]) <= MOST_PERFORMANCES


def test_yen_have_no_decimals(client, f13):
    offers = event_head(client, "TK01").thing("Event", "Product")["offers"]
    assert offers["lowPrice"].isdigit()
    assert offers["priceCurrency"] == "JPY"


def test_what_has_no_date_is_a_product_with_its_price(client, f13):
    thing = event_head(client, "6KS").thing("Product")
    assert thing["offers"]["@type"] == "AggregateOffer"


def test_a_price_that_is_no_longer_shown_is_not_told_either(client, f13):
    (event,) = mirrored("7AB")
    assert "offers" in head(client, event.get_absolute_url()).thing("Event")
    Event.objects.update(priced_at=timezone.now() - timedelta(hours=2))
    assert "offers" not in head(client, event.get_absolute_url()).thing("Event")


def test_stars_are_those_of_visitors_that_are_there(client, f13):
    found = event_head(client, "6IF")
    reviews = Event.objects.get().told.reviews
    stars = [float(review.star_rating) for review in reviews if review.is_by_visitor and review.star_rating]
    thing = found.thing("Event", "Product")
    assert stars
    assert thing["aggregateRating"]["ratingCount"] == len(stars)
    assert thing["aggregateRating"]["ratingValue"] == round(sum(stars) / len(stars), 1)


def test_the_place_has_address_and_coordinates(client, f13):
    thing = event_head(client, "6IF").thing("Event")
    assert thing["location"]["address"]["addressCountry"] == "GB"
    assert thing["location"]["geo"]["@type"] == "GeoCoordinates"


@pytest.mark.parametrize("change", [{"is_on_sale": False}, {"is_add_on": True}])
def test_what_cannot_be_bought_there_is_not_listed_and_not_offered(client, f13, change):
    (event,) = mirrored("7AB")
    assert "robots" not in head(client, event.get_absolute_url()).metas
    Event.objects.update(**change)
    found = head(client, event.get_absolute_url())
    assert found.metas["robots"] == "noindex, follow"
    assert found.thing("Event", "Product") is None


def test_no_text_breaks_out_of_the_data():
    thing = {"@type": "Event", "name": HOSTILE}
    html = written(thing)
    assert html.count("<") == html.count(">") == 2
    assert "\u2028" not in html
    assert Head(html).data == [thing]


def test_a_hostile_name_stays_a_name(client, f13):
    (event,) = mirrored("7AB")
    event.texts.update(own_name=HOSTILE[:300])
    found = head(client, event.get_absolute_url())
    assert found.thing("Event")["name"] == HOSTILE[:300]
    assert found.metas["og:title"] == HOSTILE[:300]
    assert [problem for thing in found.data for problem in problems(thing)] == []


# The head besides


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
    found = event_head(client, "6IF")
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


def test_personal_pages_are_not_for_robots(client, f13):
    mirrored("7AB")
    for path in ("/trolley/",):
        assert head(client, path).metas["robots"] == "noindex"
