"""Every documented answer is read, and what it means is found where the shop looks for it."""

import pickle
from datetime import date, timedelta
from decimal import Decimal

import pytest

from boxoffice.ticketing import (
    RESTRICTED_VIEW,
    Callout,
    LeavingSingles,
    Purchased,
    SeatRequest,
    TransactionStatus,
)

from .examples import EXAMPLES, NOT_F13, READERS, all_examples, read


def test_every_example_has_a_reader():
    assert {one.endpoint for one in all_examples()} == set(READERS) | NOT_F13
    assert len(EXAMPLES) > 40


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_it_is_read_and_can_be_cached_and_compared(example):
    value = example.read()
    assert value
    assert pickle.loads(pickle.dumps(value)) == value == example.read()  # noqa: S301 - our own bytes


def test_events_have_their_facts():
    page = read("02-events-list")
    event = page.events[0]
    assert (event.id, event.city_code, event.country_code, event.source_code) == (
        "6IF",
        "london-uk",
        "uk",
        "ext_test0",
    )
    assert (event.latitude, event.needs_performance, event.is_live) == (Decimal("51.52961137"), True, True)
    assert ([one.code for one in event.classes], event.upsell_ids) == (["dance"], ("6IE", "MH0"))
    assert (page.paging.total, page.paging.page_length, page.paging.has_next) == (2, 50, False)


def test_related_events_stand_within_the_event():
    event = read("04-events_by_id-add-ons-and-upsells")["7AB"]
    assert [one.id for one in event.add_ons] == ["7AC"]
    assert [one.id for one in event.upsells] == ["7AA", "6IF"]
    assert (event.add_ons[0].is_add_on, event.add_ons[0].is_auto_quantity_add_on) == (True, True)
    assert event.venue_is_enforced is True


def test_pictures_and_films_are_found_by_their_place():
    event = read("05-events_by_id-media")["6IF"]
    assert event.picture("square").is_secure
    assert event.picture("square").url.startswith("https://")
    assert (event.picture("nowhere"), event.video.width, event.video.height) == (None, 420, 315)


def test_texts_and_reviews_are_kept_apart():
    event = read("06-events_by_id-extra-info")["6IF"]
    assert event.piece("duration").html.startswith("<p>")
    reviews = read("07-events_by_id-reviews")["6IF"].reviews
    assert [(one.star_rating, one.is_by_visitor, one.written.year) for one in reviews] == [
        (5, False, 2015),
        (5, True, 2014),
    ]


def test_a_cost_range_has_its_ends_and_offers():
    cost_range = read("08-events_by_id-cost-range")["6L9"].cost_range
    offer = cost_range.best_value_offer
    assert (str(cost_range.cheapest), str(cost_range.cheapest.fee)) == ("$71.00", "$3.00")
    assert (str(offer.full_price), str(offer.saving), offer.saving_percent) == ("$80.00", "$9.00", 11)
    assert (cost_range.has_offer, len(cost_range.offers), offer.is_fee_waiver) == (True, 4, False)
    assert read("13-performances_by_id-cost-range")["6L9-M2R"].cost_range.no_singles.cheapest


def test_bands_have_cost_ranges_of_their_own():
    details = read("09-events_by_id-cost-range-details")["6IF"].cost_range_details
    assert {(one.ticket_type_code, one.price_band_code) for one in details} >= {
        ("BALCONY", "A"),
        ("STALLS", "B"),
    }
    assert all(one.cost_range.cheapest for one in details)


def test_days_with_a_cached_price_are_read_from_bits():
    cached = read("10-events_by_id-avail-details")["6IF"].cached_prices[0]
    assert (cached.first_date, cached.last_date) == (date(2017, 3, 9), date(2017, 7, 5))
    assert (cached.dates[0], cached.dates[-1]) == (date(2017, 3, 9), date(2017, 7, 5))
    assert cached.weekdays == {6, 0, 1, 2, 3, 4}  # all but Saturday
    assert not [day for day in cached.dates if day.weekday() == 5]


def test_a_performance_starts_in_the_venue_s_own_time():
    here = read("12-performances_by_id-two-performances")["6IF-B2E"]
    there = read("14-performances_by_id-avail-details")["6L9-M2R"]
    assert (here.starts.hour, here.starts.utcoffset()) == (19, timedelta(hours=1))
    assert (there.starts.hour, there.starts.utcoffset(), there.day) == (
        22,
        timedelta(hours=-7),
        date(2017, 4, 5),
    )
    assert there.cached_prices[0].number_available == 4


def test_performances_say_whether_they_have_names():
    page = read("11-performances-list")
    assert page.has_names is True
    assert any(one.name for one in page)
    assert page.automatic == page.performances[0]


def test_months_are_read_with_the_first_at_bit_0():
    months = read("15-months-list")
    assert (months[0].year, months[0].month, months[0].dates[0]) == (2016, 12, date(2016, 12, 16))
    assert not [day for month in months for day in month.dates if day.weekday() == 5]
    assert months[0].has_performance_on(date(2016, 12, 16))


def test_availability_is_areas_bands_and_prices():
    availability = read("16-availability-best-available")
    band = availability.band("CIRCLE", "A/pool")
    assert (str(band.price.total), str(band.price.ticket), str(band.price.fee)) == (
        "£39.00",
        "£35.00",
        "£4.00",
    )
    assert (band.leaving_singles, band.number_available, band.is_offer) == (LeavingSingles.ALWAYS, 6, False)
    assert (availability.contiguous_only, availability.max_bundle_size) == (True, 1)
    assert (availability.is_troubled, availability.is_sold_out, availability.has_seat_selection) == (
        False,
    ) * 3
    assert availability.band("CIRCLE", "no such band") is None


def test_seats_know_their_row_column_and_notes():
    availability = read("17-availability-seat-blocks")
    seats = {seat.id: seat for band in availability.bands for seat in band.seats}
    assert (seats["A10"].row, seats["A10"].column) == ("A", "10")
    assert seats["C6"].is_restricted_view
    assert str(seats["C6"].notes) == "Restricted view. Haunted seat"
    assert seats["C5"].notes is RESTRICTED_VIEW
    assert (seats["A6"].notes, seats["A6"].is_restricted_view) == ("Great seat", False)
    assert (seats["B4"].notes, seats["B4"].has_notes) == ("", False)


def test_seats_stand_in_blocks_in_order():
    stalls = read("17-availability-seat-blocks").band("STALLS", "A/pool")
    assert [(block.row, len(block)) for block in stalls.seat_blocks] == [("A", 10), ("B", 8)]
    assert [seat.id for seat in stalls.seat_blocks[1]][:3] == ["B2", "B3", "B4"]


def test_example_seats_say_whether_they_are_real():
    bands = [band for band in read("18-availability-example-seats").bands if band.example_seats]
    assert [(seat.id, band.example_seats_are_real) for band in bands for seat in band.example_seats] == [
        ("F1", False),
        ("F2", False),
    ]


def test_commission_has_a_currency_of_its_own():
    band = read("19-availability-commission").band("CIRCLE", "A/pool")
    assert str(band.user_commission.including_vat) == "£2.63"
    assert str(band.gross_commission.excluding_vat) == "£4.88"


def test_discounts_come_with_a_band_or_by_themselves():
    band = read("20-availability-discounts").band("CIRCLE", "A/pool")
    assert [one.code for one in band.discounts] == ["ADULT", "CHILD", "STUDENT", "OAP"]
    assert str(band.discount("CHILD").price.total) == "GBP 18.00"  # named, and not described
    assert [one.code for one in read("21-discounts-price-band")] == ["ADULT", "CHILD", "STUDENT", "OAP"]


def test_ways_of_sending_cost_and_end_at_borders():
    collect, post = read("22-send_methods-list")
    assert (str(collect.cost), collect.is_collect, collect.is_permitted_in("de")) == ("£1.50", True, True)
    assert (str(post.cost), post.is_post, post.is_permitted_in("de"), post.is_permitted_in("uk")) == (
        "£3.50",
        True,
        False,
        True,
    )
    assert [one.iso_code for one in post.permitted_countries] == ["IE", "GB"]
    assert post.final_comment


def test_a_trolley_has_a_bundle_for_each_supplier():
    trolley = read("23-trolley-seats-to-existing")
    assert [(one.source_code, str(one.total)) for one in trolley.bundles] == [
        ("ext_test0", "£52.50"),
        ("ext_test1", "£110.00"),
    ]
    assert (str(trolley.total), trolley.quantity, bool(trolley.token)) == ("£162.50", 5, True)
    assert [one.seat_request for one in trolley.orders] == [SeatRequest.NOT_REQUESTED, SeatRequest.GOT_ALL]
    assert trolley.order(2).requested_seat_ids == ("A1", "A2")
    assert trolley.order(2).requested_seats[0].notes == "Restricted View"


def test_a_reservation_holds_all_that_was_asked():
    reservation = read("25-reserve-trolley")
    assert (reservation.is_held, reservation.is_complete, reservation.seats_changed) == (True, True, False)
    assert reservation.minutes_left == 15
    assert reservation.orders[0].discount_codes == ("ADULT",) * 3
    assert not reservation.orders[0].got_discounts(["ADULT", "CHILD", "CHILD"])
    assert {one.code for one in reservation.allowed_countries} >= {"uk", "us"}
    assert reservation.prefilled_address.country_code == "uk"


def test_a_failed_reservation_says_what_could_not_be_had():
    reservation = read("26-reserve-failed")
    (order,) = reservation.unreserved_orders
    assert (reservation.is_held, reservation.is_partial, reservation.is_complete) == (False,) * 3
    assert (order.requested_seat_ids, bool(order.reserve_failure_comment)) == (("H9", "H10"), True)
    assert order.price is None  # the answer names no currency, and an amount of nothing is no price


def test_a_reservation_can_be_looked_at_again():
    reservation = read("32-reserve_page_archive-reservation")
    assert (reservation.is_complete, reservation.status) == (True, TransactionStatus.RESERVED)
    assert reservation.orders[0].send_method.is_self_print


@pytest.mark.parametrize(
    "name", ["28-purchase-on-credit", "30-purchase-stripe", "33-purchase_page_archive-purchase"]
)
def test_a_purchase_is_purchased(name):
    outcome = read(name)
    assert isinstance(outcome, Purchased)
    transaction = outcome.transaction
    assert transaction.transaction_id.startswith("T000-")
    assert transaction.orders[0].backend_purchase_reference.startswith("PURCHASE-")
    assert str(transaction.trolley.total) == "£62.50"
    assert transaction.purchased_at > transaction.reserved_at


def test_both_spellings_of_a_customer_s_consent_and_languages_are_read():
    newer, older = (read(f"28-purchase-on-credit{edition}").transaction for edition in ("", ".seed"))
    assert (newer.customer.user_can_use_data, older.customer.user_can_use_data) == (True, True)
    assert (newer.customer.world_can_use_data, older.customer.world_can_use_data) == (False, False)
    assert newer.customer.email_address == older.customer.email_address != ""
    assert newer.customer.latin.last_name == newer.customer.last_name != ""
    assert read("30-purchase-stripe").transaction.languages == ("en-gb", "en", "en-us", "nl")


def test_a_callout_says_where_to_go_with_what():
    callout = read("31-purchase-redirect")
    assert isinstance(callout, Callout)
    assert (callout.is_post, [name for name, _ in callout.parameters]) == (False, ["return_url", "title"])
    assert callout.destination.endswith("/tickets/dummy_redirect.buy/demo-redirect")
    assert str(callout.total) == "£62.50"


def test_a_status_is_read_under_the_older_names():
    transaction = read("34-status-reserved.seed")
    assert (transaction.is_reserved, transaction.minutes_left) == (True, Decimal("14.3"))
    assert transaction.account.id == "demo"
    assert str(transaction.trolley.total) == "GBP 71.50"  # a currency that is named and not described
    assert transaction.outcome is None


def test_a_cancelled_order_says_so_within_a_purchase_that_does_not():
    cancellation = read("36-cancel-cancelled")
    assert (cancellation.cancelled_item_numbers, cancellation.is_fully_cancelled) == ((1,), True)
    assert cancellation.trolley.orders[0].backend_cancellation_reference


def test_orders_that_go_only_together_are_named():
    cancellation = read("37-cancel-must-also-cancel")
    assert (cancellation.must_be_asked_again, cancellation.cancelled_item_numbers) == (True, ())
    assert [one.item_number for one in cancellation.must_also_cancel] == [2]


@pytest.mark.parametrize(
    ("name", "symbol"), [("36-cancel-cancelled", "£"), ("37-cancel-must-also-cancel", "€")]
)
def test_a_symbol_that_was_damaged_on_its_way_is_repaired(name, symbol):
    assert read(name).currency.pre_symbol == symbol
