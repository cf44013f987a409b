"""The addresses behind the card's fields: what they answer, in every state, to whoever asks."""

import json
import re
import uuid
from datetime import timedelta

import pytest
import time_machine

from checkout import outcomes, payments, purchase
from checkout.models import OrderRecord, State
from checkout.payments import NotPaid
from checkout.views import card as views
from tests.builders import CUSTOMER, a_hold
from tests.rules.pages import HouseRulesClient

pytestmark = pytest.mark.django_db
SECRET = "pi_test_secret_abc"
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def own(f13, settings, monkeypatch):
    """A shop with its own Stripe, which is asked for nothing but this intent."""
    settings.PAYMENT = "stripe"
    settings.STRIPE_PUBLISHABLE_KEY = "pk_test_practice_shop"
    settings.STRIPE_JS_URL = f"{f13.url}/v3/"
    begun = [{"client_secret": SECRET, "is_confirmed": False}]
    monkeypatch.setitem(views.BEGIN, "stripe", lambda record: begun)
    return f13


@pytest.fixture
def cider(f13, settings):
    """A shop whose reservations come with an intent of their own."""
    settings.F13_USER = "demo-stripe-intent"
    settings.STRIPE_JS_URL = f"{f13.url}/v3/"
    return f13


@pytest.fixture
def asked(monkeypatch):
    """Records for which a worker was called."""
    called: list[uuid.UUID] = []
    monkeypatch.setattr("checkout.tasks.buy_after_commit", lambda record: called.append(record.pk))
    return called


def at(record: OrderRecord, deed: str) -> str:
    return f"/checkout/{record.pk}/{deed}/"


def authorise(client, record: OrderRecord, **changes):
    return client.post(at(record, "authorise"), CUSTOMER | changes, **JSON)


def begun(client) -> OrderRecord:
    """The buyer has pressed pay, and is asked by the bank."""
    record = a_hold(client)
    assert authorise(client, record).status_code == 200
    return now(record)


def now(record: OrderRecord) -> OrderRecord:
    return OrderRecord.objects.get(pk=record.pk)


def intent_of(record: OrderRecord) -> dict[str, str]:
    (part,) = payments.way_of(record).card(record)
    secret = part["client_secret"]
    return {"payment_intent": secret.split("_secret_")[0], "payment_intent_client_secret": secret}


# authorise/


def test_pressing_pay_gives_what_the_script_is_to_confirm_and_where_the_bank_returns_to(
    client, own, settings
):
    record = a_hold(client)
    answer = authorise(client, record)
    assert answer.json() == {
        "parts": [{"client_secret": SECRET, "is_confirmed": False}],
        "return_url": f"{settings.SITE_URL}/checkout/{record.pk}/confirmed/",
    }
    record = now(record)
    assert (record.state, record.customer["first_name"]) == (State.AUTHORISING, "Ada")
    assert own.log(endpoint="purchase") == []


def test_what_came_with_the_reservation_needs_not_be_made(client, cider):
    record = a_hold(client)
    assert authorise(client, record).json()["parts"] == []
    assert now(record).state == State.AUTHORISING


def test_a_form_with_errors_comes_back_and_nothing_is_asked_of_the_card(client, own):
    record = a_hold(client)
    answer = authorise(client, record, email="nobody")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#id_email"' in page
    assert 'id="paying"' in page
    assert now(record).state == State.RESERVED


def test_the_second_press_and_the_second_tab_are_sent_to_see_how_the_first_goes(client, own):
    record = begun(client)
    answer = authorise(client, record)
    assert answer.status_code == 409
    assert answer.json() == {"go": at(record, "progress")}


@pytest.mark.parametrize(
    ("seconds", "status", "page"), [(121, 200, None), (119, 409, ""), (-1, 409, "progress")]
)
def test_with_less_than_two_minutes_left_no_card_is_taken(client, own, seconds, status, page):
    record = a_hold(client)
    with time_machine.travel(record.hold_ends_at - timedelta(seconds=seconds), tick=False):
        answer = authorise(client, record)
    assert answer.status_code == status
    if page is not None:
        assert answer.json() == {"go": f"/checkout/{record.pk}/{page and page + '/'}"}
        assert now(record).state in {State.RESERVED, State.EXPIRED}


def test_what_was_let_go_or_bought_is_not_paid_any_more(client, own):
    record = a_hold(client)
    for state in (State.RELEASED, State.PURCHASED, State.FAILED):
        record.change(state=state)
        assert authorise(client, record).status_code == 409
        assert now(record).state == state


def test_what_came_otherwise_must_be_agreed_to_first(client, own):
    record = a_hold(client)
    record.change(asked_total="£1.00")
    assert outcomes.of(record).needs_consent
    assert authorise(client, record).status_code == 409
    assert now(record).state == State.RESERVED


def test_a_way_without_cards_has_no_such_address(client, f13):
    record = a_hold(client)
    assert authorise(client, record).status_code == 409
    assert now(record).state == State.RESERVED


def test_where_stripe_is_away_the_page_says_so_and_the_tickets_are_held_as_before(client, own, monkeypatch):
    def away(record):
        purchase.not_authorised(record, why="stripe_away")
        raise NotPaid("Stripe is away", why="stripe_away")

    monkeypatch.setitem(views.BEGIN, "stripe", away)
    record = a_hold(client)
    answer = authorise(client, record)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert now(record).state == State.RESERVED


def test_each_address_is_its_owners_alone(client, own):
    record = begun(client)
    stranger = HouseRulesClient()
    assert authorise(stranger, record).status_code == 404
    assert stranger.post(at(record, "not-confirmed")).status_code == 404
    assert now(record).state == State.AUTHORISING


def test_a_post_from_another_site_is_refused(own):
    strict = HouseRulesClient(enforce_csrf_checks=True)
    record = a_hold(HouseRulesClient())
    for deed in ("authorise", "not-confirmed", "confirmed"):
        assert strict.post(at(record, deed), CUSTOMER).status_code == 403


@pytest.mark.parametrize("deed", ["authorise", "not-confirmed"])
def test_looking_is_no_deed(client, own, deed):
    assert client.get(at(a_hold(client), deed)).status_code == 405


def test_what_was_typed_is_kept_with_the_press(client, own):
    record = begun(client)
    client.post(at(record, "not-confirmed"), {"why": "declined"}, **JSON)
    assert 'value="1 Long Lane"' in client.get(f"/checkout/{record.pk}/").content.decode()


# not-confirmed/


def test_a_refused_card_leaves_the_tickets_held_and_another_card_may_be_tried(client, own):
    record = begun(client)
    answer = client.post(at(record, "not-confirmed"), {"why": "3ds"}, **JSON)
    assert (answer.status_code, answer.json()) == (200, {})
    assert (now(record).state, now(record).customer_errors) == (State.RESERVED, {"": "3ds"})
    assert authorise(client, record).status_code == 200
    assert now(record).customer_errors == {}


def test_only_known_reasons_are_kept(client, own):
    record = begun(client)
    client.post(at(record, "not-confirmed"), {"why": "<script>"}, **JSON)
    assert now(record).customer_errors == {"": "card"}


def test_a_refusal_that_comes_late_or_twice_changes_nothing(client, own):
    record = begun(client)
    for _ in range(2):
        assert client.post(at(record, "not-confirmed"), **JSON).status_code == 200
    record.change(state=State.ATTEMPTING)
    answer = client.post(at(record, "not-confirmed"), **JSON)
    assert (answer.status_code, answer.json()) == (409, {"go": at(record, "progress")})
    assert now(record).state == State.ATTEMPTING


def test_without_scripts_entering_another_card_leads_back_to_the_page(client, own):
    record = begun(client)
    answer = client.post(at(record, "not-confirmed"), follow=True)
    assert answer.redirect_chain[-1][0] == f"/checkout/{record.pk}/"
    assert answer.status_code == 200
    assert "error-summary" not in answer.content.decode()  # nobody has refused anything


def test_a_card_refused_after_the_holds_end_is_told_so(client, own):
    record = begun(client)
    with time_machine.travel(record.hold_ends_at + timedelta(seconds=1), tick=False):
        answer = client.post(at(record, "not-confirmed"), **JSON)
    assert answer.status_code == 409
    assert now(record).state == State.EXPIRED


# confirmed/


@pytest.mark.parametrize("method", ["get", "post"])
def test_by_own_stripe_nothing_is_believed_and_a_worker_asks_at_once(client, own, asked, method):
    record = begun(client)
    record.change(look_again_at=record.hold_ends_at)
    said = {"payment_intent": "pi_anything", "redirect_status": "succeeded"}
    answer = getattr(client, method)(at(record, "confirmed"), said)
    assert (answer.status_code, answer["Location"]) == (302, at(record, "progress"))
    assert (now(record).state, now(record).look_again_at) == (State.AUTHORISING, None)
    assert asked == [record.pk]


@pytest.mark.parametrize("method", ["get", "post"])
def test_by_cider_the_reservations_own_intent_is_kept_and_the_purchase_starts(client, cider, asked, method):
    record = begun(client)
    said = intent_of(record)
    getattr(client, method)(at(record, "confirmed"), said | {"redirect_status": "succeeded"})
    assert now(record).state == State.ATTEMPTING
    assert now(record).paid_with == {"payment_intent": said["payment_intent"]}
    assert asked == [record.pk]


def test_another_intent_buys_nothing(client, cider, asked):
    record = begun(client)
    client.post(at(record, "confirmed"), {"payment_intent": "pi_of_somebody_else"})
    assert (now(record).state, asked) == (State.RESERVED, [])


def test_a_bank_that_did_not_agree_sends_the_buyer_back_to_the_held_tickets(client, cider, asked):
    record = begun(client)
    answer = client.get(
        at(record, "confirmed"), intent_of(record) | {"redirect_status": "failed"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == f"/checkout/{record.pk}/"
    assert (now(record).state, now(record).customer_errors, asked) == (State.RESERVED, {"": "3ds"}, [])


def test_a_replayed_return_starts_nothing_again(client, cider, asked):
    record = begun(client)
    said = intent_of(record)
    for _ in range(3):
        client.get(at(record, "confirmed"), said)
    assert asked == [record.pk]
    for state in (State.RESERVED, State.PURCHASED, State.FAILED):
        record.change(state=state)
        client.get(at(record, "confirmed"), said)
        assert (now(record).state, len(asked)) == (state, 1)


def test_the_banks_app_may_open_another_browser_which_knows_the_secret(client, cider, asked):
    record = begun(client)
    answer = HouseRulesClient().get(at(record, "confirmed"), intent_of(record))
    assert answer["Location"] == at(record, "progress")
    assert (now(record).state, asked) == (State.ATTEMPTING, [record.pk])


def test_of_own_stripe_another_browser_that_knows_the_intent_has_the_worker_look(client, own, asked):
    record = begun(client)
    record.authorisations.create(intent_id="pi_of_this_order", amount=5500, currency_code="gbp")
    HouseRulesClient().get(at(record, "confirmed"), {"payment_intent": "pi_of_this_order"})
    assert (now(record).state, asked) == (State.AUTHORISING, [record.pk])


@pytest.mark.parametrize("shop", ["own", "cider"])
def test_whoever_knows_nothing_only_sees_how_it_goes(client, request, asked, shop):
    request.getfixturevalue(shop)
    record = begun(client)
    for said in ({}, {"payment_intent": ""}, {"payment_intent_client_secret": "pi_x_secret_y"}):
        for method in ("get", "post"):
            answer = getattr(HouseRulesClient(), method)(at(record, "confirmed"), said)
            assert answer["Location"] == at(record, "progress")
    assert (now(record).state, asked) == (State.AUTHORISING, [])


def test_an_unknown_order_is_not_there(client, own):
    assert client.get(f"/checkout/{uuid.uuid4()}/confirmed/").status_code == 404


# While the card is being confirmed


def test_leaving_the_page_lets_nothing_go(client, own):
    record = begun(client)
    answer = client.post(at(record, "release"), **JSON)
    assert answer.json()["is_released"] is False
    assert now(record).state == State.AUTHORISING
    assert own.log(endpoint="release") == []


def test_the_countdown_goes_on(client, own):
    record = begun(client)
    told = client.get(at(record, "left")).json()
    assert told["state"] == State.AUTHORISING
    assert told["seconds"] > 0


# The page


def test_the_page_says_the_amount_of_the_record_and_what_is_to_be_collected(client, own):
    record = a_hold(client)
    page = client.get(f"/checkout/{record.pk}/").content.decode()
    total = record.reservation.trolley.total
    assert f">Pay {total}</button>" in page
    assert f'"amount": {total.minor_units}' in page
    assert "sk_test" not in page


def test_only_the_page_with_card_fields_may_load_stripe(client, own):
    origin = own.url
    record = a_hold(client)
    policy = client.get(f"/checkout/{record.pk}/")["Content-Security-Policy"].split("; ")
    for directive in ("script-src", "connect-src"):
        assert f"{directive} 'self' {origin}" in policy
    assert f"frame-src {origin}" in policy
    for address in ("/", "/trolley/", at(record, "progress"), "/search/"):
        other = client.get(address)["Content-Security-Policy"]
        assert "frame-src" not in other
        assert "script-src 'self';" in f"{other};"
        assert "connect-src 'self';" in f"{other};"


def test_the_real_stripe_is_named_as_it_wants_to_be(client, own, settings):
    settings.STRIPE_JS_URL = "https://js.stripe.com/v3/"
    response = client.get(f"/checkout/{a_hold(client).pk}/")
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert policy["script-src"] == "'self' https://js.stripe.com https://*.js.stripe.com"
    assert policy["connect-src"] == "'self' https://api.stripe.com"
    assert policy["frame-src"].split()[-1] == "https://hooks.stripe.com"
    assert policy["img-src"].split()[-1] == "https://*.stripe.com"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    assert 'src="https://js.stripe.com/v3/"' in response.content.decode()


def test_on_credit_the_page_knows_nothing_of_stripe(client, f13):
    response = client.get(f"/checkout/{a_hold(client).pk}/")
    assert "stripe" not in response.content.decode().lower()
    assert "frame-src" not in response["Content-Security-Policy"]


def test_with_too_little_time_the_page_offers_a_new_hold_in_place_of_the_button(client, own):
    record = a_hold(client)
    with time_machine.travel(record.hold_ends_at - timedelta(seconds=100), tick=False):
        response = client.get(f"/checkout/{record.pk}/")
        page = response.content.decode()
        assert "too little time left to pay by card" in page
        assert 'id="pay"' not in page
        assert "frame-src" not in response["Content-Security-Policy"]
        again = client.post(at(record, "again"), CUSTOMER, follow=True)
    assert now(record).state == State.RELEASED
    held = OrderRecord.objects.get(state=State.RESERVED)
    assert again.redirect_chain[-1][0] == f"/checkout/{held.pk}/"
    assert 'value="1 Long Lane"' in again.content.decode()


def test_with_time_enough_nothing_is_held_anew(client, own):
    record = a_hold(client)
    client.post(at(record, "again"), CUSTOMER)
    assert now(record).state == State.RESERVED
    assert OrderRecord.objects.count() == 1


def test_on_credit_the_last_two_minutes_are_as_good_as_all_others(client, f13):
    record = a_hold(client)
    with time_machine.travel(record.hold_ends_at - timedelta(seconds=60), tick=False):
        page = client.get(f"/checkout/{record.pk}/").content.decode()
    assert "Buy for" in page
    assert "too little time" not in page


def test_without_scripts_the_page_says_what_is_missing_and_posting_it_pays_nothing(client, own):
    record = a_hold(client)
    response = client.post(f"/checkout/{record.pk}/", CUSTOMER)
    assert response.status_code == 200
    assert "please allow scripts for this page" in response.content.decode()
    assert 'value="1 Long Lane"' in response.content.decode()
    assert now(record).state == State.RESERVED
    assert client.post(f"/checkout/{record.pk}/", CUSTOMER | {"email": ""}).status_code == 422


def test_each_card_is_labelled_with_who_gets_it(client, cider):
    record = a_hold(client)
    (bundle,) = record.reservation.trolley.bundles
    page = client.get(f"/checkout/{record.pk}/").content.decode()
    (part,) = json.loads(re.search(r'id="card-data"[^>]*>(.*?)</script>', page)[1])
    assert part["label"] == f"{bundle.source_name}: {bundle.total}"
    assert part["client_secret"] == intent_of(record)["payment_intent_client_secret"]
