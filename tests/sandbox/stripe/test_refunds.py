"""Refunds and charges: what was captured goes back, whole or in part, and never more than was taken."""

from datetime import timedelta

import pytest
import stripe

from sandbox.stripe import books

PAID = {
    "amount": 1000,
    "currency": "eur",
    "payment_method_types": ["card"],
    "payment_method": "pm_card_visa",
    "confirm": True,
}


@pytest.fixture
def paid(intents):
    return intents.create(PAID)


@pytest.fixture
def refunds(client):
    return client.v1.refunds


def test_all_of_it_goes_back(client, refunds, paid):
    refund = refunds.create({"payment_intent": paid.id, "reason": "requested_by_customer"})
    assert (refund.amount, refund.status, refund.payment_intent) == (1000, "succeeded", paid.id)
    charge = client.v1.charges.retrieve(paid.latest_charge)
    assert (charge.refunded, charge.amount_refunded) == (True, 1000)
    assert refunds.retrieve(refund.id) == refund


def test_parts_of_it_go_back_until_nothing_is_left(client, refunds, paid):
    refunds.create({"charge": paid.latest_charge, "amount": 300, "metadata": {"item": "1"}})
    refunds.create({"payment_intent": paid.id, "amount": 700})
    charge = client.v1.charges.retrieve(paid.latest_charge, {"expand": ["refunds"]})
    assert [one.amount for one in charge.refunds.data] == [700, 300]
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        refunds.create({"payment_intent": paid.id, "amount": 1})
    assert refusal.value.code == "charge_already_refunded"


@pytest.mark.parametrize("amount", [1001, 0, -1])
def test_no_more_goes_back_than_was_taken(refunds, paid, amount):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        refunds.create({"payment_intent": paid.id, "amount": amount})
    assert refusal.value.param == "amount"


def test_what_was_captured_in_part_is_refunded_to_that_part(intents, refunds):
    held = intents.create(PAID | {"capture_method": "manual"})
    intents.capture(held.id, {"amount_to_capture": 400})
    with pytest.raises(stripe.InvalidRequestError):
        refunds.create({"payment_intent": held.id, "amount": 401})
    assert refunds.create({"payment_intent": held.id}).amount == 400


def test_money_that_is_only_held_is_not_refunded(intents, refunds):
    held = intents.create(PAID | {"capture_method": "manual"})
    with pytest.raises(stripe.InvalidRequestError):
        refunds.create({"payment_intent": held.id})


@pytest.mark.parametrize("wrong", [{}, {"payment_intent": "pi_nobody"}, {"charge": "ch_nobody"}])
def test_a_refund_of_nothing_is_refused(refunds, wrong):
    with pytest.raises(stripe.InvalidRequestError):
        refunds.create(wrong)


def test_refunds_are_listed_by_what_they_refund(intents, refunds, paid):
    other = intents.create(PAID)
    for intent in (paid, other):
        refunds.create({"payment_intent": intent.id})
    assert [one.payment_intent for one in refunds.list({"payment_intent": paid.id}).data] == [paid.id]
    assert len(refunds.list().data) == 2


def test_charges_are_listed_by_their_intent(client, intents, paid):
    intents.create(PAID)
    listed = client.v1.charges.list({"payment_intent": paid.id})
    assert [one.id for one in listed.data] == [paid.latest_charge]


def test_a_bank_may_send_back_what_it_was_given(client, refunds, intents, world):
    paid = intents.create(PAID | {"payment_method": "pm_card_refundFail"})
    refund = refunds.create({"payment_intent": paid.id, "amount": 400})
    assert refund.status == "succeeded"
    world.clock.move(timedelta(days=1))
    assert refunds.retrieve(refund.id).status == "failed"
    assert client.v1.charges.retrieve(paid.latest_charge).amount_refunded == 0
    assert books.rows(world.stripe)[0]["refunded"] == 0
    told = [event.type for event in world.stripe.events.values()]
    assert told[-2:] == ["refund.failed", "refund.updated"]


def test_a_bank_may_take_its_time(refunds, intents, world):
    paid = intents.create(PAID | {"payment_method": "pm_card_pendingRefund"})
    refund = refunds.create({"payment_intent": paid.id})
    assert refund.status == "pending"
    world.clock.move(timedelta(days=1))
    assert refunds.retrieve(refund.id).status == "succeeded"
