"""Payment intents, as Stripe's own library makes, confirms, captures, cancels and lists them."""

import pytest
import stripe

MANUAL = {"amount": 11_000, "currency": "gbp", "capture_method": "manual", "payment_method_types": ["card"]}
AT_ONCE = {"amount": 1099, "currency": "gbp", "payment_method_types": ["card"]}
VISA = {"payment_method": "pm_card_visa"}


@pytest.fixture
def intent(intents):
    return intents.create(MANUAL)


@pytest.fixture
def held(intents, intent):
    return intents.confirm(intent.id, VISA)


def test_a_new_intent_wants_a_payment_method(intents):
    intent = intents.create(
        {
            "amount": 500,
            "currency": "GBP",
            "automatic_payment_methods": {"enabled": True},
            "metadata": {"order": "7", "transaction_uuid": "u"},
            "description": "Two seats",
        }
    )
    assert (intent.status, intent.amount, intent.currency, intent.livemode) == (
        "requires_payment_method",
        500,
        "gbp",
        False,
    )
    assert intent.client_secret.startswith(f"{intent.id}_secret_")
    assert intent.metadata.to_dict() == {"order": "7", "transaction_uuid": "u"}
    assert intents.retrieve(intent.id) == intent


def test_confirmed_by_hand_it_holds_the_money_until_it_is_captured(intents, intent, held):
    assert (held.status, held.amount_capturable, held.amount_received) == ("requires_capture", 11_000, 0)
    taken = intents.capture(intent.id)
    assert (taken.status, taken.amount_capturable, taken.amount_received) == ("succeeded", 0, 11_000)


def test_part_of_it_can_be_captured_and_the_rest_is_let_go(intents, client, held):
    taken = intents.capture(held.id, {"amount_to_capture": 4000})
    assert (taken.status, taken.amount, taken.amount_received) == ("succeeded", 11_000, 4000)
    charge = client.v1.charges.retrieve(taken.latest_charge)
    assert (charge.captured, charge.amount_captured, charge.amount) == (True, 4000, 11_000)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        intents.capture(held.id, {"amount_to_capture": 1})
    assert refusal.value.code == "payment_intent_unexpected_state"


@pytest.mark.parametrize("amount", [11_001, 0, -5])
def test_no_more_and_no_less_than_is_held_can_be_captured(intents, held, amount):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        intents.capture(held.id, {"amount_to_capture": amount})
    assert refusal.value.param == "amount_to_capture"
    assert intents.retrieve(held.id).status == "requires_capture"


def test_captured_at_once_it_succeeds_with_its_confirmation(intents):
    intent = intents.create(AT_ONCE | VISA | {"confirm": True, "expand": ["latest_charge"]})
    assert (intent.status, intent.amount_received) == ("succeeded", 1099)
    assert intent.latest_charge.payment_method_details.card.last4 == "4242"
    assert intent.latest_charge.paid is True


def test_a_canceled_intent_frees_the_money_and_takes_no_more(intents, client, held):
    gone = intents.cancel(held.id, {"cancellation_reason": "abandoned"})
    assert (gone.status, gone.cancellation_reason, gone.amount_capturable) == ("canceled", "abandoned", 0)
    assert gone.canceled_at
    charge = client.v1.charges.retrieve(gone.latest_charge)
    assert (charge.captured, charge.refunded) == (False, True)
    for deed in (intents.cancel, intents.capture, intents.confirm):
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            deed(held.id)
        assert refusal.value.code == "payment_intent_unexpected_state"
        assert refusal.value.error.payment_intent.status == "canceled"


def test_a_payment_method_beforehand_leaves_only_the_confirmation(intents, intent):
    assert intents.update(intent.id, VISA).status == "requires_confirmation"
    assert intents.confirm(intent.id).status == "requires_capture"


def test_amount_and_metadata_change_while_it_is_open(intents, intent):
    changed = intents.update(intent.id, {"amount": 12_500, "metadata": {"order": "8"}})
    assert (changed.amount, changed.metadata["order"]) == (12_500, "8")
    assert "order" not in intents.update(intent.id, {"metadata": {"order": ""}}).metadata


def test_once_the_money_is_held_only_words_about_it_change(intents, held):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        intents.update(held.id, {"amount": 12_000})
    assert refusal.value.code == "payment_intent_unexpected_state"
    assert intents.update(held.id, {"metadata": {"order": "9"}}).metadata["order"] == "9"


def test_confirming_without_a_payment_method_is_refused(intents, intent):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        intents.confirm(intent.id)
    assert refusal.value.code == "payment_intent_unexpected_state"


def test_payment_methods_that_might_redirect_want_a_way_back(intents):
    automatic = {"amount": 500, "currency": "gbp", "automatic_payment_methods": {"enabled": True}}
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        intents.create(automatic | VISA | {"confirm": True})
    assert refusal.value.param == "return_url"
    never = {"automatic_payment_methods": {"enabled": True, "allow_redirects": "never"}}
    assert intents.create(automatic | never | VISA | {"confirm": True}).status == "succeeded"


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"amount": None}, "amount"),
        ({"amount": 0}, "amount"),
        ({"amount": "ten"}, "amount"),
        ({"amount": 5}, "amount"),
        ({"amount": 100_000_000}, "amount"),
        ({"currency": "xyz"}, "currency"),
        ({"currency": None}, "currency"),
        ({"capture_method": "later"}, "capture_method"),
        ({"payment_method": "pm_nobody"}, "payment_method"),
        ({"payment_method_types": ["cash"]}, "payment_method_types"),
        ({"colour": "red"}, "colour"),
        ({"metadata": {"k" * 41: "v"}}, "metadata"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_parameter(intents, wrong, param):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        intents.create({name: value for name, value in (MANUAL | wrong).items() if value is not None})
    assert (refusal.value.http_status, refusal.value.param) == (400, param)


@pytest.mark.parametrize(("currency", "amount"), [("jpy", 12_000), ("aed", 45_000), ("kwd", 12_340)])
def test_amounts_are_in_minor_units_of_whatever_size(intents, api, currency, amount):
    intent = intents.create(MANUAL | VISA | {"currency": currency, "amount": amount, "confirm": True})
    intents.capture(intent.id)
    [money] = api.control("GET", "stripe")["by_transaction"].values()
    places = {"jpy": 0, "aed": 2, "kwd": 3}[currency]
    assert money["taken"] == {currency: amount / 10**places}


def test_a_thousandth_that_no_bank_pays_out_is_refused(intents):
    with pytest.raises(stripe.InvalidRequestError):
        intents.create(MANUAL | {"currency": "kwd", "amount": 12_345})


def test_lists_come_by_the_page_newest_first(intents):
    made = [intents.create(MANUAL).id for _ in range(5)]
    page = intents.list({"limit": 2})
    assert ([one.id for one in page.data], page.has_more) == (made[:2:-1], True)
    assert [one.id for one in page.auto_paging_iter()] == made[::-1]
    before = intents.list({"ending_before": made[2], "limit": 1})
    assert ([one.id for one in before.data], before.has_more) == ([made[3]], True)


def test_lists_can_be_kept_to_a_time(intents, api):
    early = intents.create(MANUAL)
    api.move_clock(days=1)
    late = intents.create(MANUAL)
    assert [one.id for one in intents.list({"created": {"gt": early.created}}).data] == [late.id]
    assert [one.id for one in intents.list({"created": {"lte": early.created}}).data] == [early.id]


def test_an_authorisation_lapses_after_seven_days(intents, held, api):
    api.move_clock(days=6, hours=23)
    assert intents.retrieve(held.id).status == "requires_capture"
    api.move_clock(hours=2)
    lapsed = intents.retrieve(held.id)
    assert (lapsed.status, lapsed.cancellation_reason) == ("canceled", "automatic")
    with pytest.raises(stripe.InvalidRequestError):
        intents.capture(held.id)


def test_a_captured_one_does_not_lapse(intents, held, api):
    intents.capture(held.id)
    api.move_clock(days=8)
    assert intents.retrieve(held.id).status == "succeeded"


def test_charge_and_payment_method_come_whole_when_they_are_asked_for(intents, held):
    asked = intents.retrieve(held.id, {"expand": ["latest_charge.payment_intent", "payment_method"]})
    assert asked.latest_charge.payment_intent.id == held.id
    assert asked.payment_method.card.brand == "visa"
    listed = intents.list({"expand": ["data.latest_charge"]})
    assert listed.data[0].latest_charge.amount == 11_000
    with pytest.raises(stripe.InvalidRequestError):
        intents.retrieve(held.id, {"expand": ["status"]})


def test_an_unknown_one_is_not_found(intents):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        intents.retrieve("pi_nobody")
    assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")
