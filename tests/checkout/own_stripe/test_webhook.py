"""What Stripe tells is a reason to look, never an answer: any order, any number of times, any age."""

import json
import time

import pytest

from checkout import tasks
from checkout.models import OrderRecord, State
from tests import own_stripe as shop
from tests.builders import a_hold

pytestmark = pytest.mark.django_db
WELL_KNOWN = "/.well-known/apple-developer-merchantid-domain-association"


@pytest.fixture
def deliver(client, django_capture_on_commit_callbacks):
    """Posts a webhook; the tasks that it starts have run."""

    def delivered(intent_id, **how):
        with django_capture_on_commit_callbacks(execute=True):
            return shop.send(client, intent_id, **how).status_code

    return delivered


def seen(record):
    record.refresh_from_db()
    return record.state


def test_a_buyer_who_paid_and_never_came_back_is_served(client, bank, deliver):
    record = shop.paid(client, bank)
    assert deliver(record.authorisations.get().intent_id) == 200
    assert seen(record) == State.PURCHASED
    assert shop.intent_of(bank, record)["taken"] == 5500


def test_told_of_a_failure_the_buyer_may_try_again(client, bank, deliver):
    record = shop.paid(client, bank, card="pm_card_chargeDeclined")
    assert deliver(record.authorisations.get().intent_id, kind="payment_failed") == 200
    assert seen(record) == State.RESERVED


def test_told_twice_it_is_bought_once(client, bank, deliver):
    record = shop.paid(client, bank)
    for _ in range(3):
        assert deliver(record.authorisations.get().intent_id) == 200
    assert len(bank.log(endpoint="purchase")) == 1
    assert len(shop.deeds(bank, "capture")) == 1


@pytest.mark.parametrize("kind", ["payment_failed", "canceled", "succeeded", "amount_capturable_updated"])
def test_told_late_or_in_another_order_nothing_goes_backwards(client, bank, deliver, kind):
    record = shop.work(shop.paid(client, bank))
    assert deliver(record.authorisations.get().intent_id, kind=kind) == 200
    assert seen(record) == State.PURCHASED
    assert shop.intent_of(bank, record)["taken"] == 5500


def test_told_what_is_not_so_the_worker_believes_stripe(client, bank, deliver):
    record, authorisation = shop.begun(client)
    for kind in ("amount_capturable_updated", "succeeded", "canceled", "payment_failed"):
        assert deliver(authorisation.intent_id, kind=kind) == 200
    assert seen(record) == State.AUTHORISING
    assert bank.log(endpoint="purchase") == []


def test_told_before_the_browser_comes_back_all_the_same(client, bank, deliver):
    record = shop.paid(client, bank)
    deliver(record.authorisations.get().intent_id)
    tasks.buy_after_commit(record)  # the browser is back
    assert shop.work(record).state == State.PURCHASED
    assert len(bank.log(endpoint="purchase")) == 1


def test_told_while_the_hold_only_stands_nothing_is_bought(client, bank, deliver):
    record = a_hold(client)
    assert deliver("pi_of_nobody") == 200
    assert seen(record) == State.RESERVED


def test_an_intent_that_the_shop_does_not_know_is_none_of_its_business(client, bank, deliver):
    bank.clear_log()
    assert deliver("pi_of_another_program") == 200
    assert deliver(None) == 200
    assert bank.log() == []


def test_a_charges_event_names_its_intent_too(client, bank, deliver):
    record = shop.paid(client, bank)
    intent_id = record.authorisations.get().intent_id
    charge = {"object": "charge", "payment_intent": intent_id}
    event = json.dumps({"type": "charge.succeeded", "data": {"object": charge}})
    assert deliver(intent_id, body=event) == 200
    assert seen(record) == State.PURCHASED


@pytest.mark.parametrize(
    "how",
    [
        {"secret": "whsec_of_somebody_else"},
        {"header": ""},
        {"header": "t=1,v1=nonsense"},
        {"header": "nonsense"},
        {"body": "no json"},
        {"body": "[]"},
        {"body": '{"type": "payment_intent.succeeded"}'},
    ],
)
def test_what_stripe_has_not_signed_or_nobody_can_read_is_refused(client, bank, deliver, how):
    record = shop.paid(client, bank)
    assert deliver(record.authorisations.get().intent_id, **how) == 400
    assert seen(record) == State.AUTHORISING


def test_while_a_secret_is_exchanged_both_are_taken_and_no_others(client, bank, deliver, settings):
    record = shop.paid(client, bank)
    intent_id = record.authorisations.get().intent_id
    assert deliver(intent_id, secret="whsec_new") == 400
    settings.STRIPE_WEBHOOK_SECRET_FALLBACKS = ["whsec_older", "whsec_new"]
    assert deliver(intent_id, secret="whsec_of_somebody_else") == 400
    assert seen(record) == State.AUTHORISING
    assert deliver(intent_id, secret="whsec_new") == 200
    assert seen(record) == State.PURCHASED
    assert deliver(intent_id) == 200  # signed with the one of before


def test_with_another_secret_a_signature_may_not_be_old_either(client, bank, deliver, settings):
    intent_id = shop.paid(client, bank).authorisations.get().intent_id
    settings.STRIPE_WEBHOOK_SECRET_FALLBACKS = ["whsec_new"]
    long_ago = int(time.time()) - settings.WEBHOOK_TOLERANCE_SECONDS - 5
    assert deliver(intent_id, secret="whsec_new", at=long_ago) == 400


def test_an_old_signature_may_be_a_copy(client, bank, deliver, settings):
    record = shop.paid(client, bank)
    intent_id = record.authorisations.get().intent_id
    long_ago = int(time.time()) - settings.WEBHOOK_TOLERANCE_SECONDS - 5
    assert deliver(intent_id, at=long_ago) == 400
    assert deliver(intent_id, at=long_ago + 60) == 200


def test_bytes_that_are_no_text_are_refused(client, bank):
    answer = client.post(
        "/stripe/webhook/",
        b"\xff\xfe",
        content_type="application/json",
        headers={"Stripe-Signature": "t=1,v1=0"},
    )
    assert answer.status_code == 400


def test_what_is_too_long_is_not_read(client, bank, deliver):
    assert deliver("pi_1", body=" " * 300_000) == 413


def test_it_is_posted_to_and_nothing_else(client, bank):
    assert client.get("/stripe/webhook/").status_code == 405


def test_without_a_secret_there_is_no_such_address(client, db, settings):
    settings.STRIPE_WEBHOOK_SECRET = ""
    assert shop.send(client, "pi_1").status_code == 404


def test_it_asks_nobody_and_answers_at_once(client, bank, django_assert_num_queries, monkeypatch):
    record = shop.paid(client, bank)
    intent_id, asked = record.authorisations.get().intent_id, []
    monkeypatch.setattr(tasks, "buy", asked.append)
    bank.clear_log()
    with django_assert_num_queries(2):
        assert shop.send(client, intent_id).status_code == 200
    assert bank.log() == []


def test_a_queue_that_is_away_costs_a_minute_and_no_error(client, bank, monkeypatch, deliver):
    record = shop.paid(client, bank)
    with monkeypatch.context() as away:
        away.setattr(tasks, "buy", _raise)
        assert deliver(record.authorisations.get().intent_id) == 200
    tasks.sweep()
    assert seen(record) == State.PURCHASED


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("order", ["kept", "reversed", "shuffled"])
def test_the_sandboxs_own_postman_in_any_order_and_twice(client, bank, live_server, order):
    bank.stripe_webhook(f"{live_server.url}/stripe/webhook/", secret=shop.WEBHOOK_SECRET)
    bank.stripe_sending(copies=2, held=True)
    record = shop.paid(client, bank)
    bank.stripe_sending(held=False, order=order)
    _wait_until(lambda: not _on_their_way(bank))
    assert {letter["status"] for event in bank.stripe_events() for letter in event["deliveries"]} == {200}
    assert OrderRecord.objects.get(pk=record.pk).state == State.PURCHASED
    assert len(bank.log(endpoint="purchase")) == 1
    assert shop.intent_of(bank, record)["taken"] == 5500


def test_the_wallets_file_is_served_as_it_is(client, settings, tmp_path):
    path = tmp_path / "association"
    path.write_bytes(b"7B227073704964\n")
    settings.STRIPE_WALLET_DOMAIN_FILE = str(path)
    answer = client.get(WELL_KNOWN)
    assert (answer.status_code, answer.content) == (200, b"7B227073704964\n")
    assert answer.headers["Content-Type"] == "text/plain"


@pytest.mark.parametrize("path", ["", "/nowhere/at/all"])
def test_without_the_file_there_is_no_such_address(client, settings, path):
    settings.STRIPE_WALLET_DOMAIN_FILE = path
    assert client.get(WELL_KNOWN).status_code == 404


def _raise(record_id):
    raise OSError("the queue is away")


def _on_their_way(bank):
    """Letters, or a purchase or capture that the last of them has started."""
    letters = [letter for event in bank.stripe_events() for letter in event["deliveries"]]
    kinds = {event["type"] for event in bank.stripe_events()}
    is_captured = "payment_intent.succeeded" in kinds
    return not is_captured or any(letter["state"] == "waiting" for letter in letters)


def _wait_until(is_so):
    for _ in range(300):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("it never came about")


@pytest.mark.parametrize("now", ["credit", "white-label"])
def test_an_order_that_began_with_stripe_ends_with_stripe_whatever_is_paid_by_today(
    client, bank, deliver, settings, now
):
    record = shop.paid(client, bank)
    settings.PAYMENT = now
    assert deliver(record.authorisations.get().intent_id) == 200
    assert seen(record) == State.PURCHASED
    assert record.payment == "stripe"
    assert shop.intent_of(bank, record)["taken"] == 5500
