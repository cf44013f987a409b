"""Everything the shop says to f13 and Cider. Callers meet values and TicketingErrors, never responses.

from boxoffice import ticketing

service = ticketing.get_service("fr")
event = service.get_event("6IF", include=ticketing.Include(cost_range=True))
"""

from .asking import (
    EVERYTHING,
    NOTHING_MORE,
    PICTURES,
    CalloutReturn,
    CardDetails,
    Choice,
    CiderToken,
    Circle,
    Include,
    SalesWanted,
    StripeToken,
)
from .breaker import API, LIVE
from .connecting import get_service
from .errors import (
    BadData,
    BadEmailAddress,
    BreakerOpen,
    Busy,
    Gone,
    NoAnswer,
    NotAllowed,
    NotAuthenticated,
    NotSent,
    Refused,
    ServiceDown,
    SupplierDown,
    TicketingError,
    Unanswered,
    Unreadable,
    Unsettled,
)
from .keeping import from_text, to_text
from .money import Currency, MixedCurrencies, Money, Price, sum_of, sums_of
from .service import Service
from .side_by_side import Told, ask_side_by_side
from .types import *  # noqa: F403 - every value there is part of the front door, and listed there
from .types import __all__ as _values

LANES = (API, LIVE)  # in which the breaker counts failures

__all__ = [
    "LANES",
    "EVERYTHING",
    "NOTHING_MORE",
    "PICTURES",
    "BadData",
    "BadEmailAddress",
    "BreakerOpen",
    "Busy",
    "CalloutReturn",
    "CardDetails",
    "Choice",
    "CiderToken",
    "Circle",
    "Currency",
    "Gone",
    "Include",
    "MixedCurrencies",
    "Money",
    "NoAnswer",
    "NotAllowed",
    "NotAuthenticated",
    "NotSent",
    "Price",
    "Refused",
    "SalesWanted",
    "Service",
    "ServiceDown",
    "StripeToken",
    "SupplierDown",
    "TicketingError",
    "Told",
    "Unanswered",
    "Unreadable",
    "Unsettled",
    "ask_side_by_side",
    "from_text",
    "get_service",
    "sum_of",
    "sums_of",
    "to_text",
    *_values,
]
