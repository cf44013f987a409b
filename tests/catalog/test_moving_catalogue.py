"""f13's list moves while it is read, and breaks off. The mirror never loses what is still on sale."""

from dataclasses import replace
from decimal import Decimal

import pytest

from boxoffice import shared, ticketing
from boxoffice.ticketing import CostRange, Currency, Money, NoAnswer, Price
from boxoffice.ticketing.types import EventPage, Paging
from catalog import mirror
from catalog.models import Event, EventText

pytestmark = pytest.mark.django_db

LENGTH = 3


@pytest.fixture
def catalogue(monkeypatch):
    """A list of events that f13 gives page by page; what happens between two pages can be said."""

    class Catalogue:
        total: int | None = None
        ends = True

        def __init__(self):
            self.pages = []
            self.events = [ticketing.Event(id=f"E{number}", name=f"Event {number}") for number in range(8)]

        def between(self, number):
            pass

        def page(self, number):
            self.pages.append(number)
            self.between(number)
            part = tuple(self.events[number * LENGTH : (number + 1) * LENGTH])
            has_more = len(self.events) > (number + 1) * LENGTH or not self.ends
            total = len(self.events) if self.total is None else self.total
            return EventPage(part, Paging(number, LENGTH, pages_remaining=int(has_more), total=total))

    one = Catalogue()
    monkeypatch.setattr(ticketing.Service, "list_events", lambda service, *, page, **asked: one.page(page))
    monkeypatch.setattr(ticketing.Service, "get_events", lambda service, ids, **asked: {})
    return one


@pytest.fixture(autouse=True)
def _one_language(settings):
    settings.LANGUAGES = [("en", "English")]


def on_sale():
    return set(Event.objects.filter(is_on_sale=True).values_list("event_id", flat=True))


ALL = {f"E{number}" for number in range(8)}


def test_an_event_that_moves_to_an_earlier_page_meanwhile_stays_on_sale(catalogue):
    mirror.refresh()

    def move(number):
        if number == 1:
            catalogue.events.insert(0, catalogue.events.pop(5))

    catalogue.between = move
    mirror.refresh()
    assert on_sale() == ALL


def test_an_event_that_is_gone_and_comes_back_is_on_sale_again(catalogue):
    mirror.refresh()
    whole, catalogue.events = catalogue.events, catalogue.events[:-1]
    mirror.refresh()
    assert on_sale() == ALL - {"E7"}
    catalogue.events = whole
    mirror.refresh()
    assert on_sale() == ALL


@pytest.mark.parametrize("broken", ["empty", "fewer than f13 counts", "without end"])
def test_a_list_that_cannot_be_right_takes_nothing_off_sale(catalogue, broken):
    mirror.refresh()
    catalogue.total = 8
    if broken == "without end":
        catalogue.events, catalogue.ends = [*catalogue.events[:3]] * 3, False
        catalogue.total = 9
    else:
        catalogue.events = [] if broken == "empty" else catalogue.events[:5]
        catalogue.total = 0 if broken == "empty" else 8
    catalogue.pages.clear()
    mirror.refresh()
    assert on_sale() == ALL
    assert len(catalogue.pages) <= 3 * len(mirror.parts())


def test_the_same_event_twice_in_one_page_is_kept_once(catalogue):
    catalogue.events = [catalogue.events[0], catalogue.events[0], catalogue.events[1]]
    mirror.refresh()
    assert Event.objects.count() == EventText.objects.count() == 2


def test_a_reading_that_breaks_off_is_taken_up_at_that_page_by_whoever_comes_next(catalogue):
    def break_off(number):
        if number == 1:
            raise NoAnswer

    catalogue.between = break_off
    with pytest.raises(NoAnswer):
        mirror.refresh()
    assert len(on_sale()) == LENGTH
    catalogue.between = lambda number: None
    catalogue.pages.clear()
    assert mirror.refresh_what_is_due() == 8
    assert catalogue.pages[:3] == [1, 2, 0]  # the rest of the texts, then the next part
    assert on_sale() == ALL


def test_in_several_languages_each_event_has_its_texts_and_is_counted_once(catalogue, settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "French")]
    assert mirror.refresh() == 8
    assert EventText.objects.count() == 16
    assert on_sale() == ALL


def test_until_a_language_was_read_its_texts_are_another_ones(catalogue, settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "French")]

    def break_off(number):
        if len(catalogue.pages) > 3:
            raise NoAnswer

    catalogue.between = break_off
    with pytest.raises(NoAnswer):
        mirror.refresh()
    assert set(EventText.objects.filter(language="fr").values_list("name", flat=True)) == {
        f"Event {number}" for number in range(8)
    }


def test_an_event_that_was_gone_before_a_language_came_has_a_page_in_it(catalogue, settings):
    mirror.refresh()
    catalogue.events = catalogue.events[:-1]
    mirror.refresh()
    settings.LANGUAGES = [("en", "English"), ("fr", "French")]
    mirror.refresh()
    assert EventText.objects.get(event__event_id="E7", language="fr").name == "Event 7"


def test_two_rounds_side_by_side_take_nothing_from_each_other(catalogue):
    """The claim may be lost when a page takes longer than anybody would wait for it."""
    mirror.refresh()
    came_between = []

    def another_begins(number):
        if catalogue.pages == [0, 1, 2, 0, 1]:  # in the midst of the costs
            catalogue.between = lambda number: None
            catalogue.events = [*catalogue.events, ticketing.Event(id="NEW", name="New")]
            shared.store.drop(mirror.ONE_AT_A_TIME)
            mirror.refresh()
            catalogue.events = catalogue.events[:-1]
            came_between.append(number)

    catalogue.between = another_begins
    catalogue.pages.clear()
    mirror.refresh()
    assert came_between
    assert on_sale() == ALL | {"NEW"}


def test_hostile_texts_are_kept_and_stop_nothing(catalogue):
    hostile = "<script>alert(1)</script>\u202e" + "💺" * 5000
    catalogue.events = [
        ticketing.Event(id="H1", name=hostile, venue=hostile, city=hostile, country_code=hostile),
        ticketing.Event(id="x" * 500, name="An id without end"),
        *catalogue.events,
    ]
    mirror.refresh()
    assert on_sale() == ALL | {"H1"}


def test_a_price_beyond_all_reason_stops_nothing(catalogue):
    dear = Money(Decimal("1e14"), Currency("gbp"))
    price = Price(ticket=dear, fee=replace(dear, amount=Decimal(0)))
    catalogue.events[0] = replace(catalogue.events[0], cost_range=CostRange(cheapest=price))
    mirror.refresh()
    assert on_sale() == ALL
