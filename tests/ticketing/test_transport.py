"""One conversation at a time: what is sent, what is asked again, and what is never said twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from boxoffice.ticketing import (
    CardDetails,
    CiderAccess,
    Customer,
    Gone,
    NoAnswer,
    NotSent,
    Refused,
    ServiceDown,
    SupplierDown,
    TicketingError,
    Unreadable,
)
from boxoffice.ticketing.transport import Patience

from .deeds import BRIEF, EVENTS, QUESTIONS, STATUS, deeds
from .examples import example
from .upstream import cut, garbage, half, nowhere, reply

# What is sent


def test_it_says_who_it_is_and_takes_packed_answers(service, upstream):
    upstream.plan = [reply(EVENTS, packed=True)]
    service.list_events(keywords="lion king")
    (heard,) = upstream.heard
    assert (heard.method, heard.target) == (
        "GET",
        "/f13/events.v1?keywords=lion+king&page_length=50&page_number=0",
    )
    assert heard.headers["authorization"] == "Basic ZGVtbzpkZW1vcGFzcw=="
    assert heard.headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("subuser", "language", "path"),
    [
        ("", "", ""),
        ("", "fr", "/demo/-/fr"),
        ("belfast", "", "/demo/belfast/-"),
        ("a/b", "nl", "/demo/a%2Fb/nl"),
    ],
)
def test_subuser_and_language_stand_in_the_path(service, upstream, subuser, language, path):
    upstream.plan = [reply(EVENTS)]
    service.in_language(language).for_subuser(subuser).list_events()
    assert upstream.heard[0].target.partition("?")[0] == f"/f13/events.v1{path}"


def test_calls_can_be_found_together_by_a_tracking_id(service, upstream):
    upstream.plan = [reply(STATUS)]
    service.tracked_as("visit-1").get_status("U-1")
    assert upstream.heard[0].target == "/f13/status.v1?transaction_uuid=U-1&tsw_session_track_id=visit-1"


def test_a_callback_passes_on_what_came_in_order_with_repeats_and_blanks(service, upstream):
    upstream.plan = [reply(example("28-purchase-on-credit").body)]
    brought = [("b", "2"), ("a", ""), ("b", "1 & ü"), ("", "x")]
    service.in_language("fr").callback("tok/1", "tok2", parameters=brought, referer="https://pay.test/x?y=1")
    (heard,) = upstream.heard
    assert (heard.method, heard.target) == ("POST", "/f13/callback.v1/this.tok%2F1/next.tok2")
    assert heard.body == "b=2&a=&b=1+%26+%C3%BC&=x"
    assert heard.headers["referer"] == "https://pay.test/x?y=1"


@pytest.mark.parametrize("referer", ["", "https://x\r\nX-Evil: 1", "https://x/ü"])
def test_a_referer_that_is_no_header_is_left_out(service, upstream, referer):
    upstream.plan = [reply(example("28-purchase-on-credit").body)]
    service.callback("t", "n", referer=referer)
    assert "referer" not in upstream.heard[0].headers
    assert "x-evil" not in upstream.heard[0].headers


def test_cider_is_told_in_json_with_the_reservation_s_own_token(service, upstream):
    upstream.plan = [reply({"token": "cider_1"}, request_id="req-c")]
    access = CiderAccess(f"{upstream.url}/api/", "key_1")
    details = CardDetails(stripe_payment_intent="pi_1", email_address="a@b.test", event_ids=("6IF", "7AB"))
    saved = service.save_details(access, details=details)
    (heard,) = upstream.heard
    assert (saved.token, saved.request_id) == ("cider_1", "req-c")
    assert (heard.target, heard.headers["authorization"]) == ("/api/save-details", "Bearer key_1")
    assert heard.body == (
        '{"stripe_payment_intent": "pi_1", "stripe_meta_email_address": "a@b.test",'
        ' "stripe_meta_event_ids": "6IF,7AB"}'
    )


def test_no_cookie_is_kept(service, upstream):
    upstream.plan = [reply(EVENTS, headers="Set-Cookie: id=1\r\n"), reply(EVENTS)]
    service.list_events()
    service.list_events()
    assert "cookie" not in upstream.heard[1].headers


# Connections


def test_questions_share_connections_and_every_deed_has_its_own(service, upstream):
    upstream.plan = [
        reply(EVENTS),
        reply(EVENTS),
        reply({"released_ok": True}),
        reply({"released_ok": True}),
        reply(EVENTS),
    ]
    service.list_events()
    service.list_events()
    service.release("U-1")
    service.release("U-1")
    service.list_events()
    first, second, deed, other_deed, third = (heard.connection for heard in upstream.heard)
    assert first == second == third
    assert len({first, deed, other_deed}) == 3


def test_threads_may_share_a_service(connect, upstream):
    service = connect(pool_size=8)
    upstream.plan = [reply({"transaction_status": "reserved", "remote_site": str(n)}) for n in range(40)]
    with ThreadPoolExecutor(8) as threads:
        sites = list(threads.map(lambda _: service.get_status("U-1").remote_site, range(40)))
    assert sorted(sites, key=int) == [str(n) for n in range(40)]
    assert len({heard.connection for heard in upstream.heard}) <= 8


# What is asked again


@pytest.mark.parametrize(
    "trouble",
    [reply({}, status=502), reply({}, status=503), reply(b"<html>", status=504), cut, half(EVENTS), garbage],
)
def test_a_question_is_asked_again(service, upstream, clock, trouble):
    upstream.plan = [trouble, trouble, reply(EVENTS)]
    assert service.list_events().events == ()
    assert (len(upstream.heard), clock.slept) == (3, [0.2, 0.4])


def test_a_question_is_asked_three_times_and_no_more(service, upstream):
    upstream.plan = [reply({}, status=502, request_id=f"req-{n}") for n in range(9)]
    with pytest.raises(SupplierDown) as error:
        service.list_events()
    assert (len(upstream.heard), error.value.request_id) == (3, "req-2")


def test_the_budget_of_time_ends_the_asking(connect, upstream, clock):
    def slow(line):
        clock.now += 9.9
        reply({}, status=503)(line)

    upstream.plan = [slow, slow]
    with pytest.raises(ServiceDown):
        connect(patience=Patience(retries=10)).list_events()
    assert (len(upstream.heard), clock.slept) == (1, [])


def test_a_repetition_waits_only_for_what_is_left_of_the_budget(connect, upstream, clock):
    upstream.plan = [reply({}, status=503), upstream.silence]
    with pytest.raises(NoAnswer):
        connect(patience=Patience(retries=0.5)).list_events()  # the second would else wait for 30 s
    assert len(upstream.heard) == 2


@pytest.mark.parametrize("trouble", [reply({}, status=502), reply({}, status=503), cut, garbage])
def test_what_a_page_can_do_without_is_asked_once(service, upstream, trouble):
    upstream.plan = [trouble] * 3
    with pytest.raises(TicketingError):
        service.aside().list_upsells("token")
    assert len(upstream.heard) == 1


def test_what_a_page_can_do_without_is_given_up_soon(connect, upstream):
    upstream.plan = [upstream.silence]
    with pytest.raises(NoAnswer):
        connect(patience=Patience(read=3600, aside=0.1)).aside().list_add_ons("token")


def test_a_deed_is_no_less_a_deed_for_being_said_aside(connect, upstream):
    def late(line):
        assert not upstream._stop.wait(0.3)  # longer than is waited for what a page can do without
        reply({"released_ok": True})(line)

    upstream.plan = [late]
    assert connect(patience=Patience(aside=0.1)).aside().release("U-1").is_released


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 410, 460, 500, 301])
def test_an_answer_that_will_not_change_is_not_asked_for_again(service, upstream, status):
    upstream.plan = [reply({}, status=status)] * 3
    with pytest.raises(TicketingError):
        service.list_events()
    assert len(upstream.heard) == 1


def test_a_redirect_is_never_followed(service, upstream):
    upstream.plan = [reply({}, status=302, headers="Location: /f13/elsewhere\r\n")]
    with pytest.raises(Unreadable):
        service.list_events()
    assert len(upstream.heard) == 1


# Deeds


@deeds()
@pytest.mark.parametrize(
    "trouble",
    [
        cut,
        garbage,
        half({"x": 1}),
        reply({}, status=500),
        reply({}, status=502),
        reply({}, status=503),
        reply({}, status=504),
        reply(b"{"),
        reply(b"<html>"),
        reply({}, status=307, headers="Location: /\r\n"),
    ],
    ids=["cut", "garbage", "half", "500", "502", "503", "504", "half JSON", "no JSON", "redirect"],
)
def test_a_deed_is_never_said_twice_and_may_have_happened(service, upstream, deed, trouble):
    upstream.plan = [trouble] * 3
    with pytest.raises(TicketingError) as error:
        deed(service)
    assert (len(upstream.heard), error.value.may_have_happened) == (1, True)


@deeds()
def test_a_deed_whose_answer_does_not_come_may_have_happened(connect, upstream, deed):
    upstream.plan = [upstream.silence] * 3
    with pytest.raises(NoAnswer) as error:
        deed(connect(patience=BRIEF))
    assert (len(upstream.heard), error.value.may_have_happened) == (1, True)


@deeds()
def test_a_deed_that_could_not_be_sent_did_not_happen(connect, deed):
    with pytest.raises(NotSent) as error:
        deed(connect(url=nowhere()))
    assert error.value.may_have_happened is False


@deeds()
@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 460])
def test_a_deed_that_was_refused_did_not_happen(service, upstream, deed, status):
    upstream.plan = [reply({"error_code": 8}, status=status)]
    with pytest.raises(Refused) as error:
        deed(service)
    assert error.value.may_have_happened is False


def test_a_token_that_was_used_may_have_been_used_by_the_answer_that_was_lost(service, upstream):
    upstream.plan = [reply({"error_code": 8}, status=410)]
    with pytest.raises(Gone) as error:
        service.callback("t", "n")
    assert error.value.may_have_happened is True


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_nothing_happens_by_asking(connect, question):
    with pytest.raises(NotSent) as error:
        question(connect(url=nowhere()))
    assert error.value.may_have_happened is False


def test_purchases_wait_longer_than_questions(connect, upstream):
    service = connect(patience=Patience(read=0.1, purchase=20, retries=0))
    upstream.plan = [upstream.silence]
    with pytest.raises(NoAnswer):
        service.get_status("U-1")

    def late(line):
        assert not upstream._stop.wait(0.3)  # longer than a question may take
        reply(example("28-purchase-on-credit").body)(line)

    upstream.plan = [late]
    assert service.purchase("U-1", customer=Customer()).transaction.is_purchased
