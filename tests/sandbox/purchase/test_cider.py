"""Paying with Stripe through Cider, and with a Stripe token where the supplier takes the money itself."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from sandbox import app
from sandbox.http import Request
from tests.sandbox.purchase.asking import RETURN, error_of, json_of, row


class Details:
    """A reservation's own door to Cider."""

    def __init__(self, caller, uuid):
        self.world = caller.world
        bundles = caller.read("status", transaction_uuid=uuid)["trolley_contents"]["bundle"]
        debitors = [bundle["debitor"] for bundle in bundles]
        self.data = next(one for one in debitors if one["debitor_type"] == "cider")[
            "debitor_integration_data"
        ]

    def save(self, *, key=None, method="POST", **details):
        address = f"{self.data['cider_api_endpoint']}/save-details"
        login = {"Authorization": f"Bearer {key or self.data['cider_api_token']}"}
        path = address.removeprefix(self.world.public_url)
        body = json.dumps(details).encode()
        return app.answer(self.world, Request(method, path, headers=login, body=body))

    def token(self, **details):
        return json_of(self.save(**(details or {"stripe_token": "tok_visa"})))["token"]


@pytest.fixture
def uuid(cider_user):
    return cider_user.reserve("7AB")


@pytest.fixture
def details(cider_user, uuid):
    return Details(cider_user, uuid)


def total(caller, uuid):
    return sum(bundle.total for bundle in caller.transaction(uuid).bundles)


def with_token(token, *sources):
    return {f"{source}_callback/cider_token": token for source in sources or ("ext_test1",)}


@pytest.mark.parametrize(
    "given",
    [
        {"stripe_token": "tok_visa"},
        {"stripe_source": "src_ABCD1234", "stripe_source_amount": 11_000},
        {"stripe_payment_intent": "pi_ABCD1234"},
    ],
)
def test_each_of_the_three_generations_buys_and_the_money_is_taken(world, cider_user, uuid, details, given):
    token = details.token(**given)
    assert token.startswith("cider_")
    answer = json_of(cider_user.purchase(uuid, **with_token(token)))
    assert answer["transaction_status"] == "purchased"
    assert row(world, uuid)["money_taken"] == {"ext_test1": 110}


def test_the_metadata_is_kept_with_the_payment(world, uuid, details):
    details.token(stripe_token="tok_visa", stripe_meta_event_ids="7AB", stripe_meta_days_to_performance=37)
    assert row(world, uuid)["payment_metadata"] == [{"event_ids": "7AB", "days_to_performance": 37}]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"stripe_token": "tok_visa", "stripe_payment_intent": "pi_1234"},
        {"stripe_token": "pi_1234"},
        {"stripe_token": "nonsense"},
        {"stripe_token": "tok_unknown"},
        {"stripe_payment_intent": "pi_1234_secret_5678"},
        {"stripe_token": 7},
        {"stripe_source": "src_1234"},
        {"stripe_source": "src_1234", "stripe_source_amount": "11000"},
        {"stripe_token": "tok_visa", "card_number": "4242"},
        {"stripe_token": "tok_visa", "stripe_meta_event_ids": ["7AB"]},
    ],
)
def test_details_that_make_no_sense_are_refused(details, given):
    response = details.save(**given)
    assert (response.status, list(json.loads(response.body))) == (400, ["error"])


def test_only_the_reservations_own_key_opens_cider(cider_user, uuid, details):
    assert details.save(key="key_nobody", stripe_token="tok_visa").status == 401
    assert details.save(method="GET").status == 405
    cider_user.post("release", transaction_uuid=uuid)
    assert details.save(stripe_token="tok_visa").status == 410


def test_a_token_works_once(cider_user, uuid, details):
    token = details.token()
    assert cider_user.purchase(uuid, email_address="ada", **with_token(token)).status == 400
    assert cider_user.purchase(uuid, **with_token(token)).status == 200  # wrong data did not use it up
    assert details.save(stripe_token="tok_visa").status == 410


def test_a_token_of_another_reservation_or_of_nobody_is_refused_and_the_hold_stands(world, cider_user, uuid):
    token = Details(cider_user, cider_user.reserve("7AB")).token()
    for wrong in (token, "cider_nobody"):
        assert error_of(cider_user.purchase(uuid, **with_token(wrong))) == (400, 8, "")
    assert row(world, uuid)["status"] == "reserved"


@pytest.mark.parametrize(
    ("name", "flag"),
    [("tok_chargeDeclined", None), ("tok_avsFail", "failed_avs"), ("tok_cvcCheckFail", "failed_cv_two")],
)
def test_test_tokens_that_decline_are_saved_and_fail_the_purchase(
    world, cider_user, uuid, details, name, flag
):
    answer = json_of(cider_user.purchase(uuid, **with_token(details.token(stripe_token=name))))
    result = answer["trolley_contents"]["purchase_result"]
    assert (answer["transaction_status"], result["success"]) == ("failed", False)
    assert flag is None or result[flag] is True
    assert row(world, uuid)["money_taken"] == {}


def test_a_source_that_was_made_for_less_is_declined(cider_user, uuid, details):
    token = details.token(stripe_source="src_ABCD1234", stripe_source_amount=10_999)
    assert json_of(cider_user.purchase(uuid, **with_token(token)))["transaction_status"] == "failed"


def test_the_money_goes_back_when_the_supplier_fails(world, cider_user, uuid, details):
    cider_user.purchase(uuid, line_two="fail source ext_test1", **with_token(details.token()))
    assert row(world, uuid)["money_taken"] == {"ext_test1": 0}


def test_one_token_pays_for_every_bundle_that_it_is_sent_for(world, cider_user):
    uuid = cider_user.reserve("6IF", "7AB")
    both = with_token(Details(cider_user, uuid).token(), "ext_test0", "ext_test1")
    assert json_of(cider_user.purchase(uuid, **both))["transaction_status"] == "purchased"
    taken = row(world, uuid)["money_taken"]
    assert set(taken) == {"ext_test0", "ext_test1"}
    assert sum(taken.values()) == total(cider_user, uuid)


def test_of_two_bundles_the_failed_ones_money_goes_back_alone(world, cider_user):
    uuid = cider_user.reserve("6IF", "7AB")
    both = with_token(Details(cider_user, uuid).token(), "ext_test0", "ext_test1")
    cider_user.purchase(uuid, line_two="fail source ext_test0", **both)
    assert row(world, uuid)["money_taken"] == {"ext_test0": 0, "ext_test1": 110}


def test_a_bundle_without_token_comes_back_as_a_callout_that_a_stripe_token_answers(world, cider_user):
    uuid = cider_user.reserve("6IF", "7AB")
    one = with_token(Details(cider_user, uuid).token(), "ext_test0")
    callout = json_of(cider_user.purchase(uuid, **RETURN, **one))["callout"]
    assert callout["bundle_source_code"] == "ext_test1"
    assert callout["debitor"]["debitor_type"] == "cider"
    assert set(row(world, uuid)["money_taken"]) == {"ext_test0"}
    answer = json_of(cider_user.callback("first", "second", [("stripeToken", "tok_visa")]))
    assert answer["trolley_contents"]["purchase_result"] == {"is_partial": False, "success": True}
    assert set(row(world, uuid)["money_taken"]) == {"ext_test0", "ext_test1"}


def test_a_callout_that_brings_no_stripe_token_leaves_its_bundle_unbought(world, cider_user):
    uuid = cider_user.reserve("6IF", "7AB")
    one = with_token(Details(cider_user, uuid).token(), "ext_test0")
    cider_user.purchase(uuid, **RETURN, **one)
    answer = json_of(cider_user.callback("first", "second", []))
    assert answer["trolley_contents"]["purchase_result"] == {"is_partial": True, "success": True}


def test_the_callouts_page_gives_a_stripe_token_to_bring_back(world, cider_user, uuid):
    callout = json_of(cider_user.purchase(uuid, **RETURN))["callout"]
    query = (*callout["callout_parameters"].items(), ("decision", "pay"), ("card", "tok_avsFail"))
    path = callout["callout_destination_url"].removeprefix(world.public_url)
    back = app.answer(world, Request("GET", path, query=query)).headers["Location"]
    pairs = parse_qsl(urlsplit(back).query, keep_blank_values=True)
    assert ("stripeToken", "tok_avsFail") in pairs
    answer = json_of(cider_user.callback("first", "second", pairs))
    assert answer["trolley_contents"]["purchase_result"]["failed_avs"] is True


def test_without_token_and_without_a_way_back_it_is_refused(world, cider_user, uuid):
    assert error_of(cider_user.purchase(uuid)) == (400, 8, "")
    assert row(world, uuid)["status"] == "reserved"


def test_a_supplier_who_takes_the_money_itself_wants_a_stripe_token(world, cider_user):
    uuid = cider_user.reserve("ED03")
    wrong = cider_user.purchase(uuid, **{"castle_callback/stripeToken": "nonsense"})
    assert error_of(wrong) == (400, 8, "")
    bought = cider_user.purchase(uuid, **{"castle_callback/stripeToken": "tok_visa"})
    assert json_of(bought)["transaction_status"] == "purchased"
    assert row(world, uuid)["money_taken"] == {"castle": float(total(cider_user, uuid))}


def test_card_details_are_refused_with_a_clear_message(demo, world):
    uuid = demo.reserve()
    demo.user = demo.transaction(uuid).user = "demo-creditcard"
    response = demo.purchase(uuid, card_number="4242424242424242")
    assert error_of(response)[0] == 400
    assert b"Card details" in response.body


def test_a_page_of_another_origin_may_save_details_itself(world, details):
    asked = app.answer(world, Request("OPTIONS", "/cider/api/save-details"))
    assert (asked.status, asked.headers["Access-Control-Allow-Origin"]) == (204, "*")
    assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
    assert details.save(stripe_token="tok_visa").headers["Access-Control-Allow-Origin"] == "*"
    script = app.answer(world, Request("GET", details.data["cider_js"].removeprefix(world.public_url)))
    assert (script.status, script.content_type) == (200, "text/javascript; charset=utf-8")


def test_a_supplier_with_a_payment_page_has_one_beside_cider(cider_user):
    uuid = cider_user.reserve("7AB", "KE01")
    types = {one.source.code: one.debitor["debitor_type"] for one in cider_user.transaction(uuid).bundles}
    assert types == {"ext_test1": "cider", "keepsake": "dummy"}
