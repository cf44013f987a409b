"""Reads the environment for settings.py, and says in one message everything that is missing or wrong."""

import os
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from email.utils import parseaddr
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

Network = IPv4Network | IPv6Network
REQUIRED: Any = object()
SHORTEST_PASSWORD = 12
SECRET = re.compile(r"(?:SECRET|SECRETS|PASSWORD|TOKEN|DSN|(?<!PUBLISHABLE_)KEY|FALLBACKS)$")
ADDRESS_PASSWORD = re.compile(r"://[^/@\s]*?:([^/\s]+)@")
LEVELS = ("INFO", "DEBUG", "WARNING", "ERROR", "CRITICAL")


class Environment:
    """Values by name, each also as `NAME_FILE`, a file that holds it. `check` tells all that is wrong."""

    def __init__(self, variables: Mapping[str, str] = os.environ) -> None:
        self._variables = variables
        self.problems: list[str] = []

    def get(self, name: str, default: Any = REQUIRED, *, cast: Callable[[str], Any] = str) -> Any:
        """The value, cast. A wrong or missing one is noted, and reading goes on with the default, or None."""
        try:
            text = self._text(name)
            if text:
                return cast(text)
            if default is REQUIRED:
                self.problems.append(f"{name} is missing")
        except (ValueError, TypeError, LookupError, OSError, ImproperlyConfigured) as error:
            self.problems.append(f"{name} is wrong: {error}")
        return None if default is REQUIRED else default

    def folder(self, name: str) -> Path | None:
        """A folder that is there and can be read; none by default."""
        return self.get(name, None, cast=_folder)

    def address(self, name: str, default: str) -> str:
        """An email address, with or without a name: `Tickets <tickets@shop.example>`."""
        return self.get(name, default, cast=_email_address)

    def numbers(self, name: str, default: list[float]) -> list[float]:
        """Numbers of 0 or more, separated by commas, the largest first."""
        return self.get(name, default, cast=_numbers)

    def flag(self, name: str, default: bool = False) -> bool:
        return self.get(name, default, cast=_flag)

    def number(self, name: str, default: float) -> Any:
        """A number of 0 or more: of the same kind as `default`."""
        return self.get(name, default, cast=lambda text: _number(type(default), text))

    def percent(self, name: str) -> Decimal:
        """A share from 0 to 100; 0 by default."""
        return self.get(name, Decimal(), cast=_percent)

    def listed(self, name: str, default: list[str] = REQUIRED) -> list[str]:
        return self.get(
            name, default, cast=lambda text: [part.strip() for part in text.split(",") if part.strip()]
        )

    def networks(self, name: str) -> list[Network]:
        """Networks and single addresses, separated by commas; none by default."""
        return self.get(name, [], cast=_networks)

    def root(self, name: str, default: Any = REQUIRED) -> str:
        """A web address without a path, as `https://tickets.example`."""
        return self.get(name, default, cast=_root)

    def one_of(self, name: str, *choices: str) -> str:
        """One of the named words; the first is the default."""
        return self.get(name, choices[0], cast=lambda text: _choice(text, choices))

    def key(self, name: str, *kinds: str, default: Any = REQUIRED) -> str:
        """A key that begins with one of these, as `sk_…`. It is never quoted."""
        return self.get(name, default, cast=lambda text: _key(text, kinds))

    def keys(self, name: str, *kinds: str) -> list[str]:
        """Keys that begin with one of these, separated by commas; none by default. They are never quoted."""
        return self.get(
            name, [], cast=lambda text: [_key(one.strip(), kinds) for one in text.split(",") if one.strip()]
        )

    def same_mode(self, name: str, *keys: str | None) -> None:
        """Keys of practice and keys for real money do not go together."""
        known = [key for key in keys if key]
        if len({is_live(key) for key in known}) > 1:
            self.problems.append(f"{name} is wrong: of the keys, one is for practice and one for real money")

    def password(self, name: str, *, user: str) -> str:
        """A password to be set for that user: both or neither. It is never quoted."""
        given = self.get(name, "", cast=_password)
        if user and not self._names(name):
            self.problems.append(f"{name} is missing: the account of {user} needs one")
        elif given and not user:
            self.problems.append(f"{name} is there, and no name of the account that it is for")
        return given

    def some_of(self, name: str, *choices: str) -> list[str]:
        """Some of the named words, each once, separated by commas; all of them by default."""
        return self.get(name, list(choices), cast=lambda text: _some(text, choices))

    def level(self, name: str) -> str:
        """How much the log tells; INFO by default."""
        return self.get(name, LEVELS[0], cast=lambda text: _choice(text.upper(), LEVELS))

    def needing(self, package: str, name: str, extra: str) -> str:
        """A web address, none by default, that needs a package which the shop else does without."""
        given = self.get(name, "", cast=_web_address)
        if given and not _is_installed(package):
            self.problems.append(f"{name} is set, and {package} is not installed: install {extra}")
        return given

    def database(self, name: str) -> dict[str, Any]:
        return self.get(name, cast=_address(_database, "a sqlite: or postgres: address")) or {}

    def cache(self, name: str, default: str) -> dict[str, Any]:
        parse = environ.Env.cache_url_config
        return self.get(name, parse(default), cast=_address(parse, "the address of a cache"))

    def email(self, name: str, default: str) -> dict[str, Any]:
        parse = environ.Env.email_url_config
        return self.get(name, parse(default), cast=_address(parse, "the address of a mail server"))

    def refuse(self, name: str, why: str, *, when: bool) -> None:
        """What is well by itself does not go with something else that was said."""
        if when:
            self.problems.append(f"{name} is wrong: {why}")

    def secrets(self) -> set[str]:
        """Every value that is nobody's business, by the name of its variable; passwords in addresses too."""
        names = {name.removesuffix("_FILE") for name in self._variables}
        return {part for name in names for part in _secrets(name, self._quietly(name)) if part}

    def check(self) -> None:
        """Raises ImproperlyConfigured with one message that names everything."""
        if self.problems:
            raise ImproperlyConfigured("The environment needs attention:\n- " + "\n- ".join(self.problems))

    def _names(self, name: str) -> bool:
        """Whether anything is said of it, right or wrong."""
        return bool(self._variables.get(name, "").strip() or self._variables.get(f"{name}_FILE"))

    def _quietly(self, name: str) -> str:
        try:
            return self._text(name)
        except (OSError, ValueError):
            return ""

    def _text(self, name: str) -> str:
        path = self._variables.get(f"{name}_FILE")
        return Path(path).read_text().strip() if path else self._variables.get(name, "").strip()


def _secrets(name: str, text: str) -> set[str]:
    if SECRET.search(name):
        return {text, *(part.strip() for part in text.split(","))}
    if not name.endswith("_URL"):
        return set()
    written = ADDRESS_PASSWORD.search(text)
    return {written[1], unquote(written[1])} if written else set()


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


def _numbers(text: str) -> list[float]:
    return sorted((_number(float, part) for part in text.split(",") if part.strip()), reverse=True)


def _folder(text: str) -> Path:
    path = Path(text).resolve()
    if not path.is_dir() or not os.access(path, os.R_OK | os.X_OK):
        raise ValueError("there is no such folder, or it cannot be read")
    return path


def _email_address(text: str) -> str:
    _name, address = parseaddr(text)
    is_one_line = text.isprintable()
    if not is_one_line or address.count("@") != 1 or not all(address.split("@")) or " " in address:
        raise ValueError("it must read like tickets@shop.example, or Tickets <tickets@shop.example>")
    return text


def _percent(text: str) -> Decimal:
    share = Decimal(str(_number(float, text)))
    if share > 100:
        raise ValueError("it must be 100 or less")
    return share


def _root(text: str) -> str:
    address = urlsplit(text.rstrip("/"))
    if address.scheme not in {"http", "https"} or not address.hostname or address.path or address.query:
        raise ValueError("it must read like https://tickets.example, without a path")
    return text.rstrip("/")


def _web_address(text: str) -> str:
    address = urlsplit(text)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise ValueError("it must be an http: or https: address")
    return text


def _is_installed(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except (ModuleNotFoundError, ValueError):  # not even what it is a part of, or it must not be loaded
        return False


def _choice(text: str, choices: tuple[str, ...]) -> str:
    if text not in choices:
        raise ValueError(f"it must be one of {', '.join(choices)}")
    return text


def is_live(key: str) -> bool:
    """Whether real money moves by this key of Stripe's: `sk_live_…`, `rk_live_…`, `pk_live_…`."""
    return "_live_" in key


def _key(text: str, kinds: tuple[str, ...]) -> str:
    if not any(text.startswith(f"{kind}_") for kind in kinds):
        raise ValueError(f"it must begin with {' or '.join(f'{kind}_' for kind in kinds)}")
    return text


def _password(text: str) -> str:
    if len(text) < SHORTEST_PASSWORD:
        raise ValueError(f"it must have {SHORTEST_PASSWORD} characters or more")
    return text


def _some(text: str, choices: tuple[str, ...]) -> list[str]:
    wanted = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    unknown = [word for word in wanted if word not in choices]
    if unknown or not wanted:
        known = ", ".join(choices)
        raise ValueError(f"it names {', '.join(unknown) or 'none'}; there are {known}")
    return wanted


def _networks(text: str) -> list[Network]:
    return [ip_network(part.strip()) for part in text.split(",") if part.strip()]


def _address(parse: Callable[[str], dict[str, Any]], wanted: str) -> Callable[[str], dict[str, Any]]:
    """Parsers quote what they could not read, and it may hold a password: say only what is wanted."""

    def cast(text: str) -> dict[str, Any]:
        try:
            return parse(text)
        except (ValueError, LookupError, ImproperlyConfigured):
            raise ValueError(f"it must be {wanted}") from None

    return cast


def _database(text: str) -> dict[str, Any]:
    if urlsplit(text).scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ValueError
    return environ.Env.db_url_config(text)
