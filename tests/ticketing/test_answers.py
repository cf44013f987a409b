"""What comes back: statuses, request ids, and answers that are too long, too slow or of the wrong shape."""

import pytest

from boxoffice.ticketing import (
    BadData,
    BadEmailAddress,
    Customer,
    Gone,
    NoAnswer,
    NotAllowed,
    NotAuthenticated,
    Refused,
    ServiceDown,
    SupplierDown,
    TicketingError,
    Unreadable,
)

from .deeds import STATUS
from .examples import example
from .upstream import endless, reply


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, {"error_code": 8, "error_desc": "Bad data supplied"}, BadData),
        (460, {"error_code": 8}, BadData),
        (401, {"error_code": 3}, NotAuthenticated),
        (401, b"", NotAuthenticated),
        (403, {}, NotAllowed),
        (404, b"<html>", Refused),
        (410, {}, Gone),
        (500, b"", ServiceDown),
        (502, {"error_code": 4}, SupplierDown),
        (503, {"error_code": 4}, SupplierDown),
        (200, {"error_code": 8}, BadData),
        (200, {"error_code": 3}, NotAuthenticated),
        (200, b"", Unreadable),
        (200, b"[]", Unreadable),
    ],
)
def test_statuses_and_codes_have_errors_of_their_own(service, upstream, status, body, error):
    upstream.plan = [reply(body, status=status, request_id="req-7")] * 3
    with pytest.raises(TicketingError) as raised:
        service.get_account()
    assert type(raised.value) is error
    assert (raised.value.request_id, raised.value.status, raised.value.endpoint) == (
        "req-7",
        status,
        "test.v1",
    )


def test_an_email_address_is_refused_with_its_reason(service, upstream):
    body = {"error_code": 2000, "error_key": "addr_missing_at", "error_desc": "nobody at nowhere"}
    upstream.plan = [reply(body, status=400)]
    with pytest.raises(BadEmailAddress) as error:
        service.purchase("U-1", customer=Customer(email_address="nobody"))
    assert (error.value.error_key, error.value.code, error.value.may_have_happened) == (
        "addr_missing_at",
        2000,
        False,
    )
    assert "nobody" not in str(error.value)


def test_the_request_id_is_kept_with_every_deed(service, upstream):
    upstream.plan = [
        reply(example("25-reserve-trolley").body, request_id="req-r"),
        reply({"released_ok": True}, request_id="req-x"),
        reply(example("28-purchase-on-credit").body, request_id="req-p"),
        reply(example("31-purchase-redirect").body, request_id="req-c"),
        reply(example("36-cancel-cancelled").body, request_id="req-k"),
        reply(STATUS, request_id="req-s"),
    ]
    assert [
        service.reserve("token").request_id,
        service.release("U-1").request_id,
        service.purchase("U-1", customer=Customer()).request_id,
        service.callback("t", "n").request_id,
        service.cancel("U-1").request_id,
        service.get_status("U-1").request_id,
    ] == ["req-r", "req-x", "req-p", "req-c", "req-k", "req-s"]


def test_an_answer_of_the_wrong_shape_names_the_call_it_came_from(service, upstream):
    upstream.plan = [reply({"results": 5}, request_id="req-9")]
    with pytest.raises(Unreadable) as error:
        service.list_events()
    assert str(error.value) == (
        "The answer is not what the API's description promises. (results is not an object)"
        " endpoint=events.v1 status=200 request_id=req-9"
    )


def test_an_answer_has_an_end(connect, upstream):
    upstream.plan = [endless]
    with pytest.raises(Unreadable) as error:
        connect(largest_body=100_000).list_events()
    assert error.value.reason == "it is too long"


def test_an_answer_that_swells_when_it_is_unpacked_has_an_end_too(connect, upstream):
    upstream.plan = [reply(b" " * 50_000_000, packed=True)]
    with pytest.raises(Unreadable) as error:
        connect(largest_body=100_000).list_events()
    assert error.value.reason == "it is too long"


def test_an_answer_that_trickles_is_not_waited_for_without_end(connect, upstream, clock):
    def trickling(line):
        clock.now += 31
        endless(line)

    upstream.plan = [trickling]
    with pytest.raises(NoAnswer) as error:
        connect().list_events()
    assert error.value.reason == "it came too slowly"


def test_packing_that_cannot_be_opened_is_unreadable(service, upstream):
    upstream.plan = [reply(b"not gzip at all", headers="Content-Encoding: gzip\r\n")]
    with pytest.raises(Unreadable):
        service.list_events()
