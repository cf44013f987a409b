"""Out to a debitor's page and back: whatever comes, whoever comes, f13 is told once."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import requests
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boxoffice.ticketing import Callout, get_service
from checkout import callouts, payments, purchase, tasks
from checkout.models import CalloutStep, OrderRecord, State
from checkout.payments import redirect
from tests.builders import pressed, run
from tests.checkout.redirecting import (
    PAID,
    REFUSED,
    callbacks,
    called_out,
    come_back,
    row_of,
    step_of,
    work,
)
from tests.rules.pages import HouseRulesClient

pytestmark = [pytest.mark.django_db]

NOT_THE_DEBITORS = {"sub_id", "tsw_session_track_id"}  # callers add these to every call
SURELY_OVER = timedelta(seconds=301)  # no call is under way any more


@pytest.fixture(autouse=True)
def _account(settings):
    settings.F13_USER = "demo-redirect"


@pytest.fixture
def record(client, f13):
    return called_out(client)


def steps(record):
    return list(record.steps.values_list("what", flat=True))


# Out


def test_the_purchase_names_the_way_back_and_the_browser_that_pressed_pay(client, f13):
    client.defaults |= {"HTTP_USER_AGENT": "Phone/1", "HTTP_ACCEPT": "text/html"}
    record = called_out(client)
    sent = dict(f13.log(endpoint="purchase")[0]["params"])
    step = step_of(record)
    assert sent["return_token"] == step.token
    assert sent["return_url"] == f"http://testserver/checkout/return/{step.token}/"
    assert (sent["client_http_user_agent"], sent["client_http_accept"]) == ("Phone/1", "text/html")
    assert (sent["remote_ip"], sent["remote_site"]) == ("127.0.0.1", "testserver")


def test_a_browser_that_says_nothing_of_itself_can_pay_all_the_same(client, f13):
    client.defaults |= {"HTTP_USER_AGENT": "", "HTTP_ACCEPT": ""}
    assert called_out(client).browser["user_agent"] == ""


def test_tokens_are_unguessable_and_each_is_used_once(client, f13, record):
    come_back(client, record)
    work(record)
    tokens = set(record.callouts.values_list("token", flat=True))
    assert len(tokens) == record.callouts.count() == 2
    assert {len(token) for token in tokens} == {32}


# Back


def test_what_came_is_kept_and_sent_on_word_for_word(client, f13, record):
    address = f"{step_of(record).return_address}?item=1&item=&x=%26+1"
    body = "success=yes&item=2&payer=Zo%C3%AB&item=3&success=yes"
    client.post(
        address, body, "application/x-www-form-urlencoded", headers={"Referer": "https://pay.example/?a=1"}
    )
    assert work(record).state == State.PURCHASED
    (callback,) = row_of(f13)["callbacks"]
    assert [tuple(pair) for pair in callback["params"]] == [
        *(("item", "1"), ("item", ""), ("x", "& 1")),
        *(("success", "yes"), ("item", "2"), ("payer", "Zoë"), ("item", "3"), ("success", "yes")),
    ]
    assert callback["referer"] == "https://pay.example/?a=1"


def test_bytes_that_are_no_text_do_no_harm(client, f13, record):
    client.get(f"{step_of(record).return_address}?success=yes&payer=Zo%EB&nul=%00&lone=%ED%A0%80")
    assert work(record).state == State.PURCHASED
    assert dict(row_of(f13)["callbacks"][0]["params"])["nul"] == "\x00"


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_comes_has_no_cookie_and_is_sent_to_the_progress_page(f13, record, method):
    stranger = HouseRulesClient(enforce_csrf_checks=True)
    answer = getattr(stranger, method)(step_of(record).return_address, {"success": "yes"})
    assert (answer.status_code, answer["Location"]) == (303, f"/checkout/{record.pk}/progress/")
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert work(record).state == State.PURCHASED


def test_the_language_in_which_it_was_bought_is_kept(client, f13, record):
    record.change(language="fr")
    assert come_back(client, record)["Location"] == f"/fr/checkout/{record.pk}/progress/"


def test_a_return_sets_the_worker_to_work(client, f13, record, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        come_back(client, record)
    record.refresh_from_db()
    assert record.state == State.PURCHASED


def test_f13_itself_comes_back_with_nothing_for_a_buyer_who_gave_up(f13, record):
    HouseRulesClient().get(step_of(record).return_address)
    assert work(record).state == State.FAILED
    assert row_of(f13)["callbacks"][0]["params"] == []
    assert row_of(f13)["money_taken"] == {}


def test_parameters_replace_an_empty_return_until_it_was_sent(client, f13, record):
    come_back(client, record, [])
    come_back(client, record)
    come_back(client, record, REFUSED)
    assert work(record).state == State.PURCHASED
    assert row_of(f13)["callbacks"][0]["params"] == [["success", "yes"]]


def test_once_it_was_sent_later_ones_only_see_the_progress(client, f13, record):
    come_back(client, record, [])
    work(record)
    assert come_back(client, record).status_code == 303
    work(record)
    assert callbacks(f13) == 1
    assert record.callouts.first().returned == []


def test_two_at_once_are_one(client, f13, record, monkeypatch):
    claim = callouts.claim

    def a_second_one_meanwhile(copy):
        monkeypatch.setattr(callouts, "claim", claim)
        come_back(HouseRulesClient(), record)
        return claim(copy)

    monkeypatch.setattr(callouts, "claim", a_second_one_meanwhile)
    come_back(client, record)
    assert work(record).state == State.PURCHASED
    assert callbacks(f13) == 1
    assert steps(record).count(callouts.BACK) == 1


@pytest.mark.parametrize("method", ["head", "options"])
def test_who_only_looks_has_not_come_back(client, f13, record, method):
    getattr(client, method)(step_of(record).return_address)
    assert step_of(record).returned_at is None


@pytest.mark.parametrize("header", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}])
def test_a_browser_that_looks_ahead_gets_nothing_that_it_could_show_later(client, f13, record, header):
    answer = come_back(client, record, **header)
    assert answer.status_code == 503
    assert step_of(record).returned_at is None


def test_too_much_is_not_taken_and_the_page_leads_on(client, f13, record):
    address = step_of(record).return_address
    answer = client.post(address, "a=" + "x" * 600_000, "application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert f"/checkout/{record.pk}/progress/" in answer.content.decode()
    assert step_of(record).returned_at is None


@pytest.mark.parametrize("token", ["0" * 32, "x", "%00", "a%2Fb"])
def test_an_unknown_token_is_a_page_that_there_is_not(client, db, token):
    assert client.get(f"/checkout/return/{token}/").status_code == 404


# At the same time


def test_who_is_back_before_the_purchase_has_answered_is_sent_on_at_once(client, f13, monkeypatch):
    def a_slow_answer(service, record, *, paid, back):
        outcome = redirect.purchase(service, record, paid=paid, back=back)
        HouseRulesClient().get(f"/checkout/return/{back.token}/?success=yes")
        return outcome

    monkeypatch.setitem(payments.WAYS, "redirect", replace(payments.WAYS["redirect"], purchase=a_slow_answer))
    record = pressed(client)
    assert purchase.run(record.pk) <= timezone.now()
    assert work(record).state == State.PURCHASED
    assert callbacks(f13) == 1


def test_who_is_back_in_the_very_moment_of_the_answer_is_not_overlooked(client, f13, monkeypatch):
    move, came = OrderRecord.move, []

    def just_before(record, to, **changes):
        if to == State.CALLED_OUT and not came:
            came.append(HouseRulesClient().get(f"{record.callouts.last().return_address}?success=yes"))
        return move(record, to, **changes)

    monkeypatch.setattr(OrderRecord, "move", just_before)
    record = pressed(client)
    assert purchase.run(record.pk) <= timezone.now()
    assert came
    assert work(record).state == State.PURCHASED


def test_who_is_back_while_it_is_looked_up_does_not_wait_for_that(client, f13, record, monkeypatch):
    service = type(get_service())
    get_status = service.get_status

    def slowly(self, transaction_uuid, **options):
        found = get_status(self, transaction_uuid, **options)
        monkeypatch.undo()
        come_back(HouseRulesClient(), record)
        work(OrderRecord.objects.get(pk=record.pk))
        return found

    monkeypatch.setattr(service, "get_status", slowly)
    run(record)
    assert record.state == State.PURCHASED
    assert callbacks(f13) == 1


def test_a_return_whose_web_process_died_over_it_is_found(client, f13, record):
    CalloutStep.objects.filter(pk=step_of(record).pk).update(
        returned_at=timezone.now(), returned=[["success", "yes"]]
    )
    run(record)
    assert record.state == State.ATTEMPTING
    assert work(record).state == State.PURCHASED


# Anything

any_text = st.text(st.characters(codec="utf-8"), max_size=20)
any_pairs = st.lists(
    st.tuples(any_text, any_text).filter(lambda pair: pair[0] not in NOT_THE_DEBITORS), max_size=8
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(in_address=any_pairs, in_body=any_pairs)
def test_any_parameters_arrive_at_f13_as_they_came(client, f13, record, in_address, in_body):
    at_the_debitors(record, decision="restart")
    address = f"{step_of(record).return_address}?{urlencode(in_address)}"
    client.post(address, urlencode(in_body), "application/x-www-form-urlencoded")
    assert work(record).state == State.CALLED_OUT
    came = [tuple(pair) for pair in row_of(f13)["callbacks"][-1]["params"]]
    assert came == in_address + in_body


# Further hops


def test_another_callout_follows_and_another(client, f13):
    record = called_out(client, script="two hops")
    first = step_of(record)
    come_back(client, record)
    assert work(record).state == State.CALLED_OUT
    assert step_of(record) != first
    come_back(client, record)
    assert work(record).state == State.PURCHASED
    tokens = [callback["token"] for callback in row_of(f13)["callbacks"]]
    assert tokens == list(record.callouts.exclude(sent_at=None).values_list("token", flat=True))


def test_a_callout_that_f13_begins_anew_is_followed(client, f13, record):
    at_the_debitors(record, decision="restart")
    come_back(client, record, [])
    assert work(record).state == State.CALLED_OUT
    assert "/pay/" in client.get(f"/checkout/{record.pk}/progress/").content.decode()
    come_back(client, record)
    assert work(record).state == State.PURCHASED


def at_the_debitors(record, *, decision):
    """Press a button on the payment page, without coming back."""
    step = step_of(record)
    parameters = [*step.parameters, ("decision", decision)]
    requests.get(step.destination, params=parameters, allow_redirects=False, timeout=10).raise_for_status()


def test_a_callout_is_known_by_the_address_of_its_return_where_no_token_is_named(client, f13, record):
    come_back(client, record)
    first = record.callouts.first()
    CalloutStep.objects.create(record=record)
    named = Callout("https://pay.example/", parameters=(("return_url", f"https://s/{first.token}/"),))
    assert callouts._step_of(record, named) == first
    assert callouts._step_of(record, Callout("https://pay.example/")) == record.callouts.last()


def test_a_callout_that_the_shop_never_made_is_for_staff_and_said_once(client, f13, record):
    for _ in range(2):
        callouts.go_out(record, Callout("https://pay.example/", return_token="strange"))
    assert steps(record).count(callouts.UNKNOWN) == 1


# Lost


@pytest.mark.parametrize("kind", ["502_after", "lost", "half", "garbage"])
def test_a_lost_answer_is_looked_up_and_never_sent_for_again(client, f13, record, kind):
    come_back(client, record)
    f13.fault("callback", kind=kind)
    assert work(record).state == State.ATTEMPTING
    assert run(record).state == State.PURCHASED
    assert callbacks(f13) == 1


def test_a_lost_answer_that_was_another_callout_is_found(client, f13):
    record = called_out(client, script="two hops")
    come_back(client, record)
    f13.fault("callback", kind="502_after")
    work(record)
    assert run(record).state == State.CALLED_OUT
    come_back(client, record)
    assert work(record).state == State.PURCHASED


def test_while_it_may_still_be_running_nobody_is_sent_out_again(client, f13, record):
    come_back(client, record)
    f13.fault("callback", kind="lost", seconds=400)
    work(record)
    with time_machine.travel(timezone.now() + SURELY_OVER, tick=True):
        assert run(record).state == State.ATTEMPTING
    assert callbacks(f13) == 1


@pytest.mark.parametrize("kind", ["cut", "502_before"])
def test_what_never_arrived_is_sent_once_more_when_f13_still_waits_for_it(client, f13, record, kind):
    come_back(client, record)
    f13.fault("callback", kind=kind)
    work(record)
    assert run(record).state == State.ATTEMPTING
    assert callbacks(f13) == 1
    with time_machine.travel(timezone.now() + SURELY_OVER, tick=True):
        run(record)
        assert run(record).state == State.PURCHASED
    assert callbacks(f13) == 2
    assert row_of(f13)["callbacks"][0]["params"] == [list(pair) for pair in PAID]
    assert callouts.UNHEARD in steps(record)


def test_a_worker_that_was_killed_before_it_sent_leaves_it_to_be_sent(client, f13, record):
    come_back(client, record)
    step_of(record).change(sent_at=timezone.now())
    assert run(record).state == State.ATTEMPTING
    assert callbacks(f13) == 0
    with time_machine.travel(timezone.now() + SURELY_OVER, tick=True):
        run(record)
        assert run(record).state == State.PURCHASED
    assert callbacks(f13) == 1


def test_a_token_that_is_gone_is_looked_up(client, f13, record):
    come_back(client, record)
    f13.fault("callback", kind="410")
    assert work(record).state == State.ATTEMPTING
    f13.move_clock(minutes=31)
    assert run(record).state == State.FAILED


def test_what_could_not_be_sent_is_sent_once_f13_is_back(client, f13, record, settings):
    come_back(client, record)
    alive, settings.F13_URL = settings.F13_URL, "http://127.0.0.1:9"
    assert work(record).state == State.ATTEMPTING
    assert record.look_again_at > timezone.now()
    assert record.callouts.count() == 1
    settings.F13_URL = alive
    assert run(record).state == State.PURCHASED
    assert callbacks(f13) == 1


def test_a_lost_callout_of_the_purchase_is_found_and_the_buyer_sent_on(client, f13):
    record = pressed(client)
    f13.fault("purchase", kind="502_after")
    assert run(record).state == State.ATTEMPTING
    assert run(record).state == State.CALLED_OUT
    assert "/pay/" in client.get(f"/checkout/{record.pk}/progress/").content.decode()


# Out for long


def test_the_holds_end_is_none_of_the_shops_business_while_the_buyer_is_out(client, f13, record):
    f13.move_clock(minutes=26)
    with time_machine.travel(record.hold_ends_at + timedelta(minutes=11), tick=True):
        tasks.sweep()
        assert run(record).state == State.CALLED_OUT
        assert f13.log(endpoint="release") == []
        come_back(client, record)
        assert work(record).state == State.PURCHASED


def test_a_buyer_who_stays_away_ends_it_when_f13_says_so(client, f13, record):
    f13.move_clock(minutes=31)
    assert run(record).state == State.FAILED
    assert row_of(f13)["money_taken"] == {}


def test_who_is_out_is_looked_up_once_a_minute_and_no_more(client, f13, record):
    with time_machine.travel(timezone.now(), tick=False):
        for _ in range(3):
            run(record)
            assert record.look_again_at - timezone.now() == timedelta(seconds=60)
