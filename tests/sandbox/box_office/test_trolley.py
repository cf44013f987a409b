"""A trolley: what goes in, what has to leave, and what never gets in."""

from datetime import time
from decimal import Decimal
from typing import Any

import pytest

from sandbox.catalogue.model import Discount, Performance
from sandbox.catalogue.money import EUR
from sandbox.catalogue.schedules import Weekly
from sandbox.world import World
from tests.sandbox.box_office.asking import Answer, Caller, choice, orders_in, performance_of, tickets_in
from tests.sandbox.box_office.builders import PRICE, a_band, a_source, a_world, an_event


def numbers(answer: Answer) -> list[int]:
    return [order["item_number"] for order in orders_in(answer)]


def discarded(answer: Answer) -> list[int]:
    return [order["item_number"] for order in answer["discarded_orders"]]


def add(demo: Caller, event_id: str, *, to: Answer | None = None, number: int = 0, **more: Any) -> Answer:
    """Two tickets of a made event, or `tickets=`, added to a trolley."""
    performance = performance_of(demo.world, event_id, number=number)
    token = {"trolley_token": to["trolley_token"]} if to else {}
    order = choice(performance, "H", more.pop("band", "A/pool"), tickets=more.pop("tickets", 2))
    return demo.get("trolley", **token, **order | more)


def test_an_empty_trolley_has_no_bundle(demo: Caller) -> None:
    answer = demo.get("trolley")
    assert answer["trolley_token_contents"] == {"trolley_bundle_count": 0, "trolley_order_count": 0}
    assert demo.get("trolley", trolley_token=answer["trolley_token"]) == answer


def test_orders_of_two_suppliers_are_two_bundles(
    demo: Caller, cat: Performance, nutcracker: Performance
) -> None:
    discounts = {"disc0": "ADULT", "disc1": "CHILD", "disc2": "CHILD"}
    first = demo.get("trolley", **choice(nutcracker, "CIRCLE", "C/pool", tickets=3, **discounts))
    seats = choice(cat, "STALLS", "A/pool", "A1", "A2")
    both = demo.get("trolley", trolley_token=first["trolley_token"], **seats)
    contents = both["trolley_token_contents"]
    assert (contents["trolley_bundle_count"], contents["trolley_order_count"]) == (2, 2)
    assert [bundle["bundle_source_code"] for bundle in contents["bundle"]] == ["ext_test0", "ext_test1"]
    assert numbers(both) == [1, 2]
    ours, theirs = orders_in(both)
    assert tickets_in(ours) == [("ADULT", 1), ("CHILD", 2)]
    assert [seat["full_id"] for seat in theirs["requested_seats"]] == ["A1", "A2"]
    assert [seat["is_restricted_view"] for seat in theirs["requested_seats"]] == [True, True]


def test_a_bundle_adds_up(demo: Caller, cat: Performance) -> None:
    answer = demo.get("trolley", **choice(cat, "STALLS", "A/pool", "A1", "A2"), ext_test1_send_code="POST")
    (bundle,) = answer["trolley_token_contents"]["bundle"]
    sending = bundle["bundle_total_send_cost"]
    assert (bundle["bundle_total_seatprice"], bundle["bundle_total_surcharge"]) == (100, 10)
    assert sending == 4.5
    assert bundle["bundle_total_cost"] == 110 + sending


def test_nothing_is_held(demo: Caller, cat: Performance) -> None:
    before = demo.get("availability", perf_id=cat.id, add_seat_blocks=True)
    demo.get("trolley", **choice(cat, "STALLS", "A/pool", "A1", "A2"))
    assert demo.get("availability", perf_id=cat.id, add_seat_blocks=True) == before


def test_item_numbers_stay_when_others_go(demo: Caller, cat: Performance, nutcracker: Performance) -> None:
    first = demo.get("trolley", **choice(cat, "STALLS", "A/pool", "A1"))
    both = demo.get(
        "trolley", trolley_token=first["trolley_token"], **choice(nutcracker, "STALLS", "A/pool", tickets=1)
    )
    left = demo.get("trolley", trolley_token=both["trolley_token"], remove_items_list="1")
    assert numbers(left) == [2]
    assert left["discarded_orders"] == []
    assert demo.get("trolley", trolley_token=left["trolley_token"], remove_items_list="2,9")[
        "trolley_token_contents"
    ] == {
        "trolley_bundle_count": 0,
        "trolley_order_count": 0,
    }


def test_the_same_trolley_has_the_same_token_whatever_led_to_it(
    demo: Caller, cat: Performance, nutcracker: Performance
) -> None:
    seats = choice(cat, "STALLS", "A/pool", "A1")
    direct = demo.get("trolley", **seats)
    both = demo.get(
        "trolley", trolley_token=direct["trolley_token"], **choice(nutcracker, "STALLS", "A/pool", tickets=1)
    )
    back = demo.get("trolley", trolley_token=both["trolley_token"], remove_items_list="2")
    spelt_out = demo.get("trolley", **seats, disc0="NORMAL", ext_test1_send_code="VOUCH")
    assert direct["trolley_token"] == back["trolley_token"] == spelt_out["trolley_token"]
    assert both["trolley_token"] != direct["trolley_token"]


def test_a_forged_token_is_refused_everywhere(demo: Caller, cat: Performance) -> None:
    token = demo.get("trolley", **choice(cat, "STALLS", "A/pool", "A1"))["trolley_token"]
    for method, endpoint in (("GET", "trolley"), ("GET", "add_ons"), ("GET", "upsells"), ("POST", "reserve")):
        assert demo.refusal(method, endpoint, trolley_token=f"{token[:-9]}{token[-8:]}") == (400, 8)


def test_illegal_discounts_are_silently_replaced(demo: Caller, nutcracker: Performance) -> None:
    wanted = {"disc0": "CHILD", "disc1": "NONSENSE"}
    answer = demo.get("trolley", **choice(nutcracker, "STALLS", "A/pool", tickets=3, **wanted))
    assert tickets_in(orders_in(answer)[0]) == [("CHILD", 1), ("ADULT", 2)]
    assert answer["input_contained_unavailable_order"] is False


def test_three_kinds_of_ticket_at_most_for_the_nutcracker(demo: Caller, nutcracker: Performance) -> None:
    wanted = {f"disc{n}": code for n, code in enumerate(("ADULT", "CHILD", "STUDENT", "OAP"))}
    answer = demo.get("trolley", **choice(nutcracker, "STALLS", "A/pool", tickets=4, **wanted))
    assert tickets_in(orders_in(answer)[0]) == [("ADULT", 2), ("CHILD", 1), ("STUDENT", 1)]


@pytest.mark.parametrize(
    "wish",
    [
        {"perf_id": "7AB-ZZZ"},
        {"ticket_type_code": "ROOF"},
        {"price_band_code": "Q/pool"},
        {"seat1": "Z9"},
        {"seat1": "A1"},
        {"no_of_seats": 5, "seat2": "A3", "seat3": "A4", "seat4": "A5"},
    ],
    ids=str,
)
def test_what_cannot_be_had_does_not_get_in(demo: Caller, cat: Performance, wish: Answer) -> None:
    good = demo.get("trolley", **choice(cat, "STALLS", "A/pool", "A1", "A2"))
    bad = demo.get("trolley", **choice(cat, "STALLS", "A/pool", "A1", "A2") | wish)
    assert (good["input_contained_unavailable_order"], numbers(good)) == (False, [1])
    assert (bad["input_contained_unavailable_order"], numbers(bad)) == (True, [])


def test_neighbours_only_for_the_toys(demo: Caller, toys: Performance) -> None:
    apart = demo.get("trolley", **choice(toys, "STALLS", "A/pool", "B3", "B5"))
    assert apart["input_contained_unavailable_order"] is True


def test_what_is_sold_out_does_not_get_in(demo: Caller, cat: Performance) -> None:
    circle = choice(cat, "CIRCLE", "A/pool", tickets=4)
    demo.post("reserve", **circle)
    assert demo.get("trolley", **circle)["input_contained_unavailable_order"] is False
    demo.post("reserve", **circle)
    assert demo.get("trolley", **circle)["input_contained_unavailable_order"] is True


@pytest.mark.parametrize(
    "wish",
    [
        {"no_of_seats": 0},
        {"no_of_seats": "many"},
        {"no_of_seats": 3},
        {"no_of_seats": 1000},
        {"price_band_code": ""},
        {"ticket_type_code": ""},
        {"remove_items_list": "one"},
        {"departure_date": "tomorrow"},
        {"duration": "long"},
        {"ext_test1_send_code": "PIGEON"},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(demo: Caller, cat: Performance, wish: Answer) -> None:
    assert demo.refusal("GET", "trolley", **choice(cat, "STALLS", "A/pool", "A1", "A2") | wish) == (400, 8)


def test_a_second_order_for_one_performance_takes_the_place_of_the_first(
    demo: Caller, cat: Performance
) -> None:
    first = demo.get("trolley", **choice(cat, "STALLS", "A/pool", "A1"))
    second = demo.get(
        "trolley", trolley_token=first["trolley_token"], **choice(cat, "CIRCLE", "B/pool", "G7")
    )
    assert (numbers(second), discarded(second)) == ([2], [1])
    assert second["input_contained_unavailable_order"] is False


def test_some_accounts_may_order_twice_for_one_performance(world: World, cat: Performance) -> None:
    agent = Caller(world, "demo-agent")
    first = agent.get("trolley", **choice(cat, "STALLS", "A/pool", "A1"))
    second = agent.get(
        "trolley", trolley_token=first["trolley_token"], **choice(cat, "CIRCLE", "B/pool", "G7")
    )
    assert (numbers(second), discarded(second)) == ([1, 2], [])


def test_an_event_that_says_how_many_orders_a_trolley_holds_takes_so_many() -> None:
    event = an_event("ONE", a_band("A:1-9", "A/pool"), a_band("B:1-9", "B/pool"), max_bundle_size=2)
    demo = Caller(a_world(event))
    first = add(demo, "ONE")
    second = add(demo, "ONE", to=first, band="B/pool")
    third = add(demo, "ONE", to=second, number=1)
    assert (numbers(second), discarded(second)) == ([1, 2], [])
    assert (numbers(third), discarded(third)) == ([2, 3], [1])


def test_one_currency_at_a_time() -> None:
    demo = Caller(a_world(an_event("ONE"), an_event("TWO", currency=EUR, source=a_source("elsewhere"))))
    answer = add(demo, "TWO", to=add(demo, "ONE"))
    assert (numbers(answer), discarded(answer)) == ([2], [1])
    assert set(answer["currency_details"]) == {"eur", "gbp"}


def sent_by(answer: Answer) -> float:
    (bundle,) = answer["trolley_token_contents"]["bundle"]
    return bundle["bundle_total_send_cost"]


def test_a_suppliers_orders_are_sent_together() -> None:
    demo = Caller(a_world(an_event("ONE"), an_event("TWO")))
    posted = add(demo, "ONE", practice_send_code="POST")
    both = add(demo, "TWO", to=posted)
    assert (numbers(both), sent_by(both)) == ([1, 2], 4.5)


def test_another_way_of_sending_throws_out_what_was_to_be_sent_otherwise() -> None:
    demo = Caller(a_world(an_event("ONE"), an_event("TWO")))
    posted = add(demo, "ONE", practice_send_code="POST")
    clash = add(demo, "TWO", to=posted, practice_send_code="VOUCH")
    assert (numbers(clash), discarded(clash), sent_by(clash)) == ([2], [1], 0)


def test_the_way_of_sending_can_be_changed_for_what_is_inside() -> None:
    demo = Caller(a_world(an_event("ONE"), an_event("TWO")))
    both = add(demo, "TWO", to=add(demo, "ONE"))
    changed = demo.get("trolley", trolley_token=both["trolley_token"], practice_send_code="POST")
    assert (numbers(changed), sent_by(both), sent_by(changed)) == ([1, 2], 0, 4.5)
    assert demo.refusal("GET", "trolley", trolley_token=both["trolley_token"], practice_send_code="OWL") == (
        400,
        8,
    )


def test_what_cannot_be_sent_cannot_be_chosen() -> None:
    demo = Caller(a_world(an_event("ONE", source=a_source(send_methods=()))))
    assert add(demo, "ONE")["input_contained_unavailable_order"] is True


PARENT = {"add_ons": ("ADD",), "upsells": ("TWO",)}


def a_shop_with_an_add_on(**add_on: Any) -> Caller:
    lunch = an_event("ADD", a_band("", capacity=50), is_add_on=True, **add_on)
    return Caller(a_world(an_event("ONE", **PARENT), an_event("TWO"), lunch))


def test_an_add_on_is_never_sold_alone() -> None:
    demo = a_shop_with_an_add_on()
    assert add(demo, "ADD")["input_contained_unavailable_order"] is True
    assert add(demo, "ADD", to=add(demo, "TWO"))["input_contained_unavailable_order"] is True
    with_parent = add(demo, "ADD", to=add(demo, "ONE"), tickets=1)
    assert (numbers(with_parent), with_parent["input_contained_unavailable_order"]) == ([1, 2], False)


def test_an_add_on_goes_with_its_parent() -> None:
    demo = a_shop_with_an_add_on()
    both = add(demo, "ADD", to=add(demo, "ONE"), tickets=1)
    left = demo.get("trolley", trolley_token=both["trolley_token"], remove_items_list="1")
    assert (numbers(left), discarded(left)) == ([], [2])


def test_an_automatic_number_follows_the_parents_tickets() -> None:
    demo = a_shop_with_an_add_on(is_auto_quantity_add_on=True)
    both = add(demo, "ADD", to=add(demo, "ONE", tickets=3), tickets=1)
    more = add(demo, "ONE", to=both, tickets=2, number=1)
    assert [order["total_no_of_seats"] for order in orders_in(both)] == [3, 3]
    assert {order["item_number"]: order["total_no_of_seats"] for order in orders_in(more)} == {
        1: 3,
        2: 5,
        3: 2,
    }


def test_an_add_on_may_insist_on_its_parents_day() -> None:
    demo = a_shop_with_an_add_on(is_date_matched_add_on=True)
    parent = add(demo, "ONE", number=3)
    assert add(demo, "ADD", to=parent, number=3)["input_contained_unavailable_order"] is False
    assert add(demo, "ADD", to=parent, number=4)["input_contained_unavailable_order"] is True


def test_an_add_on_may_insist_on_its_parents_hour() -> None:
    shifted = Weekly(tuple((time(18),) for _ in range(7)))
    same_day = a_shop_with_an_add_on(is_time_matched_add_on=True, schedule=shifted)
    same_hour = a_shop_with_an_add_on(is_time_matched_add_on=True)
    for demo, is_refused in ((same_day, True), (same_hour, False)):
        performance = performance_of(demo.world, "ONE", number=3)
        add_on = next(
            each
            for number in range(5)
            if (each := performance_of(demo.world, "ADD", number=number)).starts_at.date()
            == performance.starts_at.date()
        )
        parent = add(demo, "ONE", number=3)
        order = choice(add_on, "H", "A/pool", tickets=1)
        answer = demo.get("trolley", trolley_token=parent["trolley_token"], **order)
        assert answer["input_contained_unavailable_order"] is is_refused


def test_add_ons_and_upsells_of_a_trolley_are_listed_as_events() -> None:
    demo = a_shop_with_an_add_on()
    token = add(demo, "ONE")["trolley_token"]
    lunch = demo.get("add_ons", trolley_token=token)["results"]
    also = demo.get("upsells", trolley_token=token)["results"]
    assert [event["event_id"] for event in lunch["event"]] == ["ADD"]
    assert lunch["event"][0]["is_add_on"] is True
    assert lunch["paging_status"]["total_unpaged_results"] == 1
    assert [event["event_id"] for event in also["event"]] == ["TWO"]
    assert demo.get("add_ons", trolley_token=token, page_no=1)["results"]["event"] == []
    assert demo.refusal("GET", "add_ons") == (400, 8)


def test_add_ons_can_be_asked_for_an_order_that_is_not_in_a_trolley_yet() -> None:
    demo = a_shop_with_an_add_on()
    order = choice(performance_of(demo.world, "ONE"), "H", "A/pool", tickets=2)
    assert [event["event_id"] for event in demo.get("add_ons", **order)["results"]["event"]] == ["ADD"]


def test_the_cat_has_its_lunchbox(demo: Caller, cat: Performance) -> None:
    order = choice(cat, "STALLS", "A/pool", tickets=2)
    found = demo.get("add_ons", **order)["results"]["event"]
    assert [(event["event_id"], event["is_auto_quantity_add_on"]) for event in found] == [("7AC", True)]


def test_hotels_must_be_told_when_and_for_how_long() -> None:
    demo = Caller(a_world(an_event("ONE", need_departure_date=True, need_duration=True)))
    assert add(demo, "ONE")["input_contained_unavailable_order"] is True
    assert add(demo, "ONE", departure_date="20300102")["input_contained_unavailable_order"] is True
    good = add(demo, "ONE", departure_date="20300102", duration=3)
    assert good["input_contained_unavailable_order"] is False
    assert demo.get("trolley", trolley_token=good["trolley_token"]) == good


def test_a_promo_code_stays_with_its_order() -> None:
    secret = Discount("SECRET", "Friends", Decimal(10), Decimal(4), promo_code="SESAME")
    demo = Caller(a_world(an_event("ONE", a_band(discounts=(PRICE, secret)))))
    added = add(demo, "ONE", promo_code="SESAME")
    looked_at = demo.get("trolley", trolley_token=added["trolley_token"])
    assert tickets_in(orders_in(looked_at)[0]) == [("SECRET", 2)]
    assert tickets_in(orders_in(add(demo, "ONE", disc0="SECRET", disc1="SECRET"))[0]) == [("FULL", 2)]


def test_a_crypto_block_comes_when_asked_for(demo: Caller, cat: Performance) -> None:
    order = choice(cat, "STALLS", "A/pool", "A1")
    assert demo.get("trolley", add_crypto_block=True, **order)["crypto_block"]
    assert "crypto_block" not in demo.get("trolley", **order)


def test_commission_and_details_come_when_asked_for(demo: Caller, cat: Performance) -> None:
    order = choice(cat, "STALLS", "A/pool", "A1")
    (plain,), (more,) = (
        orders_in(demo.get("trolley", **order, **extra)) for extra in ({}, {"req_predicted_commission": True})
    )
    assert more["predicted_user_commission"]["amount_excluding_vat"] > 0
    assert "predicted_user_commission" not in plain


def test_an_account_with_a_currency_of_its_own_sees_both_in_the_trolley(
    world: World, cat: Performance
) -> None:
    answer = Caller(world, "demo-agent").get("trolley", **choice(cat, "STALLS", "A/pool", "A1"))
    (bundle,) = answer["trolley_token_contents"]["bundle"]
    assert bundle["desired_currency_code"] == answer["desired_currency_code"] == "usd"
    assert bundle["bundle_total_cost_in_desired"] > bundle["bundle_total_cost"] == 55
    assert orders_in(answer)[0]["total_sale_seatprice_in_desired"] > 50
