"""A promo code goes with its order: into the trolley, through a change of mind, and into the hold."""

import pytest

from boxoffice.ticketing import Choice, from_text, get_service, to_text
from tests.builders import a_choice, a_performance, a_trolley, hold_form, mirrored

pytestmark = pytest.mark.django_db

EVENT, CODE = "NY01", "SESAME"
SAID = "With the promo code “SESAME”"


@pytest.fixture
def chosen(client, f13):
    """The trolley's page with two tickets that were chosen with the code."""
    mirrored(EVENT)
    return a_trolley(client, perf_id=a_performance(EVENT), quantity=2, promo=CODE)


def price_of_two(code):
    band = get_service("en").get_availability(a_performance(EVENT), promo_code=code).bands[0]
    return str(band.price.ticket * 2)


def test_b3_the_trolley_has_the_price_that_f13_gave_for_the_code_and_names_it(chosen):
    assert SAID in chosen
    assert f"<dt>Tickets</dt><dd>{price_of_two(CODE)}</dd>" in chosen
    assert price_of_two(CODE) != price_of_two("")


def test_the_code_is_sent_with_what_is_put_in(f13, chosen):
    asked = [dict(entry["params"]) for entry in f13.log(endpoint="trolley")]
    [added] = [params for params in asked if "perf_id" in params]
    assert added["promo_code"] == CODE


def test_b3_what_is_held_costs_what_it_cost_with_the_code(client, f13, chosen):
    client.post("/trolley/reserve/", hold_form(chosen))
    [held] = f13.transactions()
    assert held["status"] == "reserved"
    reserved = get_service("en").get_status(held["transaction_uuid"])
    assert str(reserved.trolley.orders[0].price.ticket) == price_of_two(CODE)
    assert set(reserved.trolley.orders[0].discount_codes) == {CODE}


def test_a_choice_is_changed_with_its_code(chosen):
    assert f"?send=EPAID&amp;promo={CODE}&amp;" in chosen


def test_an_order_without_a_code_names_none(client, f13):
    assert "promo code" not in a_trolley(client)


def test_with_a_code_that_does_not_hold_any_more_the_page_says_what_can_be_had(client, f13):
    mirrored(EVENT)
    choice = a_choice(a_performance(EVENT), promo=CODE)
    answer = client.post("/trolley/add/", choice | {"promo": "SPENT"}, follow=True)
    page = answer.content.decode()
    assert "The code “SPENT” changes nothing for this date." in page
    assert 'role="alert"' in page
    assert "Your trolley is empty" in client.get("/trolley/").content.decode()


@pytest.mark.parametrize("code", ["x" * 51, "a\x00b"])
def test_what_can_be_no_code_is_answered_with_a_sentence(client, f13, code):
    mirrored("7AB")
    answer = client.post("/trolley/add/", a_choice() | {"promo": code}, follow=True)
    assert "That choice could not be read" in answer.content.decode()


def test_a_choice_that_was_kept_before_there_were_codes_still_reads():
    kept = to_text(Choice("P1", "A", "B", 1)).replace(', "promo_code": ""', "")
    assert from_text(Choice, kept).promo_code == ""
