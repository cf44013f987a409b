"""The books at the control doors: money taken beside tickets sold; faults; and a reset that forgets."""

import threading

import pytest
import requests
import stripe

from tests.sandbox.purchase.asking import Caller, control
from tests.sandbox.stripe.asking import SECRET_KEY, eventually


@pytest.fixture
def demo(world):
    return Caller(world, "demo")


def row(api, uuid):
    rows = api.control("GET", "transactions")["transactions"]
    return next(one for one in rows if one["transaction_uuid"] == uuid)


def test_money_taken_equals_tickets_sold_in_one_answer(api, demo):
    uuid = demo.reserve("7AB")
    held = api.held(amount=11_000, **{"metadata[transaction_uuid]": uuid})
    before = row(api, uuid)
    assert (before["stripe"]["held"], before["stripe"]["taken"], before["sold_for"]) == ({"gbp": 110}, {}, {})
    demo.purchase(uuid)
    api.post(f"payment_intents/{held['id']}/capture")
    after = row(api, uuid)
    assert after["stripe"] == {"taken": after["sold_for"], "held": {}, "intents": [held["id"]]}
    assert after["sold_for"] == {"gbp": 110}


def test_what_is_given_back_is_taken_no_more(api, demo):
    uuid = demo.bought("7AB")
    held = api.held(amount=11_000, **{"metadata[transaction_uuid]": uuid})
    api.post(f"payment_intents/{held['id']}/capture")
    demo.post("cancel", transaction_uuid=uuid)
    api.post("refunds", payment_intent=held["id"])
    after = row(api, uuid)
    assert (after["stripe"]["taken"], after["sold_for"]) == ({}, {})


def test_money_for_no_transaction_stands_out(api):
    held = api.held(**{"metadata[transaction_uuid]": "U-NOBODY"})
    strange = api.control("GET", "transactions")["stripe_without_transaction"]
    assert strange == {"U-NOBODY": {"taken": {}, "held": {"gbp": 10}, "intents": [held["id"]]}}


def test_every_intent_has_its_row(api):
    intent = api.intent()
    api.refused("POST", f"payment_intents/{intent['id']}/confirm", payment_method="pm_card_chargeDeclined")
    [seen] = api.control("GET", "stripe")["intents"]
    assert (seen["status"], seen["last_error"], seen["charges"], seen["taken"]) == (
        "requires_payment_method",
        "card_declined",
        1,
        0,
    )


def fault(api, endpoint, kind, **more):
    api.control("POST", "faults", {"endpoint": endpoint, "kind": kind} | more)


@pytest.mark.parametrize("kind", ["502_before", "502_after", "cut", "half", "garbage", "410"])
def test_captures_go_wrong_as_told_and_are_done_or_not(api, intents, kind):
    held = api.held()
    fault(api, "stripe.capture", kind)
    with pytest.raises(stripe.StripeError):
        intents.capture(held["id"])
    is_done = kind in {"502_after", "half", "garbage"}
    assert intents.retrieve(held["id"]).status == ("succeeded" if is_done else "requires_capture")


def test_a_fault_of_stripe_strikes_whatever_comes_next(api, intents):
    fault(api, "stripe", "502_before")
    with pytest.raises(stripe.APIError):
        intents.list()
    assert intents.list().data == []


def test_a_lost_answer_s_deed_goes_on_under_its_key(world, api, server):
    held = api.held()
    fault(api, "stripe.capture", "lost", seconds=150)
    url = f"{world.public_url}/v1/payment_intents/{held['id']}/capture"
    headers = {"Authorization": f"Bearer {SECRET_KEY}", "Idempotency-Key": "capture-1"}
    with pytest.raises(requests.ConnectionError):
        requests.post(url, headers=headers, timeout=10)
    assert requests.post(url, headers=headers, timeout=10).status_code == 409  # the deed that goes on has it
    api.move_clock(seconds=151)
    eventually(lambda: requests.post(url, headers=headers, timeout=10).status_code == 200)
    assert api.get(f"payment_intents/{held['id']}")["status"] == "succeeded"
    assert len(api.events("payment_intent.succeeded")) == 1


def test_a_reset_forgets_it_all(api, endpoint):
    api.held(idempotency_key="k")
    api.control("POST", "stripe/bank", {"three_d_secure": "redirect"})
    api.control("POST", "stripe/sending", {"copies": 3})
    api.control("POST", "reset")
    assert api.control("GET", "stripe") == {"intents": [], "by_transaction": {}}
    assert api.control("GET", "stripe/events") == {"events": []}
    assert api.control("GET", "stripe/webhook")["url"] == ""
    assert api.control("GET", "stripe/bank") == {"three_d_secure": "modal"}
    assert api.control("GET", "stripe/sending") == {"copies": 1, "held": False}
    assert api.intent(idempotency_key="k")["status"] == "requires_payment_method"


@pytest.mark.parametrize(
    ("door", "data"),
    [
        ("webhook", {"url": "nonsense"}),
        ("webhook", {"url": "http://x/", "secret": ""}),
        ("webhook", {"url": "http://x/", "types": "all"}),
        ("webhook", {"address": "http://x/"}),
        ("sending", {"copies": 0}),
        ("sending", {"copies": True}),
        ("sending", {"held": "yes"}),
        ("sending", {"held": False, "order": "odd"}),
        ("resend", {"event": "evt_nobody"}),
        ("bank", {"three_d_secure": "never"}),
    ],
)
def test_nonsense_is_refused(api, door, data):
    assert control(api.world, "POST", f"stripe/{door}", data).status == 400


def test_many_captures_at_once_take_once(api):
    held = api.held()
    statuses = []
    start = threading.Barrier(8)

    def capture():
        start.wait()
        statuses.append(api.ask("POST", f"payment_intents/{held['id']}/capture").status)

    threads = [threading.Thread(target=capture) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [400] * 7
