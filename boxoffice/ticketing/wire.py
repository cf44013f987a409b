"""The network's failures sorted by the one thing that matters: whether the request may have been heard."""

from __future__ import annotations

import ssl
from collections.abc import Callable

import requests
import urllib3.exceptions as urllib3_errors

from .errors import BadData, NoAnswer, NotSent, TicketingError, Unreadable

NETWORK_FAILURES = (requests.RequestException, urllib3_errors.HTTPError, OSError, ValueError)
NEVER_CONNECTED = (
    requests.ConnectTimeout,
    requests.exceptions.ProxyError,  # raised only while the proxy has not yet been reached
    urllib3_errors.NewConnectionError,
    urllib3_errors.ConnectTimeoutError,
    urllib3_errors.LocationParseError,
    ssl.SSLCertVerificationError,
)
PIECE = 64 * 1024


def sending_failure(error: Exception) -> type[TicketingError]:
    """NotSent only where it is certain; all else may have been heard."""
    if isinstance(error, UnicodeEncodeError):
        # What a visitor typed is no text. That says nothing about f13, so no breaker may learn from it.
        return BadData
    if isinstance(error, ValueError):  # an address or a header that cannot be sent at all
        return NotSent
    return NotSent if any(isinstance(one, NEVER_CONNECTED) for one in _causes(error)) else NoAnswer


def receiving_failure(error: Exception) -> type[TicketingError]:
    """An answer that had begun: it broke off, or it is packed in a way that cannot be opened."""
    return Unreadable if isinstance(error, urllib3_errors.DecodeError | ValueError) else NoAnswer


def body_of(response: requests.Response, *, largest: int, is_late: Callable[[], bool]) -> bytes:
    """The whole body, piece by piece as it comes, so that neither its size nor its slowness has no end."""
    body = bytearray()
    while piece := response.raw.read1(PIECE, decode_content=True):
        body += piece
        if len(body) > largest:
            raise Unreadable("it is too long")
        if is_late():
            raise NoAnswer("it came too slowly")
    return bytes(body)


def _causes(error: BaseException) -> list[BaseException]:
    """The error and what it is made of: requests wraps urllib3, which wraps the system's."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting and len(found) < 10:
        one = waiting.pop()
        if isinstance(one, BaseException) and one not in found:
            found.append(one)
            waiting += [getattr(one, "reason", None), *one.args]
    return found
