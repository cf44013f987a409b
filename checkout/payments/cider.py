"""Through Cider, Ingresso's payment engine; and by plain tokens where a supplier has a Stripe of its own.

The buyer's browser collects, this server tells Cider, and f13 takes the money: it authorises, buys, captures,
and gives back what was not bought. What a browser says that it collected is checked, and never written down
but in the record's own `paid_with`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from boxoffice.ticketing import (
    CalloutReturn,
    CardDetails,
    CiderToken,
    Gone,
    NotAllowed,
    NotAuthenticated,
    Order,
    Outcome,
    Refused,
    Reservation,
    Service,
    StripeToken,
)

from .buyer import NotPaid, buyer
from .parts import Kind, Part, parts_of

DETAILS = {"tok": "stripe_token", "src": "stripe_source", "pi": "stripe_payment_intent"}
NOT_THE_CARD = (Gone, NotAllowed, NotAuthenticated)  # the reservation's own key does not open Cider


def can_pay(reservation: Reservation) -> bool:
    """Everything to collect with is there. One intent at most: a bank's page brings only one back."""
    parts = parts_of(reservation)
    intents = sum(part.kind is Kind.INTENT for part in parts)
    return bool(parts) and all(part.is_complete for part in parts) and intents <= 1


def card(record: Any) -> list[dict[str, Any]]:
    """What the script on the checkout page is to collect, part by part; `name` is the field to post it in."""
    return [part.card for part in parts_of(record.reservation)]


def collected(record: Any, posted: Mapping[str, str]) -> dict[str, str]:
    """What was collected, for `record.paid_with`: by name of its part, each of its form. Raises NotPaid.

    Beside an intent, plain tokens may be lacking: a buyer whom the bank's page sends back brings the intent
    alone. f13 then asks for the others by callouts.
    """
    parts, found = parts_of(record.reservation), {}
    may_lack_tokens = any(part.kind is Kind.INTENT for part in parts)
    for part in parts:
        value = posted.get(part.name, "")
        if part.is_met_by(value):
            found[part.name] = value
        elif value or part.cider or not may_lack_tokens:
            raise NotPaid(f"what the browser collected is not {part.kind}", why="card")
    return found


def pay(service: Service, record: Any) -> dict[str, CiderToken | StripeToken]:
    """Tell Cider; the tokens that buy, by source code. Raises NotPaid, and Unanswered to be tried again."""
    tokens: dict[str, CiderToken | StripeToken] = {}
    found = collected(record, record.paid_with)
    for part in parts_of(record.reservation):
        if part.cider:
            tokens |= dict.fromkeys(part.sources, _saved(service, record, part, found[part.name]))
        elif part.name in found:
            tokens |= dict.fromkeys(part.sources, StripeToken(found[part.name]))
    return tokens


def purchase(
    service: Service, record: Any, *, paid: Mapping[str, CiderToken | StripeToken], back: CalloutReturn
) -> Outcome:
    """Buy. Raises TicketingErrors. Reference: Purchase, "Purchasing with Stripe"."""
    return service.purchase(record.transaction_uuid, tokens=paid, **buyer(record, back=back))


def _saved(service: Service, record: Any, part: Part, value: str) -> CiderToken:
    """What was collected, left with Cider, and what it gave for it."""
    assert part.cider is not None  # noqa: S101  as the caller has seen
    details = CardDetails(**_collected(part, value), **_against_fraud(record, part))
    try:
        return CiderToken(service.save_details(part.cider, details=details).token)
    except Refused as error:
        why = "refused" if isinstance(error, NOT_THE_CARD) else "card"
        raise NotPaid("Cider did not take the card", why=why, request_id=error.request_id) from None


def _collected(part: Part, value: str) -> dict[str, Any]:
    name = DETAILS[value.partition("_")[0]]
    amount = part.total.minor_units if part.total and name == "stripe_source" else None
    return {name: value, "stripe_source_amount": amount}


def _against_fraud(record: Any, part: Part) -> dict[str, Any]:
    """What Stripe keeps beside the payment: of the orders that it is for."""
    bundles = record.reservation.trolley.bundles
    orders = [order for bundle in bundles if bundle.source_code in part.sources for order in bundle.orders]
    return {
        "email_address": record.customer.get("email_address", ""),
        "event_ids": tuple(dict.fromkeys(order.event.id for order in orders if order.event)),
        "send_methods": tuple(dict.fromkeys(one.send_method.type for one in orders if one.send_method)),
        "days_to_performance": min(_days_to(orders), default=None),
        "user_id": settings.F13_USER,
        "ip_address": record.customer_ip or "",
    }


def _days_to(orders: Iterable[Order]) -> Iterator[int]:
    """Days until each performance, by the calendar of its venue."""
    for order in orders:
        starts = order.performance.starts if order.performance else None
        if starts is not None:
            yield max(0, (starts.date() - timezone.now().astimezone(starts.tzinfo).date()).days)
