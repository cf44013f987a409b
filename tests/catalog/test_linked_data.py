"""What robots read of a page is what people see on it, in schema.org's words."""

import gzip
import json
import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from boxoffice import shared
from boxoffice.templatetags.shop import linked_data as written
from boxoffice.ticketing import Event as Told
from boxoffice.ticketing import Review, get_service
from catalog import timetable
from catalog.found import linked_data
from catalog.found.linked_data import MOST_PERFORMANCES
from catalog.models import Event, KeptAnswer
from tests.builders import mirrored
from tests.head import Head, head
from tests.vocabulary import problems

pytestmark = pytest.mark.django_db

HOSTILE = 'Tom & "Jerry" </script><script>alert(1)</script> \u2028 🎭 \u202eمسرح ' + "long " * 40


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


def nothing_is_known_of(event_id):
    KeptAnswer.objects.all().delete()
    shared.store.drop(timetable.Wish(event_id, "en").claim)


def test_while_f13_is_away_nothing_is_told_of_dates_that_nobody_knows(client, f13):
    (event,) = mirrored("7AB")
    assert head(client, event.get_absolute_url()).thing("Event")
    nothing_is_known_of("7AB")
    f13.fault("*", kind="502_before", times=50)
    found = head(client, event.get_absolute_url())
    assert found.thing("Event", "Product") is None
    assert found.thing("BreadcrumbList")


def test_what_has_nothing_to_take_is_not_said_to_be_in_stock(client, f13):
    (event,) = mirrored("6KS")
    assert head(client, event.get_absolute_url()).thing("Product")["offers"]
    nothing_is_known_of("6KS")
    f13.fault("*", kind="502_before", times=50)
    assert head(client, event.get_absolute_url()).thing("Product") is None


def test_what_is_sold_out_is_an_event_without_offers(client, f13):
    thing = event_head(client, "LN16").thing("Event")
    assert thing["subEvent"]
    assert not [part for part in (thing, *thing["subEvent"]) if "offers" in part]


def test_a_run_ends_with_its_last_day_not_with_the_month_that_is_shown(client, f13):
    thing = event_head(client, "6IF").thing("Event")
    ends = Event.objects.get().told.run_ends.date()
    assert date.fromisoformat(thing["subEvent"][-1]["startDate"][:10]) < ends
    assert thing["endDate"] == ends.isoformat()


def test_nights_in_a_hotel_are_a_product_not_an_event_each(client, f13):
    found = event_head(client, "I3R")
    assert found.thing("Event") is None
    assert found.thing("Product")["offers"]["priceCurrency"] == "USD"


def test_a_street_is_not_said_twice_over(client, f13):
    place = event_head(client, "6IF").thing("Event")["location"]
    assert place["address"]["streetAddress"] == "Rosebery Avenue, Islington"
    assert place["address"]["addressLocality"] == "London"


@pytest.mark.parametrize("stars", ["0", "5.5", "-1"])
def test_stars_that_no_scale_has_do_not_count(stars):
    told = Told("E", name="E", needs_performance=False)
    given = (Review(author="A", star_rating=Decimal(4), is_by_visitor=True),)
    odd = (Review(author="B", star_rating=Decimal(stars), is_by_visitor=True),)
    shown = {"url": "http://testserver/e/", "performances": (), "images": (), "has_prices": False}
    assert linked_data.event(replace(told, reviews=given + odd), **shown) == linked_data.event(
        replace(told, reviews=given), **shown
    )


def test_it_stays_small_even_where_performances_are_many(client, f13):
    for event_id in ("LN40", "DP9", "6IF"):
        data = event_head(client, event_id).data
        assert len(gzip.compress(json.dumps(data).encode())) < 4_000, event_id


def test_a_page_asks_nobody_more_for_what_it_tells_robots(client, f13, django_assert_max_num_queries):
    (event,) = mirrored("7AB")
    client.get(event.get_absolute_url())
    Event.objects.update(is_featured=True)
    f13.clear_log()
    with django_assert_max_num_queries(4):
        client.get(event.get_absolute_url() + "?month=2027-01")
    assert f13.log() == []
