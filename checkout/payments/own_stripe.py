"""By the shop's own Stripe: the bank keeps the money first; it is taken when there are tickets, or freed.

f13 sees a purchase on credit. Nothing that a browser says is believed: Stripe is asked.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings

from boxoffice.ticketing import CalloutReturn, Money, Outcome, Reservation, Service

from . import credit, stripe_line
from .buyer import NotPaid, NotSure
from .stripe_line import Intent

AWAY, NOT_GOOD = "stripe_away", "card_not_good"  # words for the page


def minor_units(money: Money) -> int:
    """Pence, cents, yen: as many places as the currency has, rounded as the page shows it."""
    shown = money.amount.quantize(Decimal(1).scaleb(-money.currency.places), ROUND_HALF_UP)
    return int(shown.scaleb(money.currency.places))


def price_of(reservation: Reservation) -> Money | None:
    """What a card is asked for. None where it cannot be one sum: two currencies, an unknown part, nothing."""
    total = reservation.trolley.total
    return total if total is not None and minor_units(total) > 0 else None


def is_possible(reservation: Reservation) -> bool:
    return price_of(reservation) is not None


def card(record: Any) -> list[dict[str, Any]]:
    """What the checkout page's script has to collect. `is_confirmed`: nothing, the bank has said yes."""
    total = price_of(record.reservation)
    if total is None:
        return []
    return [
        {
            "kind": "intent",
            "publishable_key": settings.STRIPE_PUBLISHABLE_KEY,
            "amount": minor_units(total),
            "currency": total.currency.code.lower(),
            "account": "",
            "is_confirmed": record.authorisations.filter(standing="held").exists(),
        }
    ]


def wrong_with(intent: Intent, *, authorisation: Any, record: Any) -> str:
    """Why this intent's money is not this order's, all of it, held and waiting; "" where it is."""
    wanted = price_of(record.reservation)
    checks = {
        "intent": intent.id == authorisation.intent_id and intent.order == str(record.pk),
        "status": intent.is_held,
        "amount": wanted is not None and intent.amount == minor_units(wanted) == authorisation.amount,
        "amount capturable": intent.amount_capturable == intent.amount,
        "currency": wanted is not None and intent.currency == wanted.currency.code.lower(),
        "live mode": intent.is_live == stripe_line.is_live_shop(),
    }
    return ", ".join(name for name, is_right in checks.items() if not is_right)


def pay(service: Service, record: Any) -> None:
    """Right before the purchase: is the money still there? Raises NotPaid and NotSure."""
    authorisation = record.authorisations.filter(standing="held").first()
    if authorisation is None or not authorisation.intent_id:
        raise NotPaid("nothing is held at the bank", why=NOT_GOOD)
    try:
        intent = stripe_line.retrieve(authorisation.intent_id)
    except stripe_line.Unanswered as error:
        raise NotSure("Stripe does not say what is held", request_id=error.request_id) from error
    except stripe_line.StripeTrouble as error:
        text = f"Stripe does not know what is held: {error.code}"
        raise NotPaid(text, why=NOT_GOOD, request_id=error.request_id) from error
    wrong = wrong_with(intent, authorisation=authorisation, record=record)
    if wrong:
        text = f"the money is not as it was: {wrong}"
        raise NotPaid(text, why=NOT_GOOD, request_id=intent.request_id)


def purchase(service: Service, record: Any, *, paid: object, back: CalloutReturn) -> Outcome:
    """Buy the record's reservation. Raises TicketingErrors. Reference: Purchase, "Purchasing on credit"."""
    return credit.purchase(service, record, paid=paid, back=back)
