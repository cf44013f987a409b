"""Reads the environment for settings.py, and says in one message everything that is missing or wrong."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

REQUIRED: Any = object()


class Environment:
    """Values by name, each also as `NAME_FILE`, the path of a file that holds it. `check` tells the problems."""

    def __init__(self, variables: Mapping[str, str] = os.environ) -> None:
        self._variables = variables
        self.problems: list[str] = []

    def get(self, name: str, default: Any = REQUIRED, *, cast: Callable[[str], Any] = str) -> Any:
        """The value, cast. A wrong or missing one is noted, and None comes back so that reading goes on."""
        try:
            text = self._text(name)
            if text:
                return cast(text)
        except (ValueError, TypeError, OSError, ImproperlyConfigured) as error:
            return self._note(f"{name} is wrong: {error}")
        return self._note(f"{name} is missing") if default is REQUIRED else default

    def flag(self, name: str, default: bool = False) -> bool:
        return self.get(name, default, cast=_flag)

    def number(self, name: str, default: float) -> Any:
        """A number of 0 or more: of the same kind as `default`."""
        return self.get(name, default, cast=lambda text: _number(type(default), text))

    def listed(self, name: str, default: list[str] = REQUIRED) -> list[str]:
        return self.get(
            name, default, cast=lambda text: [part.strip() for part in text.split(",") if part.strip()]
        )

    def root(self, name: str, default: Any = REQUIRED) -> str:
        """A web address without a path, as `https://tickets.example`."""
        return self.get(name, default, cast=_root)

    def one_of(self, name: str, *choices: str) -> str:
        """One of the named words; the first is the default."""
        return self.get(name, choices[0], cast=lambda text: _choice(text, choices))

    def database(self, name: str) -> dict[str, Any]:
        return self.get(name, cast=_database) or {}

    def cache(self, name: str, default: str) -> dict[str, Any]:
        return self.get(name, environ.Env.cache_url_config(default), cast=environ.Env.cache_url_config) or {}

    def email(self, name: str, default: str) -> dict[str, Any]:
        return self.get(name, environ.Env.email_url_config(default), cast=environ.Env.email_url_config) or {}

    def check(self) -> None:
        """Raises ImproperlyConfigured with one message that names everything."""
        if self.problems:
            raise ImproperlyConfigured("The environment needs attention:\n- " + "\n- ".join(self.problems))

    def _text(self, name: str) -> str:
        path = self._variables.get(f"{name}_FILE")
        return Path(path).read_text().strip() if path else self._variables.get(name, "").strip()

    def _note(self, problem: str) -> None:
        self.problems.append(problem)


def _flag(text: str) -> bool:
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"0", "false", "no", "off"}:
        return False
    raise ValueError("say true or false")


def _number(kind: type, text: str) -> Any:
    number = kind(text)
    if not 0 <= number < float("inf"):
        raise ValueError("it must be 0 or more")
    return number


def _root(text: str) -> str:
    address = urlsplit(text.rstrip("/"))
    if address.scheme not in {"http", "https"} or not address.hostname or address.path or address.query:
        raise ValueError("it must read like https://tickets.example, without a path")
    return text.rstrip("/")


def _choice(text: str, choices: tuple[str, ...]) -> str:
    if text not in choices:
        raise ValueError(f"it must be one of {', '.join(choices)}")
    return text


def _database(text: str) -> dict[str, Any]:
    if urlsplit(text).scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ValueError("it must be a sqlite: or postgres: address")
    return environ.Env.db_url_config(text)
