"""SQLite's full text search: FTS5 over the texts, and FTS5's trigrams over the vocabulary.

Both are tables beside those of the models, kept up by triggers.
"""

from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

KNOWN = "language = %s AND text >= %s AND text < %s"
TEXTS_WITH = "SELECT rowid FROM catalog_eventtext_index WHERE catalog_eventtext_index MATCH %s"
SIMILAR = """
    SELECT word.text FROM catalog_word_index JOIN catalog_word AS word ON word.id = catalog_word_index.rowid
    WHERE catalog_word_index MATCH %s AND word.language = %s ORDER BY catalog_word_index.rank LIMIT 40
"""
# By table: the column, how it is cut, and what surrounds it: blanks make beginnings and ends count.
INDEXES = {
    "catalog_eventtext": ("words", "unicode61 remove_diacritics 0 tokenchars '_'", ""),
    "catalog_word": ("text", "trigram", "  "),
}


def prepare(connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        found = {name for (name,) in cursor.fetchall()}
        for table in INDEXES:
            # A trigger goes with its table whenever Django builds the table anew.
            if f"{table}_index_update" not in found:
                _index(cursor, table=table)


def _index(cursor: Any, *, table: str) -> None:
    column, tokenizer, blank = INDEXES[table]
    index = f"{table}_index"
    add = f"INSERT INTO {index} (rowid, {column})"
    drop = f"DELETE FROM {index} WHERE rowid = old.id;"  # noqa: S608 -- names of our own
    fresh = f"{add} VALUES (new.id, '{blank}' || new.{column} || '{blank}');"
    cursor.execute(f"DROP TABLE IF EXISTS {index}")
    cursor.execute(f'CREATE VIRTUAL TABLE {index} USING fts5({column}, tokenize = "{tokenizer}")')
    for event, deed in {"INSERT": fresh, "DELETE": drop, f"UPDATE OF {column}": drop + fresh}.items():
        name = f"{index}_{event.split()[0].lower()}"
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {deed} END")
    whole = f"SELECT id, '{blank}' || {column} || '{blank}' FROM {table}"  # noqa: S608 -- the same
    cursor.execute(f"{add} {whole}")


def know_the_sizes(connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA optimize")


def with_words(texts: QuerySet, beginnings: list[str]) -> QuerySet:
    """Those of the texts that hold a word with each of these beginnings."""
    asked = " ".join(f'"{beginning}"*' for beginning in beginnings)
    return texts.filter(pk__in=RawSQL(TEXTS_WITH, [asked]))  # noqa: S611 -- a constant, with parameters


def known(word: str, *, language: str) -> tuple[str, list[str]]:
    """Whether any word begins so: a condition, and what goes into it."""
    return KNOWN, [language, word, word + "\U0010ffff"]


def similar(word: str, *, language: str) -> tuple[str, list[str]]:
    """The words that share most with this one: a question, and what goes into it."""
    padded = f"  {word}  "
    parts = {padded[start : start + 3] for start in range(len(padded) - 2)}
    return SIMILAR, [" OR ".join(f'"{part}"' for part in sorted(parts)), language]
