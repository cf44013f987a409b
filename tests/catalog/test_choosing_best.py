"""Best available: bands with prices and examples, kinds of ticket with numbers, each event in its way."""

import re

import pytest
from django.utils import translation

from boxoffice.ticketing import AvailabilityBand, Choice, Discount, get_service
from catalog.seating.kind_rows import ages, kinds_of
from tests.builders import a_performance, mirrored

pytestmark = pytest.mark.django_db


def page_of(client, event_id, query="", **options):
    mirrored(event_id)
    return client.get(f"/performance/{a_performance(event_id, **options)}/{query}").content.decode()


def numbers(page, index, code):
    """What the list of numbers for a kind offers, and which of them comes chosen."""
    (field,) = re.findall(rf'<select[^>]* name="number:{index}:{code}"[^>]*>(.*?)</select>', page)
    return re.findall(r"<option[^>]*>(\d+)</option>", field), re.findall(r"<option selected>(\d+)", field)


def kinds(page, index):
    return re.findall(rf'name="number:{index}:(\w*)"', page)


def test_s6_nutcracker_offers_its_kinds_in_the_stalls_with_two_adults_to_begin_with(client, f13):
    page = page_of(client, "6IF")
    stalls = next(
        number
        for number, (area, code) in enumerate(
            re.findall(r"\[&quot;(\w+)&quot;, &quot;(\w+)/pool&quot;\]", page)
        )
        if (area, code) == ("STALLS", "A")
    )
    assert kinds(page, stalls) == ["ADULT", "CHILD", "STUDENT", "OAP"]
    assert numbers(page, stalls, "ADULT") == (list("0123456"), ["2"])
    assert numbers(page, stalls, "CHILD") == (list("0123456"), ["0"])
    assert "up to age 15" in page
    assert "age 65 and over" in page


def test_a_kind_has_its_own_price(client, f13):
    page = page_of(client, "6IF")
    adult, child = (
        re.search(rf'name="number:0:{kind}" data-amount="(\d+)"', page)[1] for kind in ("ADULT", "CHILD")
    )
    assert (adult, child) == ("3900", "2100")
    assert '<script id="money" type="application/json">' in page


def test_how_many_can_be_together_is_said_of_each_band(client, f13):
    page = page_of(client, "6IF")
    assert "up to 6 together" in page
    assert "up to 3 together" in page


def test_a_membership_is_one_for_each_order(client, f13):
    page = page_of(client, "6KF")
    assert numbers(page, 0, "ADULT") == (["1"], ["1"])


@pytest.mark.parametrize(
    ("event_id", "offered"), [("LN12", ["2", "4"]), ("LN50", ["2"]), ("LN49", list("23456"))]
)
def test_only_numbers_that_are_sold_are_offered(client, f13, event_id, offered):
    page = page_of(client, event_id)
    (code,) = kinds(page, 0)
    assert numbers(page, 0, code)[0] == offered


def test_the_only_band_there_is_comes_chosen(client, f13):
    page = page_of(client, "6KF")
    assert re.search(r'<input type="radio" name="from"[^>]* checked', page)
    page = page_of(client, "6IF")
    assert not re.search(r'<input type="radio" name="from"[^>]* checked', page)


def test_example_seats_that_are_not_real_are_said_to_be_examples(client, f13):
    assert "For instance: <strong" in page_of(client, "6IF")


def test_an_offer_says_the_price_before_and_what_is_saved(client, f13):
    page = page_of(client, "LN40")
    assert re.search(r"Offer: before £[\d.]+, you save £[\d.]+", page)


def test_a_waived_fee_is_no_percentage(client, f13):
    page = page_of(client, "PA42")
    assert "No fees" in page
    assert "%" not in re.search(r"No fees[^<]*", page)[0]


def test_the_choice_in_an_address_comes_chosen(client, f13):
    page = page_of(client, "6IF", "?from=3&number:3:ADULT=1&number:3:CHILD=2")
    assert re.search(r'<input type="radio" name="from" id="band-3" value="3" required checked', page)
    assert numbers(page, 3, "ADULT")[1] == ["1"]
    assert numbers(page, 3, "CHILD")[1] == ["2"]


def test_so_many_are_asked_for_so_many_stand_there(client, f13):
    assert numbers(page_of(client, "6IF", "?together=5"), 0, "ADULT")[1] == ["5"]


class TestMoreThanThereAreTogether:
    def test_it_says_so_and_what_there_is(self, client, f13):
        page = page_of(client, "6IF", "?together=9")
        assert "9 together cannot be had here" in page
        assert re.search(r'<a data-in-place href="\?together=6">6 together</a>', page)

    def test_other_dates_come_from_figures_that_are_known(self, client, f13):
        mirrored("6IE")
        perf_id = a_performance("6IE")
        f13.clear_log()
        page = client.get(f"/performance/{perf_id}/?together=7").content.decode()
        assert "Other dates" not in page
        assert len(f13.log(endpoint="availability")) == 1

    def test_dates_with_enough_are_named_and_lead_there_with_the_number(self, client, f13):
        mirrored("DP9")
        perf_id = a_performance("DP9")
        band = get_service("en").get_availability(perf_id).bands[0]
        held = Choice(perf_id, band.ticket_type_code, band.code, 4)
        assert get_service("en").reserve(add=held).is_held
        f13.clear_log()
        page = client.get(f"/performance/{perf_id}/?together=5").content.decode()
        assert "5 together cannot be had here" in page
        assert "Other dates that probably have 5 together" in page
        others = re.findall(r'href="/performance/([^/]+)/\?together=5"', page)
        assert len(others) == 6
        assert perf_id not in others
        assert len(f13.log(endpoint="availability")) == 1


def test_figures_in_yen_dollars_and_euros_are_added_up_by_their_own_pattern(client, f13):
    patterns = {
        event_id: re.search(r'"before": "([^"]*)".*?"places": (\d)', page_of(client, event_id)).groups()
        for event_id in ("AG8", "DBZ", "DP9")
    }
    assert patterns["AG8"][1] == "0"
    assert patterns["DBZ"][1] == patterns["DP9"][1] == "2"


class TestKinds:
    def kind(self, code, **options):
        return Discount(code, **options)

    @pytest.mark.parametrize(
        ("limits", "words"),
        [
            ({}, ""),
            ({"minimum_age": 65}, "age 65 and over"),
            ({"maximum_age": 15}, "up to age 15"),
            ({"minimum_age": 16, "maximum_age": 25}, "ages 16 to 25"),
        ],
    )
    def test_who_may_have_it_is_said_in_words(self, limits, words):
        with translation.override("en"):
            assert ages(self.kind("X", **limits)) == words

    def test_the_default_comes_first_and_alone_has_no_zero(self):
        band = AvailabilityBand(
            "A", discount_code="ADULT", discounts=(self.kind("CHILD"), self.kind("ADULT"))
        )
        found = kinds_of(band, allowed=(1, 2, 3), numbers={"ADULT": 2})
        assert [(kind.code, kind.numbers, kind.number) for kind in found] == [
            ("ADULT", (0, 1, 2, 3), 2),
            ("CHILD", (0, 1, 2, 3), 0),
        ]
        alone = AvailabilityBand("A", discount_code="ADULT", discounts=(self.kind("ADULT"),))
        assert kinds_of(alone, allowed=(2, 4), numbers={})[0].numbers == (2, 4)

    @pytest.mark.parametrize(
        ("limits", "offered"),
        [
            ({"valid_quantities": (2, 4, 8)}, (0, 2, 4)),
            ({"max_discount_tickets": 1}, (0, 1)),
            ({"max_order_tickets": 3}, (0, 1, 2, 3)),
            ({"number_available": 2}, (0, 1, 2)),
        ],
    )
    def test_no_more_of_a_kind_are_offered_than_it_allows(self, limits, offered):
        band = AvailabilityBand("A", discounts=(self.kind("ADULT"), self.kind("X", **limits)))
        assert kinds_of(band, allowed=range(1, 7), numbers={})[1].numbers == offered
