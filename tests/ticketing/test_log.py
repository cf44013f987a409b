"""What is written down of a call, and what never is."""

import logging

import pytest

from boxoffice.ticketing import (
    BadEmailAddress,
    CalloutReturn,
    CardDetails,
    Choice,
    CiderAccess,
    CiderToken,
    Customer,
    NoAnswer,
)

from .deeds import STATUS
from .examples import example
from .upstream import Upstream, cut, reply

SECRETS = (
    "demopass",
    "ZGVtbzpkZW1vcGFzcw",
    "U-SECRET",
    "Ada",
    "Lovelace",
    "ada@secret.test",
    "cider_secret",
    "key_secret",
    "pi_secret",
    "return_secret",
    "this_secret",
    "next_secret",
    "brought_secret",
    "trolley_secret",
    "pay_secret",
    "10.1.2.3",
)


def test_the_log_keeps_one_line_per_call_and_no_secret(service, upstream, caplog):
    caplog.set_level(logging.DEBUG)
    bought = example("28-purchase-on-credit").body
    upstream.plan = [
        reply(example("25-reserve-trolley").body, request_id="req-1"),
        reply({"token": "cider_secret"}, request_id="req-2"),
        reply(bought, request_id="req-3"),
        reply(bought, request_id="req-4"),
        reply({"error_code": 2000, "error_desc": "ada@secret.test"}, status=400, request_id="req-5"),
        cut,
    ]
    buyer = Customer(first_name="Ada", last_name="Lovelace", email_address="ada@secret.test")
    service.reserve("trolley_secret", add=Choice("6IF-1", "STALLS", "A", 2))
    service.save_details(
        CiderAccess(upstream.url, "key_secret"), details=CardDetails(stripe_payment_intent="pi_secret")
    )
    service.purchase(
        "U-SECRET",
        customer=buyer,
        tokens={"ext_test0": CiderToken("cider_secret")},
        callout_return=CalloutReturn("return_secret", "https://shop.test/return_secret"),
        remote_ip="10.1.2.3",
    )
    service.callback("this_secret", "next_secret", parameters=[("pay_secret", "brought_secret")])
    with pytest.raises(BadEmailAddress) as refused:
        service.purchase("U-SECRET", customer=buyer)
    with pytest.raises(NoAnswer) as lost:
        service.release("U-SECRET")
    printed = f"{refused.value} {refused.value!r} {lost.value} {lost.value!r}"
    lines = [record.getMessage() for record in caplog.records if record.name == "boxoffice.ticketing"]
    assert lines[:4] == [
        "f13 POST reserve.v1 200 0ms request_id=req-1 ok",
        "f13 POST save-details 200 0ms request_id=req-2 ok",
        "f13 POST purchase.v1 200 0ms request_id=req-3 ok",
        "f13 POST callback.v1 200 0ms request_id=req-4 ok",
    ]
    assert lines[4:6] == [
        "f13 POST purchase.v1 400 0ms request_id=req-5 BadEmailAddress",
        "f13 POST release.v1 - 0ms request_id=- NoAnswer",
    ]
    assert not [secret for secret in SECRETS if secret in caplog.text + printed]


def test_a_request_id_is_written_down_only_as_far_as_it_is_fit_to_be(service, upstream):
    upstream.plan = [reply(STATUS, request_id="a" * 500)]
    assert len(service.get_status("U-1").request_id) == 100


def test_values_never_print_what_they_keep_for_others():
    values = [
        Customer(first_name="Ada", last_name="Lovelace", email_address="ada@secret.test"),
        CiderToken("cider_secret"),
        CalloutReturn("return_secret", "https://shop.test/return_secret"),
        CardDetails(stripe_payment_intent="pi_secret", ip_address="10.1.2.3"),
        CiderAccess("https://pay.test", "key_secret"),
    ]
    assert not [secret for secret in SECRETS if secret in repr(values)]


def test_the_server_of_these_tests_remembers_what_it_hears():
    with Upstream() as server:
        assert (server.heard, server.url.startswith("http://127.0.0.1:")) == ([], True)
