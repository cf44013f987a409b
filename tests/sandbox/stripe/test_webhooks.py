"""Webhooks: what a shop is told, signed; again when it did not listen; twice and late on demand."""

import pytest
import stripe

from tests.sandbox.stripe.asking import eventually


def told(endpoint, count):
    return [endpoint.next().type for _ in range(count)]


def verified(letter, endpoint):
    return stripe.Webhook.construct_event(letter.body, letter.signature, endpoint.secret)


def test_stripes_library_verifies_them(api, endpoint):
    held = api.held(**{"metadata[order]": "7"})
    event = verified(endpoint.until("payment_intent.amount_capturable_updated"), endpoint)
    assert (event.data.object.id, event.data.object.amount_capturable) == (held["id"], 1000)
    assert event.data.object.metadata.to_dict() == {"order": "7"}


def test_another_secret_and_a_changed_body_are_noticed(api, endpoint):
    api.held()
    letter = endpoint.next()
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(letter.body, letter.signature, "whsec_of_another")
    changed = letter.body.replace(b"1000", b"2000")
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(changed, letter.signature, endpoint.secret)


def test_a_moved_clock_does_not_make_signatures_old(api, endpoint):
    api.move_clock(days=-30)
    api.held()
    assert verified(endpoint.next(), endpoint).type == "payment_intent.created"


def test_each_step_of_a_purchase_is_told_in_its_order(api, endpoint):
    held = api.held()
    api.post(f"payment_intents/{held['id']}/capture", amount_to_capture=600)
    api.post("refunds", payment_intent=held["id"], amount=100)
    assert told(endpoint, 7) == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.amount_capturable_updated",
        "charge.captured",
        "payment_intent.succeeded",
        "refund.created",
        "charge.refunded",
    ]


def test_a_declined_card_and_a_canceled_intent_are_told(api, endpoint):
    intent = api.intent()
    api.refused("POST", f"payment_intents/{intent['id']}/confirm", payment_method="pm_card_chargeDeclined")
    failed = endpoint.until("payment_intent.payment_failed").event["data"]["object"]
    assert failed["last_payment_error"]["code"] == "card_declined"
    api.post(f"payment_intents/{intent['id']}/cancel")
    assert endpoint.until("payment_intent.canceled").event["data"]["object"]["status"] == "canceled"


def test_they_tell_what_was_so_then_and_who_asked_for_it(api, endpoint):
    held = api.held(idempotency_key="attempt-1")
    api.post(f"payment_intents/{held['id']}/capture")
    event = endpoint.until("payment_intent.amount_capturable_updated").event
    assert event["data"]["object"]["status"] == "requires_capture"
    assert event["request"]["idempotency_key"] == "attempt-1"
    assert event["request"]["id"].startswith("req_")


def test_what_only_time_brings_is_nobodys_doing(api):
    held = api.held()
    api.move_clock(days=7, minutes=1)
    api.get("payment_intents", limit=1)
    listed = api.get("events", type="payment_intent.canceled")["data"]
    assert [(event["data"]["object"]["id"], event["request"]["id"]) for event in listed] == [
        (held["id"], None)
    ]


def test_what_only_time_brings_is_told_without_anybody_asking(api, endpoint):
    held = api.held()
    api.move_clock(days=7, minutes=1)
    lapsed = endpoint.until("payment_intent.canceled").event
    assert (lapsed["data"]["object"]["id"], lapsed["request"]["id"]) == (held["id"], None)


def failed_once(api):
    """Until the carrier has written down that the first letter was not taken."""
    eventually(lambda: any(each["state"] == "failed" for one in api.events() for each in one["deliveries"]))


def test_a_refused_letter_comes_again_later_with_the_same_id(api, endpoint):
    endpoint.statuses = [500]
    api.intent()
    first = endpoint.next()
    failed_once(api)
    assert endpoint.letters.empty()
    api.move_clock(minutes=1)
    assert endpoint.next().event["id"] == first.event["id"]


@pytest.mark.parametrize("status", [301, 400])
def test_only_a_200_takes_a_letter(api, endpoint, status):
    endpoint.statuses = [status]
    api.intent()
    endpoint.next()
    failed_once(api)
    [event] = api.events()
    assert [each["status"] for each in event["deliveries"]] == [status]


def test_an_endpoint_that_is_not_there_is_tried_again(api, endpoint):
    api.control("POST", "stripe/webhook", {"url": "http://127.0.0.1:9/", "secret": endpoint.secret})
    api.intent()
    failed_once(api)
    api.control("POST", "stripe/webhook", {"url": endpoint.url, "secret": endpoint.secret})
    api.move_clock(minutes=1)
    assert verified(endpoint.next(), endpoint).type == "payment_intent.created"


def test_by_its_door_each_comes_several_times(api, endpoint):
    api.control("POST", "stripe/sending", {"copies": 2})
    api.intent()
    first, second = endpoint.next(), endpoint.next()
    assert first.event["id"] == second.event["id"]


def test_by_its_door_they_wait_and_come_in_another_order(api, endpoint):
    api.control("POST", "stripe/sending", {"held": True})
    api.held()
    assert endpoint.letters.empty()
    assert {each["state"] for event in api.events() for each in event["deliveries"]} == {"waiting"}
    api.control("POST", "stripe/sending", {"held": False, "order": "reversed"})
    assert told(endpoint, 3) == [
        "payment_intent.amount_capturable_updated",
        "charge.succeeded",
        "payment_intent.created",
    ]


def test_an_event_can_be_sent_again(api, endpoint):
    api.intent()
    first = endpoint.next()
    api.control("POST", "stripe/resend", {"event": first.event["id"], "times": 2})
    assert [endpoint.next().event["id"] for _ in range(2)] == [first.event["id"]] * 2


def test_only_the_types_that_are_wanted_come(api, endpoint):
    wanted = {"url": endpoint.url, "secret": endpoint.secret, "types": ["payment_intent.canceled"]}
    api.control("POST", "stripe/webhook", wanted)
    intent = api.intent()
    api.post(f"payment_intents/{intent['id']}/cancel")
    assert endpoint.next().type == "payment_intent.canceled"


def test_other_accounts_events_are_nobodys_business(api, endpoint):
    api.post("payment_intents", key="sk_test_practice_box_office", amount=500, currency="gbp")
    own = api.intent()
    assert endpoint.next().event["data"]["object"]["id"] == own["id"]


def test_events_are_listed_and_asked_for_by_the_library(client, api):
    held = api.held()
    listed = client.v1.events.list({"type": "payment_intent.amount_capturable_updated"})
    assert [event.data.object.id for event in listed.data] == [held["id"]]
    assert client.v1.events.retrieve(listed.data[0].id).type == listed.data[0].type
    types = client.v1.events.list({"types": ["charge.succeeded", "payment_intent.created"]})
    assert {event.type for event in types.data} == {"charge.succeeded", "payment_intent.created"}
