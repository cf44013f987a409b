"""What came back from a debitor's page, read word for word."""

import json
from urllib.parse import parse_qsl, urlencode

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from boxoffice.ticketing.transport import _as_bytes
from checkout.returned import TooMuch, from_kept, parameters_of, to_keep

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "----line"
any_text = st.text(st.characters(codec="utf-8"), max_size=20)
any_pairs = st.lists(st.tuples(any_text, any_text), max_size=8)
any_bytes = st.lists(st.tuples(st.binary(max_size=12), st.binary(max_size=12)), max_size=8)


def posted(body, *, query="", content_type=FORM):
    path = f"/{'?' if query else ''}{query}"
    body = body if isinstance(body, bytes) else body.encode()
    return RequestFactory().generic("POST", path, body, content_type)


def a_part(name, value):
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"


def multipart(*parts):
    body = b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
    return posted(body, content_type=f'multipart/form-data; boundary="{BOUNDARY}"')


def test_the_address_comes_first_then_the_body_with_repeats_blanks_and_order():
    request = posted("item=2&b=&item=3&c", query="item=1&a=%26+%C3%AB")
    assert parameters_of(request) == (
        *(("item", "1"), ("a", "& ë")),
        *(("item", "2"), ("b", ""), ("item", "3"), ("c", "")),
    )


def test_a_get_brings_its_address_alone():
    request = RequestFactory().get("/?a=1&a=&b=%20x")
    assert parameters_of(request) == (("a", "1"), ("a", ""), ("b", " x"))


def test_a_multipart_form_keeps_its_order_too():
    parts = [a_part("a", b"1"), a_part("b", "Zoë\r\nO'Hara".encode()), a_part("a", b""), a_part("q%22", b"2")]
    assert parameters_of(multipart(*parts)) == (
        *(("a", "1"), ("b", "Zoë\r\nO'Hara")),
        *(("a", ""), ('q"', "2")),
    )


def test_a_file_is_no_parameter():
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\nx\r\n'.encode()
    assert parameters_of(multipart(file, a_part("a", b"1"))) == (("a", "1"),)


def test_an_old_charset_that_a_form_names_is_believed():
    assert parameters_of(posted("payer=Zo%EB", content_type=f"{FORM}; charset=ISO-8859-1")) == (
        ("payer", "Zoë"),
    )


@pytest.mark.parametrize("charset", ["utf-8", "hex", "no-such", "idna"])
def test_any_other_charset_changes_nothing(charset):
    assert parameters_of(posted("a=%C3%AB", content_type=f"{FORM}; charset={charset}")) == (("a", "ë"),)


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "", "multipart/form-data"])
def test_what_no_form_sends_is_nothing(kind):
    assert parameters_of(posted('{"a": 1}', query="b=2", content_type=kind)) == (("b", "2"),)


@pytest.mark.parametrize("body", ["a=" + "x" * 600_000, "&".join("abc" for _ in range(1_001))])
def test_too_much_is_too_much(body):
    with pytest.raises(TooMuch):
        parameters_of(posted(body))


def test_too_many_parts_are_too_much():
    with pytest.raises(TooMuch):
        parameters_of(multipart(*(a_part("a", b"1") for _ in range(1_001))))


@given(query=any_pairs, body=any_pairs)
def test_any_text_is_read_as_it_was_written(query, body):
    request = posted(urlencode(body), query=urlencode(query))
    assert parameters_of(request) == (*query, *body)


@given(pairs=any_bytes)
def test_any_bytes_are_kept_and_sent_on_as_they_came(pairs):
    came = parameters_of(posted(urlencode(pairs)))
    kept = json.loads(json.dumps(to_keep(came)))
    assert "\\u0000" not in json.dumps(kept)
    assert [tuple(pair) for pair in _as_bytes(from_kept(kept))] == pairs


@given(pairs=any_bytes)
def test_what_is_kept_has_nothing_that_a_database_refuses(pairs):
    text = "".join(str(part) for pair in to_keep(parameters_of(posted(urlencode(pairs)))) for part in pair)
    text.encode()
    assert "\x00" not in text


def test_plain_text_is_kept_as_it_reads():
    assert to_keep(parse_qsl("a=1&b=Zo%C3%AB")) == [["a", "1"], ["b", "Zoë"]]
