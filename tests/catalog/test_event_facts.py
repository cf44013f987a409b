"""What the event page makes of an event's facts: address, running time, stars, texts, offers."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from boxoffice.ticketing import Content, Currency, Event, Money, Offer, Price
from catalog.templatetags.catalogue import address_lines, duration, stars
from tests.builders import mirrored

POUND = Currency("gbp", pre_symbol="£")


@pytest.mark.parametrize(
    ("rating", "drawn"),
    [("0.4", "½☆☆☆☆"), ("3", "★★★☆☆"), ("3.5", "★★★½☆"), ("5", "★★★★★"), ("9", "★★★★★"), ("-1", "☆☆☆☆☆")],
)
def test_stars_are_drawn_by_halves_and_are_always_five(rating, drawn):
    assert stars(Decimal(rating)) == drawn


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(45, "45 minutes"), (60, "1 hour"), (61, "1 hour 1 minute"), (135, "2 hours 15 minutes")],
)
def test_a_running_time_is_said_in_hours_and_minutes(minutes, words):
    assert duration(minutes) == words


@pytest.mark.parametrize(
    "told",
    [
        {"venue_address": "Old Vane\r\n14 Vane Street,\r\n\r\nLondon"},
        {"content": (Content("address", text="Old Vane\n14 Vane Street\nLondon"),)},
    ],
)
def test_the_address_is_line_by_line_without_the_venues_name(told):
    assert address_lines(Event("E1", venue="Old Vane", **told)) == ["14 Vane Street", "London"]


def offer(*, ticket, fee, percent):
    full = Price(Money(Decimal(40), POUND), Money(Decimal(5), POUND))
    price = Price(Money(Decimal(ticket), POUND), Money(Decimal(fee), POUND))
    return Offer(price, full_price=full, saving_percent=Decimal(percent))


@pytest.mark.parametrize(
    ("best", "words"),
    [
        (offer(ticket=40, fee=0, percent=11), "No fees on some tickets"),
        (offer(ticket=36, fee=5, percent=9), "Offer: save up to 9%"),
        (offer(ticket=40, fee=5, percent="0.4"), "Offer"),
        (None, "Offer"),
    ],
)
def test_an_offer_without_fee_is_no_percentage(best, words):
    assert render_to_string("catalog/_offer.html", {"offer": best}).strip() == words


@pytest.mark.django_db
def test_the_event_page_says_where_for_how_long_and_how_good(client, f13):
    (event,) = mirrored("6IF")
    page = client.get(event.get_absolute_url()).content.decode()
    for words in (
        "Rosebery Avenue",
        "2 hours",
        "seating_plan.png",
        'aria-hidden="true">★★★★☆',
        "4 of 5 stars",
    ):
        assert words in page
    assert "<h2>Address</h2>" not in page


@pytest.mark.django_db
def test_an_event_that_has_gone_names_no_price(client, f13):
    (event,) = mirrored("6IF")
    assert "from £21.00" in client.get(event.get_absolute_url()).content.decode()
    event.is_on_sale = False
    event.save()
    assert "from £21.00" not in client.get(event.get_absolute_url()).content.decode()
