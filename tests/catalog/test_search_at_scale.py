"""Five thousand events: few questions to the database, whatever is asked, and all answered rightly."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.catalog.searched import numbers, text, titles
from tests.many_events import many_events

pytestmark = pytest.mark.django_db

NUMBER = 5000
QUERIES = [
    "",
    "q=hamlet",
    "q=hamlt&near=town+kes",
    "q=zephir&city=city-1",
    "city=city-0&category=opera&offers=yes&seated=yes",
    "from=2026-12-01&to=2027-02-10&min=20&max=60&country=uk",
    "near=51.5,-0.13",
    "sort=cost_ascending&page=100",
    "q=zzzz&from=2027-01-01&offers=yes",
]


def test_whatever_is_asked_of_5000_events_it_takes_three_queries(client, django_assert_max_num_queries):
    many_events(NUMBER)
    text(client, "q=warm")  # whether PostgreSQL has trigrams is asked once in a process's life
    for query in QUERIES:
        with django_assert_max_num_queries(3):
            text(client, query)
    assert f"{NUMBER} events" in text(client)
    assert sum(numbers(text(client), "city").values()) == NUMBER
    assert titles(client, "q=singlar zepyr") == ["The Singular Zephyr"]
    assert f"{NUMBER // 100} events" in text(client, "q=hamlet")


def test_words_are_found_by_index(client):
    many_events(NUMBER)
    with CaptureQueriesContext(connection) as asked:
        text(client, "q=zephir")
    is_sqlite = connection.vendor == "sqlite"
    plans = list(_plans(asked.captured_queries, explain="EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"))
    assert ("VIRTUAL TABLE INDEX" if is_sqlite else "catalog_word_") in plans[0]
    for plan in plans[1:]:
        assert ("VIRTUAL TABLE INDEX" if is_sqlite else "catalog_eventtext_index") in plan


def _plans(asked, *, explain):
    with connection.cursor() as cursor:
        for one in asked:
            cursor.execute(f"{explain} {one['sql']}")
            yield "\n".join(str(row) for row in cursor.fetchall())
