"""What each database keeps for searching comes back whenever it was lost."""

import logging

import pytest
from django.db import connection

from catalog import mirror
from catalog.models import Event, EventText, Word
from catalog.searching import engines
from catalog.searching.engines import postgresql
from tests.catalog.searched import notices, text, titles
from tests.listed_events import listed

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]
on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite's triggers")
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="about PostgreSQL's extension")


@pytest.fixture
def forgotten():
    postgresql.has_trigrams.cache_clear()
    yield
    postgresql.has_trigrams.cache_clear()


@on_sqlite
def test_after_a_table_was_built_anew_the_next_migration_brings_its_index_back(client):
    listed("Hamlet")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER catalog_eventtext_index_update")
        cursor.execute("DROP TRIGGER catalog_word_index_update")
    EventText.objects.update(words="macbeth")
    Word.objects.filter(text="hamlet").update(text="macbeth")
    assert titles(client, "q=macbeth") == []
    engines.prepare(using="default")
    assert titles(client, "q=macbeth") == ["Hamlet"]
    assert notices(text(client, "q=macbth")) == ["Nothing for “macbth”; showing “macbeth”."]


def test_preparing_again_changes_nothing(client):
    engines.prepare(using="default")
    engines.prepare(using="default")
    listed("Hamlet")
    assert titles(client, "q=hamlt") == ["Hamlet"]


@on_postgresql
def test_after_a_reading_the_database_plans_for_as_many_events_as_there_are(client, f13):
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalog_event")  # while it is empty, or was emptied
        mirror.refresh()
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'catalog_event'")
        assert cursor.fetchone() == (Event.objects.count(),)


@on_postgresql
def test_without_trigrams_typos_are_forgiven_that_leave_the_first_letter(client, forgotten):
    with connection.cursor() as cursor:
        # First, for PostgreSQL may look up how the index compares once that is dropped already.
        cursor.execute("DROP INDEX catalog_word_trigrams")
        cursor.execute("DROP EXTENSION pg_trgm")
    listed("Hamlet")
    assert titles(client, "q=hamlt") == ["Hamlet"]
    assert titles(client, "q=jamlet") == []


@on_postgresql
def test_a_role_that_may_not_make_the_extension_is_told_and_migrates_on(
    client, forgotten, monkeypatch, caplog
):
    monkeypatch.setattr(postgresql, "TRIGRAMS", ("CREATE EXTENSION no_such_extension",))
    with caplog.at_level(logging.WARNING):
        engines.prepare(using="default")
    assert "Let the database's owner run CREATE EXTENSION pg_trgm" in caplog.text
    listed("Hamlet")
    assert titles(client, "q=haml") == ["Hamlet"]
