"""There is enough of everything: each rule has events that have it and events that have not."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from sandbox.catalogue import DEMO, Catalogue
from sandbox.catalogue.invented import EVENTS
from sandbox.catalogue.invented.row import Words
from sandbox.catalogue.model import Area, Band, Discount, Event, Seat
from sandbox.catalogue.sources import SOURCES
from tests.sandbox.catalogue.asking import SUMMER, StoppedClock


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(StoppedClock())


def areas(catalogue: Catalogue, event: Event) -> Iterator[Area]:
    for house in catalogue.houses(event):
        yield from house


def bands(catalogue: Catalogue, event: Event) -> Iterator[Band]:
    for area in areas(catalogue, event):
        yield from area.bands


def discounts(catalogue: Catalogue, event: Event) -> Iterator[Discount]:
    for band in bands(catalogue, event):
        yield from band.discounts


def seats(catalogue: Catalogue, event: Event) -> Iterator[Seat]:
    for band in bands(catalogue, event):
        for block in band.blocks:
            yield from block


def has_odd_numbers_only(catalogue: Catalogue, event: Event) -> bool:
    return any(
        len(block) > 2 and all(int(seat.column) % 2 for seat in block)
        for band in bands(catalogue, event)
        for block in band.blocks
        if all(seat.column.isdigit() for seat in block)
    )


def has_missing_numbers(catalogue: Catalogue, event: Event) -> bool:
    return any(
        first[0].row == second[0].row
        for band in bands(catalogue, event)
        for first, second in zip(band.blocks, band.blocks[1:], strict=False)
    )


Rule = Callable[[Catalogue, Event], bool]
RULES: dict[str, Rule] = {
    "seated": lambda _, event: event.is_seated,
    "seats can be chosen": lambda _, event: event.seat_selection,
    "neighbours only": lambda _, event: event.contiguous_only,
    "whole blocks": lambda _, event: event.whole_blocks_only,
    "never a single seat": lambda c, event: any(b.leaving_singles == "never" for b in bands(c, event)),
    "singles if necessary": lambda c, event: any(
        b.leaving_singles == "if_necessary" for b in bands(c, event)
    ),
    "pairs and fours only": lambda _, event: event.quantities == (2, 4),
    "a discount for certain numbers": lambda c, event: any(d.valid_quantities for d in discounts(c, event)),
    "one order for a bundle": lambda _, event: event.max_bundle_size == 1,
    "two orders for a bundle": lambda _, event: event.max_bundle_size == 2,
    "mixed discounts limited": lambda _, event: event.max_mixed_discounts is not None,
    "an offer": lambda c, event: any(d.is_offer for d in discounts(c, event)),
    "an offer without fee": lambda c, event: any(
        d.is_offer and d.seatprice == d.usual_seatprice for d in discounts(c, event)
    ),
    "several offers in a band": lambda c, event: any(
        sum(d.is_offer for d in band.discounts) > 1 for band in bands(c, event)
    ),
    "a promo code": lambda c, event: any(d.promo_code for d in discounts(c, event)),
    "discounts with ages": lambda c, event: any(d.minimum_age or d.maximum_age for d in discounts(c, event)),
    "tax": lambda _, event: event.tax_rate is not None,
    "sold out": lambda c, event: not c.houses(event),
    "nearly sold out": lambda c, event: any(each.is_limited for each in c.performances(event)),
    "names of performances": lambda c, event: any(each.name for each in c.performances(event)),
    "times that do not matter": lambda _, event: not event.show_perf_time,
    "no performance to choose": lambda _, event: not event.need_performance,
    "no performances": lambda _, event: event.has_no_perfs,
    "a departure date": lambda _, event: event.need_departure_date,
    "a duration": lambda _, event: event.need_duration,
    "an add-on": lambda _, event: event.is_add_on,
    "an add-on of the same day": lambda _, event: event.is_date_matched_add_on,
    "an add-on of the same time": lambda _, event: event.is_time_matched_add_on,
    "an add-on in the same number": lambda _, event: event.is_auto_quantity_add_on,
    "an add-on with several dates on a day": lambda c, event: (
        event.is_add_on and len({each.starts_at.date() for each in c.performances(event)[:5]}) == 1
    ),
    "an add-on of several areas": lambda c, event: (
        event.is_add_on and any(len(areas) > 1 for areas in c.houses(event))
    ),
    "an add-on with dates of its own": lambda _, event: (
        event.is_add_on and event.need_performance and not event.is_date_matched_add_on
    ),
    "with add-ons": lambda _, event: bool(event.add_ons),
    "with upsells": lambda _, event: bool(event.upsells),
    "touring": lambda _, event: bool(event.components),
    "reviews": lambda _, event: bool(event.reviews),
    "a video": lambda _, event: event.has_video,
    "a seating plan": lambda _, event: "seating_plan" in event.pictures,
    "real example seats": lambda _, event: event.example_seats_are_real,
    "a separator": lambda c, event: any(seat.separator for seat in seats(c, event)),
    "rows of two letters": lambda c, event: any(
        len(seat.row) == 2 and seat.row.isalpha() for seat in seats(c, event)
    ),
    "rows of numbers": lambda c, event: any(seat.row.isdigit() for seat in seats(c, event)),
    "odd numbers on one side": has_odd_numbers_only,
    "missing numbers": has_missing_numbers,
    "columns that are no numbers": lambda c, event: any(
        not seat.column.isdigit() for seat in seats(c, event)
    ),
    "restricted views": lambda c, event: any(seat.is_restricted_view for seat in seats(c, event)),
    "words about seats": lambda c, event: any(seat.text for seat in seats(c, event)),
    "words about bands": lambda c, event: any(band.desc for band in bands(c, event)),
    "several performances a day": lambda c, event: any(
        count > 1 for count in Counter(each.starts_at.date() for each in c.performances(event)).values()
    ),
    "thousands of performances": lambda c, event: len(c.performances(event)) > 2000,
    "far in the future": lambda c, event: (c.performances(event)[0].starts_at - SUMMER).days > 365,
    "French": lambda _, event: "fr" in event.texts,
    "German": lambda _, event: "de" in event.texts,
    "Spanish": lambda _, event: "es" in event.texts,
    "Arabic": lambda _, event: "ar" in event.texts,
    "Japanese": lambda _, event: "ja" in event.texts,
}


@pytest.mark.parametrize("rule", RULES)
def test_some_events_have_it_and_some_have_not(catalogue, rule):
    counted = Counter(bool(RULES[rule](catalogue, event)) for event in catalogue.events())
    assert counted[True] >= 1
    assert counted[False] >= 1


def test_there_are_more_than_150_live_ones_besides_the_documented(catalogue):
    assert sum(event.status == "live" for event in EVENTS) >= 150
    assert len(catalogue.events()) > len(DEMO) + 150


def test_ids_are_given_once():
    ids = [event.id for event in (*DEMO, *EVENTS)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("month", [0, 3, 6, 9])
def test_every_live_event_has_performances_in_any_season(month):
    catalogue = Catalogue(StoppedClock(SUMMER + timedelta(days=30 * month)))
    assert [event.id for event in catalogue.events() if not catalogue.performances(event)] == []


def test_every_send_method_kind_is_there():
    methods = [method for source in SOURCES.values() for method in source.send_methods]
    assert {method.type for method in methods} == {"collect", "post", "selfprint"}
    assert any(method.permitted_countries for method in methods)
    assert any(method.lead_days for method in methods)
    assert any(method.gives_voucher for method in methods)
    assert any(method.gives_wallets for method in methods)
    assert any(method.fee for method in methods)
    assert any(all(method.cost for method in source.send_methods) for source in SOURCES.values())


def test_every_barcode_type_is_used_by_a_supplier_with_events(catalogue):
    used = {kind for event in catalogue.events() for kind in event.source.barcode_types}
    assert used == {
        "aztec",
        "aztec_small",
        "code128",
        "code39",
        "code93",
        "datamatrix",
        "pdf417",
        "qr_code",
    }


def test_ten_suppliers_or_more_have_events(catalogue):
    assert len({event.source.code for event in catalogue.events()}) >= 10


def test_events_are_sold_in_five_currencies_with_two_places_and_none(catalogue):
    currencies = {event.currency for event in catalogue.events()}
    assert {currency.code for currency in currencies} == {"gbp", "eur", "usd", "jpy", "aed"}
    assert {currency.places for currency in currencies} == {0, 2}
    assert {bool(currency.post) for currency in currencies} == {True, False}


def test_prices_have_no_more_places_than_their_currency(catalogue):
    for event in catalogue.events():
        step = 10**event.currency.places
        for ticket in discounts(catalogue, event):
            for amount in (
                ticket.seatprice,
                ticket.surcharge,
                ticket.usual_seatprice,
                ticket.usual_surcharge,
            ):
                assert amount >= 0
                assert amount * step == int(amount * step), event.id


def test_what_has_no_date_costs_the_same_whichever_date_stands_for_it(catalogue):
    undated = [event for event in catalogue.events() if not event.need_performance]
    codes = {"LN48", "6KF", "6KS", "1D7B8", "ED44", "KE01", "7AC"}
    assert codes <= {event.id for event in undated}
    for event in undated:
        first = catalogue.performances(event)[0]
        week = [replace(first, starts_at=first.starts_at + timedelta(days=day)) for day in range(7)]
        totals = [[band.default.total for area in event.areas(each) for band in area.bands] for each in week]
        assert totals == [totals[0]] * 7, event.id


def test_an_offer_is_never_dearer_than_the_full_price(catalogue):
    assert all(ticket.saving >= 0 for event in catalogue.events() for ticket in discounts(catalogue, event))


def test_a_hall_has_three_thousand_seats_in_sixty_rows(catalogue):
    house = catalogue.houses(catalogue.get_event("LN07"))[0]
    blocks = [block for area in house for band in area.bands for block in band.blocks]
    assert sum(len(block) for block in blocks) == 3000
    assert len({block[0].row for block in blocks}) == 60


def test_no_seat_is_in_a_hall_twice(catalogue):
    for event in catalogue.events():
        for house in catalogue.houses(event):
            for area in house:
                ids = [seat.id for band in area.bands for block in band.blocks for seat in block]
                assert len(ids) == len(set(ids)), event.id


def test_performances_that_are_sold_alike_share_one_house(catalogue):
    event = catalogue.get_event("LN07")
    first, *others = catalogue.performances(event)
    alike = [each for each in others if event.areas(each) is event.areas(first)]
    assert alike


def test_names_have_quotes_ampersands_emoji_accents_another_direction_and_two_hundred_characters():
    names = [event.desc for event in EVENTS]
    for sign in ('"', "'", "&", "<", "🎭", "é", "ö", "ñ", "ليلة", "忠臣蔵"):
        assert any(sign in name for name in names), sign
    assert max(len(name) for name in names) == 200


def test_an_id_may_have_any_character():
    assert "W/8 É+" in {event.id for event in EVENTS}


def test_some_events_are_dead_and_some_are_still_to_come():
    assert {event.status for event in EVENTS} == {"live", "dead", "pending"}


def test_a_word_without_meaning_in_the_tables_is_an_error():
    assert "never" in Words("never qty=2")
    with pytest.raises(KeyError):
        Words("nevver")
    with pytest.raises(KeyError):
        Words("qty")


def test_every_add_on_goes_with_something_and_is_sold_in_its_currency(catalogue):
    for add_on in (event for event in catalogue.events() if event.is_add_on):
        parents = [event for event in catalogue.events() if add_on.id in event.add_ons]
        assert parents, add_on.id
        assert {parent.currency for parent in parents} == {add_on.currency}
