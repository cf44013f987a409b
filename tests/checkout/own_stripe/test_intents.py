"""The intent is known to the shop before anybody can pay it, and it is the only one."""

from dataclasses import replace
from decimal import Decimal

import pytest

from boxoffice.ticketing import Currency, Money
from checkout import authorising, payments, pressing, taking
from checkout.models import Authorisation, OrderRecord, Standing, State
from checkout.payments import NotPaid, own_stripe, stripe_line
from tests import own_stripe as shop
from tests.builders import a_hold, a_performance
from tests.words import stands_in

pytestmark = pytest.mark.django_db


def money(amount, *, code="gbp", places=2):
    return Money(Decimal(amount), Currency(code, places=places, factor=10**places))


@pytest.mark.parametrize(
    ("amount", "code", "places", "minor"),
    [
        ("55.00", "gbp", 2, 5500),
        ("9400", "jpy", 0, 9400),
        ("12.340", "kwd", 3, 12340),
        ("0.005", "gbp", 2, 1),
    ],
)
def test_the_amount_is_in_minor_units_by_the_currencys_places(amount, code, places, minor):
    assert own_stripe.minor_units(money(amount, code=code, places=places)) == minor


def test_the_intent_is_held_first_and_says_what_it_is_for(client, bank):
    record, authorisation = shop.begun(client)
    (intent,) = bank.stripe()["intents"]
    assert intent["payment_intent"] == authorisation.intent_id
    assert (intent["amount"], intent["currency"]) == (5500, "gbp")
    assert intent["capture_method"] == "manual"
    assert intent["metadata"] == {"transaction_uuid": record.transaction_uuid, "order": str(record.pk)}


def test_yen_have_no_smaller_part(client, bank):
    _record, _authorisation = shop.begun(client, perf_id=a_performance("AG8"))
    (intent,) = bank.stripe()["intents"]
    assert intent["currency"] == "jpy"
    assert intent["amount"] == _record.amount == _authorisation.amount


def test_the_page_is_told_what_the_script_collects(client, bank, django_assert_num_queries):
    record = a_hold(client)
    with django_assert_num_queries(1):
        (part,) = payments.way_of(record).card(record)
    assert part == {
        "kind": "intent",
        "publishable_key": "pk_test_practice_shop",
        "amount": 5500,
        "currency": "gbp",
        "account": "",
        "is_confirmed": False,
    }


def test_the_row_is_there_before_stripe_is_asked(client, bank, monkeypatch):
    record, seen = shop.pressed(client), []
    create = own_stripe.stripe_line.create

    def watched(**asked):
        seen.append(Authorisation.objects.values_list("intent_id", flat=True).get())
        return create(**asked)

    monkeypatch.setattr("checkout.intents.stripe_line.create", watched)
    authorising.begin(record)
    assert seen == [None]


def test_whoever_died_between_row_and_intent_leaves_one_intent_and_no_more(client, bank):
    record = shop.pressed(client)
    Authorisation.objects.create(record=record, amount=5500, currency_code="gbp")
    authorising.begin(record)
    assert [row["payment_intent"] for row in bank.stripe()["intents"]] == [
        Authorisation.objects.get().intent_id
    ]


def test_the_intent_of_a_lost_answer_is_found_again_by_its_key(client, bank):
    record = shop.pressed(client)
    bank.fault("stripe.create", kind="502_after")
    with pytest.raises(NotPaid):
        authorising.begin(record)
    assert (record.state, record.customer_errors) == (State.RESERVED, {"": own_stripe.AWAY})
    shop.press(record)
    authorising.begin(record)
    assert len(bank.stripe()["intents"]) == 1
    assert Authorisation.objects.get().intent_id == bank.stripe()["intents"][0]["payment_intent"]


def test_stripes_library_asks_again_by_itself_under_the_same_key(client, bank, settings):
    settings.STRIPE_RETRIES = 2
    record = shop.pressed(client)
    bank.fault("stripe.create", kind="502_after")
    authorising.begin(record)
    assert len(shop.deeds(bank, "create")) == 2
    assert len(bank.stripe()["intents"]) == 1


def test_an_intent_that_nobody_waits_for_any_more_gives_its_secret_to_nobody(client, bank, monkeypatch):
    record = shop.pressed(client)
    create = own_stripe.stripe_line.create

    def slow(**asked):
        intent = create(**asked)
        Authorisation.objects.filter(intent_id=None).update(standing=Standing.FREED)  # the sweep meanwhile
        return intent

    monkeypatch.setattr("checkout.intents.stripe_line.create", slow)
    with pytest.raises(NotPaid):
        authorising.begin(record)
    assert {row["status"] for row in bank.stripe()["intents"]} == {"canceled"}
    assert record.state == State.RESERVED


def test_two_tabs_confirm_the_same_intent(client, bank):
    record = shop.pressed(client)
    assert authorising.begin(record) == authorising.begin(record)
    assert len(bank.stripe()["intents"]) == 1


def test_after_a_declined_card_the_same_intent_takes_another_card(client, bank):
    record, authorisation = shop.begun(client)
    shop.confirm(bank, authorisation.intent_id, card="pm_card_chargeDeclined")
    shop.work(record)
    shop.begin(shop.press(record))
    shop.confirm(bank, authorisation.intent_id)
    assert shop.work(record).state == State.PURCHASED
    assert len(bank.stripe()["intents"]) == 1


def test_the_failure_before_is_no_answer_to_the_next_try(client, bank):
    record, authorisation = shop.begun(client)
    shop.confirm(bank, authorisation.intent_id, card="pm_card_chargeDeclined")
    shop.work(record)
    shop.begin(shop.press(record))
    assert shop.work(record).state == State.AUTHORISING
    shop.confirm(bank, authorisation.intent_id, card="pm_card_chargeDeclined")
    assert shop.work(record).state == State.RESERVED


def test_an_intent_that_waits_at_a_bank_makes_room_for_a_new_one(client, bank):
    record, authorisation = shop.begun(client)
    shop.confirm(bank, authorisation.intent_id, card="pm_card_threeDSecure2Required")
    pressing.not_authorised(record, why="3ds")
    authorising.begin(shop.press(record))
    old, new = bank.stripe()["intents"]
    assert (old["status"], new["status"]) == ("canceled", "requires_payment_method")
    assert record.authorisations.open().get().intent_id == new["payment_intent"]


def test_a_worker_that_comes_between_an_intent_and_the_next_takes_the_old_ones_end_for_no_refusal(
    client, bank, monkeypatch
):
    record, authorisation = shop.begun(client)
    shop.confirm(bank, authorisation.intent_id, card="pm_card_threeDSecure2Required")
    pressing.not_authorised(record, why="3ds")
    shop.press(record)
    _with_the_worker_after(monkeypatch, stripe_line, "cancel", record)
    authorising.begin(record)
    record.refresh_from_db()
    assert record.state == State.AUTHORISING
    shop.confirm(bank, record.authorisations.open().get().intent_id)
    assert shop.work(record).state == State.PURCHASED


def test_a_worker_that_comes_while_an_intent_is_got_ready_once_more_takes_the_old_failure_for_none(
    client, bank, monkeypatch
):
    record, authorisation = shop.begun(client)
    shop.confirm(bank, authorisation.intent_id, card="pm_card_chargeDeclined")
    pressing.not_authorised(record, why="declined")
    shop.press(record)
    _with_the_worker_after(monkeypatch, stripe_line, "retrieve", record)
    authorising.begin(record)
    record.refresh_from_db()
    assert record.state == State.AUTHORISING
    shop.confirm(bank, authorisation.intent_id)
    assert shop.work(record).state == State.PURCHASED


def _with_the_worker_after(monkeypatch, line, name, record):
    """Once: Stripe has answered, and before that is written down a worker has come by."""
    real = getattr(line, name)

    def call(*arguments, **named):
        answer = real(*arguments, **named)
        monkeypatch.setattr(line, name, real)
        shop.work(OrderRecord.objects.get(pk=record.pk))
        return answer

    monkeypatch.setattr(line, name, call)


def test_refused_for_the_customers_data_the_bank_is_not_asked_again(client, bank):
    record = shop.work(shop.paid(client, bank, customer={"email_address": "ada@example.invalid"}))
    assert (record.state, record.customer_errors) == (State.RESERVED, {"email": "addr_bad_email_domain"})
    (part,) = payments.way_of(record).card(record)
    assert part["is_confirmed"]
    (begun,) = authorising.begin(shop.press(record))
    assert begun["is_confirmed"]
    assert shop.work(record).state == State.PURCHASED
    (intent,) = bank.stripe()["intents"]
    assert (intent["taken"], intent["charges"]) == (5500, 1)


def test_what_costs_nothing_or_comes_in_two_currencies_is_not_paid_by_card(client, bank):
    record = a_hold(client)
    reservation, trolley = record.reservation, record.reservation.trolley
    (bundle,) = trolley.bundles
    free = _with(reservation, bundles=(replace(bundle, total=money("0")),))
    mixed = _with(reservation, bundles=(bundle, replace(bundle, total=money("9400", code="jpy", places=0))))
    unknown = _with(reservation, bundles=(bundle, replace(bundle, total=None)))
    assert payments.is_possible("stripe", reservation)
    assert not any(payments.is_possible("stripe", one) for one in (free, mixed, unknown))
    assert payments.is_possible("credit", mixed)


def test_a_sum_below_stripes_least_goes_back_to_the_page_and_leaves_nothing_behind(client, bank, monkeypatch):
    record = shop.pressed(client)
    monkeypatch.setattr(own_stripe, "price_of", lambda reservation: money("0.10"))
    with pytest.raises(NotPaid):
        authorising.begin(record)
    assert record.state == State.RESERVED
    assert bank.stripe()["intents"] == []


def test_stripe_says_no_to_the_shops_keys_and_nobody_is_told_the_key(client, bank, settings, caplog):
    record = shop.pressed(client)
    settings.STRIPE_SECRET_KEY = "sk_test_wrong_key"
    with pytest.raises(NotPaid) as raised:
        authorising.begin(record)
    assert "wrong_key" not in f"{raised.value} {raised.value.__cause__} {caplog.text}"


def test_nothing_of_card_or_customer_gets_into_log_or_steps(client, bank, caplog):
    caplog.set_level("DEBUG", logger="checkout")
    record = shop.work(shop.paid(client, bank, card="pm_card_captureFails"))
    said = caplog.text + " ".join(f"{step.what} {step.detail}" for step in record.steps.all())
    for secret in ("Reader", "pm_card", "_secret_", "Long Lane"):
        assert secret not in said
    assert not stands_in(said, "Ada")
    assert not stands_in(said, "8112")
    assert taking.is_due(record.pk) is False  # it was tried, and will be again


def _with(reservation, **changes):
    return replace(reservation, trolley=replace(reservation.trolley, **changes))
