"""SQLite's full text search: FTS5 over the texts, and FTS5's trigrams over the vocabulary.

Both are indexes over the tables of the models, kept up by triggers.
"""

from typing import Any

from django.db.models.expressions import RawSQL

KNOWN = "language = %s AND text >= %s AND text < %s"
TEXTS_WITH = "SELECT rowid FROM catalog_eventtext_index WHERE catalog_eventtext_index MATCH %s"
SIMILAR = """
    SELECT word.text FROM catalog_word_index JOIN catalog_word AS word ON word.id = catalog_word_index.rowid
    WHERE catalog_word_index MATCH %s AND word.language = %s ORDER BY catalog_word_index.rank LIMIT 40
"""
INDEXES = {
    "catalog_eventtext": (
        "words",
        "tokenize = \"unicode61 remove_diacritics 0 tokenchars '_'\"",
    ),
    "catalog_word": ("text", "tokenize = 'trigram'"),
}


def prepare(connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        found = {name for (name,) in cursor.fetchall()}
        for table, (column, options) in INDEXES.items():
            # A trigger goes with its table whenever Django builds the table anew.
            if f"{table}_index_update" not in found:
                _index(cursor, table=table, column=column, options=options)


def _index(cursor: Any, *, table: str, column: str, options: str) -> None:
    index = f"{table}_index"
    add = f"INSERT INTO {index} (rowid, {column}) VALUES (new.id, new.{column});"  # noqa: S608 -- names of our own
    drop = f"INSERT INTO {index} ({index}, rowid, {column}) VALUES ('delete', old.id, old.{column});"  # noqa: S608 -- the same
    cursor.execute(f"DROP TABLE IF EXISTS {index}")
    cursor.execute(
        f"CREATE VIRTUAL TABLE {index} "
        f"USING fts5({column}, content = '{table}', content_rowid = 'id', {options})"
    )
    for event, deed in {"insert": add, "delete": drop, "update": drop + add}.items():
        name, when = f"{index}_{event}", f"{event} OF {column}" if event == "update" else event
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"CREATE TRIGGER {name} AFTER {when} ON {table} BEGIN {deed} END")
    cursor.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")  # noqa: S608 -- the same


def texts_with(words: list[str]) -> RawSQL:
    """The ids of the texts that hold a word with each of these beginnings."""
    return RawSQL(TEXTS_WITH, [" ".join(f'"{word}"*' for word in words)])  # noqa: S611 -- a constant, with parameters


def known(word: str, *, language: str) -> tuple[str, list[str]]:
    """Whether any word begins so: a condition, and what goes into it."""
    return KNOWN, [language, word, word + "\U0010ffff"]


def similar(word: str, *, language: str) -> tuple[str, list[str]]:
    """The words that share most with this one: a question, and what goes into it."""
    parts = {word[start : start + 3] for start in range(max(1, len(word) - 2))}
    return SIMILAR, [" OR ".join(f'"{part}"' for part in sorted(parts)), language]
