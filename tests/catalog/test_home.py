"""The first page: what is featured, what is on offer, ways into the search, best sellers."""

import pytest

from catalog.models import Event
from tests.builders import mirrored
from tests.catalog.searched import addresses, cards, text
from tests.listed_events import listed

pytestmark = pytest.mark.django_db


def sections(page):
    """The names on the cards, by the heading above them."""
    parts = page.split('<h2 id="')[1:]
    return {part.partition('"')[0]: cards(part) for part in parts}


def test_it_lists_what_is_on_sale_with_its_price_fees_included(client, f13):
    mirrored("7AB", "6IF")
    page = text(client, path="/")
    assert "The Unremarkable Incident of the Cat at Lunchtime" in page
    assert "from £35.00" in page


def test_what_staff_feature_comes_first_in_their_order_then_offers_then_best_sellers(client):
    listed("Third", is_featured=True)
    listed("Offer", has_offer=True)
    listed("First", is_featured=True, feature_order=1)
    listed("Second", is_featured=True, feature_order=2)
    shown = sections(text(client, path="/"))
    assert list(shown) == ["featured", "offers", "cities", "events"]
    assert shown["featured"] == ["First", "Second", "Third"]
    assert shown["offers"] == ["Offer"]
    assert shown["events"] == ["Third", "Offer", "First", "Second"]


def test_categories_and_cities_lead_into_the_search_and_say_how_many(client):
    listed("A", city="London", categories=["musical", "family"])
    listed("B", city="London", categories=["musical"])
    listed("C", city="Paris")
    page = text(client, path="/")
    link = '<a class="chip" href="/search/?%s"><bdi>%s</bdi> <span class="number">%s</span></a>'
    for values in (
        ("city=london", "London", 2),
        ("city=paris", "Paris", 1),
        ("category=musical", "Musical", 2),
    ):
        assert link % values in page


@pytest.mark.parametrize(
    ("now", "today", "weekend", "week", "month"),
    [
        (
            *("2026-11-18", "from=2026-11-18&to=2026-11-18", "from=2026-11-20&to=2026-11-22"),
            *("from=2026-11-18&to=2026-11-24", "from=2026-12-01&to=2026-12-31"),
        ),
        (
            *("2026-12-26", "from=2026-12-26&to=2026-12-26", "from=2026-12-26&to=2026-12-27"),
            *("from=2026-12-26&to=2027-01-01", "from=2027-01-01&to=2027-01-31"),
        ),
        (
            *("2027-01-31", "from=2027-01-31&to=2027-01-31", "from=2027-01-31&to=2027-01-31"),
            *("from=2027-01-31&to=2027-02-06", "from=2027-02-01&to=2027-02-28"),
        ),
    ],
)
def test_days_with_names_lead_into_the_search(client, time_machine, now, today, weekend, week, month):
    time_machine.move_to(f"{now}T12:00:00Z", tick=False)
    listed("A")
    found = [one for one in addresses(text(client, path="/")) if "from=" in one]
    assert found == [f"/search/?{days}" for days in (today, weekend, week, month)]


def test_it_says_so_when_nothing_is_on_sale(client):
    page = text(client, path="/")
    assert "Nothing is on sale at this moment" in page
    assert "<h2" not in page


def test_add_ons_hidden_events_and_those_gone_are_not_listed(client, f13):
    mirrored("7AB", "7AC", "6IF", "6IE")
    Event.objects.filter(event_id="6IF").update(is_hidden=True)
    Event.objects.filter(event_id="6IE").update(is_on_sale=False)
    page = text(client, path="/")
    assert "Unremarkable Incident" in page
    assert "Lunchbox" not in page
    assert "Nutcracker" not in page
    assert "Swan Lake" not in page


def test_an_old_price_is_not_shown(client, f13, settings):
    mirrored("7AB")
    assert "from £" in text(client, path="/")
    settings.PRICE_FRESH_SECONDS = -1
    assert "from £" not in text(client, path="/")


def test_pictures_of_the_first_row_are_loaded_first_the_others_when_they_come_into_view(client):
    for number in range(12):
        listed(f"Event {number}", picture_url=f"https://pictures.example/{number}.jpg")
    page = text(client, path="/")
    assert page.count('fetchpriority="high"') == 4
    assert page.count('loading="lazy"') == 8
    assert page.count('width="520" height="390"') == 12


def test_it_asks_f13_nothing_and_the_database_little(client, f13, django_assert_max_num_queries):
    mirrored("7AB", "6IF", "6IE", "7AA")
    f13.clear_log()
    with django_assert_max_num_queries(4):
        text(client, path="/")
    assert f13.log() == []
