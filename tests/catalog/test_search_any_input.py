"""Whatever stands in an address: a page with a sentence, never a fault."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.searching.asked import PARAMETERS, asked_from
from tests.catalog.searched import text
from tests.listed_events import listed
from tests.words import stands_in

pytestmark = pytest.mark.django_db

ABSURD = [
    "",
    "\0",
    "a\0b",
    "🎭",
    "\u202e",
    "x" * 10_000,
    "a " * 5_000,
    "-1",
    "0",
    "99999999999999999999",
    "abc",
    "0000-00-00",
    "9999-12-31",
    "NaN",
    "sNaN",
    "1e999",
    "1e-999",
    "-5",
    "Infinity",
    "999,999",
    "90,180",
    "-90,-180",
    "0.0,0.0",
    "٣",
    "²",
    "' OR 1=1 --",
    '"*" OR NEAR(',
    "a:* & !b | (c",
    "%s %(x)s {0}",
    "_%_",
    "東京",
    "e\u0301",
]


@pytest.mark.parametrize("value", ABSURD)
def test_no_value_of_any_parameter_is_too_absurd(client, value):
    listed("Hamlet", price=(10, 20), latitude=51.5, longitude=-0.1)
    for name in PARAMETERS:
        assert client.get("/search/", {name: value}).status_code == 200, name


def test_all_parameters_absurd_at_once(client):
    for value in ABSURD[:20]:
        assert client.get("/search/", dict.fromkeys(PARAMETERS, value)).status_code == 200


def test_hundreds_of_repeats_are_cut_to_what_anybody_would_choose(client):
    listed("Hamlet")
    page = text(client, urlencode([("city", f"c{number}") for number in range(900)]))
    assert stands_in(page, "c29")
    assert not stands_in(page, "c30")


def test_thousands_of_parameters_are_refused_in_words(client):
    answer = client.get("/search/?" + "city=a&" * 5000)
    assert answer.status_code == 400
    assert "Something in the address was wrong" in answer.content.decode()


names = st.sampled_from([*PARAMETERS, "other", ""])
values = st.one_of(
    st.text(max_size=40), st.sampled_from(ABSURD), st.integers().map(str), st.floats().map(str)
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(names, values), max_size=12))
def test_any_address_gets_a_page(client, given_parameters):
    query = urlencode(given_parameters, errors="replace")
    assert client.get(f"/search/?{query}").status_code == 200


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from([*PARAMETERS]), values), max_size=12))
def test_an_address_written_from_what_was_read_reads_the_same(given_parameters):
    today = date(2026, 11, 21)
    asked = asked_from(QueryDict(urlencode(given_parameters, errors="replace")), today=today)
    again = asked_from(QueryDict(asked.address.partition("?")[2]), today=today)
    assert again == asked
    assert again.problems == ()
