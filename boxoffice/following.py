"""The id under which a request, the tasks that follow from it and what both ask of f13 are found together.

It comes from the balancer, or is made anew; logs, answers, the queue and f13 are given it. What is known of
the work that goes on in this thread is here: threads that are started with a copy of the context share it.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

LOOKS_LIKE_AN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:=-]{7,63}")


@dataclass(slots=True, eq=False)
class Followed:
    """A request, or one run of a task. `asked` are the endpoints of f13 that it has used so far."""

    id: str
    task: str = ""
    order: str = ""
    route: str = ""
    asked: list[str] = field(default_factory=list)
    private: set[str] = field(default_factory=set)  # what tells of a customer, and is to be in no log
    request: Any = None


_current: ContextVar[Followed | None] = ContextVar("followed", default=None)


def current() -> Followed | None:
    """What this thread works on, as far as anybody has said."""
    return _current.get()


def current_id() -> str:
    followed = _current.get()
    return followed.id if followed else ""


def new_id() -> str:
    return uuid.uuid4().hex


def id_from(said: str | None) -> str:
    """The id as somebody trusted wrote it, or another one where that is none."""
    return said if said and LOOKS_LIKE_AN_ID.fullmatch(said) else new_id()


@contextmanager
def following(followed: Followed) -> Iterator[Followed]:
    """Everything in the block is about this."""
    token = _current.set(followed)
    try:
        yield followed
    finally:
        _current.reset(token)


def about(order: object) -> None:
    """From here on it is about this order."""
    if followed := _current.get():
        followed.order = str(order)


def asks(endpoint: str) -> None:
    """f13 is asked."""
    if followed := _current.get():
        followed.asked.append(endpoint)


def keep_private(words: Iterable[object]) -> None:
    """None of these words may stand in what is logged while this goes on."""
    if followed := _current.get():
        followed.private |= {word for word in words if isinstance(word, str) and len(word) > 1}


# In the queue a task's own id carries the id and the time, so that releases can run side by side:
# one that knows nothing of it reads a task's id like any other.


def task_id() -> str:
    """A new task's id: `<id>/<milliseconds since the epoch>/<its own>`."""
    return f"{current_id()}/{time.time() * 1000:.0f}/{new_id()}"


def id_of_task(known: str) -> str:
    """Of the request that wanted the task; one of its own where no request did."""
    said, slash, _rest = known.partition("/")
    return said if slash and said else new_id()


def queued_at(known: str) -> float | None:
    """When the task was put into the queue, in seconds since the epoch."""
    parts = known.split("/")
    return int(parts[1]) / 1000 if len(parts) == 3 and parts[1].isdigit() else None
