"""The worker believes Stripe alone: whoever has paid is served, whoever has not keeps seats or money."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from checkout import authorising, purchase, tasks
from checkout.models import Authorisation, Standing, State
from checkout.payments import own_stripe, stripe_line
from tests import own_stripe as shop
from tests.builders import a_hold

pytestmark = pytest.mark.django_db


def purchases(bank):
    return len(bank.log(endpoint="purchase"))


def test_once_the_bank_has_said_yes_the_same_worker_goes_on_and_buys(client, bank):
    record = shop.paid(client, bank)
    purchase.run(record.pk)
    record.refresh_from_db()
    assert record.state == State.PURCHASED
    assert purchases(bank) == 1


def test_every_step_is_kept_with_stripes_ids(client, bank):
    record = shop.work(shop.paid(client, bank))
    assert list(record.steps.values_list("what", flat=True)) == [
        "held",
        "pay was pressed",
        "Stripe is asked",
        "the card is confirmed",
        "purchase is asked for",
        "bought",
        "money: taken",
    ]
    intent_id = record.authorisations.get().intent_id
    assert set(record.steps.exclude(detail="").values_list("detail", flat=True)) == {intent_id}
    asked = record.steps.filter(what__in=("Stripe is asked", "the card is confirmed", "money: taken"))
    assert all(step.request_id.startswith("req_") for step in asked)


def test_who_never_came_back_is_served_by_the_sweep(client, bank):
    record = shop.paid(client, bank)
    tasks.sweep()
    record.refresh_from_db()
    assert record.state == State.PURCHASED
    assert shop.intent_of(bank, record)["taken"] == 5500


def test_a_declined_card_goes_back_to_the_page_and_the_seats_stay_held(client, bank):
    record = shop.work(shop.paid(client, bank, card="pm_card_chargeDeclined"))
    assert (record.state, record.customer_errors) == (State.RESERVED, {"": "declined"})
    assert purchases(bank) == 0


def test_a_failed_three_d_secure_says_so(client, bank):
    record, authorisation = shop.begun(client)
    asked = shop.confirm(bank, authorisation.intent_id, card="pm_card_threeDSecure2Required")
    assert shop.work(record).state == State.AUTHORISING
    shop.ask_bank(bank, asked, is_buyer=False)
    assert shop.work(record).customer_errors == {"": "3ds"}
    assert record.state == State.RESERVED


def test_a_buyer_at_the_banks_page_is_waited_for_longer_each_time(client, bank):
    record, authorisation = shop.begun(client)
    asked = shop.confirm(bank, authorisation.intent_id, card="pm_card_threeDSecure2Required")
    pauses = []
    for _ in range(7):
        shop.work(record)
        pauses.append(round((record.look_again_at - timezone.now()).total_seconds()))
    assert pauses == sorted(pauses)
    assert pauses[-1] == authorising.LONGEST_PAUSE
    shop.ask_bank(bank, asked)
    assert shop.work(record).state == State.PURCHASED


def test_a_bank_that_thinks_is_waited_for(client, bank):
    record = shop.work(shop.paid(client, bank, card="pm_card_processing"))
    assert record.state == State.AUTHORISING
    bank.move_clock(minutes=1, seconds=1)
    assert shop.work(record).state == State.PURCHASED


def test_before_the_browser_has_confirmed_anything_the_worker_waits(client, bank):
    record, _authorisation = shop.begun(client)
    assert shop.work(record).state == State.AUTHORISING


def test_a_worker_that_comes_while_the_intent_is_being_made_waits(client, bank):
    record = shop.pressed(client)
    Authorisation.objects.create(record=record, amount=5500, currency_code="gbp")
    assert shop.work(record).state == State.AUTHORISING


def test_where_the_program_that_made_the_intent_has_died_the_buyer_may_press_again(client, bank):
    record = shop.pressed(client)
    Authorisation.objects.create(record=record, amount=5500, currency_code="gbp")
    with time_machine.travel(timezone.now() + authorising.BEGUN_WITHIN + timedelta(seconds=1)):
        shop.work(record)
    assert (record.state, record.customer_errors) == (State.RESERVED, {"": own_stripe.AWAY})


@pytest.mark.parametrize("kind", ["502_before", "cut", "half", "garbage"])
def test_no_answer_from_stripe_is_no_answer(client, bank, kind):
    record = shop.paid(client, bank)
    bank.fault("stripe.retrieve", kind=kind)
    assert shop.work(record).state == State.AUTHORISING
    assert shop.work(record).state == State.PURCHASED


def test_stripe_is_asked_once_more_right_before_the_purchase(client, bank):
    record = shop.paid(client, bank)
    shop.work(record)
    assert len(shop.deeds(bank, "retrieve")) == 3  # the card; before the purchase; before the capture


def test_money_that_went_away_between_yes_and_purchase_buys_nothing(client, bank):
    record = shop.paid(client, bank)
    authorisation = record.authorisations.get()
    authorisation.move(Standing.HELD)
    purchase.authorised(record, paid_with={})
    stripe_line.cancel(authorisation.intent_id, key="staff")
    assert shop.work(record).state == State.RESERVED
    assert purchases(bank) == 0
    authorising.begin(shop.press(record))
    shop.confirm(bank, record.authorisations.open().get().intent_id)
    assert shop.work(record).state == State.PURCHASED


def test_stripe_away_right_before_the_purchase_is_asked_again_soon(client, bank):
    record = shop.paid(client, bank)
    record.authorisations.get().move(Standing.HELD)
    purchase.authorised(record, paid_with={})
    bank.fault("stripe.retrieve", kind="502_before")
    assert shop.work(record).state == State.ATTEMPTING
    assert (record.purchase_asked_at, purchases(bank)) == (None, 0)
    assert shop.work(record).state == State.PURCHASED


def test_without_money_at_the_bank_nothing_is_bought(client, bank):
    record = a_hold(client)
    purchase.press(record, customer=shop.BUYER, browser=purchase.Browser())
    assert shop.work(record).state == State.RESERVED
    assert purchases(bank) == 0


def test_the_intent_of_another_order_buys_nothing_and_its_money_is_freed(client, bank):
    other = shop.paid(client, bank)
    taken = other.authorisations.get()
    other.authorisations.all().delete()
    record, authorisation = shop.begun(client)
    authorisation.change(intent_id=taken.intent_id)
    assert shop.work(record).state == State.RESERVED
    assert purchases(bank) == 0
    assert authorisation.record.authorisations.get().standing == Standing.FREED
    assert not any(row["held"] for row in bank.stripe()["intents"])


def test_an_intent_of_the_mode_that_the_keys_are_not_of_buys_nothing(client, bank, monkeypatch):
    record = shop.paid(client, bank)
    monkeypatch.setattr(stripe_line, "is_live_shop", lambda: True)
    assert shop.work(record).state == State.RESERVED
    assert purchases(bank) == 0


@pytest.mark.parametrize(
    "wrong", [{"amount": 5499, "amount_capturable": 5499}, {"amount_capturable": 5499}, {"currency": "eur"}]
)
def test_another_sum_than_the_orders_buys_nothing(client, bank, wrong, monkeypatch):
    record = shop.paid(client, bank)
    retrieve = stripe_line.retrieve

    monkeypatch.setattr(stripe_line, "retrieve", lambda intent_id: replace(retrieve(intent_id), **wrong))
    assert shop.work(record).state == State.RESERVED
    assert purchases(bank) == 0


def test_never_came_back_and_never_authorised_the_hold_runs_out_and_the_intent_is_cancelled(client, bank):
    record, _authorisation = shop.begun(client)
    with time_machine.travel(record.hold_ends_at + timedelta(seconds=1)):
        assert shop.work(record).state == State.EXPIRED
    assert record.authorisations.get().standing == Standing.FREED
    assert shop.intent_of(bank, record)["status"] == "canceled"


def test_a_buyer_who_stays_at_the_bank_for_too_long_is_given_up(client, bank, settings):
    record, authorisation = shop.begun(client)
    shop.confirm(bank, authorisation.intent_id, card="pm_card_threeDSecure2Required")
    with time_machine.travel(record.hold_ends_at + timedelta(seconds=settings.BANK_GRACE_SECONDS - 1)):
        assert shop.work(record).state == State.AUTHORISING
    with time_machine.travel(record.hold_ends_at + timedelta(seconds=settings.BANK_GRACE_SECONDS + 1)):
        assert shop.work(record).state == State.EXPIRED
    assert shop.intent_of(bank, record)["status"] == "canceled"


def test_a_card_that_others_confirm_is_waited_for_until_the_hold_ends(client, f13):
    record = shop.pressed(client)
    record.change(payment="cider")
    shop.work(record)
    assert (record.state, record.look_again_at) == (State.AUTHORISING, record.hold_ends_at)
    with time_machine.travel(record.hold_ends_at + timedelta(seconds=1)):
        assert shop.work(record).state == State.EXPIRED


def test_news_makes_the_worker_look_at_once(client, bank, django_capture_on_commit_callbacks):
    record = shop.paid(client, bank)
    record.change(look_again_at=timezone.now() + timedelta(seconds=30))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.buy_after_commit(record)
    record.refresh_from_db()
    assert record.state == State.PURCHASED
