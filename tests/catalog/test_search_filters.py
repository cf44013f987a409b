"""Each filter finds what it says, together with the others."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from catalog.models import Event, EventText
from catalog.searching import places
from tests.catalog.searched import chips, notices, text, titles
from tests.listed_events import listed

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to("2026-11-21T12:00:00Z", tick=False)


@pytest.fixture
def three():
    listed("Paris musical", city="Paris", country_code="fr", categories=["musical"], is_seated=True)
    listed("London tour", categories=["tours"], has_offer=True)
    listed(
        "London musical", categories=["musical", "family"], is_seated=True, has_offer=True, venue="Old Vic"
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("city=paris", ["Paris musical"]),
        ("city=paris&city=london", ["Paris musical", "London tour", "London musical"]),
        ("country=uk", ["London tour", "London musical"]),
        ("category=musical", ["Paris musical", "London musical"]),
        ("category=family&category=tours", ["London tour", "London musical"]),
        ("category=musical&city=london", ["London musical"]),
        ("offers=yes", ["London tour", "London musical"]),
        ("seated=yes", ["Paris musical", "London musical"]),
        ("seated=no", ["London tour"]),
        ("seated=maybe", ["Paris musical", "London tour", "London musical"]),
        ("venue=old+vic", ["London musical"]),
        ("q=musical&city=london&offers=yes&seated=yes", ["London musical"]),
        ("city=nowhere", []),
    ],
)
def test_filters_narrow_together(client, three, query, found):
    assert titles(client, query) == found


def test_what_is_hidden_gone_or_an_add_on_is_never_found(client):
    for name, facts in {
        "Hidden": {"is_hidden": True},
        "Gone": {"is_on_sale": False},
        "Add-on": {"is_add_on": True},
        "Here": {},
    }.items():
        listed(name, **facts)
    assert titles(client) == ["Here"]


# Days


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("from=2026-12-24&to=2026-12-24", {"Christmas Eve", "Any day"}),
        ("from=2026-12-25&to=2026-12-30", {"Any day"}),
        ("from=2026-12-25&to=2027-01-31", {"New Year", "Any day"}),
        ("from=2026-12-24&to=2027-02-28", {"Christmas Eve", "New Year", "Any day"}),
        ("from=2027-01-31", {"New Year", "Later", "Any day"}),
        ("from=2027-02-01", {"Later", "Any day"}),
        ("to=2026-12-31", {"Christmas Eve", "Any day"}),
        ("to=2026-12-23", {"Any day"}),
        ("from=2027-06-30&to=2026-12-25", {"New Year", "Later", "Any day"}),
        ("from=2020-01-01&to=2026-12-24", {"Christmas Eve", "Any day"}),
        ("from=0001-01-01", {"Christmas Eve", "New Year", "Later", "Any day", "Past"}),
        ("to=9999-12-31", {"Christmas Eve", "New Year", "Later", "Any day"}),
    ],
)
def test_days_are_those_on_which_there_are_tickets(client, query, found):
    listed("Christmas Eve", days=[date(2026, 12, 24)])
    listed("New Year", days=[date(2027, 1, 1), date(2027, 1, 31)])
    listed("Later", days=[date(2027, 5, 5)])
    listed("Past", days=[date(2026, 11, 20)])
    listed("Any day", needs_performance=False)
    assert set(titles(client, query)) == found


def test_days_that_have_gone_by_are_said_and_left_out(client):
    listed("Later", days=[date(2027, 5, 5)])
    page = text(client, "from=2026-01-01&to=2026-02-01")
    assert notices(page) == ["Those days have gone by. These events can still be seen."]
    assert titles(client, "from=2026-01-01&to=2026-02-01") == ["Later"]


@pytest.mark.parametrize("day", ["0000-00-00", "tomorrow", "2026-02-30", "99999-01-01"])
def test_what_is_no_day_is_said_and_left_out(client, day):
    listed("Later", days=[date(2027, 5, 5)])
    assert notices(text(client, f"from={day}")) == [
        f"“{day}” is no day. Please pick one, or write it as 2027-01-31."
    ]


# Prices


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("max=20", ["Cheap"]),
        ("min=20", ["Cheap", "Dear"]),
        ("min=31&max=49", []),
        ("min=30&max=50", ["Cheap", "Dear"]),
        ("min=50&max=30", ["Cheap", "Dear"]),
        ("max=9.5", ["Cheap"]),
        ("max=9", []),
        ("min=0", ["Cheap", "Dear", "Unpriced"]),
        ("min=NaN", ["Cheap", "Dear", "Unpriced"]),
    ],
)
def test_a_price_matches_where_something_can_be_had_within_the_range(client, query, found):
    listed("Cheap", price=(10, 30))
    listed("Dear", price=(50, 90))
    listed("Unpriced")
    assert titles(client, query) == found


def test_the_last_seen_price_counts_however_old(client):
    event = listed("Cheap", price=(10, 30))
    Event.objects.filter(pk=event.pk).update(priced_at=timezone.now() - timedelta(days=2))
    page = text(client, "max=20")
    assert titles(client, "max=20") == ["Cheap"]
    assert "from £" not in page


@pytest.mark.parametrize("price", ["NaN", "1e999", "-5", "cheap", "Infinity", "1e99999999999999999999"])
def test_what_is_no_price_is_said_and_left_out(client, price):
    listed("Cheap", price=(10, 30))
    page = text(client, f"min={price}")
    assert titles(client, f"min={price}") == ["Cheap"]
    assert notices(page) == [f"“{price}” is no price. Please write a whole number, as 25."]


def test_the_form_says_in_which_currency_prices_are(client):
    listed("Cheap", price=(10, 30))
    assert "In British pounds, fees included" in text(client)
    listed("Elsewhere", currency_code="eur")
    assert "In each event’s own currency" in text(client)


# Near


@pytest.fixture
def around():
    listed("Far", latitude=52.49, longitude=-1.89, city="Birmingham")
    listed("Croydon", latitude=51.37, longitude=-0.1, venue="Fairfield")
    listed("Soho", latitude=51.513, longitude=-0.131, venue="Old Vic")
    listed("Somewhere")
    places.renew("en")


def test_near_finds_what_is_within_50_km_the_nearest_first_and_says_how_far(client, around):
    page = text(client, "near=51.51,-0.13")
    assert titles(client, "near=51.51,-0.13") == ["Soho", "Croydon"]
    assert "1 km" in page
    assert "16 km" in page


@pytest.mark.parametrize("place", ["london", "LONDON", "old vic", "Fáirfield"])
def test_near_takes_a_city_or_a_venue_by_name(client, around, place):
    assert sorted(titles(client, f"near={place}")) == ["Croydon", "Soho"]
    assert any(chip.startswith("Near ") for chip in chips(text(client, f"near={place}")))


def test_an_unknown_place_is_said_and_left_out(client, around):
    page = text(client, "near=Atlantis")
    assert notices(page) == ["We know no city or venue “Atlantis”: these are anywhere."]
    assert len(titles(client, "near=Atlantis")) == 4


def test_a_place_nowhere_on_earth_is_said_and_left_out(client, around):
    assert notices(text(client, "near=999,999")) == ["“999,999” lies nowhere on earth."]


def test_near_crosses_the_date_line_and_stands_at_the_poles(client):
    listed("Taveuni east", latitude=-16.8, longitude=-179.99)
    listed("Taveuni west", latitude=-16.8, longitude=179.98)
    listed("South Pole", latitude=-90, longitude=0)
    assert titles(client, "near=-16.80,179.99") == ["Taveuni west", "Taveuni east"]
    assert titles(client, "near=-16.80,-180") == ["Taveuni east", "Taveuni west"]
    assert titles(client, "near=-90,120") == ["South Pole"]
    assert titles(client, "near=90,0&sort=alphabetic") != ["South Pole"]


def test_a_browser_s_place_is_never_kept_finer_than_a_kilometre(client, around):
    assert 'value="51.51,-0.13"' in text(client, "near=51.5074456,-0.1277653")


# Orders


def test_every_order_of_f13_and_those_without_a_value_last(client):
    listed("Abba", price=(30, 40), critic_percent=10, rank_recent=2, rank_last_sale=1, rank_most_popular=1)
    listed("éclair", price=(10, 20), critic_percent=90, rank_recent=1, rank_last_sale=2, rank_most_popular=2)
    listed("Zoo", rank_recent=3, rank_last_sale=3, rank_most_popular=0)
    orders = {
        "": ["Zoo", "Abba", "éclair"],
        "most_popular": ["Zoo", "Abba", "éclair"],
        "alphabetic": ["Abba", "éclair", "Zoo"],
        "cost_ascending": ["éclair", "Abba", "Zoo"],
        "cost_descending": ["Abba", "éclair", "Zoo"],
        "critic_rating": ["éclair", "Abba", "Zoo"],
        "recent": ["éclair", "Abba", "Zoo"],
        "last_sale": ["Abba", "éclair", "Zoo"],
        "distance": ["Zoo", "Abba", "éclair"],
        "no such order": ["Zoo", "Abba", "éclair"],
    }
    assert {order: titles(client, f"sort={order}") for order in orders} == orders


def test_amounts_of_several_currencies_are_compared_by_f13(client):
    listed("Yen", price=(5000, 6000), rank_cost_ascending=1)
    Event.objects.update(currency_code="jpy")
    listed("Pounds", price=(40, 50), rank_cost_ascending=2)
    assert titles(client, "sort=cost_ascending") == ["Yen", "Pounds"]


def test_by_name_is_by_the_name_that_is_read(client):
    listed("Beta")
    event = listed("Alpha")
    EventText.objects.filter(event=event).update(own_name="Omega", folded_title="omega")
    assert titles(client, "sort=alphabetic") == ["Beta", "Omega"]
