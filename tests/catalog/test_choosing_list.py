"""The list of seats that are together: as good as the map, and complete without scripts."""

import json
import re
from html import unescape

import pytest

from boxoffice import live
from boxoffice.ticketing import Choice, get_service
from tests.builders import a_performance, mirrored

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(client, f13):
    """The list for what was asked, as one page after the other would show it."""

    def looked(event_id="7AB", *, part="", **wishes):
        mirrored(event_id)
        query = wishes | ({"part": part} if part else {})
        return client.get(f"/performance/{a_performance(event_id)}/", query).content.decode()

    return looked


def groups(page):
    """The seats of each group, as the form says them."""
    return [json.loads(unescape(value)) for value in re.findall(r'name="group"[^>]* value="([^"]*)"', page)]


def words(page):
    """The list's text, with spaces where the page has tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_s1_two_together_are_shown_to_those_who_said_nothing(look):
    page = look()
    assert "The best 2 together" in page
    assert groups(page)
    assert all(len(group) == 2 for group in groups(page))


def test_each_group_says_where_what_it_costs_and_what_it_costs_in_all(look):
    page = words(look(together=3, area="CIRCLE", under=36))
    assert re.search(
        r"Dress Circle , row H: H\w+ , H\w+ , H\w+|Dress Circle, row H: H\w+ , H\w+ , H\w+", page
    )
    assert "£35.00 each" in page
    assert "£105.00 in all" in page


def test_in_all_is_with_the_cheapest_sending_where_every_way_costs(look, monkeypatch):
    listed = live.list_send_methods

    def only_those_that_cost(*arguments, **options):
        return tuple(method for method in listed(*arguments, **options) if method.cost)

    monkeypatch.setattr(live, "list_send_methods", only_those_that_cost)
    page = words(look(together=2, under=56, area="STALLS"))
    assert "£114.50 in all, with the cheapest sending" in page


def test_r5_notes_stand_beside_their_seats(look):
    page = words(look(together=4, area="STALLS", under=40))
    assert "C5 (Restricted view)" in page
    assert "C6 (Restricted view. Haunted seat)" in page


def test_no_restricted_view_means_none(look):
    clear = groups(look(together=2, clear="yes"))
    assert clear
    assert not {"0:A1", "0:A2", "0:A10", "1:C5", "1:C6"} & {seat for group in clear for seat in group}


def test_a_price_is_the_most_for_each_with_its_fees(look):
    assert {seat[0] for group in groups(look(together=2, under="36.80")) for seat in group} == {"2", "3"}
    assert {seat[0] for group in groups(look(together=2, under="36,79")) for seat in group} == {"3"}


@pytest.mark.parametrize("rubbish", ["x", "-1", "٣", "1e3", "9999999999999", "\x00", " "])
def test_what_cannot_be_read_is_passed_over(look, rubbish):
    assert groups(look(together=rubbish, under=rubbish, clear=rubbish, aisle=rubbish))


@pytest.mark.parametrize("number", ["0", "100"])
def test_a_number_that_nobody_sells_is_answered_in_words_or_passed_over(look, number):
    assert "The best 2 together" in look(together=number)


def test_only_numbers_that_are_sold_can_be_asked_for(look):
    page = look("LN13")
    (field,) = re.findall(r'<select id="together".*?</select>', page)
    sold = get_service("en").get_availability(a_performance("LN13")).valid_quantities  # tables as a whole
    assert set(sold) & {2, 4, 6} == set(sold) != set()
    assert re.findall(r"<option[^>]*>(\d+)", field) == [str(number) for number in sold]


def test_every_group_that_is_offered_can_be_held(look, f13):
    for event_id in ("7AA", "LN13", "LN21", "MC02"):
        page = look(event_id, together=2)
        keys = [json.loads(unescape(value)) for value in re.findall(r'name="band" value="([^"]*)"', page)]
        assert groups(page)
        for group in groups(page)[:4]:
            area, band = keys[int(group[0].split(":")[0])]
            seats = tuple(value.partition(":")[2] for value in group)
            held = get_service("en").reserve(
                add=Choice(a_performance(event_id), area, band, len(seats), seats=seats)
            )
            assert held.is_held, (event_id, group)
            get_service("en").release(held.transaction_uuid)
        live.forget()


def test_scripts_get_the_list_alone_and_small(look):
    whole, part = look("LN01"), look("LN01", part="list")
    answer = json.loads(part)
    assert groups(answer["list"]) == groups(whole)
    assert len(part) < len(whole) / 5
    assert "<seat-map" not in part


def test_looking_again_keeps_what_is_picked_and_how_it_is_sent(look):
    page = look(seat=["0:A3"], send="VOUCH", together=2)
    form = re.search(r'<form class="finder".*?</form>', page, re.DOTALL)[0]
    kept = {
        name: unescape(value)
        for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form)
    }
    assert kept == {"band": '["STALLS", "A/pool"]', "seat": "0:A3", "send": "VOUCH"}


class TestNotTogether:
    def test_a_split_is_offered_as_one_choice(self, look):
        page = look("LN17", together=4)
        assert "4 together cannot be had here" in page
        (split,) = groups(page)
        assert len(split) == 4

    def test_fewer_are_named_with_their_address(self, look):
        page = look("LN17", together=4)
        assert re.search(r'<a data-in-place href="\?together=[123]">', page)

    def test_other_areas_and_prices_are_named(self, look):
        page = look(together=4, area="CIRCLE", under=34)
        assert "4 together cannot be had here" in page
        assert "4 together anywhere, at any price" in page

    def test_other_dates_are_asked_of_the_timetable_alone(self, look, f13):
        page = look("LN17", together=6)
        assert "6 together cannot be had here" in page
        f13.clear_log()
        look("LN17", together=6)
        assert len(f13.log(endpoint="availability")) <= 1


class TestWhatIsChosen:
    def test_it_comes_checked_and_is_summed_up(self, look):
        page = look(seat=["0:A3", "0:A4"])
        assert len(re.findall(r'<input type="checkbox" name="seat"[^>]* checked', page)) == 2
        said = words(page)
        assert "Stalls, row A, seat 3" in said
        assert "£110.00 in all" in said

    def test_a_seat_can_be_taken_out_without_scripts(self, look, client):
        page = look(seat=["0:A3", "0:A4"])
        address = unescape(
            re.search(r'<a class="way-on" href="(\?[^"]*)#choice">Remove Stalls, row A, seat 3<', page)[1]
        )
        assert re.findall(r"seat=([^&]*)", address) == ["0%3AA4"]

    def test_each_seat_asks_for_whom_it_is_where_there_are_kinds(self, look):
        page = look("LN01", seat=["0:A8", "0:A9"])
        assert "Please say for whom each ticket is" in page
        assert re.search(r'<select name="kind:0:A8"', page)

    def test_s2_a_seat_left_alone_is_said_with_what_would_do(self, look):
        page = look("7AA", seat=["0:B3", "0:B4"])
        assert "left standing alone" in page
        assert "B2" in page
        assert re.search(r"Take B\d, B\d instead", page)

    def test_s3_seats_apart_are_said_to_be_apart(self, look):
        assert "next to each other" in look("7AA", seat=["0:B3", "0:B5"])

    def test_s4_nothing_is_said_where_that_is_allowed(self, look):
        assert 'id="objection"' not in look(seat=["0:B3", "0:B5"])

    def test_what_is_gone_is_named_and_the_rest_stays(self, look):
        page = look(seat=["0:A3", "0:Z9"])
        assert "No longer free: Z9" in page
        assert len(re.findall(r'<input type="checkbox" name="seat"[^>]* checked', page)) == 1

    def test_bands_are_known_by_name_whatever_their_number(self, look):
        page = look(band='["CIRCLE", "A/pool"]', seat="0:E4")
        assert re.search(r'name="seat"[^>]* value="2:E4"[^>]* checked', page)
