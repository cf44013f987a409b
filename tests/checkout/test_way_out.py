"""Where a debitor has the buyer sent to, and whether a browser may be sent there."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkout.way_out import WayOut, may_be_followed

PAY = "https://pay.example/card"
pairs = st.lists(st.tuples(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"))))


@pytest.mark.parametrize(
    "destination",
    [
        PAY,
        "https://pay.example:8443/card?a=1",
        "HTTPS://Pay.Example/",
        "https://[2001:db8::1]/",
        "https://xn--bcher-kva.example/zahlen?für=1",
        "http://127.0.0.1:8013/pay/",
        "http://localhost/",
        "http://[::1]:8013/",
    ],
)
def test_a_browser_may_be_sent_over_https_or_to_this_machine(destination):
    assert may_be_followed(destination)


@pytest.mark.parametrize(
    "destination",
    [
        "",
        "pay.example/card",
        "//pay.example/card",
        "http://pay.example/card",
        "http://127.0.0.1.pay.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https://pay.example:99999/",
        "https://pay.example:x/",
        "https://[pay.example/",
        "https://user:secret@pay.example/",
        "https://pay.example\\@elsewhere.example/",
        "https://pay.example/\nSet-Cookie: a=b",
        "https://pay.example;script-src *.elsewhere.example/",
        "https://pay.example,elsewhere.example/",
        "https://*/",
        "https://pay .example/",
    ],
)
def test_nowhere_else(destination):
    assert not may_be_followed(destination)


def test_a_developer_may_be_sent_to_a_practice_box_office_by_name():
    assert may_be_followed("http://sandbox:8013/pay/", is_debug=True)


@pytest.mark.parametrize(
    ("destination", "address"),
    [
        (PAY, f"{PAY}?b=1&a=%C3%AB+%26"),
        (f"{PAY}?", f"{PAY}?b=1&a=%C3%AB+%26"),
        (f"{PAY}?b=0", f"{PAY}?b=0&b=1&a=%C3%AB+%26"),
        (f"{PAY}?b=0&", f"{PAY}?b=0&b=1&a=%C3%AB+%26"),
        (f"{PAY}#card", f"{PAY}?b=1&a=%C3%AB+%26#card"),
    ],
)
def test_parameters_follow_what_the_destination_already_has(destination, address):
    assert WayOut(destination, parameters=(("b", "1"), ("a", "ë &"))).address == address


def test_without_parameters_it_is_as_it_is():
    assert WayOut(f"{PAY}?a=1").address == f"{PAY}?a=1"


def test_a_form_goes_to_the_destination_alone():
    assert WayOut(f"{PAY}?a=1", is_post=True, parameters=(("b", "2"),)).address == f"{PAY}?a=1"


def test_its_origin_is_as_a_policy_names_it():
    assert WayOut("HTTPS://Pay.Example:8443/card?a=1").origin == "https://pay.example:8443"


@given(pairs=pairs)
def test_any_parameters_arrive_in_their_order(pairs):
    query = urlsplit(WayOut(f"{PAY}?first=1", parameters=pairs).address).query
    assert parse_qsl(query, keep_blank_values=True) == [("first", "1"), *pairs]
