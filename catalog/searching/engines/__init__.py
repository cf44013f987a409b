"""What the databases do differently, one file each: their indexes of words, and the questions to them."""

from types import ModuleType
from typing import Any

from django.db import connections

from . import postgresql, sqlite

ENGINES = {"postgresql": postgresql, "sqlite": sqlite}


def engine(using: str = "default") -> ModuleType:
    return ENGINES[connections[using].vendor]


def know_the_sizes(using: str = "default") -> None:
    """Let the database plan for as many rows as there are now, after many have come or gone."""
    engine(using).know_the_sizes(connections[using])


def prepare(*, using: str, **signal: Any) -> None:
    """See to the indexes that Django knows nothing of. To be done again at any time."""
    connection = connections[using]
    if "catalog_word" in connection.introspection.table_names():
        engine(using).prepare(connection)
