"""Where answers differ in their spelling, each spelling is read to the same value."""

from decimal import Decimal

import pytest

from boxoffice.ticketing import (
    LeavingSingles,
    SeatRequest,
    TransactionStatus,
    Unreadable,
    parsing,
)
from boxoffice.ticketing.parsing import calendar, reading
from boxoffice.ticketing.parsing.availability import discount_from
from boxoffice.ticketing.parsing.events import event_from
from boxoffice.ticketing.parsing.prices import Till, symbol, till_from
from boxoffice.ticketing.parsing.seats import blocks_from, seat_from
from boxoffice.ticketing.parsing.trolley import debitor_from, order_from, trolley_from

from .examples import example

BUNDLE = {"bundle_source_code": "ext_test0", "bundle_total_cost": 5, "order": [{"item_number": 1}]}
SEATS = [{"full_id": "A3"}, {"full_id": "A4"}]
TICKETS = {"ticket_order": [{"discount_code": "ADULT", "no_of_seats": 2, "seats": SEATS}]}


@pytest.mark.parametrize("key", ["trolley", "trolley_contents", "reserved_trolley", "trolley_token_contents"])
def test_a_trolley_has_four_names(key):
    trolley = trolley_from({key: {"bundle": [BUNDLE], "transaction_uuid": "U-1"}})
    assert (trolley.bundles[0].source_code, trolley.transaction_uuid) == ("ext_test0", "U-1")


@pytest.mark.parametrize(
    "data",
    [
        b'{"minutes_left_on_reserve": 12.3, "trolley_contents": {}}',
        b'{"trolley_contents": {"minutes_left_on_reserve": 12.3}}',
    ],
)
def test_the_minutes_left_stand_at_the_top_or_inside(data):
    assert trolley_from(reading.json_from(data)).minutes_left == Decimal("12.3")


@pytest.mark.parametrize(
    "named",
    [
        {"currency_code": "eur"},
        {"currency": {"currency_code": "eur", "currency_places": 2}},
        {"currency": "eur"},
    ],
)
def test_a_currency_is_named_or_described(named):
    trolley = trolley_from({"trolley": {"bundle": [{**BUNDLE, **named}]}})
    assert str(trolley.total) == "EUR 5.00"


def test_a_currency_that_is_beyond_doubt_need_not_be_named():
    one = {"gbp": {"currency_code": "gbp", "currency_pre_symbol": "£"}}
    two = {**one, "usd": {"currency_code": "usd"}}
    assert till_from({"currency_details": one}).currency().code == "gbp"
    assert till_from({"currency_details": two}).currency() is None
    assert till_from({"currency_details": two, "desired_currency_code": "usd"}).currency().code == "gbp"


def test_an_amount_of_no_known_currency_is_no_price():
    assert trolley_from({"trolley": {"bundle": [BUNDLE]}}).total is None


def test_half_a_price_is_no_price():
    order = order_from({"total_sale_seatprice": 50}, till=Till(default="gbp"))
    assert order.price is None


@pytest.mark.parametrize(
    ("damaged", "symbol_"), [("Â£", "£"), ("â\x82¬", "€"), ("â‚¬", "€"), ("£", "£"), ("€", "€"), ("kr", "kr")]
)
def test_only_damaged_symbols_are_repaired(damaged, symbol_):
    assert symbol(damaged) == symbol_


def test_prices_in_the_desired_currency_are_indicative_only():
    data = {
        "currency_code": "gbp",
        "desired_currency_code": "usd",
        "total_sale_seatprice": 50,
        "total_sale_surcharge": 5,
        "total_sale_seatprice_in_desired": Decimal("62.5"),
        "total_sale_surcharge_in_desired": Decimal("6.25"),
        "total_sale_combined_tax_component": 4,
    }
    price = order_from(data, till=Till()).price
    assert (str(price.total), str(price.indicative.total), str(price.tax)) == (
        "GBP 55.00",
        "USD 68.75",
        "GBP 4.00",
    )


@pytest.mark.parametrize(
    ("said", "request_"),
    [
        ({"seat_request_status": "got_partial"}, SeatRequest.GOT_PARTIAL),
        ({"seat_request_status": "got_none"}, SeatRequest.GOT_NONE),
        ({"seat_request_status": "not_requested"}, SeatRequest.NOT_REQUESTED),
        ({"got_requested_seats": False}, SeatRequest.NOT_REQUESTED),
        ({"got_requested_seats": False, "requested_seat_ids": ["A3", "A9"]}, SeatRequest.GOT_PARTIAL),
        ({"got_requested_seats": False, "requested_seat_ids": ["B1", "B2"]}, SeatRequest.GOT_NONE),
        ({"got_requested_seats": False, "requested_seats": [{"full_id": "B1"}]}, SeatRequest.GOT_NONE),
        ({"got_requested_seats": True, "requested_seat_ids": ["A3", "A4"]}, SeatRequest.GOT_ALL),
    ],
)
def test_seats_changed_only_if_seats_were_asked_for(said, request_):
    order = order_from({**said, "ticket_orders": TICKETS}, till=Till())
    assert order.seat_request is request_
    assert order.seats_changed is (request_ in {SeatRequest.GOT_NONE, SeatRequest.GOT_PARTIAL})


@pytest.mark.parametrize(
    ("asked", "got_them"), [((), True), (("ADULT", "ADULT"), True), (("ADULT", "CHILD"), False)]
)
def test_what_was_asked_for_in_discounts_can_be_compared_with_what_was_got(asked, got_them):
    assert order_from({"ticket_orders": TICKETS}, till=Till()).got_discounts(asked) is got_them


@pytest.mark.parametrize("key", ["cider_api_token", "cider_api_key"])
def test_cider_s_token_has_two_names(key):
    data = {"cider_api_endpoint": "https://pay.test/api", key: "key_1", "stripe": {"publishable_key": "pk_1"}}
    debitor = debitor_from({"debitor_type": "stripe", "debitor_integration_data": data})
    assert (debitor.cider.token, debitor.publishable_key, debitor.is_cider, debitor.is_stripe) == (
        "key_1",
        "pk_1",
        True,
        False,
    )
    assert "key_1" not in repr(debitor)


def test_newer_accounts_get_the_intent_with_the_reservation():
    stripe = {"publishable_key": "pk_1", "payment_intent": "pi_1", "client_secret": "pi_1_secret"}
    data = {"cider_api_endpoint": "https://pay.test/api", "stripe": stripe}
    cider = debitor_from({"debitor_integration_data": data}).cider
    assert (cider.payment_intent, cider.client_secret) == ("pi_1", "pi_1_secret")
    assert "secret" not in repr(cider)


@pytest.mark.parametrize(
    "said",
    [
        {"debitor_choices": [{"debitor_type": "stripe"}]},
        {"debitor_choices": {"debitor": [{"debitor_type": "stripe"}]}},
    ],
)
def test_debitors_to_choose_from_are_listed(said):
    trolley = trolley_from({"trolley": {"bundle": [{**BUNDLE, **said}]}})
    assert [one.type for one in trolley.bundles[0].debitors] == ["stripe"]


@pytest.mark.parametrize("paging", [{"page_length": 50}, {"page_len": 50}])
def test_a_page_s_length_has_two_names(paging):
    page = parsing.event_page_from({"results": {"event": [], "paging_status": paging}})
    assert page.paging.page_length == 50


@pytest.mark.parametrize("languages", ["en-gb, en", ["en-gb", "en"]])
def test_languages_are_a_list_or_text_with_commas(languages):
    transaction = parsing.transaction_from({"transaction_status": "reserved", "language_list": languages})
    assert transaction.languages == ("en-gb", "en")


@pytest.mark.parametrize("key", ["cancelled_item_numbers", "cancelled_items_list"])
def test_cancelled_items_have_two_names(key):
    assert parsing.cancellation_from({key: [1, 2]}).cancelled_item_numbers == (1, 2)


def test_a_state_that_we_do_not_know_is_no_state_that_we_know():
    transaction = parsing.transaction_from({"transaction_status": "pondering"})
    assert (transaction.status, transaction.outcome) == (TransactionStatus.UNKNOWN, None)


@pytest.mark.parametrize(
    ("spelt", "rule"),
    [
        ("always", LeavingSingles.ALWAYS),
        ("if_necessary", LeavingSingles.IF_NECESSARY),
        ("never", LeavingSingles.NEVER),
        ("on tuesdays", LeavingSingles.NEVER),
        (None, LeavingSingles.ALWAYS),
    ],
)
def test_an_unknown_rule_about_singles_is_the_strictest(spelt, rule):
    band = {"price_band_code": "A", "allows_leaving_single_seats": spelt}
    data = {"availability": {"ticket_type": [{"ticket_type_code": "S", "price_band": [band]}]}}
    assert parsing.availability_from(data).bands[0].leaving_singles is rule


def test_a_supplier_in_trouble_is_not_sold_out():
    availability = parsing.availability_from({"availability": {}, "backend_is_down": True})
    assert (availability.is_down, availability.is_troubled, availability.is_sold_out) == (True, True, False)
    assert parsing.availability_from({"availability": {}}).is_sold_out


def test_discounts_have_ages_quantities_and_tickets_that_may_not_have_them():
    data = {
        "discount_code": "CHILD",
        "discount_minimum_eligible_age": 3,
        "maximum_eligible_age": 15,
        "valid_quantities": [2, 4],
        "discount_disallowed_seat_nos": [0],
        "discount_disallowed_seat_nos_bitmask": 6,
        "discount_semantic_type": "child",
    }
    discount = discount_from(data, till=Till())
    assert (discount.minimum_age, discount.maximum_age, discount.valid_quantities) == (3, 15, (2, 4))
    assert (discount.disallowed_tickets, discount.semantic_type) == ({0, 1, 2}, "child")


@pytest.mark.parametrize(
    ("ticket", "fee", "is_waiver"), [(50, 0, True), (45, 0, False), (50, 5, False), (45, 5, False)]
)
def test_an_offer_without_fee_at_an_unchanged_price_is_no_percentage(ticket, fee, is_waiver):
    data = {
        "sale_seatprice": ticket,
        "sale_surcharge": fee,
        "non_offer_sale_seatprice": 50,
        "non_offer_sale_surcharge": 5,
    }
    assert discount_from(data, till=Till(default="gbp")).is_fee_waiver is is_waiver


def test_seats_may_have_separators_and_more_than_one_text():
    data = {
        "blocks_by_row": {"A": [["A.10", "A.11"]], "": [["Sofa"]]},
        "restricted_view_seats": ["A.10"],
        "seats_by_text_message": {"Behind a pillar": ["A.10"], "No children": ["A.10", "Sofa"]},
        "separators_by_row": {"A": "."},
    }
    (ten, eleven), (sofa,) = (block.seats for block in blocks_from(data))
    assert (ten.column, ten.separator) == ("10", ".")
    assert ten.notes == "Restricted view. Behind a pillar; No children"
    assert (eleven.column, eleven.has_notes, sofa.column) == ("11", False, "Sofa")


def test_seats_carry_barcodes_and_passes_for_wallets():
    data = {
        "full_id": "A1",
        "barcode": "123",
        "seat_apple_wallet_urls": {"apple_wallet_gen_url": "https://a.test"},
        "seat_google_pay_urls": {"gpay_save_url": "https://g.test", "gpay_jwt_url": "https://j.test"},
    }
    seat = seat_from(data)
    assert (seat.barcode, seat.apple_wallet_url, seat.google_wallet_url, seat.has_wallet_pass) == (
        "123",
        "https://a.test",
        "https://g.test",
        True,
    )
    assert seat_from({"id_details": {"full_id": "A1"}}).id == "A1"


def test_weekdays_begin_with_sunday_at_bit_0():
    assert calendar.weekdays({"mask": 0b0000001}, "mask") == {6}
    assert calendar.weekdays({"mask": 0b0000010}, "mask") == {0}


def test_the_example_of_the_reference_for_days_in_a_month():
    days = calendar.dates({"mask": 1959}, "mask", year=2027, month=1)
    assert [day.day for day in days] == [1, 2, 3, 6, 8, 9, 10, 11]


@pytest.mark.parametrize(
    "classes", [{"classes": {"opera": "Opera"}}, {"class": [{"class_code": "opera", "class_desc": "Opera"}]}]
)
def test_classes_are_a_table_or_a_list(classes):
    event = event_from({"event_id": "7AA", **classes}, till=Till())
    assert [(one.code, one.name) for one in event.classes] == [("opera", "Opera")]


@pytest.mark.parametrize(
    "data",
    [
        {"results": {"city": [{"city_code": "london-uk", "city_desc": "London"}]}},
        {"results": [{"city_code": "london-uk", "city_desc": "London"}]},
        {"cities": [{"city_code": "london-uk", "city_desc": "London"}]},
        {"cities": {"city": [{"city_code": "london-uk", "city_desc": "London"}]}},
        {"cities": {"london-uk": "London"}},
        {"results": {"city": {"london-uk": {"city_desc": "London"}}}},
    ],
)
def test_lists_of_codes_are_read_however_they_stand(data):
    (city,) = parsing.cities_from(data)
    assert (city.code, city.name) == ("london-uk", "London")


def test_an_id_that_f13_does_not_know_is_absent():
    assert parsing.events_by_id_from({"events_by_id": {}}) == {}
    assert parsing.events_by_id_from({"events_by_id": {"NOPE": {}}}) == {}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("02-events-list", "results"),
        ("03-events_by_id-two-events", "events_by_id"),
        ("11-performances-list", "results"),
        ("15-months-list", "results"),
        ("16-availability-best-available", "availability"),
        ("22-send_methods-list", "send_methods"),
        ("23-trolley-seats-to-existing", "trolley_token"),
        ("27-release-reserved", "released_ok"),
        ("28-purchase-on-credit", "transaction_status"),
        ("31-purchase-redirect", "callout"),
    ],
)
def test_half_an_answer_is_not_read_as_nothing(name, key):
    whole = example(name)
    data = {other: value for other, value in whole.data.items() if other != key}
    assert whole.read()
    with pytest.raises(Unreadable):
        whole.read(data)


@pytest.mark.parametrize("lost", ["transaction_uuid", "bundle"])
def test_a_hold_without_its_id_or_seats_is_no_hold(lost):
    data = example("25-reserve-trolley").data
    del data["trolley_contents"][lost]
    with pytest.raises(Unreadable):
        parsing.reservation_from(data)


def test_unknown_attributes_are_passed_over():
    data = {**example("28-purchase-on-credit").data, "from_the_future": {"x": [1]}}
    assert example("28-purchase-on-credit").read(data) == example("28-purchase-on-credit").read()


def test_times_need_their_offset():
    with pytest.raises(Unreadable):
        reading.moment({"at": "2027-01-01T15:30:00"}, "at")


def test_text_is_fit_to_be_stored():
    assert reading.text({"name": "a\x00b\ud800c"}, "name") == "ab?c"


def test_a_report_spells_yes_and_no():
    assert [reading.maybe_flag({"x": word}, "x") for word in ("yes", "no", None, True)] == [
        True,
        False,
        None,
        True,
    ]
