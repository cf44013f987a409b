"""PostgreSQL's full text search over the texts, and its trigrams over the vocabulary.

The trigrams are an extension, pg_trgm, which any owner of a database may create since PostgreSQL 13. Where it
is missing, typos are forgiven that leave a word's first letter.
"""

import logging
from functools import cache
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

logger = logging.getLogger(__name__)

HAS_WORDS = "to_tsvector('simple', words) @@ to_tsquery('simple', %s)"
KNOWN = "language = %s AND text LIKE %s"
SIMILAR = "SELECT text FROM catalog_word WHERE language = %s ORDER BY text <-> %s LIMIT 40"
SAME_BEGINNING = "SELECT text FROM catalog_word WHERE language = %s AND text LIKE %s LIMIT 2000"
INDEXES = (
    """
    CREATE INDEX IF NOT EXISTS catalog_eventtext_index ON catalog_eventtext
    USING gin (to_tsvector('simple', words))
    """,
    "CREATE INDEX IF NOT EXISTS catalog_word_beginnings ON catalog_word (language, text text_pattern_ops)",
)
TRIGRAMS = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX IF NOT EXISTS catalog_word_trigrams ON catalog_word USING gist (text gist_trgm_ops)",
)


def prepare(connection: Any) -> None:
    with connection.cursor() as cursor:
        for index in INDEXES:
            cursor.execute(index)
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for statement in TRIGRAMS:
                cursor.execute(statement)
    except DatabaseError as error:
        logger.warning(
            "Search forgives fewer typos: the extension pg_trgm could not be made (%s). "
            "Let the database's owner run CREATE EXTENSION pg_trgm, and migrate again.",
            str(error).strip(),
        )
    has_trigrams.cache_clear()


def know_the_sizes(connection: Any) -> None:
    """Let the planner know how many rows there are, which it would find out by itself a minute late.

    A join with a table that it takes for empty goes row by row: for 5,000 events that is minutes.
    """
    models = apps.get_app_config("catalog").get_models(include_auto_created=True)
    tables = sorted(connection.ops.quote_name(model._meta.db_table) for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


@cache
def has_trigrams() -> bool:
    """Asked once in a process's life."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc('similarity') IS NOT NULL")
        return bool(cursor.fetchone()[0])


def with_words(texts: QuerySet, beginnings: list[str]) -> QuerySet:
    """Those of the texts that hold a word with each of these beginnings."""
    asked = " & ".join(f"'{beginning}':*" for beginning in beginnings)
    return texts.filter(RawSQL(HAS_WORDS, [asked], output_field=BooleanField()))  # noqa: S611 -- a constant, with parameters


def known(word: str, *, language: str) -> tuple[str, list[str]]:
    """Whether any word begins so: a condition, and what goes into it."""
    return KNOWN, [language, _beginning(word)]


def similar(word: str, *, language: str) -> tuple[str, list[str]]:
    """The words that share most with this one: a question, and what goes into it."""
    if has_trigrams():
        return SIMILAR, [language, word]
    return SAME_BEGINNING, [language, _beginning(word[0])]


def _beginning(word: str) -> str:
    return word.replace("_", r"\_") + "%"
