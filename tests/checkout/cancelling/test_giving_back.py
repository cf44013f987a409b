"""Money goes back once, to the penny, whatever is lost on the way; and no more than was taken."""

import time
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
import requests
import time_machine
from django.utils import timezone

from checkout import cancelling, tasks
from checkout.cancelling import giving_back, refunds
from checkout.models import Refund, RefundTrouble, Standing
from checkout.models import RefundStanding as S
from checkout.payments import stripe_refunds
from checkout.payments.stripe_line import Refused
from tests import cancelling as do
from tests import own_stripe as shop

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]
LOST = ["502_after", "lost", "half", "garbage"]
NOT_DONE = ["502_before", "cut"]


@pytest.fixture
def record(client, bank):
    return do.bought_by_card(client, bank)


def in_the_dashboard(bank, record, amount):
    """Staff give money back there."""
    intent = record.authorisations.get().intent_id
    asked = {"payment_intent": intent, "amount": amount}
    answer = requests.post(f"{bank.url}/v1/refunds", asked, auth=(shop.SECRET_KEY, ""), timeout=10)
    answer.raise_for_status()
    return answer.json()["id"]


@pytest.fixture
def deliver(client, django_capture_on_commit_callbacks):
    """Posts a webhook; the tasks that it starts have run."""

    def delivered(record, kind):
        with django_capture_on_commit_callbacks(execute=True):
            intent_id = record.authorisations.get().intent_id
            return shop.send(client, intent_id, kind=kind, of="refund").status_code

    return delivered


# What goes back


def test_sending_comes_back_with_the_last_of_its_supplier_s_tickets_and_once(client, bank):
    record = do.bought_by_card(client, bank, do.CAT, do.OPERA, send="POST")
    paid = shop.intent_of(bank, record)["taken"]
    first, second = (item.price + item.fee for item in record.items.all())
    do.cancelled(record, 1)
    assert do.given_back(bank, record) == first * 100
    do.cancelled(record, 2)
    assert do.given_back(bank, record) == (first + second + Decimal("4.5")) * 100 == paid
    assert do.books_agree(bank, record)


def test_what_cancelling_costs_is_kept_of_each_item_and_not_of_sending(client, bank, settings):
    settings.CANCELLATION_COST_PERCENT = Decimal("12.5")
    record = do.bought_by_card(client, bank, do.CAT, do.OPERA, send="POST")
    prices = [item.price + item.fee for item in record.items.all()]
    kept = sum((price * Decimal("0.125")).quantize(Decimal("0.01"), "ROUND_HALF_UP") for price in prices)
    do.cancelled(record)
    assert do.given_back(bank, record) == (sum(prices) + Decimal("4.5") - kept) * 100


def test_what_was_agreed_is_given_back_whatever_is_set_meanwhile(client, bank, settings):
    record = do.bought_by_card(client, bank)
    cancellation = cancelling.ask(record, [1])
    settings.CANCELLATION_COST_PERCENT = Decimal(50)
    do.run(cancellation)
    assert do.given_back(bank, record) == 5500


def test_never_more_goes_back_than_is_left(client, bank):
    record = do.bought_by_card(client, bank, do.CAT, do.CASTLE)
    paid = shop.intent_of(bank, record)["taken"]
    assert str(cancelling.left(record)) == f"£{paid / 100:.2f}"
    cancelling.refund(record, Decimal(paid - 100) / 100, by="ada")
    do.recover()
    do.cancelled(record)
    assert do.given_back(bank, record) == paid
    assert record.steps.filter(what="less is left than should come back").exists()


def test_money_that_is_not_taken_yet_goes_back_as_soon_as_it_is(client, bank):
    record = do.bought_by_card(client, bank)
    record.authorisations.update(standing=Standing.HELD)  # nobody has heard that it was taken
    do.cancelled(record)
    assert record.refunds.get().standing == S.ASKED
    assert do.given_back(bank, record) == 0
    shop.settle(record)
    do.recover()
    assert (record.refunds.get().standing, do.given_back(bank, record)) == (S.DONE, 5500)


def test_of_what_the_bank_let_go_of_nothing_goes_back(client, bank):
    record = do.bought_by_card(client, bank)
    record.authorisations.update(standing=Standing.HELD)
    do.cancelled(record)
    record.authorisations.update(standing=Standing.FREED)
    do.recover()
    refund = record.refunds.get()
    assert (refund.standing, refund.needs_staff, shop.deeds(bank, "refund")) == (S.FAILED, "", [])


# Answers that are lost


@pytest.mark.parametrize("kind", LOST + NOT_DONE)
def test_a_lost_answer_is_looked_up_and_it_is_given_back_once(record, bank, kind):
    bank.fault("stripe.refund", kind=kind)
    do.cancelled(record)
    refund = record.refunds.get()
    assert refund.standing == S.ASKED
    assert refund.look_again_at > timezone.now()
    assert do.give_back(refund).standing == S.DONE
    do.give_back(refund)
    assert do.given_back(bank, record) == 5500


def test_one_that_still_runs_is_not_given_back_twice(record, bank):
    bank.fault("stripe.refund", kind="lost", seconds=150)
    do.cancelled(record)
    refund = record.refunds.get()
    assert do.give_back(refund).standing == S.ASKED  # its key is in use
    bank.move_clock(seconds=151)
    patience = time.monotonic() + 10  # what ran has its end in a moment
    while do.give_back(refund).standing != S.DONE:
        assert time.monotonic() < patience
    assert do.given_back(bank, record) == 5500


def test_long_after_its_key_was_forgotten_the_list_says_that_it_was_given_back(record, bank):
    bank.fault("stripe.refund", kind="lost")
    do.cancelled(record)
    bank.move_clock(days=3)
    assert do.give_back(record.refunds.get()).standing == S.DONE
    assert len(shop.deeds(bank, "refund")) == 1


def test_two_workers_give_it_back_once(record, bank, monkeypatch):
    look = stripe_refunds.list_returned

    def another_comes_by(intent_id):
        found = look(intent_id)
        monkeypatch.setattr(stripe_refunds, "list_returned", look)
        do.give_back(record.refunds.get())
        return found

    monkeypatch.setattr(stripe_refunds, "list_returned", another_comes_by)
    do.cancelled(record)
    assert record.refunds.get().standing == S.DONE
    assert do.given_back(bank, record) == 5500


def test_a_lost_task_is_found_by_the_sweep(record, bank):
    do.cancelled(record)
    Refund.objects.update(standing=S.ASKED, refund_id=None, looks=0, look_again_at=None)
    tasks.sweep()
    assert record.refunds.get().standing == S.DONE
    assert do.given_back(bank, record) == 5500


# What Stripe refuses


@pytest.fixture
def refusing(monkeypatch):
    """Stripe says no, as where the account's balance is too small."""

    def refuse(*args, **options):
        raise Refused("balance_insufficient")

    monkeypatch.setattr(stripe_refunds, "give_back", refuse)
    return monkeypatch.undo


def test_what_stripe_refuses_is_tried_again_and_then_is_for_staff(record, bank, refusing, settings):
    do.cancelled(record)
    refund = record.refunds.get()
    for _ in range(settings.REFUND_TRIES - 1):
        assert refund.needs_staff == ""
        do.give_back(refund)
    assert (refund.standing, refund.needs_staff) == (S.ASKED, RefundTrouble.REFUSED)
    refusing()
    assert do.give_back(refund).standing == S.DONE
    assert refund.needs_staff == ""


def test_what_staff_gave_back_by_hand_instead_is_taken_for_it(record, bank, refusing):
    do.cancelled(record)
    refund = record.refunds.get()
    assert refund.refusals == 1
    with time_machine.travel(timezone.now() + timedelta(seconds=1)):
        refund_id = in_the_dashboard(bank, record, 5500)
        Refund.objects.update(made_at=timezone.now() - timedelta(minutes=5))
    refusing()
    assert do.give_back(refund).standing == S.DONE
    assert refund.refund_id == refund_id
    assert do.given_back(bank, record) == 5500


def test_what_the_bank_sends_back_is_for_staff(client, bank, deliver):
    record = shop.work(shop.paid(client, bank, card="pm_card_refundFail"))
    do.cancelled(record)
    refund = record.refunds.get()
    assert refund.standing == S.DONE
    bank.move_clock(days=1)
    assert deliver(record, "refund.failed") == 200
    refund.refresh_from_db()
    assert (refund.standing, refund.needs_staff) == (S.FAILED, RefundTrouble.FAILED)
    assert str(cancelling.left(record)) == "£55.00"


def test_a_bank_that_takes_its_time_is_waited_for_and_not_asked_again(client, bank):
    record = shop.work(shop.paid(client, bank, card="pm_card_pendingRefund"))
    do.cancelled(record)
    refund = record.refunds.get()
    assert refund.standing == S.ASKED
    assert refund.refund_id
    assert do.give_back(refund).standing == S.ASKED
    bank.move_clock(days=1)
    assert do.give_back(refund).standing == S.DONE
    assert len(shop.deeds(bank, "refund")) == 1


# What staff give back


def test_staff_give_back_so_much_and_no_more_than_is_left(record, bank):
    (refund,) = cancelling.refund(record, Decimal("12.50"), by="ada")
    assert (refund.amount, refund.by, refund.cancellation) == (1250, "ada", None)
    do.recover()
    assert do.given_back(bank, record) == 1250
    assert str(cancelling.left(record)) == "£42.50"
    for amount in ("42.51", "0", "-1", "0.001"):
        assert cancelling.refund(record, Decimal(amount), by="ada") is None
    assert record.refunds.count() == 1


def test_one_press_is_one_refund_however_often_it_arrives(record, bank):
    press = uuid.uuid4()
    for _ in range(2):
        (refund,) = cancelling.refund(record, Decimal(5), by="ada", press=press)
        assert refund.pk == press
    do.recover()
    assert do.given_back(bank, record) == 500


def test_yen_have_no_hundredths(client, bank):
    record = do.bought_by_card(client, bank, do.TOKYO)
    left = cancelling.left(record)
    assert cancelling.refund(record, Decimal("100.5"), by="ada") is None
    cancelling.refund(record, Decimal(100), by="ada")
    do.recover()
    assert do.given_back(bank, record) == 100
    assert cancelling.left(record).amount == left.amount - 100


def test_where_this_shop_took_nothing_it_gives_nothing_back(bought):
    record = bought(do.CAT)
    assert cancelling.left(record) is None
    assert cancelling.refund(record, Decimal(5), by="ada") is None


# What was given back in Stripe's dashboard


@pytest.mark.parametrize("kind", ["charge.refunded", "refund.created", "charge.refund.updated"])
def test_what_was_given_back_there_is_known_here_once(record, bank, deliver, kind):
    refund_id = in_the_dashboard(bank, record, 1000)
    for _ in range(2):
        assert deliver(record, kind) == 200
    refund = record.refunds.get()
    assert (refund.refund_id, refund.amount, refund.by, refund.standing) == (
        refund_id,
        1000,
        "Stripe",
        S.DONE,
    )
    assert str(cancelling.left(record)) == "£45.00"


def test_a_webhook_about_this_shop_s_own_refund_says_nothing_new(record, bank, deliver):
    do.cancelled(record)
    assert deliver(record, "charge.refunded") == 200
    assert record.refunds.get().by == ""


def test_a_webhook_of_an_intent_that_is_only_held_asks_nothing(client, bank, deliver):
    record = shop.paid(client, bank)
    bank.clear_log()
    assert deliver(record, "charge.refunded") == 200
    assert shop.deeds(bank, "list") == []


def test_no_word_from_stripe_changes_nothing(record, bank):
    in_the_dashboard(bank, record, 1000)
    bank.fault("stripe.list", kind="502_before")
    giving_back.look(record.authorisations.get().pk)
    assert record.refunds.count() == 0
    giving_back.look(uuid.uuid4())


def test_a_refund_never_goes_back_to_where_it_was(record, bank):
    do.cancelled(record)
    refund = record.refunds.get()
    assert refund.move(S.FAILED)
    assert not refund.move(S.DONE)
    assert record.refunds.get().standing == S.FAILED


def test_another_sum_that_f13_does_not_know_is_no_refund(record):
    assert refunds.in_money([], record) is None
