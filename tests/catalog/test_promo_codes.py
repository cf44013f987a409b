"""Promo codes on the performance's page: what f13 gives for them, and codes that change nothing."""

import re
from dataclasses import replace

import pytest

from boxoffice.ticketing import (
    Availability,
    AvailabilityBand,
    BadData,
    Discount,
    NoAnswer,
    TicketType,
    Told,
    get_service,
)
from catalog.choosing.offered import with_code
from catalog.choosing.promo import NO_CODE, Promo, changes, said_code
from tests.builders import a_performance, mirrored

pytestmark = pytest.mark.django_db

EVENT = "NY01"
NORMAL = Discount("NORMAL", "Normal")
BAND = AvailabilityBand("A", ticket_type_code="HALL", discount_code="NORMAL", discounts=(NORMAL,))


@pytest.fixture
def performance(f13):
    mirrored(EVENT)
    perf_id = a_performance(EVENT)
    f13.clear_log()
    return perf_id


def page_of(client, perf_id, query=""):
    return client.get(f"/performance/{perf_id}/{query}").content.decode()


def availability(*bands):
    return Availability(ticket_types=(TicketType("HALL", "Hall", bands=bands),))


def cheapest(perf_id, code=""):
    return min(str(band.price) for band in get_service("en").get_availability(perf_id, promo_code=code).bands)


def test_b3_every_performance_has_a_field_for_a_code_folded_away(client, performance):
    page = page_of(client, performance)
    assert '<details class="promo">' in page
    assert '<input type="text" id="promo" name="promo"' in page


def test_b3_with_a_code_the_prices_are_those_that_f13_gives_for_it(client, performance):
    usual, special = cheapest(performance), cheapest(performance, "SESAME")
    assert usual != special
    page = page_of(client, performance, "?promo=SESAME")
    assert "These are the prices with the code “SESAME”." in page
    assert "Friends of the house" in page
    assert special in page
    assert "Friends of the house" not in page_of(client, performance)


def test_b3_a_code_that_changes_nothing_is_said_and_left_behind(client, performance):
    page = page_of(client, performance, "?promo=OPENSAYSME")
    assert "The code “OPENSAYSME” changes nothing for this date." in page
    assert '<details class="promo" open>' in page
    assert '<input type="hidden" name="promo"' not in page.split('<form class="choose')[1]


def test_a_code_that_works_goes_with_what_is_chosen(client, performance):
    form = page_of(client, performance, "?promo=SESAME").split('<form class="choose')[1]
    assert '<input type="hidden" name="promo" value="SESAME">' in form


def test_a_code_is_asked_with_and_without_side_by_side_and_nothing_else(client, f13, performance):
    page_of(client, performance, "?promo=SESAME")
    asked = [entry["endpoint"] for entry in f13.log()]
    assert sorted(asked) == ["availability", "availability", "performances_by_id", "send_methods"]


def test_without_a_code_it_is_asked_once(client, f13, performance):
    page_of(client, performance)
    assert len(f13.log(endpoint="availability")) == 1


def test_two_codes_within_two_seconds_have_answers_of_their_own(client, performance):
    assert "Friends of the house" in page_of(client, performance, "?promo=SESAME")
    assert "changes nothing" in page_of(client, performance, "?promo=OTHER")
    assert "Friends of the house" in page_of(client, performance, "?promo=SESAME")


def test_the_same_code_within_two_seconds_is_asked_once(client, f13, performance):
    for _ in range(2):
        page_of(client, performance, "?promo=SESAME")
    assert len(f13.log(endpoint="availability")) == 2  # with it, and without


def test_the_code_stays_in_every_address_of_the_page_but_that_without_it(client, performance):
    page = page_of(client, performance, "?promo=SESAME&together=3")
    finder = page.split('<form class="finder"')[1].split("</form>")[0]
    assert '<input type="hidden" name="promo" value="SESAME">' in finder
    [without] = re.findall(r'href="([^"]*)">Without the code', page)
    assert "promo" not in without
    assert "together=3" in without
    taking = page.split('<form method="get" class="promo-form"')[1].split("</form>")[0]
    assert '<input type="hidden" name="together" value="3">' in taking
    assert "SESAME" not in taking


def test_the_list_that_scripts_ask_for_has_the_prices_of_the_code(client, performance):
    told = client.get(f"/performance/{performance}/?promo=SESAME&together=2&part=list").json()["list"]
    assert "Friends of the house" in told


def test_what_is_free_is_asked_with_the_code_so_that_prices_stay_the_same(client, f13, performance):
    page = page_of(client, performance, "?promo=SESAME")
    [address] = re.findall(r'data-live="([^"]*)"', page)
    assert address.endswith("/free/?promo=SESAME")
    prices = {band["price"] for band in client.get(address).json()["bands"]}
    assert cheapest(performance, "SESAME") in prices


@pytest.mark.parametrize("code", ["%00", "x" * 51, "%0A", "a%07b", "", "  "])
def test_what_can_be_no_code_is_passed_over(client, f13, performance, code):
    page = page_of(client, performance, f"?promo={code}")
    assert "promo-said" not in page
    assert len(f13.log(endpoint="availability")) == 1


def test_a_code_is_shown_as_text_whatever_it_says(client, performance):
    page = page_of(client, performance, "?promo=<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "changes nothing" in page


def test_where_the_usual_prices_do_not_come_nothing_is_claimed_of_the_code():
    special = availability(BAND)
    told = {"with_code": Told(special), "availability": Told(error=NoAnswer("silence"))}
    assert with_code(told, promo_code="X") == (special, Promo("X", is_of_use=None))


def test_a_code_that_f13_refuses_changes_nothing():
    plain = availability(BAND)
    told = {"with_code": Told(error=BadData("no such code")), "availability": Told(plain)}
    assert with_code(told, promo_code="X") == (plain, Promo("X", is_of_use=False))


def test_a_kind_or_a_price_that_is_only_had_with_the_code_is_a_change():
    friends = replace(BAND, discounts=(Discount("FRIENDS", "Friends"), NORMAL))
    assert changes(availability(friends), availability(BAND))
    assert not changes(availability(BAND), availability(BAND))


def test_a_band_that_sold_out_between_the_two_answers_is_no_change():
    other = replace(BAND, code="B")
    assert not changes(availability(BAND), availability(BAND, other))


def test_a_useless_code_goes_no_further_than_its_page():
    assert Promo("X", is_of_use=False).goes_on == ""
    assert Promo("X", is_of_use=None).goes_on == "X"
    assert Promo("X", is_of_use=True).goes_on == "X"
    assert not NO_CODE.is_useless


def test_blanks_around_a_code_are_no_part_of_it():
    assert said_code({"promo": " SESAME "}) == "SESAME"
