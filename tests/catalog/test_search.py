"""The page of results: what it counts, where its links lead, and that nothing found leads on."""

import re
from decimal import Decimal

import pytest

from boxoffice.ticketing import Money, to_text
from catalog import mirror
from tests.builders import mirrored
from tests.catalog.searched import addresses, cards, chips, numbers, text, titles
from tests.listed_events import POUND, listed

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]


def test_every_word_must_be_found_in_name_venue_or_city(client, f13):
    mirrored("7AB", "6IF")
    assert titles(client, "q=nutcracker london") == ["Matthew Bourne's Nutcracker TEST"]


def test_without_words_it_lists_everything(client, f13):
    mirrored("7AB", "6IF")
    assert "2 events" in text(client)


def test_an_empty_catalogue_is_said(client):
    assert "Nothing was found" in text(client)


def test_what_was_typed_stays_in_the_box_and_is_harmless(client):
    page = client.get("/search/", {"q": '"><script>'}).content.decode()
    assert "&quot;&gt;&lt;script&gt;" in page
    assert "<script>" not in page


# Numbers


@pytest.fixture
def some():
    listed("Paris musical", city="Paris", country_code="fr", categories=["musical"], is_seated=True)
    listed("London tour", categories=["tours"], has_offer=True)
    listed("London musical", categories=["musical", "family"], is_seated=True, has_offer=True)
    listed("London dance", categories=["dance"], is_seated=True)


def test_each_kind_is_counted_with_all_filters_but_its_own(client, some):
    page = text(client, "city=london&category=musical")
    assert cards(page) == ["London musical"]
    assert numbers(page, "city") == {"london": 1, "paris": 1}
    assert numbers(page, "category") == {"musical": 1, "family": 1, "tours": 1, "dance": 1}
    assert numbers(page, "country") == {}  # a single one is no choice
    assert numbers(page, "offers") == {"yes": 1}
    assert numbers(page, "seated") == {"": 1, "yes": 1, "no": 0}


def test_an_event_of_two_categories_counts_once_in_each_and_once_in_all(client, some):
    page = text(client)
    assert numbers(page, "category") == {"musical": 2, "tours": 1, "family": 1, "dance": 1}
    assert numbers(page, "city") == {"london": 3, "paris": 1}
    assert "4 events" in page


def test_what_is_chosen_stays_to_be_taken_back_even_if_it_finds_nothing(client, some):
    page = text(client, "city=atlantis")
    assert numbers(page, "city") == {"atlantis": 0, "london": 3, "paris": 1}
    assert chips(page) == {"atlantis": "/search/"}


def test_countries_are_called_by_their_names(client, some):
    page = text(client)
    assert "United Kingdom" in page
    assert "France" in page


def test_the_thirteenth_city_and_more_unfold(client):
    for number in range(15):
        listed(f"Event {number}", city=f"City {number:02}")
    page = text(client)
    assert "3 more" in page
    assert (
        page.index('value="city 11"') < page.index('<details id="more-city">') < page.index('value="city 12"')
    )


def test_each_filter_in_use_can_be_left_out(client, some):
    page = text(client, "q=musical&city=london&city=paris&offers=yes&min=5&seated=yes&from=2999-01-01")
    assert chips(page) == {
        "London": "/search/?q=musical&city=paris&from=2999-01-01&offers=yes&min=5&seated=yes",
        "Paris": "/search/?q=musical&city=london&from=2999-01-01&offers=yes&min=5&seated=yes",
        "from 1 Jan 2999": "/search/?q=musical&city=london&city=paris&offers=yes&min=5&seated=yes",
        "Offers only": "/search/?q=musical&city=london&city=paris&from=2999-01-01&min=5&seated=yes",
        "from 5 on": "/search/?q=musical&city=london&city=paris&from=2999-01-01&offers=yes&seated=yes",
        "With seats": "/search/?q=musical&city=london&city=paris&from=2999-01-01&offers=yes&min=5",
    }


# Nothing found


def test_nothing_found_says_what_leaving_out_each_filter_would_find(client, some):
    page = text(client, "q=musical&city=london&seated=no")
    ways = re.findall(r'<a href="([^"]*)" data-in-place>([^<]*: \d+ events?)</a>', page)
    assert ways == [
        ("/search/?city=london&amp;seated=no", "Without these words: 1 event"),
        ("/search/?q=musical&amp;city=london", "With and without seats: 1 event"),
    ]


def test_nothing_found_shows_what_is_popular(client, some):
    page = text(client, "q=zzzz")
    assert "Nothing was found" in page
    assert cards(page) == ["Paris musical", "London tour", "London musical", "London dance"]
    assert 'href="/search/"' in page


# Pages


@pytest.fixture
def sixty():
    for number in range(60):
        listed(f"Event {number:02}", has_offer=number < 50)


def test_pages_are_links_to_each_side_and_to_the_first_and_last(client, sixty):
    page = text(client, "offers=yes&page=2")
    assert len(cards(page)) == 24
    assert '<a rel="prev" href="/search/?offers=yes"' in page
    assert '<a rel="next" href="/search/?offers=yes&amp;page=3"' in page
    assert page.count("aria-current=") == 1
    assert "Page 2 of 3" in page


def test_every_event_is_on_exactly_one_page(client, sixty):
    shown = [title for number in (1, 2, 3) for title in titles(client, f"page={number}")]
    assert shown == [f"Event {number:02}" for number in range(60)]


@pytest.mark.parametrize("page", ["4", "99999999999999999999", "1000001"])
def test_a_page_beyond_the_end_is_the_last(client, sixty, page):
    assert titles(client, f"page={page}") == [f"Event {number}" for number in range(48, 60)]


@pytest.mark.parametrize("page", ["0", "-1", "abc", "1.5", "", "\x00"])
def test_what_is_no_page_is_the_first(client, sixty, page):
    assert "Event 00" in client.get("/search/", {"page": page}).content.decode()


def test_of_many_pages_those_around_and_both_ends_are_linked(client):
    for number in range(24 * 9 + 1):
        listed(f"Event {number}")
    found = re.findall(r"page=(\d+)", " ".join(addresses(text(client, "page=5"))))
    assert sorted(set(map(int, found))) == [3, 4, 5, 6, 7, 10]


def test_addresses_are_in_one_order_and_say_nothing_that_goes_without_saying(client, some):
    page = text(client, "sort=best&page=1&max=&seated=&offers=no&category=musical&city=paris&q=+musical++")
    assert "/search/?q=musical&city=paris" in addresses(page)
    assert not [one for one in addresses(page) if "page=1" in one or "max=" in one or "seated=&" in one]


def test_after_a_reading_of_the_catalogue_typos_and_places_are_known(client, f13):
    mirror.refresh()
    page = text(client, "q=nutcraker&near=london")
    assert cards(page) == ["Matthew Bourne's Nutcracker TEST"]
    assert list(chips(page)) == ["Near London"]


def test_the_page_asks_f13_nothing(client, f13):
    mirrored("7AB", "6IF")
    f13.clear_log()
    text(client, "q=nutcraker&near=london")
    assert f13.log() == []


def test_cards_say_what_sending_costs_at_least_beside_the_price(client, f13):
    (event,) = mirrored("7AB")
    assert "plus sending" not in text(client)
    event.kept_sending = to_text(Money(Decimal("1.5"), POUND))
    event.save()
    page = text(client)
    assert '<span class="price-sending">plus sending from £1.50</span>' in page
