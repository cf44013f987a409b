"""Idempotency keys: asked twice, done once, and answered with the same words."""

import threading

import pytest
import stripe

from sandbox.world import World
from tests.sandbox.purchase.conftest import WatchedClock

MANUAL = {"amount": 1000, "currency": "gbp", "capture_method": "manual", "payment_method_types": ["card"]}
DEED = {"idempotency_key": "purchase-7-attempt-1"}


def test_the_same_key_makes_one_intent(intents):
    first = intents.create(MANUAL, DEED)
    again = intents.create(MANUAL, DEED)
    assert again == first
    assert len(intents.list().data) == 1
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.last_response.headers


def test_other_parameters_under_the_same_key_are_refused(intents):
    intents.create(MANUAL, DEED)
    with pytest.raises(stripe.IdempotencyError) as refusal:
        intents.create(MANUAL | {"amount": 1001}, DEED)
    assert (refusal.value.http_status, refusal.value.error.type) == (400, "idempotency_error")


def test_another_deed_under_the_same_key_is_refused(intents):
    intent = intents.create(MANUAL, DEED)
    with pytest.raises(stripe.IdempotencyError):
        intents.cancel(intent.id, options=DEED)


def test_a_declined_card_is_declined_again_and_tried_once(intents, client):
    intent = intents.create(MANUAL)
    for _ in range(2):
        with pytest.raises(stripe.CardError) as declined:
            intents.confirm(intent.id, {"payment_method": "pm_card_chargeDeclined"}, DEED)
        assert declined.value.error.decline_code == "generic_decline"
    assert len(client.v1.charges.list({"payment_intent": intent.id}).data) == 1


def test_a_capture_that_is_sent_twice_succeeds_twice_and_takes_once(intents, api):
    held = api.held()
    for _ in range(2):
        assert intents.capture(held["id"], {"amount_to_capture": 600}, DEED).amount_received == 600
    [event] = api.events("payment_intent.succeeded")
    assert event["object"] == held["id"]


def test_what_was_refused_before_it_began_may_be_put_right_under_the_same_key(intents):
    with pytest.raises(stripe.InvalidRequestError):
        intents.create(MANUAL | {"currency": "xyz"}, DEED)
    assert intents.create(MANUAL, DEED).currency == "gbp"


def test_keys_are_forgotten_after_a_day(intents, api):
    first = intents.create(MANUAL, DEED)
    api.move_clock(hours=25)
    assert intents.create(MANUAL, DEED).id != first.id


def test_keys_of_other_accounts_are_others(api):
    first = api.post("payment_intents", idempotency_key="k", amount=500, currency="gbp")
    other = api.post(
        "payment_intents",
        idempotency_key="k",
        amount=600,
        currency="gbp",
        key="sk_test_practice_box_office",
    )
    assert first["id"] != other["id"]


class TestWhileItIsUnderWay:
    @pytest.fixture
    def clock(self):
        return WatchedClock()

    @pytest.fixture
    def world(self, clock):
        world = World(clock=clock)
        yield world
        world.reset()

    def test_the_same_key_is_in_use_and_afterwards_gives_its_answer(self, api, intents, clock):
        held = api.held()
        fault = {"endpoint": "stripe.capture", "kind": "slow", "seconds": 60}
        api.control("POST", "faults", fault)
        answers = []
        asking = threading.Thread(
            target=lambda: answers.append(intents.capture(held["id"], options=DEED).status)
        )
        asking.start()
        assert clock.somebody_waits.wait(10)
        with pytest.raises(stripe.APIError) as refusal:
            intents.capture(held["id"], options=DEED)
        assert (refusal.value.http_status, refusal.value.error.code) == (409, "idempotency_key_in_use")
        api.move_clock(minutes=1)
        asking.join(10)
        assert answers == ["succeeded"]
        assert intents.capture(held["id"], options=DEED).status == "succeeded"
