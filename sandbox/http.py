"""HTTP as values: what was asked, what is answered, and the refusals that f13 documents. No sockets here."""

import gzip
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

Pairs = tuple[tuple[str, str], ...]

BAD_DATA = 8
BAD_LOGIN = 3


class Refusal(Exception):
    """An answer that is no 200: the HTTP status, f13's error code, its words, and the email's error key."""

    def __init__(
        self,
        desc: str,
        *,
        status: int = 400,
        code: int = BAD_DATA,
        key: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(desc)
        self.desc, self.status, self.code, self.key = desc, status, code, key
        self.headers = dict(headers or {})


class Params:
    """The parameters of a request, by name; of repeated ones the last counts, `pairs` keeps them all."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self.pairs: Pairs = tuple(pairs)
        self._values = dict(self.pairs)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def __iter__(self):
        return iter(self._values)

    def get(self, name: str, default: str = "") -> str:
        return self._values.get(name, default)

    def flag(self, name: str) -> bool:
        """Whether the parameter is there and says nothing against itself."""
        return name in self and self.get(name).lower() not in {"0", "false", "no", "off"}

    def required(self, name: str) -> str:
        value = self.get(name)
        if not value:
            raise Refusal(f"Missing parameter: {name}")
        return value

    def number(self, name: str, default: int) -> int:
        value = self.get(name)
        if not value:
            return default
        if not value.isascii() or not value.isdigit() or len(value) > 9:
            raise Refusal(f"Not a number: {name}")
        return int(value)

    def listed(self, name: str) -> list[str]:
        return [part.strip() for part in self.get(name).split(",") if part.strip()]


@dataclass(frozen=True)
class Request:
    """One request as it came. `query` and `form` are pairs in their order."""

    method: str
    path: str
    query: Pairs = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    client: str = ""
    request_id: str = ""
    delay: float = 0  # how long the deed takes, in seconds of the sandbox's clock
    fault: str = ""  # what the endpoint itself must get wrong: down, broken, throttled

    @property
    def form(self) -> Pairs:
        if "json" in self.headers.get("Content-Type", ""):
            return ()
        return tuple(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    @property
    def params(self) -> Params:
        return Params(self.query + self.form)

    def preferences(self, header: str) -> list[str]:
        """What an `Accept…` header wants, in lower case, the most wanted first."""
        weights = {
            name.strip().lower(): _weight(rest)
            for part in (self.headers.get(header) or "").split(",")
            for name, _, rest in [part.partition(";")]
        }
        wanted = (name for name, weight in weights.items() if name and weight)
        return sorted(wanted, key=lambda name: -weights[name])

    def json(self) -> dict[str, Any]:
        """The body as a JSON object. Raises Refusal when it is none."""
        try:
            data = json.loads(self.body or b"{}")
        except (ValueError, RecursionError):
            raise Refusal("The body is no JSON") from None
        if not isinstance(data, dict):
            raise Refusal("The body is no JSON object")
        return data

    def fields(self, names: set[str]) -> dict[str, Any]:
        """The JSON object of a control door. Raises Refusal for what it does not know."""
        data = self.json()
        if unknown := set(data) - names:
            raise Refusal(f"Unknown: {', '.join(sorted(unknown))}")
        return data


@dataclass
class Response:
    """An answer. `headers` are in addition to type, length and request id."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)

    def zipped(self) -> "Response":
        """The same answer, compressed where that is worth it."""
        if len(self.body) < 200 or self.content_type.startswith("image/png"):
            return self
        headers = self.headers | {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(gzip.compress(self.body, 1, mtime=0), self.status, self.content_type, headers)


def _weight(parameters: str) -> float:
    """The `q` of "q=0.7"; 1 where there is none, or none that can be read."""
    found = re.search(r"q\s*=\s*([01](?:\.\d*)?)", parameters)
    return float(found[1]) if found else 1.0


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def as_json(data: Any, *, status: int = 200) -> Response:
    text = json.dumps(data, default=_plain, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode(), status)


def as_html(text: str, *, status: int = 200) -> Response:
    return Response(text.encode(), status, "text/html; charset=utf-8")


def as_refusal(refusal: Refusal) -> Response:
    data: dict[str, Any] = {"error_code": refusal.code, "error_desc": refusal.desc}
    if refusal.key:
        data["error_key"] = refusal.key
    response = as_json(data, status=refusal.status)
    response.headers |= refusal.headers
    return response


def redirect(address: str) -> Response:
    return Response(status=302, headers={"Location": address})
