import json
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from boxoffice.ticketing import to_text
from checkout import purchase, tasks
from checkout.models import State
from checkout.payments import NotPaid, cider, is_possible, way_of
from tests.builders import run
from tests.cards import ASKS_FOR_3D_SECURE, DECLINED, collect
from tests.through_cider import (
    CASTLE,
    CAT,
    IP,
    KEEPSAKE,
    NUTCRACKER,
    assert_books_agree,
    authorising,
    confirmed,
    held,
)

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _paid_through_cider(settings):
    settings.F13_USER = "demo-stripe"


@pytest.fixture
def newer(settings):
    """Reservations come with an intent."""
    settings.F13_USER = "demo-stripe-intent"


def paid(f13, client, *event_ids, **card):
    record = authorising(held(client, *event_ids))
    return confirmed(record, collect(f13.url, cider.card(record), **card))


def sent(f13):
    """The parameters of the one purchase."""
    (call,) = f13.log(endpoint="purchase")
    return dict(call["params"])


def without_sources(record):
    """As of an account that takes tokens only."""
    return rewritten(record, has_payment_sources=False)


def rewritten(record, **cider_says):
    kept = record.reservation
    bundles = tuple(
        replace(one, debitor=replace(one.debitor, cider=replace(one.debitor.cider, **cider_says)))
        for one in kept.trolley.bundles
    )
    record.change(kept_reservation=to_text(replace(kept, trolley=replace(kept.trolley, bundles=bundles))))
    return record


def kinds_of(record):
    return [(part["kind"], part["for"]) for part in cider.card(record)]


# What is collected


def test_suppliers_of_one_debitor_are_paid_together(client, f13):
    record = held(client, NUTCRACKER, CAT)
    assert record.payment == "cider"
    (part,) = cider.card(record)
    assert part["for"] == ["ext_test0", "ext_test1"]
    assert part["amount"] == record.reservation.trolley.total.minor_units
    assert part["currency"] == "gbp"
    assert part["publishable_key"] == "pk_test_practice_box_office"


def test_a_supplier_with_a_stripe_of_its_own_wants_a_token_of_its_own(client, f13):
    record = held(client, NUTCRACKER, CASTLE)
    assert kinds_of(record) == [("source", ["ext_test0"]), ("token", ["castle"])]
    _, own = cider.card(record)
    assert own["publishable_key"] == "pk_test_practice_box_office_castle"
    assert own["amount"] == record.reservation.trolley.bundle("castle").total.minor_units


def test_the_intent_of_the_reservation_goes_before_all_else(client, f13, newer):
    record = held(client, NUTCRACKER, CASTLE)
    assert kinds_of(record) == [("intent", ["ext_test0"]), ("token", ["castle"])]
    part, own = cider.card(record)
    assert part["name"] == "payment_intent"
    assert part["client_secret"].startswith("pi_")
    assert "client_secret" not in own


def test_an_account_that_takes_no_sources_is_given_a_token(client, f13):
    assert kinds_of(held(client)) == [("source", ["ext_test0"])]
    record = without_sources(held(client))
    assert kinds_of(record) == [("token", ["ext_test0"])]


def test_debitors_of_other_kinds_are_left_to_callouts(client, f13):
    record = held(client, KEEPSAKE, NUTCRACKER)
    assert record.payment == "cider"
    assert kinds_of(record) == [("source", ["ext_test0"])]


def test_a_supplier_with_its_own_stripe_alone_is_paid_here_too(client, f13):
    record = held(client, CASTLE)
    assert record.payment == "cider"
    assert kinds_of(record) == [("token", ["castle"])]


@pytest.mark.parametrize(
    "lacking", [{"publishable_key": ""}, {"payment_intent": "pi_1", "client_secret": ""}]
)
def test_a_reservation_that_lacks_what_is_needed_is_not_asked_to_be_paid(client, f13, lacking):
    record = held(client)
    assert is_possible("cider", record.reservation)
    if "publishable_key" in lacking:
        kept = record.reservation
        bundles = tuple(
            replace(one, debitor=replace(one.debitor, publishable_key="")) for one in kept.trolley.bundles
        )
        record.change(kept_reservation=to_text(replace(kept, trolley=replace(kept.trolley, bundles=bundles))))
    else:
        rewritten(record, **lacking)
    assert not is_possible("cider", record.reservation)


# What a browser says


@pytest.mark.parametrize(
    "said",
    ["", "card", "tok_", "pi_12345", "cus_12345", "tok_visa\n", "tok_vi sa", "tok_é12", "tok_" + "x" * 251],
)
def test_what_is_no_token_is_refused(client, f13, said):
    record = authorising(without_sources(held(client)))
    with pytest.raises(NotPaid) as refused:
        cider.collected(record, {"token:ext_test0": said})
    assert refused.value.why == "card"
    assert said not in str(refused.value) or not said


def test_a_token_will_do_where_a_source_would_and_not_the_other_way_round(client, f13):
    record = authorising(held(client))
    assert cider.collected(record, {"source:ext_test0": "tok_visa"}) == {"source:ext_test0": "tok_visa"}
    assert cider.collected(record, {"source:ext_test0": "src_12345"}) == {"source:ext_test0": "src_12345"}
    without_sources(record)
    with pytest.raises(NotPaid):
        cider.collected(record, {"token:ext_test0": "src_12345"})


def test_only_the_intent_of_this_reservation_is_taken(client, f13, newer):
    record = authorising(held(client))
    own = cider.card(record)[0]["client_secret"].partition("_secret_")[0]
    assert cider.collected(record, {"payment_intent": own}) == {"payment_intent": own}
    for other in ("pi_ABCD1234", f"{own}x", "", "tok_visa", cider.card(record)[0]["client_secret"]):
        with pytest.raises(NotPaid):
            cider.collected(record, {"payment_intent": other})


def test_each_part_is_needed(client, f13):
    record = authorising(held(client, NUTCRACKER, CASTLE))
    for lacking in ({"source:ext_test0": "src_12345"}, {"token:castle": "tok_visa"}, {}):
        with pytest.raises(NotPaid):
            cider.collected(record, lacking)


def test_who_comes_back_from_the_bank_brings_the_intent_alone_and_nothing_wrong_beside_it(client, f13, newer):
    record = authorising(held(client, NUTCRACKER, CASTLE))
    own = cider.card(record)[0]["client_secret"].partition("_secret_")[0]
    assert cider.collected(record, {"payment_intent": own}) == {"payment_intent": own}
    with pytest.raises(NotPaid):
        cider.collected(record, {"payment_intent": own, "token:castle": "nonsense"})
    with pytest.raises(NotPaid):
        cider.collected(record, {"token:castle": "tok_visa"})


def test_nothing_is_kept_that_was_not_asked_for(client, f13):
    record = authorising(held(client))
    posted = {"source:ext_test0": "src_12345", "card_number": "4242", "csrfmiddlewaretoken": "x"}
    assert way_of(record).collected(record, posted) == {"source:ext_test0": "src_12345"}


# Buying


@pytest.mark.parametrize("kind", ["source", "token"])
def test_what_was_collected_is_saved_with_cider_and_its_token_buys(client, f13, kind):
    record = held(client, NUTCRACKER, CAT)
    if kind == "token":
        without_sources(record)
    confirmed(authorising(record), collect(f13.url, cider.card(record)))
    assert run(record).state == State.PURCHASED
    tokens = {name: value for name, value in sent(f13).items() if "callback/" in name}
    assert set(tokens) == {"ext_test0_callback/cider_token", "ext_test1_callback/cider_token"}
    (token,) = set(tokens.values())
    assert token.startswith("cider_")
    assert len(f13.log(endpoint="cider")) == 1
    assert_books_agree(f13, record)


def test_the_confirmed_intent_is_what_is_taken(client, f13, newer):
    record = run(paid(f13, client, NUTCRACKER, CAT))
    assert record.state == State.PURCHASED
    (intent,) = f13.stripe()["intents"]
    assert intent["payment_intent"] == record.paid_with["payment_intent"]
    assert intent["captured"] == record.reservation.trolley.total.minor_units
    assert_books_agree(f13, record)


def test_f13_is_told_whose_browser_it_was(client, f13):
    run(paid(f13, client))
    assert (sent(f13)["remote_ip"], sent(f13)["remote_site"]) == (IP, "shop.example")


def test_cider_is_told_what_stops_fraud(client, f13, newer):
    record = run(paid(f13, client))
    (order,) = record.reservation.orders
    (intent,) = f13.stripe()["intents"]
    starts = order.performance.starts
    days = (starts.date() - timezone.now().astimezone(starts.tzinfo).date()).days
    told = {name: value for name, value in intent["metadata"].items() if name != "transaction_uuid"}
    assert told == {
        "email_address": "ada@example.com",
        "event_ids": NUTCRACKER,
        "send_methods": order.send_method.type,
        "days_to_performance": str(days),
        "user_id": "demo-stripe-intent",
        "ip_address": IP,
    }


def test_each_bundle_gets_what_its_debitor_wants(client, f13):
    record = run(paid(f13, client, NUTCRACKER, CASTLE))
    assert record.state == State.PURCHASED
    given = {name: value[:4] for name, value in sent(f13).items() if "callback/" in name}
    assert given == {"ext_test0_callback/cider_token": "cide", "castle_callback/stripeToken": "tok_"}
    assert_books_agree(f13, record)


@pytest.mark.parametrize("account", ["demo-stripe", "demo-stripe-intent"])
def test_a_refused_card_ends_the_purchase_and_nothing_is_taken(client, f13, settings, account):
    settings.F13_USER = account
    record = run(paid(f13, client, card=DECLINED))
    assert record.state == State.FAILED
    assert_books_agree(f13, record)


def test_a_bank_that_was_to_be_asked_and_was_not_is_a_refusal_of_the_card(client, f13, newer):
    record = run(paid(f13, client, card=ASKS_FOR_3D_SECURE))
    assert (record.state, record.why_failed) == (State.FAILED, "3ds")
    assert_books_agree(f13, record)


@pytest.mark.parametrize(
    ("token", "why"), [("tok_avsFail", "avs"), ("tok_cvcCheckFail", "cv2"), ("tok_threeDSecureFailed", "3ds")]
)
def test_failed_checks_of_the_card_are_told_apart(client, f13, token, why):
    record = authorising(held(client))
    run(confirmed(record, {"source:ext_test0": token}))
    assert (record.state, record.why_failed) == (State.FAILED, why)


def test_a_supplier_that_does_not_sell_costs_nothing(client, f13):
    record = authorising(held(client, "6IE"), address_line_two="fail part one")
    run(confirmed(record, collect(f13.url, cider.card(record))))
    assert (record.state, record.why_failed) == (State.FAILED, "supplier")
    assert_books_agree(f13, record)


# When Cider is in trouble


def test_what_cider_refuses_leaves_the_tickets_held_and_says_why(client, f13):
    record = authorising(held(client))
    confirmed(record, {"source:ext_test0": "src_neverheardof"})
    run(record)
    assert record.state == State.RESERVED
    assert record.customer_errors == {"": "card"}
    assert f13.log(endpoint="purchase") == []
    page = client.get(f"/checkout/{record.pk}/").content.decode()
    assert "The card could not be used" in page


def test_a_source_for_less_than_the_tickets_buys_nothing(client, f13):
    record = authorising(held(client))
    cheap = [part | {"amount": part["amount"] - 100} for part in cider.card(record)]
    run(confirmed(record, collect(f13.url, cheap)))
    assert record.state == State.RESERVED
    assert f13.log(endpoint="purchase") == []


@pytest.mark.parametrize("kind", ["cut", "502_before", "502_after", "garbage", "half"])
def test_a_lost_answer_of_ciders_is_asked_for_again_before_anything_is_bought(client, f13, kind):
    record = paid(f13, client)
    f13.fault("cider", kind=kind)
    run(record)
    assert record.state == State.ATTEMPTING
    assert record.purchase_asked_at is None
    assert f13.log(endpoint="purchase") == []
    assert run(record).state == State.PURCHASED
    assert_books_agree(f13, record)


def test_a_cider_that_stays_away_is_waited_for_until_the_hold_ends_and_nothing_is_bought(client, f13):
    record = paid(f13, client)
    f13.fault("cider", kind="502_before", times=1000)
    run(record)
    with time_machine.travel(record.hold_ends_at):
        run(record)
    assert (record.state, record.why_failed) == (State.FAILED, "expired")
    assert f13.log(endpoint="purchase") == []


def test_a_purchase_without_its_tokens_is_never_sent(client, f13):
    record = authorising(held(client))
    assert purchase.authorised(record, paid_with={})
    assert run(record).state == State.RESERVED
    assert f13.log(endpoint="purchase") == []


def test_a_lost_answer_to_the_purchase_is_looked_up_and_cider_is_not_told_again(client, f13):
    record = paid(f13, client)
    f13.fault("purchase", kind="502_after")
    run(record)
    assert record.state == State.ATTEMPTING
    assert run(record).state == State.PURCHASED
    assert len(f13.log(endpoint="purchase")) == len(f13.log(endpoint="cider")) == 1
    assert_books_agree(f13, record)


# A buyer who does not come back


def test_a_buyer_who_never_confirms_is_waited_for_until_the_hold_has_run_out(client, f13):
    record = authorising(held(client))
    tasks.sweep()
    record.refresh_from_db()
    assert record.state == State.AUTHORISING
    with time_machine.travel(record.hold_ends_at + timedelta(seconds=1)):
        tasks.sweep()
        record.refresh_from_db()
        assert record.state == State.EXPIRED
        assert not purchase.authorised(record, paid_with={"source:ext_test0": "tok_visa"})
    assert f13.log(endpoint="purchase") == []


def test_a_page_that_is_looked_at_after_the_hold_says_that_it_has_run_out(client, f13):
    record = authorising(held(client))
    with time_machine.travel(record.hold_ends_at + timedelta(seconds=1)):
        page = client.get(f"/checkout/{record.pk}/").content.decode()
    assert "has run out" in page
    record.refresh_from_db()
    assert record.state == State.EXPIRED


# What nobody may read


@pytest.mark.parametrize("account", ["demo-stripe", "demo-stripe-intent"])
def test_neither_the_log_nor_the_steps_nor_staff_see_a_token(
    client, admin_client, f13, settings, caplog, account
):
    settings.F13_USER = account
    caplog.set_level(logging.DEBUG)
    record = paid(f13, client, NUTCRACKER, CASTLE)
    f13.fault("cider", kind="502_after")
    run(record)
    assert run(record).state == State.PURCHASED
    (bundle, *_) = record.reservation.trolley.bundles
    secrets = {*record.paid_with.values(), bundle.debitor.cider.token}
    secrets |= {value for name, value in sent(f13).items() if "callback/" in name}
    secrets |= {secret for part in cider.card(record) if (secret := part.get("client_secret"))}
    assert len(secrets) >= 4
    told = caplog.text + json.dumps(list(record.steps.values("what", "detail", "request_id")))
    told += admin_client.get(f"/admin/checkout/orderrecord/{record.pk}/change/").content.decode()
    assert "save-details" in told
    assert [secret for secret in secrets if secret in told] == []
