"""The orders of `events`: as documented, ties alphabetical, made once a day however many pages are read."""

from collections import Counter
from datetime import timedelta
from math import ceil
from typing import Any

import pytest

from sandbox.catalogue.money import CURRENCIES, GBP, converted
from sandbox.f13 import search
from sandbox.world import World
from tests.sandbox.catalogue.asking import a_world, ask, days_on, found


@pytest.fixture
def world() -> World:
    return a_world()


def pounds(event: dict[str, Any], end: str) -> float:
    """The lowest or highest total, in pounds; what is sold out comes last."""
    if "cost_range" not in event:
        return float("inf")
    price = event["cost_range"]
    total = search.Decimal(str(price[f"{end}_seatprice"])) + search.Decimal(str(price[f"{end}_surcharge"]))
    amount = float(converted(total, source=CURRENCIES[price["range_currency_code"]], target=GBP))
    return amount if end == "min" else -amount


def added(event: dict[str, Any], world: World) -> int:
    known = world.catalogue.get_event(event["event_id"])
    return -known.added.toordinal() if known else 0


KEYS = {
    "alphabetic": lambda event, world: 0,
    "cost_ascending": lambda event, world: pounds(event, "min"),
    "cost_descending": lambda event, world: pounds(event, "max"),
    "critic_rating": lambda event, world: -event.get("critic_review_percent", 0),
    "recent": added,
    "last_sale": lambda event, world: 0,  # nothing has been sold yet
}


@pytest.mark.parametrize("order", KEYS)
def test_events_are_in_the_order_asked_for_and_ties_are_alphabetical(world, order):
    answer = ask(world, "events", sort_order=order, page_length=1000, req_cost_range="")["results"]["event"]
    keys = [(KEYS[order](event, world), search._folded(event["event_desc"])) for event in answer]
    assert keys == sorted(keys)
    assert len(keys) > 150


@pytest.fixture
def asked(monkeypatch) -> Counter[str]:
    """How often each order looked at an event."""
    counted: Counter[str] = Counter()

    def watched(name, key):
        def look(event, call):
            counted[name] += 1
            return key(event, call)

        return look

    for name, key in search.ORDERS.items():
        monkeypatch.setitem(search.ORDERS, name, watched(name, key))
    return counted


@pytest.mark.parametrize("order", ["most_popular", "cost_ascending", "recent", "last_sale"])
def test_an_order_is_made_once_for_all_pages(world, asked, order):
    count = len(world.catalogue.events())
    pages = [
        ask(world, "events", sort_order=order, page_number=page)["results"]["event"]
        for page in range(ceil(count / 50))
    ]
    assert len({event["event_id"] for page in pages for event in page}) == count
    assert asked == {order: len(world.catalogue.all_events())}


def test_other_users_and_filters_share_the_order(world, asked):
    every = found(world, sort_order="cost_descending")
    single = found(world, sort_order="cost_descending", user="demo-single")
    offers = found(world, sort_order="cost_descending", offers_only="true")
    assert 0 < len(single) < len(every)
    assert single == [one for one in every if one in set(single)]
    assert offers == [one for one in every if one in set(offers)]
    assert found(world, sort_order="cost_descending", user="demo-single") == single
    assert asked == {"cost_descending": len(world.catalogue.all_events())}


def test_the_next_day_makes_it_anew(world, asked):
    found(world, sort_order="recent")
    found(days_on(world, 1), sort_order="recent")
    assert asked == {"recent": 2 * len(world.catalogue.all_events())}


def test_what_was_sold_last_comes_first_at_once(world):
    now = world.clock.now()
    for number, event_id in enumerate(("7AB", "LN01", "KE01")):
        world.box_office.last_sales[event_id] = now + timedelta(seconds=number)
        assert found(world, sort_order="last_sale")[0] == event_id
    world.box_office.last_sales["7AB"] = now + timedelta(minutes=1)
    assert found(world, sort_order="last_sale")[:3] == ["7AB", "KE01", "LN01"]


def test_a_search_by_dates_follows_the_clock_within_the_day(world):
    today = f"{world.clock.today():%Y%m%d}"
    before = found(world, date_range=f"{today}:{today}")
    world.clock.move(timedelta(hours=14))
    after = found(world, date_range=f"{today}:{today}")
    assert set(after) < set(before)
