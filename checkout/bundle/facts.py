"""The facts about an order, as a plain tree that JSON can say. Times are in UTC."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from boxoffice.ticketing import TicketingError
from boxoffice.version import VERSION

from ..models import CalloutStep, OrderRecord
from . import sold
from .endpoints import endpoints_of

SETTINGS = (
    *("PAYMENT", "CONFIRMATION_EMAIL", "LANGUAGE_CODE", "F13_CONNECT_TIMEOUT", "F13_READ_TIMEOUT"),
    *("F13_PURCHASE_TIMEOUT", "F13_RETRY_BUDGET", "LEASE_SECONDS", "SETTLE_GRACE_SECONDS"),
    *("PURCHASES_AT_ONCE", "BREAKER_FAILURES", "BREAKER_PAUSE"),
)
ORDER = (
    *("transaction_uuid", "transaction_id", "state", "payment", "why_failed", "needs_staff", "language"),
    *("currency_code", "is_release_certain"),
)
MOMENTS = (
    *("created_at", "hold_ends_at", "accepted_at", "pressed_at", "purchase_asked_at", "changed_at"),
    *("needs_staff_since", "look_again_at"),
)


def facts_of(record: OrderRecord) -> dict[str, Any]:
    return {
        "made_at": utc(timezone.now()),
        "shop": _shop(),
        "order": _order(record),
        "steps": _steps(record),
        "callouts": [_callout(callout) for callout in record.callouts.all()],
        "payments": _payments(record),
        "differences": _differences(record),
        "asked": sold.asked(record),
        "held": sold.trolley(record.reservation.trolley),
        "told": sold.transaction(record.transaction),
    }


def utc(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds") if moment else None


def _shop() -> dict[str, Any]:
    return {
        "version": VERSION,
        "site": settings.SITE_URL,
        "api": settings.F13_URL,
        "account_user": settings.F13_USER,
        "account_sub_user": settings.F13_SUBUSER,
        "settings": {name: getattr(settings, name) for name in SETTINGS},
    }


def _order(record: OrderRecord) -> dict[str, Any]:
    return {
        "id": str(record.pk),
        **{name: getattr(record, name) for name in ORDER},
        "amount": str(record.amount) if record.amount is not None else None,
        "times_looked_up": record.looks,
        "held_again_of": str(record.again_of_id) if record.again_of_id else None,
        **{name: utc(getattr(record, name)) for name in MOMENTS},
    }


def _steps(record: OrderRecord) -> list[dict[str, Any]]:
    steps = list(record.steps.all())
    return [
        {
            "at": utc(step.at),
            "what": step.what,
            "state": step.state,
            "endpoint": endpoint,
            "request_id": step.request_id,
            "error": step.detail if _is_an_error(step.detail) else "",
            "again": [{"at": utc(at), "request_id": id} for at, id in step.occasions[1:]],
        }
        for step, endpoint in zip(steps, endpoints_of(steps), strict=True)
    ]


def _is_an_error(detail: str) -> bool:
    """A kind of error, and no other words: who of the staff it was stays here."""
    return detail in _kinds(TicketingError)


def _kinds(kind: type[Exception]) -> set[str]:
    return {kind.__name__}.union(*(_kinds(child) for child in kind.__subclasses__()))


def _callout(callout: CalloutStep) -> dict[str, Any]:
    """The names of what went and came, never the values: they open payments."""
    return {
        "supplier": callout.source_code,
        "host": urlsplit(callout.destination).hostname,
        "method": "POST" if callout.is_post else "GET",
        "parameters": [name for name, _value in callout.parameters],
        "returned": [name for name, _value in callout.returned],
        "made_at": utc(callout.made_at),
        "returned_at": utc(callout.returned_at),
        "called_back_at": utc(callout.sent_at),
    }


def _payments(record: OrderRecord) -> list[dict[str, Any]]:
    return [
        {
            "intent": one.intent_id,
            "standing": one.standing,
            "amount": one.amount,
            "captured": one.captured,
            "currency": one.currency_code,
            "needs_staff": one.needs_staff,
            "made_at": utc(one.made_at),
        }
        for one in record.authorisations.all()
    ]


def _differences(record: OrderRecord) -> list[dict[str, Any]]:
    return [
        {"kind": one.kind, "shop": one.ours, "report": one.sold, "stripe": one.taken, "at": utc(one.at)}
        for one in record.differences.all()
    ]
