"""A bundle whose token did not come along: f13 asks for it, and the buyer enters a card on our own page."""

import json
import logging
import re

import pytest
from django.utils.html import escape

from checkout import callouts, cards
from checkout.models import State
from checkout.payments import cider
from tests.builders import run
from tests.cards import DECLINED, collect
from tests.rules.pages import HouseRulesClient
from tests.through_cider import CASTLE, KEEPSAKE, NUTCRACKER, assert_books_agree, authorising, confirmed, held

pytestmark = [pytest.mark.django_db]

CARD_DATA = re.compile(r'<script id="card-data" type="application/json">(.*?)</script>', re.DOTALL)


@pytest.fixture(autouse=True)
def _newer(settings):
    settings.F13_USER = "demo-stripe-intent"


@pytest.fixture
def asked(client, f13):
    """The bank's page sent the buyer back with the intent alone: f13 asks for the other supplier's token."""
    return back_from_the_bank(client, f13, NUTCRACKER, CASTLE)


def back_from_the_bank(client, f13, *event_ids):
    record = authorising(held(client, *event_ids))
    (intent,) = (part for part in cider.card(record) if part["kind"] == "intent")
    run(confirmed(record, collect(f13.url, [intent])))
    assert record.state == State.CALLED_OUT
    return record


def address(record):
    return f"/checkout/{record.pk}/card/"


def entered(client, f13, record, **card):
    """The card entry on the page, as its script does it."""
    (data,) = CARD_DATA.findall(client.get(address(record)).content.decode())
    return collect(f13.url, json.loads(data), **card)


def posted(client, f13, record, **card):
    answer = client.post(address(record), entered(client, f13, record, **card))
    record.refresh_from_db()
    return answer


def test_the_page_asks_for_that_suppliers_card_alone_and_says_how_much(client, f13, asked):
    page = client.get(address(asked)).content.decode()
    bundle = asked.reservation.trolley.bundle("castle")
    (data,) = CARD_DATA.findall(page)
    assert json.loads(data) == [
        {
            "kind": "token",
            "name": "token:castle",
            "publishable_key": "pk_test_practice_box_office_castle",
            "amount": bundle.total.minor_units,
            "currency": "gbp",
            "for": ["castle"],
        }
    ]
    assert f"Pay {bundle.total}" in page
    assert escape(bundle.orders[0].event.name) in page


def test_a_card_that_is_entered_answers_the_callout(client, f13, asked):
    answer = posted(client, f13, asked)
    assert (answer.status_code, answer["Location"]) == (302, f"/checkout/{asked.pk}/progress/")
    assert asked.state in {State.ATTEMPTING, State.PURCHASED}
    assert run(asked).state == State.PURCHASED
    (callback,) = f13.log(endpoint="callback")
    assert [name for name, _ in callback["params"]] == ["stripeToken"]
    assert len(f13.log(endpoint="purchase")) == 1
    assert_books_agree(f13, asked)


def test_both_suppliers_have_their_money_from_their_own_card(client, f13, asked):
    posted(client, f13, asked)
    run(asked)
    taken = {row["account"]: row["taken"] for row in f13.stripe()["intents"]}
    totals = {one.source_code: one.total.minor_units for one in asked.reservation.trolley.bundles}
    assert taken == {
        "practice_box_office": totals["ext_test0"],
        "practice_box_office_castle": totals["castle"],
    }


def test_a_refused_card_leaves_no_charge_for_what_is_not_bought(client, f13, asked):
    posted(client, f13, asked, card=DECLINED)
    run(asked)
    assert asked.state in {State.PARTLY_PURCHASED, State.FAILED}
    assert_books_agree(f13, asked)


@pytest.mark.parametrize("said", ["", "nonsense", "src_12345", "tok_", "pi_12345"])
def test_what_is_no_token_is_asked_for_again_with_a_word(client, f13, asked, said):
    answer = client.post(address(asked), {"token:castle": said})
    assert answer.status_code == 422
    assert "Please look at this again" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state == State.CALLED_OUT
    assert f13.log(endpoint="callback") == []
    posted(client, f13, asked)
    assert run(asked).state == State.PURCHASED


def test_only_the_first_of_two_presses_counts(client, f13, asked):
    first, second = entered(client, f13, asked), entered(client, f13, asked)
    client.post(address(asked), first)
    assert client.post(address(asked), second)["Location"] == f"/checkout/{asked.pk}/progress/"
    run(asked)
    assert len(f13.log(endpoint="callback")) == 1
    assert_books_agree(f13, asked)


def test_the_progress_page_sends_its_buyer_to_it_and_nobody_else(client, f13, asked):
    progress = f"/checkout/{asked.pk}/progress/"
    assert client.get(progress)["Location"] == address(asked)
    assert HouseRulesClient().get(progress).status_code == 200
    posted(client, f13, asked)
    assert client.get(progress).headers.get("Location") != address(asked)


def test_stripe_may_be_loaded_on_it(client, f13, asked, settings):
    settings.STRIPE_JS_URL = f"{f13.url}/v3/"
    page = client.get(address(asked))
    assert f'<script defer src="{f13.url}/v3/">' in page.content.decode()
    for directive in ("script-src", "frame-src", "connect-src"):
        (said,) = (part for part in page["Content-Security-Policy"].split("; ") if part.startswith(directive))
        assert f13.url in said


def test_nobody_else_sees_it(client, f13, asked):
    stranger = HouseRulesClient()
    assert stranger.get(address(asked)).status_code == 404
    assert stranger.post(address(asked), {"token:castle": "tok_visa"}).status_code == 404


def test_where_no_card_is_missing_it_leads_to_the_progress_page(client, f13):
    record = held(client)
    progress = f"/checkout/{record.pk}/progress/"
    assert client.get(address(record))["Location"] == progress
    authorising(record)
    assert client.get(address(record))["Location"] == progress
    assert client.post(address(record), {"token:castle": "tok_visa"})["Location"] == progress
    record.refresh_from_db()
    assert record.state == State.AUTHORISING


def test_a_debitor_of_another_kind_is_answered_at_its_own_page(client, f13):
    record = back_from_the_bank(client, f13, NUTCRACKER, KEEPSAKE)
    assert cards.wanted(record) is None
    assert client.get(address(record)).status_code == 302
    step = callouts.pending(record)
    assert callouts.come_back(step, parameters=[("success", "yes")], referer="")
    assert run(record).state == State.PURCHASED


def test_card_page_and_payment_page_follow_each_other_in_one_purchase(client, f13):
    record = back_from_the_bank(client, f13, NUTCRACKER, CASTLE, KEEPSAKE)
    bought = {one.source_code for one in record.reservation.trolley.bundles}
    assert bought == {"ext_test0", "castle", "keepsake"}
    for _ in range(2):
        if cards.wanted(record):
            posted(client, f13, record)
        else:
            callouts.come_back(callouts.pending(record), parameters=[("success", "yes")], referer="")
        record.refresh_from_db()
        run(record)
    assert record.state == State.PURCHASED
    assert len(f13.log(endpoint="callback")) == 2
    money = f13.transaction(record.transaction_uuid)
    assert money["stripe"]["held"] == {}
    row = {one.source_code: one.is_purchased for one in record.trolley.bundles}
    assert row == dict.fromkeys(bought, True)


def test_a_supplier_that_had_a_token_and_calls_out_wants_the_buyer_at_its_own_page(client, f13, asked):
    step, _ = cards.wanted(asked)
    asked.change(paid_with=asked.paid_with | {"token:castle": "tok_visa"})
    assert cards.part_for(step) is None


def test_a_second_callout_after_a_card_was_sent_on_is_its_own_page_too(client, f13, asked):
    step, _ = cards.wanted(asked)
    asked.callouts.create(source_code="castle", destination="https://bank.example/")
    asked.callouts.filter(pk=step.pk).update(sent_at=asked.pressed_at)
    assert cards.wanted(asked) is None


def test_a_lost_answer_to_the_callback_is_looked_up_and_the_card_is_charged_once(client, f13, asked):
    f13.fault("callback", kind="502_after")
    posted(client, f13, asked)
    for _ in range(3):
        if asked.state == State.ATTEMPTING:
            run(asked)
    assert asked.state == State.PURCHASED
    assert len(f13.log(endpoint="callback")) == 1
    assert_books_agree(f13, asked)


def test_neither_the_log_nor_the_steps_hold_the_token(client, f13, asked, caplog):
    caplog.set_level(logging.DEBUG)
    collected = entered(client, f13, asked)
    client.post(address(asked), collected)
    run(asked)
    told = caplog.text + json.dumps(list(asked.steps.values("what", "detail")))
    assert "callback.v1" in told
    assert collected["token:castle"] not in told
