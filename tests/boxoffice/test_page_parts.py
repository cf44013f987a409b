"""The parts that all pages share: a price, a performance, seats, a supplier's words."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.template import engines

from boxoffice.ticketing import Currency, Event, Money, Performance, Price, Seat

POUND = Currency("gbp", pre_symbol="£")
EURO = Currency("eur", pre_symbol="€")
HALF_PAST_SEVEN = datetime(2026, 12, 24, 19, 30, tzinfo=timezone(timedelta(hours=-5)))
PERFORMANCE = Performance("P1", starts=HALF_PAST_SEVEN, name="Gala night")
EVENT = Event("E1")


def pounds(amount):
    return Money(Decimal(amount), POUND)


def shown(template, **context):
    """What a reader sees of it: the text without the tags."""
    html = engines["django"].from_string("{% load shop %}" + template).render(context)
    return " ".join(engines["django"].from_string("{{ html|striptags }}").render({"html": html}).split())


PRICE = Price(ticket=pounds(50), fee=pounds(5))


@pytest.mark.parametrize(
    ("price", "words"),
    [
        (PRICE, "£55.00 £50.00 ticket + £5.00 fee"),
        (replace(PRICE, fee=pounds(0)), "£50.00 no fee"),
        (replace(PRICE, tax=pounds(9)), "£55.00 £50.00 ticket + £5.00 fee, of which £9.00 tax"),
        (
            replace(PRICE, indicative=Price(Money(Decimal(60), EURO), Money(Decimal(6), EURO))),
            "£55.00 £50.00 ticket + £5.00 fee about €66.00, for guidance only",
        ),
        (replace(PRICE, indicative=PRICE), "£55.00 £50.00 ticket + £5.00 fee"),
    ],
)
def test_a_price_is_what_is_paid_with_its_parts_beside_it(price, words):
    assert shown("{% price price %}", price=price).replace("&amp;", "&") == words


def test_a_price_says_what_sending_costs_where_every_way_costs():
    words = shown("{% price price each=True sending=sending %}", price=PRICE, sending=pounds("1.5"))
    assert words.startswith("£55.00 each plus sending from £1.50")


@pytest.mark.parametrize(
    ("performance", "event", "words"),
    [
        (PERFORMANCE, EVENT, "Thursday 24 December 2026, 19:30 · Gala night"),
        (PERFORMANCE, replace(EVENT, shows_performance_time=False), "Thursday 24 December 2026 · Gala night"),
        (replace(PERFORMANCE, has_time=False), EVENT, "Thursday 24 December 2026 · Gala night"),
        (replace(PERFORMANCE, starts=None, date_text="By arrangement", name=""), EVENT, "By arrangement"),
        (PERFORMANCE, replace(EVENT, needs_performance=False), "Gala night"),
        (replace(PERFORMANCE, name=""), replace(EVENT, needs_performance=False), ""),
    ],
)
def test_a_performance_is_named_as_its_event_wants_it(performance, event, words):
    said = shown("{% performance performance event %}", performance=performance, event=event)
    assert said.replace("Thursday,", "Thursday") == words


@pytest.mark.parametrize(
    ("performance", "event", "words"),
    [
        (PERFORMANCE, EVENT, "19:30 · Gala night"),
        (PERFORMANCE, replace(EVENT, shows_performance_time=False), "Gala night"),
        (replace(PERFORMANCE, name=""), replace(EVENT, shows_performance_time=False), "Choose tickets"),
    ],
)
def test_below_its_day_a_performance_is_time_and_name(performance, event, words):
    template = "{% performance performance event within_day=True %}"
    assert shown(template, performance=performance, event=event) == words


def test_each_seat_has_its_notes_in_words_beside_it():
    seats = [Seat("A1"), Seat("A2", is_restricted_view=True), Seat("C6", text="Haunted seat")]
    assert shown("{% seats seats %}", seats=seats) == "A1, A2 (Restricted view), C6 (Haunted seat)"


@pytest.mark.parametrize(
    ("told", "clean"),
    [
        ("<h4>Duration</h4><p>An hour</p>", "<h3>Duration</h3><p>An hour</p>"),
        ("<h1 onclick='x()'>Loud</h1>", "<h3>Loud</h3>"),
        ("<script>alert(1)</script><p style='color: red'>Fine</p>", "<p>Fine</p>"),
        (
            "<a href='javascript:x()'>No</a> <a href='https://a.test/'>Yes</a>",
            '<a rel="nofollow noopener">No</a> <a href="https://a.test/" rel="nofollow noopener">Yes</a>',
        ),
        ("&lt;h4&gt; is no heading", "&lt;h4&gt; is no heading"),
    ],
)
def test_a_suppliers_html_is_harmless_and_its_headings_fit_below_ours(told, clean):
    template = engines["django"].from_string("{% load shop %}{{ told|clean_html }}")
    assert template.render({"told": told}) == clean
