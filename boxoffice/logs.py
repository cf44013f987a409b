"""What is written down: one JSON object to a line (LOG_FORMAT=json), or a line for people (line), to stderr.

Each says when, how bad, who says it and what, the id, the order and the task that it is about, and `facts`
that whoever logs gives as `extra={"facts": {…}}`. All texts pass the mask.
"""

import json
import logging
import re
import time
from collections.abc import Iterable, Mapping
from typing import Any

from . import following
from .environment import Environment
from .masking import Mask, everywhere

FORMATS = ("json", "line")
ENCODER = json.JSONEncoder(ensure_ascii=False, default=str)
LINE_ENDS = {ord(one): f"\\u{ord(one):04x}" for one in "\x85\u2028\u2029"}  # to some who read lines
CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
# Fields of forms that tell of a person, or let one in.
PERSONAL = re.compile(r"(?i)name|mail|phone|address|town|county|postcode|reference|password|token")


class Formatter(logging.Formatter):
    """What both forms have in common."""

    def __init__(self, *, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._mask = Mask(secrets)

    def said(self, record: logging.LogRecord) -> dict[str, Any]:
        """Everything about a record, in the order in which it is written."""
        followed = following.current()
        said: dict[str, Any] = {
            "time": moment(record.created),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if followed:
            named = {"id": followed.id, "order": followed.order, "task": followed.task}
            said |= {name: one for name, one in named.items() if one}
        facts = getattr(record, "facts", {})
        if getattr(record, "is_plain", False):  # made of our own words and numbers: there is nothing to mask
            return said | facts
        private = _private(followed)
        said["message"] = self._mask(said["message"], private=private)
        if text := self._trouble(record):
            said["exception"] = self._mask(text, private=private)
        return said | {
            name: everywhere(value, lambda text: self._mask(text, private=private))
            for name, value in facts.items()
        }

    def _trouble(self, record: logging.LogRecord) -> str:
        parts = (
            self.formatException(record.exc_info) if record.exc_info else record.exc_text,
            record.stack_info,
        )
        return "\n".join(part for part in parts if part)


class Json(Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = ENCODER.encode(self.said(record))
        return line if line.isascii() else line.translate(LINE_ENDS)


class Line(Formatter):
    """`2026-11-22T10:00:00.000Z INFO checkout.purchase Something happened id=… order=…`"""

    def format(self, record: logging.LogRecord) -> str:
        said = self.said(record)
        trouble = said.pop("exception", "")
        first = [CONTROLS.sub(" ", str(said.pop(name))) for name in ("time", "level", "logger", "message")]
        rest = [f"{name}={said[name]}" for name in ("id", "order", "task") if name in said]
        return " ".join(first + rest) + (f"\n{trouble}" if trouble else "")


def moment(seconds: float) -> str:
    """`2026-11-22T10:00:00.000Z`"""
    whole, parts = divmod(int(seconds * 1000), 1000)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(whole))}.{parts:03}Z"


def formatter_from(env: Environment) -> Formatter:
    kind = {"json": Json, "line": Line}[_format(env)]
    return kind(secrets=env.secrets())


def configuration(env: Environment) -> Mapping[str, Any]:
    """For settings.LOGGING."""
    level = env.level("LOG_LEVEL")
    _format(env)  # what is wrong is told with everything else that is
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"said": {"()": formatter_from, "env": env}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "said"},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # At DEBUG it would write down what is sent and answered, customers and cards included.
            "stripe": {"level": "WARNING"},
            # At INFO it writes down the letters of every ticket and receipt, names and addresses included.
            "fontTools": {"level": "WARNING"},
            # Django's own server would write whole addresses, and on a way of its own.
            "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            # Whoever scans for hosts would fill the log with tracebacks; the line of the request says 400.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            # At INFO it writes three lines for each task; ours has more in one. Without a handler of its own
            # it would get one from the worker, and say everything twice.
            "huey": {"level": "WARNING", "handlers": ["nowhere"]},
            "huey.consumer": {"level": level},  # that the worker starts, and that it was told to stop
        },
    }


def _format(env: Environment) -> str:
    """For machines; for people where somebody develops."""
    wanted = FORMATS[::-1] if env.flag("DEBUG") else FORMATS
    return env.one_of("LOG_FORMAT", *wanted)


def _private(followed: following.Followed | None) -> set[str]:
    """Words of the customer whom this is about: those that were said, and those of the form that was sent."""
    if followed is None:
        return set()
    # Only what has been read by somebody else: a log line must not begin to read a body.
    form = getattr(followed.request, "_post", None)
    typed = (
        {word.strip() for name in form if PERSONAL.search(name) for word in form.getlist(name)}
        if form
        else set()
    )
    return followed.private | {word for word in typed if len(word) > 1}
