"""What left the trolley without having been removed is named with its reason, once, and is not lost."""

from dataclasses import replace
from decimal import Decimal

import pytest

from boxoffice.ticketing import Bundle, Choice, Currency, Event, Money, Order, Performance, Price, Trolley
from checkout.kept import KeptChoice
from checkout.leaving import WORDS, Left, Why, left, why
from tests.builders import a_choice, a_performance, a_trolley, mirrored

ORDER = '<article class="order">'
POUND, EURO = Currency("gbp"), Currency("eur")


def an_order(number=1, *, event="E1", perf="P1", currency=POUND, **facts):
    amount = Money(Decimal(10), currency)
    return Order(
        item_number=number,
        event=Event(event, name=f"Event {event}", source_code="one", **facts),
        performance=Performance(perf, event_id=event),
        price=Price(amount, Money.zero(currency)),
        quantity=1,
    )


def a_bundle(*orders, source="one", currency=POUND):
    return Bundle(source, orders=orders, currency=currency)


def a_known(name="Event E1", **changes):
    return replace(
        KeptChoice(Choice("P1", "A", "B", 1), "POST", 0.0, name=name, source_code="one"), **changes
    )


@pytest.mark.parametrize(
    ("went", "there", "reason"),
    [
        (an_order(), an_order(2), Why.SAME_PERFORMANCE),
        (an_order(), an_order(2, perf="P2"), Why.NUMBER),
        (an_order(currency=EURO), an_order(2, event="E2", perf="P2"), Why.CURRENCY),
        (an_order(), an_order(2, event="E2", perf="P2"), Why.SENDING),
        (an_order(is_add_on=True), an_order(2, event="E2", perf="P2"), Why.ALONE),
    ],
)
def test_the_reason_is_the_rule_that_the_two_cannot_keep_together(went, there, reason):
    assert why(went, Trolley(bundles=(a_bundle(there),)), known=None) is reason


def test_where_no_rule_explains_it_that_is_said():
    elsewhere = Trolley(bundles=(a_bundle(an_order(2, event="E2", perf="P2"), source="two"),))
    assert why(an_order(), elsewhere, known=None) is Why.UNKNOWN


def test_what_f13_passes_over_in_silence_is_gone():
    answer = Trolley(bundles=(a_bundle(an_order(2, event="E2", perf="P2")),))
    assert left({1: a_known(), 2: a_known("Event E2")}, answer) == (Left(Why.GONE, "Event E1", a_known()),)


def test_each_is_told_of_once_whoever_names_it():
    answer = Trolley(bundles=(a_bundle(an_order(2)),), discarded_orders=(an_order(1),))
    assert [one.why for one in left({1: a_known()}, answer)] == [Why.SAME_PERFORMANCE]


def test_two_that_were_chosen_alike_are_each_told_of():
    assert len(left({1: a_known(), 2: a_known()}, Trolley())) == 2


def test_every_reason_has_a_sentence_with_the_name_in_it():
    assert {*WORDS} == {*Why}
    for reason in Why:
        assert Left(reason, "Hamlet").sentence.startswith("Hamlet left your trolley: ")


@pytest.mark.django_db
class TestOnThePage:
    def test_another_currency_is_said_and_what_went_can_be_brought_back_later(self, client, f13):
        mirrored("7AB", "DBZ")
        a_trolley(client)
        page = a_trolley(client, perf_id=a_performance("DBZ"))
        assert page.count("it is sold in another currency than your last choice") == 1
        assert page.count(ORDER) == 1
        page = client.post("/trolley/bring-back/1/", follow=True).content.decode()
        assert "cannot be beside what is in your trolley now" in page
        client.post("/trolley/remove/2/")
        client.post("/trolley/remove/1/")
        page = client.post("/trolley/bring-back/1/", follow=True).content.decode()
        assert "Incident of the Cat at Lunchtime is back in your trolley" in page

    def test_it_is_said_once(self, client, f13):
        a_trolley(client)
        a_trolley(client, perf_id=a_performance("DBZ"))
        assert "left your trolley" not in client.get("/trolley/").content.decode()

    def test_an_event_that_ended_meanwhile_is_said_to_be_gone(self, client, f13):
        a_trolley(client)
        client.post("/trolley/add/", a_choice(a_performance("6IF"), send="COBO"))
        f13.catalogue(close=["7AB"])
        page = client.get("/trolley/").content.decode()
        assert "at Lunchtime left your trolley: these tickets are not to be had any more." in page
        assert page.count(ORDER) == 1
        assert "bring-back" not in page
