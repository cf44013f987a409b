"""Cost ranges and availability details say beforehand what availability will say."""

import pytest

from sandbox.world import World
from tests.sandbox.catalogue.asking import a_world, an_event, ask

OFFERS = ("best_value_offer", "max_saving_offer", "min_cost_offer", "top_price_offer")
EVERYTHING = {"req_cost_range": "", "req_cost_range_no_singles_data": ""} | {
    f"req_cost_range_{offer}": "" for offer in OFFERS
}


@pytest.fixture(scope="module")
def world() -> World:
    return a_world()


def test_the_range_goes_from_the_cheapest_to_the_dearest(world):
    assert an_event(world, "6IF", req_cost_range="")["cost_range"] == {
        "max_seatprice": 47,
        "max_surcharge": 5,
        "min_seatprice": 18,
        "min_surcharge": 3,
        "range_currency_code": "gbp",
        "valid_quantities": [1, 2, 3, 4, 5, 6],
    }


def test_each_kind_of_offer_is_the_best_of_its_kind(world):
    found = an_event(world, "7AB", **EVERYTHING)["cost_range"]
    no_fee = {
        "absolute_saving": 5,
        "full_seatprice": 40,
        "full_surcharge": 5,
        "offer_seatprice": 40,
        "offer_surcharge": 0,
        "percentage_saving": 11,
    }
    eight_off = {
        "absolute_saving": 3.2,
        "full_seatprice": 35,
        "full_surcharge": 5,
        "offer_seatprice": 31.8,
        "offer_surcharge": 5,
        "percentage_saving": 8,
    }
    assert [found[offer] for offer in OFFERS] == [no_fee, no_fee, eight_off, no_fee]


def test_the_documented_offer_is_as_documented(world):
    found = an_event(world, "6L9", **EVERYTHING)["cost_range"]
    offer = {
        "absolute_saving": 9,
        "full_seatprice": 75,
        "full_surcharge": 5,
        "offer_seatprice": 68,
        "offer_surcharge": 3,
        "percentage_saving": 11,
    }
    assert all(found[name] == found["no_singles_cost_range"][name] == offer for name in OFFERS)
    assert found["valid_quantities"] == list(range(1, 16))


def test_an_offer_comes_only_when_it_is_asked_for(world):
    found = an_event(world, "7AB", req_cost_range="", req_cost_range_best_value_offer="")["cost_range"]
    assert set(OFFERS) & found.keys() == {"best_value_offer"}
    assert "no_singles_cost_range" not in found


def test_without_singles_prices_are_the_same_or_higher(world):
    found = an_event(world, "LN17", **EVERYTHING)["cost_range"]
    pairs = found["no_singles_cost_range"]
    assert pairs["min_seatprice"] > found["min_seatprice"]
    assert found["valid_quantities"] == pairs["valid_quantities"] == [1, 2]


def test_what_is_sold_out_has_no_range(world):
    assert "cost_range" not in an_event(world, "LN16", **EVERYTHING)
    assert an_event(world, "LN16", req_cost_range_details="")["cost_range_details"] == {"ticket_type": []}


def test_details_have_a_range_for_every_band(world):
    types = an_event(world, "6IF", req_cost_range_details="")["cost_range_details"]["ticket_type"]
    found = {
        (each["ticket_type_code"], band["price_band_code"]): band["cost_range"]["min_seatprice"]
        for each in types
        for band in each["price_band"]
    }
    assert found == {
        ("CIRCLE", "A"): 35,
        ("CIRCLE", "B"): 30,
        ("CIRCLE", "C"): 25,
        ("STALLS", "A"): 21,
        ("STALLS", "B"): 18,
        ("BALCONY", "A"): 47,
    }


def test_availability_details_name_every_price_and_its_days(world):
    params = {"req_avail_details": "", "req_avail_details_with_perfs": ""}
    types = an_event(world, "7AB", **params)["avail_details"]["ticket_type"]
    stalls = next(each for each in types if each["ticket_type_code"] == "STALLS")
    assert stalls["price_band"][0]["avail_detail"] == [
        {
            "avail_currency_code": "gbp",
            "available_dates": {
                "first_yyyymmdd": "20310101",
                "last_yyyymmdd": "20320101",
                "year_2031": {"jan_bitmask": 1},
                "year_2032": {"jan_bitmask": 1},
            },
            "available_weekdays_bitmask": 0b11000,
            "seatprice": 50,
            "surcharge": 5,
            "valid_quantities": [1, 2, 3, 4],
        }
    ]


def test_days_come_only_with_their_parameter(world):
    types = an_event(world, "7AB", req_avail_details="")["avail_details"]["ticket_type"]
    assert "available_dates" not in types[0]["price_band"][0]["avail_detail"][0]


def test_a_price_that_differs_at_weekends_is_named_twice_each_with_its_days(world):
    params = {"req_avail_details": "", "req_avail_details_with_perfs": ""}
    types = an_event(world, "LN02", **params)["avail_details"]["ticket_type"]
    details = types[0]["price_band"][0]["avail_detail"]
    masks = sorted(detail["available_weekdays_bitmask"] for detail in details)
    assert masks == [0b0011110, 0b1100000]
    assert len({detail["seatprice"] for detail in details}) == 2


def test_the_details_of_a_performance_say_how_many_are_left(world):
    performance = world.catalogue.performances(world.catalogue.get_event("6L9"))[0]
    answer = ask(world, "performances_by_id", perf_id_list=performance.id, req_avail_details="")
    (area,) = answer["performances_by_id"][performance.id]["avail_details"]["ticket_type"]
    assert area["price_band"][0]["avail_detail"] == [
        {
            "absolute_saving": 9,
            "avail_currency_code": "usd",
            "cached_number_available": 15,
            "full_seatprice": 75,
            "full_surcharge": 5,
            "percentage_saving": 11,
            "seatprice": 68,
            "surcharge": 3,
            "valid_quantities": list(range(1, 16)),
        }
    ]


def test_a_performance_has_its_own_range(world):
    found = ask(world, "performances", event_id="LN02", page_length=20, **EVERYTHING)
    prices = {
        each["date_desc"][:3]: each["cost_range"]["max_seatprice"] for each in found["results"]["performance"]
    }
    assert prices["Sat"] > prices["Mon"]
    assert list(found["currency_details"]) == ["gbp"]


def test_yen_have_no_places_and_dirhams_their_sign_behind(world):
    answer = ask(world, "events_by_id", event_id_list="TK01,DB01", req_cost_range="")
    yen, dirhams = answer["currency_details"]["jpy"], answer["currency_details"]["aed"]
    assert (yen["currency_places"], yen["currency_factor"], yen["currency_number"]) == (0, 1, 392)
    assert (dirhams["currency_pre_symbol"], dirhams["currency_post_symbol"]) == ("", " AED")


def test_an_account_with_a_desired_currency_sees_it_beside(world):
    answer = ask(world, "events_by_id", user="demo-agent", event_id_list="6IF", req_cost_range="")
    found = answer["events_by_id"]["6IF"]["event"]["cost_range"]
    assert answer["desired_currency_code"] == "usd"
    assert set(answer["currency_details"]) == {"gbp", "usd"}
    assert found["min_seatprice"] == 18
    assert found["min_seatprice_in_desired"] == pytest.approx(23.08)


def test_taxes_are_named_where_the_supplier_names_them(world):
    taxed = an_event(world, "LN04", req_cost_range="")["cost_range"]
    total = taxed["min_seatprice"] + taxed["min_surcharge"]
    assert taxed["min_combined_combined_tax_component"] == pytest.approx(total / 6, abs=0.01)
    assert (
        "min_combined_combined_tax_component" not in an_event(world, "6IF", req_cost_range="")["cost_range"]
    )


def test_houses_are_put_together_once_a_day(world):
    event = world.catalogue.get_event("LN07")
    assert world.catalogue.houses(event) is world.catalogue.houses(event)
