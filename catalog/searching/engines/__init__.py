"""What the databases do differently, one file each: their indexes of words, and the questions to them."""

from types import ModuleType
from typing import Any

from django.db import connections

from . import postgresql, sqlite

ENGINES = {"postgresql": postgresql, "sqlite": sqlite}


def engine(using: str = "default") -> ModuleType:
    return ENGINES[connections[using].vendor]


def prepare(*, using: str, **signal: Any) -> None:
    """See to the indexes that Django knows nothing of. To be done again at any time."""
    connection = connections[using]
    if "catalog_word" in connection.introspection.table_names():
        engine(using).prepare(connection)
