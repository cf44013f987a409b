"""The sandbox sells events of both kinds for every rule, so that a shop can meet each of them."""

import pytest
from pyticketswitch.ticket_type import TicketType

from tests.contract.asking import PASSWORD, Api, orders_in
from tests.contract.documented import is_documented
from tests.contract.performances import performances_of
from tests.contract.shapes import key_of, shape_of
from tests.contract.test_examples import ROWS, example_of

EITHER = [
    "is_add_on",
    "is_auto_quantity_add_on",
    "is_date_matched_add_on",
    "is_time_matched_add_on",
    "is_seated",
    "need_departure_date",
    "need_duration",
    "need_performance",
    "show_perf_time",
]


@pytest.fixture(scope="module")
def api(sandbox_process):
    """One customer for all tests here: they only look."""
    sandbox_process.reset()
    api = Api(sandbox_process.url, user="demo", password=PASSWORD)
    yield api
    api.close()


@pytest.fixture(scope="module")
def events(api):
    return api.read("events", page_length=500)["results"]["event"]


@pytest.fixture(scope="module")
def offers(api, events):
    """The availability of one performance of every event, by event."""
    found = {}
    for event in events:
        page = api.read("performances", event_id=event["event_id"], page_length=3)
        if rows := page["results"].get("performance", []):
            params = {"perf_id": rows[-1]["perf_id"], "add_discounts": "", "add_seat_blocks": ""}
            found[event["event_id"]] = api.read("availability", **params)
    return found


def bands_in(offers):
    return [
        band
        for answer in offers.values()
        for area in answer["availability"].get("ticket_type", [])
        for band in area["price_band"]
    ]


def discounts_in(offers):
    return [row for band in bands_in(offers) for row in band["possible_discounts"]["discount"]]


@pytest.mark.parametrize("rule", EITHER)
def test_some_events_have_it_and_some_have_not(events, rule):
    assert {event.get(rule, False) for event in events} == {True, False}


def test_some_suppliers_state_their_terms_and_some_do_not(api):
    rows = api.read("sources", req_src_info="")["results"]["source"]
    assert {bool(row.get("source_t_and_c")) for row in rows} == {True, False}


@pytest.mark.parametrize("rule", ["custom_fields", "custom_filter"])
def test_some_events_say_more_than_there_is_an_attribute_for(events, rule):
    assert {bool(event.get(rule)) for event in events} == {True, False}


def test_event_types(events):
    assert {event["event_type"] for event in events} >= {"simple_ticket", "misc_item"}


@pytest.mark.parametrize("rule", ["contiguous_seat_selection_only", "must_select_whole_seat_block"])
def test_some_halls_have_it_and_some_have_not(offers, rule):
    assert {answer.get(rule, False) for answer in offers.values()} == {True, False}


def test_leaving_single_seats_is_judged_in_three_ways(offers):
    kinds = {band["allows_leaving_single_seats"] for band in bands_in(offers)}
    assert kinds == {"always", "never", "if_necessary"}


def test_several_orders_of_an_event_are_limited_differently(offers):
    limits = {answer.get("max_bundle_size") for answer in offers.values()}
    assert {None, 1} < limits


def test_some_events_are_sold_out(offers):
    empty = [answer for answer in offers.values() if not answer["availability"].get("ticket_type")]
    assert 0 < len(empty) < len(offers) / 4


def test_some_bands_have_a_description_and_some_have_none(offers):
    assert {bool(band.get("price_band_desc")) for band in bands_in(offers)} == {True, False}


def test_some_discounts_are_for_ages_and_some_for_numbers(offers):
    discounts = discounts_in(offers)
    for key in ("discount_minimum_eligible_age", "discount_maximum_eligible_age", "valid_quantities"):
        assert any(key in row for row in discounts), key
        assert any(key not in row for row in discounts), key


def test_discounts_have_several_meanings(offers):
    kinds = {row.get("discount_semantic_type") for row in discounts_in(offers)}
    assert {"standard", "child", "student", "senior"} <= kinds


def test_some_prices_tell_their_tax(offers):
    assert any("sale_combined_tax_component" in band for band in bands_in(offers))
    assert any("sale_combined_tax_component" not in band for band in bands_in(offers))


def test_some_seats_have_a_separator_between_row_and_column(offers):
    blocks = [band["free_seat_blocks"] for band in bands_in(offers) if "free_seat_blocks" in band]
    separators = {separator for block in blocks for separator in block["separators_by_row"].values()}
    assert "" in separators
    assert len(separators) > 1


def test_the_client_reads_every_hall(offers):
    seats = 0
    for answer in offers.values():
        for area in answer["availability"].get("ticket_type", []):
            seats += sum(len(band.get_seats()) for band in TicketType.from_api_data(area).price_bands)
    assert seats > 10_000


def test_some_performances_are_nearly_sold_out(api, events):
    flags = {
        row["is_limited"]
        for event in events
        for row in api.read("performances", event_id=event["event_id"], page_length=20)["results"].get(
            "performance", []
        )
    }
    assert flags == {True, False}


def test_two_orders_of_one_performance_where_the_event_allows_it(api, offers):
    event_id = next(id for id, answer in offers.items() if (answer.get("max_bundle_size") or 0) > 1)
    perf_id = performances_of(api, event_id)[-1]["perf_id"]
    areas = api.read("availability", perf_id=perf_id)["availability"]["ticket_type"]
    bands = [
        (area["ticket_type_code"], band["price_band_code"]) for area in areas for band in area["price_band"]
    ]
    params = {"perf_id": perf_id, "no_of_seats": 1}
    token = ""
    for area, band in bands[:2]:
        answer = api.read(
            "trolley",
            ticket_type_code=area,
            price_band_code=band,
            **params,
            **({"trolley_token": token} if token else {}),
        )
        token = answer["trolley_token"]
    assert len(orders_in(answer)) == 2
    assert answer["discarded_orders"] == []


def test_every_answer_about_every_hall_is_documented(offers):
    shown = {key_of(path) for row in ROWS for path, _ in shape_of(example_of(row["id"]))}
    emitted = {key_of(path) for answer in offers.values() for path, _ in shape_of(answer)}
    assert sorted(key for key in emitted - shown if not is_documented(key)) == []
