"""The queue: huey's own, whose tasks carry the id of the request that wanted them, and are counted.

Each run has one line in the log. What it logs, and asks of f13, has the id of what led to it.
"""

import logging
import time
from typing import Any

from huey import PostgresHuey, SqliteHuey
from huey.api import Huey, Task

from . import following, numbers, spans
from .following import Followed
from .queue_storage import Storage

logger = logging.getLogger("boxoffice.task")

ABOUT_AN_ORDER = {"buy", "take", "compare", "let_go"}  # whose one argument is its id


class Following(Huey):
    """What is put in says where it comes from; what is taken out goes on under that name."""

    def enqueue(self, task: Any) -> Any:
        if isinstance(task, Task) and following.queued_at(task.id) is None:
            task.id = following.task_id()
        return super().enqueue(task)

    def execute(self, task: Task, timestamp: Any = None) -> Any:
        followed = Followed(following.id_of_task(task.id), task=name_of(task))
        if task.name in ABOUT_AN_ORDER and task.args:
            followed.order = str(task.args[0])
        with following.following(followed):
            return super().execute(task, timestamp)

    def _execute(self, task: Task, timestamp: Any) -> Any:
        """One run. Tasks that are only put off until their time do not come by here."""
        task.outcome = "ok"
        started = time.perf_counter()
        with spans.task(name_of(task)) as span:
            try:
                return super()._execute(task, timestamp)
            finally:
                _tell(task, time.perf_counter() - started, span)

    def _run_post_execute(self, task: Task, task_value: Any, exception: Exception | None) -> None:
        task.outcome = type(exception).__name__ if exception else "ok"
        super()._run_post_execute(task, task_value, exception)


class SqliteQueue(Following, SqliteHuey):
    pass


class PostgresQueue(Following, PostgresHuey):
    storage_class = Storage


def name_of(task: Task) -> str:
    """As `checkout.buy`: the app and the task."""
    return f"{type(task).__module__.partition('.')[0]}.{task.name}"


def _tell(task: Task, seconds: float, span: spans.Span) -> None:
    followed, name, outcome = following.current(), name_of(task), task.outcome
    numbers.TASKS.labels(name, "ok" if outcome == "ok" else "failed").observe(seconds)
    calls = len(followed.asked) if followed else 0
    span.tell(outcome=outcome, calls=calls)
    facts = {"outcome": outcome, "ms": round(seconds * 1000, 1), "calls": calls}
    message = f"{name} {outcome} {facts['ms']}ms calls={calls}"
    logger.info("%s", message, extra={"facts": facts, "is_plain": True})
