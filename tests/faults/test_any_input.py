"""Whatever comes in: a page that says so, never a fault of ours, never a word of f13's or of Python's."""

import random
import string
import uuid
from collections import Counter
from urllib.parse import quote

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from checkout import access
from checkout.models import CalloutStep, OrderRecord
from tests.builders import CUSTOMER, a_choice, a_hold, a_performance, hold_form, mirrored
from tests.rules.pages import HouseRulesClient

pytestmark = pytest.mark.django_db

ROUNDS = 250
BESIDES = {"admin"}  # Django's own, behind a login

HOSTILE = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "\u202e",
    "\ufffe",
    "💺" * 50,
    "%00",
    "%",
    "..",
    "../../etc/passwd",
    "//elsewhere.example/",
    "https://elsewhere.example/",
    "javascript:alert(1)",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "' OR 1=1 --",
    "\r\nSet-Cookie: a=b",
    "-1",
    "0",
    "99999999999999999999999",
    "1e309",
    "NaN",
    "٣",
    "null",
    "[]",
    "[" * 400,
    '["\\ud800", "A/pool"]',
    '["\\u0000", "A/pool"]',
    '["STALLS", "A/pool", 1]',
    "x" * 300,
    "x" * 5000,
    "a " * 100,
    "2027-13",
    "+" * 40,
    "00000000-0000-0000-0000-000000000000",
]
HEADERS = {
    "Accept-Language": ["xx", "en;q=nan", "*", "," * 500, "zh-Hans-CN-x-private;q=0.1,de-DE-1996", "\xff"],
    "Content-Type": [
        "",
        "text/plain",
        "application/json",
        "multipart/form-data",
        "multipart/form-data; boundary=",
    ],
    "Cookie": [
        'sessionid="\\000aaaaaaaa"; csrftoken="\\000"',
        "sessionid=" + "x" * 5000,
        "messages=[[not json",
        "csrftoken=short; django_language=../../x",
        ";;;==;a",
    ],
    "Referer": ["//", "http://[::1", "https://elsewhere.example/"],
    "X-Forwarded-For": ["'; DROP TABLE", "::1"],
    "Range": ["bytes=0-0"],
    "If-Modified-Since": ["yesterday"],
}
SAID_BY_F13_ONLY = (
    "Bad data supplied",
    "Missing parameter",
    "Not a number",
    "cannot be reserved",
    "belongs to another user",
    "No such",
    "Failed to create connection",
)
SAID_BY_PYTHON_ONLY = ("Traceback", "Exception", "Error at /", "django.", "psycopg", "sqlite3")


def patterns(resolver, prefix=""):
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver) and not route.startswith(tuple(BESIDES)):
            yield from patterns(one, route)
        elif isinstance(one, URLPattern) and not route.startswith(tuple(BESIDES)):
            yield route


@pytest.fixture
def stage(client, f13):
    """A visitor in the middle of everything: a trolley, a hold, an event's page, a performance's."""
    (event,) = mirrored("7AB")
    record = a_hold(client)
    form = hold_form(client.get("/trolley/").content.decode())
    client.raise_request_exception = False
    return {
        "record_id": str(record.pk),
        "event_id": event.event_id,
        "slug": event.slug,
        "perf_id": a_performance("7AB"),
        "item_number": "1",
        "number": "1",
        "path": "icon.svg",
        "token": CalloutStep.objects.create(record=record).token,
        "transaction_uuid": record.transaction_uuid,
        "cancellation_id": str(uuid.uuid4()),
        "signature": access.link_to(record).rstrip("/").rpartition("/")[2],
        "form": {**a_choice(), **form, **CUSTOMER, "q": "cat", "month": "2027-01", "page": "1"},
    }


def an_address(chance, route, stage):
    """The route with its parts filled in, rightly or by something hostile."""
    parts = route.replace("[\\s\\S]+", "").split("<")
    address = "/" + parts[0]
    for part in parts[1:]:
        name, _, rest = part.partition(">")
        right = stage[name.split(":")[-1]]
        filled = right if chance.random() < 0.6 else chance.choice([*HOSTILE, str(uuid.UUID(int=7))])
        address += quote(filled, safe="") + rest
    return address


def a_form(chance, stage):
    form = {
        name: chance.choice(HOSTILE) if chance.random() < 0.3 else value
        for name, value in stage["form"].items()
    }
    return {name: value for name, value in form.items() if chance.random() > 0.1}


def a_request(chance, stage, routes):
    method = chance.choice(["GET", "GET", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"])
    headers = {}
    if chance.random() < 0.3:
        name = chance.choice(list(HEADERS))
        headers["HTTP_" + name.upper().replace("-", "_")] = chance.choice(HEADERS[name])
    form = a_form(chance, stage)
    body = {"data": form} if method in {"GET", "POST", "HEAD"} else {}
    if "HTTP_CONTENT_TYPE" in headers:
        kind = headers.pop("HTTP_CONTENT_TYPE")
        if method == "POST":
            body = {"data": "".join(chance.choices(string.printable, k=200)), "content_type": kind}
    return method, an_address(chance, chance.choice(routes), stage), body, headers


@pytest.mark.parametrize("seed", range(2))
def test_no_input_makes_it_fail(client, stage, seed):
    chance, routes = random.Random(seed), list(patterns(get_resolver()))
    assert len(routes) >= 10
    statuses = Counter()
    for _ in range(ROUNDS):
        method, address, body, headers = a_request(chance, stage, routes)
        answer = getattr(client, method.lower())(address, **body, **headers)
        said = f"{method} {address[:200]} {str(body)[:2000]} {headers}"
        assert answer.status_code < 500, said
        text = answer.content.decode(errors="replace")
        assert not [words for words in SAID_BY_F13_ONLY + SAID_BY_PYTHON_ONLY if words in text], said
        assert not answer.get("Location", "").startswith(("//", "http")), said
        assert answer.status_code < 400 or is_never_kept(answer), said
        statuses[answer.status_code] += 1
    assert {200, 302, 404, 405} <= set(statuses)


def is_never_kept(answer):
    return answer.status_code == 405 or "no-store" in answer.get("Cache-Control", "")


def test_forms_come_from_our_own_pages_only(stage):
    stranger = HouseRulesClient(enforce_csrf_checks=True)
    addresses = ["/trolley/add/", "/trolley/reserve/", "/trolley/remove/1/"]
    addresses += [f"/checkout/{stage['record_id']}/", f"/checkout/{stage['record_id']}/release/"]
    for address in addresses:
        answer = stranger.post(address, stage["form"])
        assert (answer.status_code, "Please try that again" in answer.content.decode()) == (403, True)
    assert OrderRecord.objects.get().state == "reserved"


@pytest.mark.parametrize(
    ("host", "expected"),
    [("testserver", 200), ("elsewhere.example", 400), ("", 400), ("a b", 400), ("[::1", 400)],
)
def test_only_its_own_name_is_answered_to(client, host, expected):
    client.raise_request_exception = False
    assert client.get("/", headers={"host": host}).status_code == expected


def test_a_huge_form_is_refused_in_words(client):
    answer = client.post("/trolley/add/", {"perf_id": "x" * 3_000_000})
    assert answer.status_code == 400
    assert "Something in the address was wrong" in answer.content.decode()
    assert client.post("/trolley/add/", {f"n{number}": "" for number in range(2000)}).status_code == 400
