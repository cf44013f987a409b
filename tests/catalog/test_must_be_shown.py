"""What f13 says has to be shown where tickets are chosen: each of it on the page of its performance."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.utils.html import strip_tags

from boxoffice.ticketing import Country, Seat, Service, get_service
from catalog.models import EventText
from tests.builders import a_performance, mirrored

pytestmark = pytest.mark.django_db


@pytest.fixture
def show(client, f13):
    """What the page of an event's first performance says, in words and as HTML."""

    def shown(event_id, perf_id=""):
        mirrored(event_id)
        html = client.get(f"/performance/{perf_id or a_performance(event_id)}/").content.decode()
        return " ".join(unescape(strip_tags(html)).split()), html

    return shown


@pytest.fixture
def changed(monkeypatch):
    """Lets f13 say something else in one answer."""

    def change(method, how):
        usual = getattr(Service, method)

        def told(service, *args, **asked):
            return how(usual(service, *args, **asked))

        monkeypatch.setattr(Service, method, told)

    return change


def every_band(availability, **facts):
    def changed(ticket_type):
        return replace(ticket_type, bands=tuple(replace(band, **facts) for band in ticket_type.bands))

    return replace(availability, ticket_types=tuple(map(changed, availability.ticket_types)))


def named(f13, event_id):
    """A performance of the event that has a name."""
    found = get_service("en").list_performances(event_id, page_length=100).performances
    return next(one for one in found if one.name)


def test_the_name_of_the_performance(show, f13):
    performance = named(f13, "6IF")
    words, _html = show("6IF", performance.id)
    assert f"19:30 · {performance.name}" in words


def test_the_name_and_never_the_time_where_times_do_not_matter(show, client, f13):
    performance = named(f13, "BA41")
    assert "18:30" in show("BA41", performance.id)[0]
    text = EventText.objects.get(language="en")
    text.kept = text.kept.replace('{"id"', '{"shows_performance_time":false,"id"')
    text.save()
    page = unescape(client.get(f"/performance/{performance.id}/").content.decode())
    assert performance.name in page
    assert "18:30" not in page


def test_area_band_and_discount_by_their_names_and_no_bands_code(show):
    words, html = show("DBZ")
    assert "Dinner and show at 9 pm, Menu Belle Époque" in words
    assert "A/pool" not in words
    assert html.count("A/pool") == html.count('"A/pool') + html.count("&quot;A/pool")
    assert "8% off" in show("7AB")[0]


@pytest.mark.parametrize(
    ("seat", "said"),
    [
        (Seat("A1", is_restricted_view=True), "A1 (Restricted view)"),
        (Seat("C6", is_restricted_view=True, text="Haunted seat"), "C6 (Restricted view. Haunted seat)"),
        (Seat("C7", is_restricted_view=True, text="Restricted View, rail"), "C7 (Restricted View, rail)"),
        (Seat("A6", text="Great seat"), "A6 (Great seat)"),
    ],
)
def test_what_is_to_be_known_of_example_seats(show, changed, seat, said):
    changed("get_availability", lambda found: every_band(found, example_seats=(seat,)))
    assert said in show("6IF")[0]


def test_what_is_said_of_a_way_of_sending_and_where_it_goes(show, changed):
    facts = {"final_comment": "Bring your card.", "permitted_countries": (Country("uk", "United Kingdom"),)}
    changed("list_send_methods", lambda found: tuple(replace(method, **facts) for method in found))
    words, _html = show("7AB")
    assert "Bring your card." in words
    assert "Only to: United Kingdom" in words


def test_of_which_tax(show):
    words, _html = show("DB01")
    assert re.search(r"ticket \+ .* fee, of which \d+\.\d\d AED tax", words)


def test_an_offer_without_fee_at_the_same_ticket_price_is_no_percentage(show):
    words, _html = show("7AB")
    assert re.search(r"£40\.00 each no fee No fees: before £45\.00, you save £5\.00", words)
    assert "11%" not in words


def test_prices_in_the_readers_currency_stand_beside_and_say_that_they_are_for_guidance(show, settings):
    settings.F13_USER = "demo-agent"
    assert re.search(r"£55\.00 each .{0,60}about \$\d+\.\d\d, for guidance only", show("7AB")[0])


def test_what_sending_costs_at_least_is_in_every_headline(show):
    words, html = show("6IF")
    assert words.count("each plus sending from £1.50") == html.count('name="band"')
