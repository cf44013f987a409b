"""What the shop asks, in f13's words: every parameter that is documented, and none that was not meant."""

from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

import pytest

from boxoffice.ticketing import (
    PICTURES,
    Address,
    CalloutReturn,
    Choice,
    CiderToken,
    Circle,
    Customer,
    Include,
    SalesWanted,
    StripeToken,
)

from .examples import example
from .upstream import reply

PAGE = [("page_length", "50"), ("page_number", "0")]
ORDERS = {"orders": [], "paging_status": {"page_number": 0}}
CHOICE = Choice(
    "7AB-5",
    "STALLS",
    "A/pool",
    2,
    seats=("A1", "A2"),
    discounts=("ADULT", "CHILD"),
    promo_code="FOO",
    departure_date=date(2027, 2, 14),
    duration=3,
)
CHOSEN = [
    ("perf_id", "7AB-5"),
    ("ticket_type_code", "STALLS"),
    ("price_band_code", "A/pool"),
    ("no_of_seats", "2"),
    ("promo_code", "FOO"),
    ("departure_date", "20270214"),
    ("duration", "3"),
    ("seat0", "A1"),
    ("seat1", "A2"),
    ("disc0", "ADULT"),
    ("disc1", "CHILD"),
]


@pytest.fixture
def asked(service, upstream):
    """Ask with an answer at hand; tell which endpoint was asked, how, and with what."""

    def ask(question, answer):
        upstream.heard.clear()
        upstream.plan = [reply(answer if isinstance(answer, dict) else example(answer).body)]
        question(service)
        (heard,) = upstream.heard
        address = urlsplit(heard.target)
        said = heard.body if heard.method == "POST" else address.query
        return heard.method, address.path.removeprefix("/f13/"), parse_qsl(said, keep_blank_values=True)

    return ask


@pytest.mark.parametrize(
    ("question", "answer", "endpoint", "said"),
    [
        (lambda s: s.list_events(), "02-events-list", "events.v1", PAGE),
        (
            lambda s: s.list_events(
                keywords="lion king",
                starts=date(2027, 1, 2),
                country_code="uk",
                city_code="london-uk",
                airport_code="LHR",
                circle=Circle(Decimal("51.5"), Decimal("-0.1"), Decimal(10)),
                include_dead=True,
                offers_only=True,
                sort="cost_ascending",
                page=2,
                page_length=10,
                include=Include(best_value_offer=True, pictures=("square",)),
            ),
            "02-events-list",
            "events.v1",
            [
                ("keywords", "lion king"),
                ("date_range", "20270102:"),
                ("circle", "51.5:-0.1:10"),
                ("include_dead", "true"),
                ("offers_only", "true"),
                ("sort_order", "cost_ascending"),
                ("country_code", "uk"),
                ("city_code", "london-uk"),
                ("airport_code", "LHR"),
                ("page_length", "10"),
                ("page_number", "2"),
                ("req_cost_range", "true"),
                ("req_cost_range_best_value_offer", "true"),
                ("req_media_square", "true"),
            ],
        ),
        (
            lambda s: s.get_events(["6IF", "6IE"], add_ons=True, upsells=True),
            "03-events_by_id-two-events",
            "events_by_id.v1",
            [("event_id_list", "6IF,6IE"), ("add_add_ons", "true"), ("add_upsells", "true")],
        ),
        (
            lambda s: s.list_performances("6IF", ends=date(2027, 5, 4), page_length=10),
            "11-performances-list",
            "performances.v1",
            [("event_id", "6IF"), ("date_range", ":20270504"), ("page_length", "10"), ("page_number", "0")],
        ),
        (
            lambda s: s.get_performances(["6IF-B2E", "6IF-B2F"]),
            "12-performances_by_id-two-performances",
            "performances_by_id.v1",
            [("perf_id_list", "6IF-B2E,6IF-B2F")],
        ),
        (
            lambda s: s.list_months("6IF", include=Include(avail_details_with_performances=True)),
            "15-months-list",
            "months.v1",
            [("event_id", "6IF"), ("req_avail_details", "true"), ("req_avail_details_with_perfs", "true")],
        ),
        (lambda s: s.list_cities(), {"cities": {}}, "cities.v1", []),
        (lambda s: s.list_classes(), {"classes": {}}, "classes.v1", []),
        (lambda s: s.list_sources(), {"sources": {}}, "sources.v1", []),
        (
            lambda s: s.get_availability(
                "7AB-5",
                quantity=3,
                promo_code="FOO",
                seat_blocks=True,
                example_seats=True,
                discounts=True,
                commission=True,
            ),
            "17-availability-seat-blocks",
            "availability.v1",
            [
                ("perf_id", "7AB-5"),
                ("no_of_seats", "3"),
                ("promo_code", "FOO"),
                ("add_seat_blocks", "true"),
                ("add_example_seats", "true"),
                ("add_discounts", "true"),
                ("req_predicted_commission", "true"),
            ],
        ),
        (
            lambda s: s.list_discounts(
                "6IF-1", ticket_type_code="CIRCLE", price_band_code="A/pool", quantity=2
            ),
            "21-discounts-price-band",
            "discounts.v1",
            [
                ("perf_id", "6IF-1"),
                ("ticket_type_code", "CIRCLE"),
                ("price_band_code", "A/pool"),
                ("no_of_seats", "2"),
            ],
        ),
        (
            lambda s: s.list_send_methods("6IF-1"),
            "22-send_methods-list",
            "send_methods.v1",
            [("perf_id", "6IF-1")],
        ),
        (
            lambda s: s.get_trolley("tok", add=CHOICE, remove=[1, 3], send_codes={"ext_test0": "POST"}),
            "23-trolley-seats-to-existing",
            "trolley.v1",
            [
                ("trolley_token", "tok"),
                ("remove_items_list", "1,3"),
                *CHOSEN,
                ("ext_test0_send_code", "POST"),
            ],
        ),
        (
            lambda s: s.list_add_ons("tok", include=Include(cost_range=True)),
            "24-add_ons-for-trolley",
            "add_ons.v1",
            [("trolley_token", "tok"), ("req_cost_range", "true")],
        ),
        (lambda s: s.list_upsells("tok"), "24-add_ons-for-trolley", "upsells.v1", [("trolley_token", "tok")]),
        (
            lambda s: s.get_reservation("U-1"),
            "32-reserve_page_archive-reservation",
            "reserve_page_archive.v1",
            [("transaction_uuid", "U-1")],
        ),
        (
            lambda s: s.get_purchase("U-1"),
            "33-purchase_page_archive-purchase",
            "purchase_page_archive.v1",
            [("transaction_uuid", "U-1")],
        ),
        (
            lambda s: s.get_status("U-1", customer=True, external_sale_page=True),
            "34-status-reserved",
            "status.v1",
            [("transaction_uuid", "U-1"), ("add_customer", "true"), ("add_external_sale_page", "true")],
        ),
        (
            lambda s: s.get_status_by_id("T000-1"),
            "35-trans_id_status-purchased",
            "trans_id_status.v1",
            [("transaction_id", "T000-1")],
        ),
        (lambda s: s.get_account(), {"user_info": {"user_id": "demo"}}, "test.v1", []),
    ],
)
def test_a_question_is_asked_in_f13_s_words(asked, question, answer, endpoint, said):
    assert asked(question, answer) == ("GET", endpoint, said)


@pytest.mark.parametrize("report", ["orders_sold", "orders_supplied"])
def test_a_report_is_narrowed_as_wanted(asked, report):
    wanted = SalesWanted(
        earliest=datetime(2027, 1, 2, 3, 4, tzinfo=UTC),
        event_ids=("6IF", "7AB"),
        source_code="ext_test0",
        transaction_uuid="U-1",
        include_failed=True,
        include_purchased=False,
        customer=True,
    )
    assert asked(lambda s: getattr(s, f"list_{report}")(wanted, page=1), ORDERS) == (
        "GET",
        f"{report}.v1",
        [
            ("earliest_purchase_time", "2027-01-02T03:04:00+00:00"),
            ("event_id_list", "6IF,7AB"),
            ("backend_system", "ext_test0"),
            ("transaction_uuid", "U-1"),
            ("include_purchased", "false"),
            ("include_failed", "true"),
            ("add_customer", "true"),
            ("page_len", "50"),
            ("page_no", "1"),
        ],
    )


@pytest.mark.parametrize(
    ("deed", "answer", "endpoint", "said"),
    [
        (
            lambda s: s.reserve(add=CHOICE, send_codes={"ext_test1": "VOUCH"}, commission=True),
            "25-reserve-trolley",
            "reserve.v1",
            [("req_predicted_commission", "true"), *CHOSEN, ("ext_test1_send_code", "VOUCH")],
        ),
        (lambda s: s.release("U-1"), "27-release-reserved", "release.v1", [("transaction_uuid", "U-1")]),
        (
            lambda s: s.cancel("U-1", items=[1, 2]),
            "36-cancel-cancelled",
            "cancel.v1",
            [("transaction_uuid", "U-1"), ("cancel_items_list", "1,2")],
        ),
        (lambda s: s.cancel("U-1"), "36-cancel-cancelled", "cancel.v1", [("transaction_uuid", "U-1")]),
        (
            lambda s: s.purchase(
                "U-1",
                customer=Customer(
                    title="Dr",
                    first_name="Ada",
                    last_name="Lovelace",
                    address_line_one="1 High St",
                    town="London",
                    postcode="W6 8DL",
                    country_code="uk",
                    email_address="ada@example.test",
                    phone="0203",
                    agent_reference="REF-1",
                    privacy_policy_version="2.2.1",
                    user_can_use_data=True,
                ),
                tokens={"ext_test0": CiderToken("cider_1"), "ext_test1": StripeToken("tok_1")},
                callout_return=CalloutReturn(
                    "r-1", "https://shop.test/r-1/", user_agent="UA", accept="text/html"
                ),
                billing_address=Address(line_one="2 Low St", country_code="fr"),
                remote_ip="101.102.103.104",
                remote_site="shop.test",
                send_confirmation_email=True,
            ),
            "28-purchase-on-credit",
            "purchase.v1",
            [
                ("transaction_uuid", "U-1"),
                ("remote_ip", "101.102.103.104"),
                ("remote_site", "shop.test"),
                ("send_confirmation_email", "true"),
                ("title", "Dr"),
                ("first_name", "Ada"),
                ("last_name", "Lovelace"),
                ("address_line_one", "1 High St"),
                ("town", "London"),
                ("postcode", "W6 8DL"),
                ("country_code", "uk"),
                ("email_address", "ada@example.test"),
                ("phone", "0203"),
                ("agent_reference", "REF-1"),
                ("privacy_policy_version", "2.2.1"),
                ("user_can_use_customer_data", "true"),
                ("billing_address_line_one", "2 Low St"),
                ("billing_country_code", "fr"),
                ("ext_test0_callback/cider_token", "cider_1"),
                ("ext_test1_callback/stripeToken", "tok_1"),
                ("return_token", "r-1"),
                ("return_url", "https://shop.test/r-1/"),
                ("client_http_user_agent", "UA"),
                ("client_http_accept", "text/html"),
            ],
        ),
    ],
)
def test_a_deed_is_said_in_f13_s_words(asked, deed, answer, endpoint, said):
    assert asked(deed, answer) == ("POST", endpoint, said)


def test_everything_about_an_event_can_be_asked_for():
    every = Include(
        extra_info=True,
        reviews=True,
        pictures=PICTURES,
        video=True,
        cost_range=True,
        cost_range_details=True,
        best_value_offer=True,
        max_saving_offer=True,
        min_cost_offer=True,
        top_price_offer=True,
        no_singles=True,
        avail_details=True,
        avail_details_with_performances=True,
        meta_components=True,
        source_info=True,
    )
    assert {name for name, _ in every.parameters} == {
        "req_extra_info",
        "req_reviews",
        "req_video_iframe",
        "req_cost_range",
        "req_cost_range_details",
        "req_cost_range_best_value_offer",
        "req_cost_range_max_saving_offer",
        "req_cost_range_min_cost_offer",
        "req_cost_range_top_price_offer",
        "req_cost_range_no_singles_data",
        "req_avail_details",
        "req_avail_details_with_perfs",
        "req_meta_components",
        "req_src_info",
        "req_media_triplet_one",
        "req_media_triplet_two",
        "req_media_triplet_three",
        "req_media_triplet_four",
        "req_media_triplet_five",
        "req_media_seating_plan",
        "req_media_square",
        "req_media_landscape",
        "req_media_marquee",
        "req_media_supplier",
    }


def test_one_event_or_performance_is_found_or_is_none(service, upstream):
    upstream.plan = [
        reply(example("03-events_by_id-two-events").body),
        reply({"events_by_id": {}}),
        reply(example("12-performances_by_id-two-performances").body),
        reply({"performances_by_id": {}}),
    ]
    assert [
        service.get_event("6IF").id,
        service.get_event("NOPE"),
        service.get_performance("6IF-B2E").id,
        service.get_performance("NOPE-1"),
    ] == ["6IF", None, "6IF-B2E", None]


def test_a_language_is_a_light_copy_that_shares_its_connections(service):
    french = service.in_language("fr")
    assert (french.language, service.language, french.transport is service.transport) == ("fr", "", True)
