"""Trolley tokens: what is in a trolley, sealed. Same contents, same token; a changed one is refused."""

import base64
import binascii
import hashlib
import hmac
import json
import zlib
from dataclasses import asdict, fields
from typing import Any

from sandbox.http import Refusal
from sandbox.trolleys import Line

KEY = b"a practice box office keeps no secrets, but its tokens must not be guessed"
SEAL = 12  # bytes
HEAD, TAIL = "--", "-Z"
FIELDS = [field.name for field in fields(Line)]


def token_for(lines: tuple[Line, ...]) -> str:
    """The token of a trolley: its first characters count the orders, the rest says nothing to anybody."""
    data = [[asdict(line)[name] for name in FIELDS] for line in lines]
    plain = zlib.compress(json.dumps(data, separators=(",", ":")).encode(), 9)
    seal = _seal(plain)
    text = base64.urlsafe_b64encode(seal + _veil(plain, seal)).decode().rstrip("=")
    return f"T{len(lines)}{HEAD}{text}{TAIL}"


def lines_of(token: str) -> tuple[Line, ...]:
    """What the token stands for. Raises Refusal for one that was not made here, or was changed since."""
    _, found, text = token.removesuffix(TAIL).partition(HEAD)
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise _refusal() from None
    seal, veiled = raw[:SEAL], raw[SEAL:]
    plain = _veil(veiled, seal)
    if not found or not hmac.compare_digest(seal, _seal(plain)):
        raise _refusal()
    lines = tuple(_line(values) for values in json.loads(zlib.decompress(plain)))
    if token != token_for(lines):
        raise _refusal()
    return lines


def _refusal() -> Refusal:
    return Refusal("Bad data supplied: trolley_token")


def _line(values: list[Any]) -> Line:
    named = dict(zip(FIELDS, values, strict=True))
    return Line(**named | {name: tuple(named[name]) for name in ("discounts", "seats")})


def _seal(plain: bytes) -> bytes:
    return hmac.digest(KEY, plain, "sha256")[:SEAL]


def _veil(data: bytes, seal: bytes) -> bytes:
    """The data under a key stream that starts from its seal; twice is not at all."""
    stream = hashlib.shake_256(KEY + seal).digest(len(data))
    return bytes(a ^ b for a, b in zip(data, stream, strict=True))
