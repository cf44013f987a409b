"""Cider beside the practice Stripe: intents, tokens and sources are looked up, and their money moves."""

import json

import pytest

from tests.sandbox.purchase.asking import RETURN, Caller, json_of, row
from tests.sandbox.purchase.test_cider import Details, with_token
from tests.sandbox.stripe.asking import ASKING, DECLINED, GOOD, Api

INGRESSO, CASTLE = "pk_test_practice_box_office", "pk_test_practice_box_office_castle"


@pytest.fixture
def newer(world):
    """An account whose reservations come with an intent."""
    return Caller(world, "demo-stripe-intent")


@pytest.fixture
def older(world):
    return Caller(world, "demo-stripe")


@pytest.fixture
def uuid(newer):
    return newer.reserve("7AB")


@pytest.fixture
def details(newer, uuid):
    return Details(newer, uuid)


@pytest.fixture
def own(details):
    """The intent that the reservation came with: its id and client secret, as `Api.typed` takes them."""
    stripe = details.data["stripe"]
    return {"id": stripe["payment_intent"], "client_secret": stripe["client_secret"]}


@pytest.fixture
def ingresso(world):
    return Api(world, key="sk_test_practice_box_office")


def confirmed(world, own, number=GOOD):
    """What comes of the card that its buyer types in."""
    return json.loads(Api(world).typed(own, number, key=INGRESSO).body)


def token_of(world, number, *, key=INGRESSO):
    card = {"card[number]": number, "card[exp_month]": "1", "card[exp_year]": "40", "card[cvc]": "123"}
    return Api(world).post("tokens", key=key, **card)["id"]


def result(answer):
    return answer["trolley_contents"]["purchase_result"]


def money(world, uuid):
    return row(world, uuid)["stripe"]


def test_the_reservation_s_intent_is_for_its_price(ingresso, uuid, own):
    intent = ingresso.get(f"payment_intents/{own['id']}")
    assert (intent["amount"], intent["currency"], intent["capture_method"]) == (11_000, "gbp", "manual")
    assert intent["metadata"] == {"transaction_uuid": uuid}


def test_confirmed_by_its_buyer_it_is_captured_with_the_purchase(world, newer, uuid, details, own, ingresso):
    assert confirmed(world, own)["status"] == "requires_capture"
    token = details.token(stripe_payment_intent=own["id"], stripe_meta_event_ids="7AB")
    assert json_of(newer.purchase(uuid, **with_token(token)))["transaction_status"] == "purchased"
    assert money(world, uuid) == {"taken": {"gbp": 110}, "held": {}, "intents": [own["id"]]}
    told = ingresso.get(f"payment_intents/{own['id']}")["metadata"]
    assert told == {"transaction_uuid": uuid, "event_ids": "7AB"}


def test_one_that_nobody_confirmed_buys_nothing(world, newer, uuid, details, own):
    token = details.token(stripe_payment_intent=own["id"])
    answer = json_of(newer.purchase(uuid, **with_token(token)))
    assert (answer["transaction_status"], result(answer)["success"]) == ("failed", False)
    assert money(world, uuid)["taken"] == {}


def test_one_whose_buyer_never_came_back_from_the_bank_failed_3_d_secure(world, newer, uuid, details, own):
    assert confirmed(world, own, ASKING)["status"] == "requires_action"
    token = details.token(stripe_payment_intent=own["id"])
    assert result(json_of(newer.purchase(uuid, **with_token(token))))["failed_3d_secure"] is True


@pytest.mark.parametrize("deed", ["release", "lapse", "decline"])
def test_the_money_is_free_again_when_nothing_comes_of_it(world, newer, uuid, details, own, deed, ingresso):
    confirmed(world, own)
    token = details.token(stripe_payment_intent=own["id"])
    if deed == "release":
        newer.post("release", transaction_uuid=uuid)
    elif deed == "lapse":
        ingresso.move_clock(minutes=16)
        [seen] = ingresso.control("GET", "stripe")["intents"]
        assert seen["status"] == "canceled"
    else:
        newer.purchase(uuid, line_two="decline", **with_token(token))
    assert ingresso.get(f"payment_intents/{own['id']}")["status"] == "canceled"
    assert money(world, uuid)["held"] == {}


def test_of_two_bundles_only_what_was_bought_is_captured(world, newer):
    uuid = newer.reserve("6IF", "7AB")
    details = Details(newer, uuid)
    stripe = details.data["stripe"]
    own = {"id": stripe["payment_intent"], "client_secret": stripe["client_secret"]}
    confirmed(world, own)
    both = with_token(details.token(stripe_payment_intent=own["id"]), "ext_test0", "ext_test1")
    newer.purchase(uuid, line_two="fail source ext_test0", **both)
    seen = row(world, uuid)
    assert seen["stripe"]["taken"] == seen["sold_for"] == {"gbp": 110}


@pytest.mark.parametrize("name", ["pi_nobody", "tok_nobody", "src_nobody"])
def test_what_stripe_does_not_know_is_refused(details, name):
    kind = {"pi": "stripe_payment_intent", "tok": "stripe_token", "src": "stripe_source"}
    given = {kind[name.partition("_")[0]]: name}
    if name.startswith("src"):
        given["stripe_source_amount"] = 11_000
    assert details.save(**given).status == 400


def test_an_intent_of_a_shop_s_own_must_agree_with_the_reservation(world, details):
    shop = Api(world)
    for wrong in ({"amount": 10_999}, {"currency": "eur"}, {"capture_method": "automatic"}):
        intent = shop.intent(**{"amount": 11_000} | wrong)
        assert details.save(stripe_payment_intent=intent["id"]).status == 400
    right = shop.held(amount=11_000)
    assert details.save(stripe_payment_intent=right["id"]).status == 200


def test_a_token_that_a_page_made_is_charged(world, older):
    uuid = older.reserve("7AB")
    token = Details(older, uuid).token(stripe_token=token_of(world, GOOD))
    assert json_of(older.purchase(uuid, **with_token(token)))["transaction_status"] == "purchased"
    assert money(world, uuid)["taken"] == {"gbp": 110}


@pytest.mark.parametrize(
    ("number", "flag"),
    [(DECLINED, None), ("4000000000000127", "failed_cv_two"), (ASKING, "failed_3d_secure")],
)
def test_a_token_s_card_decides(world, older, number, flag):
    uuid = older.reserve("7AB")
    token = Details(older, uuid).token(stripe_token=token_of(world, number))
    answer = json_of(older.purchase(uuid, **with_token(token)))
    assert answer["transaction_status"] == "failed"
    assert flag is None or result(answer)[flag] is True
    assert money(world, uuid)["taken"] == money(world, uuid)["held"] == {}


def test_a_token_is_saved_once_its_card_was_charged_no_more(world, older):
    first, second = older.reserve("7AB"), older.reserve("7AB")
    name = token_of(world, GOOD)
    older.purchase(first, **with_token(Details(older, first).token(stripe_token=name)))
    assert Details(older, second).save(stripe_token=name).status == 400


def test_a_source_is_saved_for_the_amount_that_it_was_made_for(world, older):
    uuid = older.reserve("7AB")
    card = {"card[number]": GOOD, "card[exp_month]": "1", "card[exp_year]": "40"}
    made = Api(world).post("sources", key=INGRESSO, type="card", amount="11000", currency="gbp", **card)
    details = Details(older, uuid)
    assert details.save(stripe_source=made["id"], stripe_source_amount=10_000).status == 400
    token = details.token(stripe_source=made["id"], stripe_source_amount=11_000)
    assert json_of(older.purchase(uuid, **with_token(token)))["transaction_status"] == "purchased"
    assert money(world, uuid)["taken"] == {"gbp": 110}


def test_a_supplier_s_own_account_takes_tokens_of_its_own_key_only(world, older):
    uuid = older.reserve("ED03")
    other = {"castle_callback/stripeToken": token_of(world, GOOD)}
    assert older.purchase(uuid, **other).status == 400
    right = {"castle_callback/stripeToken": token_of(world, GOOD, key=CASTLE)}
    assert json_of(older.purchase(uuid, **right))["transaction_status"] == "purchased"
    assert money(world, uuid)["taken"] == row(world, uuid)["sold_for"]


def test_a_token_answers_a_callout_too(world, older):
    uuid = older.reserve("7AB")
    older.purchase(uuid, **RETURN)
    older.callback("first", "second", [("stripeToken", token_of(world, GOOD))])
    assert money(world, uuid)["taken"] == row(world, uuid)["sold_for"] == {"gbp": 110}


def test_what_is_cancelled_later_is_refunded(world, older):
    uuid = older.reserve("7AB")
    older.purchase(uuid, **with_token(Details(older, uuid).token(stripe_token=token_of(world, GOOD))))
    older.post("cancel", transaction_uuid=uuid)
    assert money(world, uuid)["taken"] == row(world, uuid)["sold_for"] == {}
