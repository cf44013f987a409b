"""Stripe's form encoding, read with its types: `metadata[order]=7`, `expand[]=customer`, `types[0]=card`."""

import re
from collections.abc import Collection, Iterable
from typing import Any

from sandbox.stripe.errors import missing, unknown_parameter, wrong

NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
LONGEST = 5_000
DEEPEST = 8


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The parameters as tables, lists and text. Raises StripeError for a name that cannot be read."""
    data: dict[str, Any] = {}
    for name, value in pairs:
        found = NAME.fullmatch(name)
        if found is None:
            raise wrong(name, f"Invalid parameter name: {name}")
        keys = [found[1], *re.findall(r"\[([^\[\]]*)\]", found[2])]
        if len(keys) > DEEPEST:
            raise wrong(name, "The parameters are nested too deeply")
        _put(data, keys, value)
    return {key: _listed(value) for key, value in data.items()}


class Form:
    """The parameters of one call. Each reading method refuses what has another type."""

    def __init__(self, data: dict[str, Any], *, within: str = "") -> None:
        self.data, self._within = data, within

    def __contains__(self, name: str) -> bool:
        return name in self.data

    def only(self, names: Collection[str]) -> None:
        for name in self.data:
            if name not in names:
                raise unknown_parameter(self._full(name))

    def text(self, name: str, default: str = "", *, of: Collection[str] = (), longest: int = LONGEST) -> str:
        value = self.data.get(name, default)
        if not isinstance(value, str):
            raise wrong(self._full(name), "Invalid string", code="parameter_invalid_string")
        if len(value) > longest:
            raise wrong(self._full(name), f"Invalid string: at most {longest} characters")
        if of and name in self.data and value not in of:
            raise wrong(self._full(name), f"Invalid {self._full(name)}: must be one of {', '.join(of)}")
        return value

    def required(self, name: str) -> str:
        if not self.data.get(name):
            raise missing(self._full(name))
        return self.text(name)

    def integer(self, name: str) -> int | None:
        if name not in self.data:
            return None
        value = self.text(name)
        if not re.fullmatch(r"-?[0-9]{1,15}", value):
            raise wrong(self._full(name), f"Invalid integer: {value}", code="parameter_invalid_integer")
        return int(value)

    def flag(self, name: str) -> bool:
        return self.text(name, "false", of=("true", "false")) == "true"

    def words(self, name: str) -> list[str]:
        value = self.data.get(name, [])
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise wrong(self._full(name), "Invalid array")
        return value

    def within(self, name: str) -> "Form":
        """The parameters under a name; none where there are none."""
        value = self.data.get(name, {})
        if not isinstance(value, dict):
            raise wrong(self._full(name), "Invalid object")
        return Form(value, within=self._full(name))

    def metadata(self, before: dict[str, str]) -> dict[str, str]:
        """What is there after this call: empty values take keys away, an empty whole takes all."""
        if self.data.get("metadata", None) == "":
            return {}
        given = self.within("metadata")
        after = before | {name: given.text(name, longest=500) for name in given.data}
        after = {name: value for name, value in after.items() if value}
        if len(after) > 50 or any(len(name) > 40 for name in after):
            raise wrong("metadata", "Metadata can have up to 50 keys, of up to 40 characters")
        return after

    def _full(self, name: str) -> str:
        return f"{self._within}[{name}]" if self._within else name


def _put(data: dict[str, Any], keys: list[str], value: str) -> None:
    key = keys[0] or str(len(data))
    if len(keys) == 1:
        data[key] = value
        return
    inner = data.setdefault(key, {})
    if not isinstance(inner, dict):
        raise wrong(key, f"Invalid parameter: {key} is both text and a table")
    if keys[1] == "":
        inner.setdefault("", True)  # a list, as its name says
        _put(inner, [str(len(inner) - 1), *keys[2:]], value)
    else:
        _put(inner, keys[1:], value)


def _listed(value: Any) -> Any:
    """Tables that are lists by their keys, as lists."""
    if not isinstance(value, dict):
        return value
    is_list = value.pop("", False) or (value and all(key.isdecimal() for key in value))
    inner = {key: _listed(one) for key, one in value.items()}
    return [inner[key] for key in sorted(inner, key=int)] if is_list else inner
