"""A status and a body to an answer, or to the error that it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .endpoints import Endpoint
from .errors import (
    BadData,
    BadEmailAddress,
    Busy,
    Gone,
    NotAllowed,
    NotAuthenticated,
    Refused,
    ServiceDown,
    SupplierDown,
    TicketingError,
    Unreadable,
)
from .parsing import reading

BY_STATUS: dict[int, type[TicketingError]] = {
    400: BadData,
    401: NotAuthenticated,
    403: NotAllowed,
    408: ServiceDown,
    410: Gone,
    429: Busy,
    460: BadData,
    502: SupplierDown,
}
BY_CODE: dict[int, type[TicketingError]] = {
    3: NotAuthenticated,
    4: SupplierDown,
    5: NotAllowed,
    6: ServiceDown,
    7: NotAuthenticated,
    8: BadData,
}
BAD_EMAIL_ADDRESS = 2000


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer, as yet unread."""

    data: dict[str, Any]
    endpoint: Endpoint
    status: int
    request_id: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        """What an error about this answer has to say."""
        return {
            "endpoint": self.endpoint.name,
            "status": self.status,
            "request_id": self.request_id,
            "is_deed": self.endpoint.is_deed,
        }


def answer_from(endpoint: Endpoint, *, status: int, body: bytes, request_id: str = "") -> Answer:
    """The answer, or an error: f13 says it by status, and sometimes by a code beneath a good one."""
    empty = Answer({}, endpoint, status, request_id)
    if not 200 <= status < 300:
        raise _error(_data_or_nothing(body), empty)
    try:
        data = reading.json_from(body)
    except Unreadable as error:
        raise Unreadable(error.reason, **empty.facts) from None
    if data.get("error_code") is not None:
        raise _error(data, empty)
    return Answer(data, endpoint, status, request_id)


def _error(data: dict[str, Any], answer: Answer) -> TicketingError:
    code, key = _code(data), str(data.get("error_key") or "")[:100]
    facts = {**answer.facts, "code": code, "description": str(data.get("error_desc") or "")[:500]}
    kind = _kind(answer.status, code)
    if kind is BadData and (code == BAD_EMAIL_ADDRESS or key):
        return BadEmailAddress(error_key=key, **facts)
    return kind("it leads elsewhere" if 300 <= answer.status < 400 else "", **facts)


def _kind(status: int, code: int | None) -> type[TicketingError]:
    """By status where it is one that f13 documents, or else by code; what is neither is refused or down."""
    if status in BY_STATUS:
        return BY_STATUS[status]
    if status < 400:
        return Unreadable if status >= 300 else BY_CODE.get(code or 0, BadData)
    if status < 500:
        return Refused
    return SupplierDown if BY_CODE.get(code or 0) is SupplierDown else ServiceDown


def _code(data: dict[str, Any]) -> int | None:
    try:
        return reading.integer(data, "error_code")
    except Unreadable:  # an error about an error would hide the first
        return None


def _data_or_nothing(body: bytes) -> dict[str, Any]:
    """An error's body need not be f13's: proxies and load balancers answer in HTML."""
    try:
        return reading.json_from(body)
    except Unreadable:
        return {}
