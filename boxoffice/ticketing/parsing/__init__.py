"""JSON to values. f13's spelling of answers, in all its editions, stops here.

Every function takes an answer's JSON object and returns a value, or raises Unreadable (outcomes also
Unsettled), and nothing else, whatever the object holds.
"""

from .availability import availability_from, discounts_from, send_methods_from
from .events import event_page_from, events_by_id_from
from .performances import months_from, performance_page_from, performances_by_id_from
from .reading import json_from
from .reference import cities_from, classes_from, sources_from
from .sales import sales_page_from
from .transactions import (
    account_answer_from,
    cancellation_from,
    outcome_from,
    release_from,
    reservation_from,
    saved_details_from,
    transaction_from,
)
from .trolley import trolley_answer_from

__all__ = [
    "account_answer_from",
    "availability_from",
    "cancellation_from",
    "cities_from",
    "classes_from",
    "discounts_from",
    "event_page_from",
    "events_by_id_from",
    "json_from",
    "months_from",
    "outcome_from",
    "performance_page_from",
    "performances_by_id_from",
    "release_from",
    "reservation_from",
    "sales_page_from",
    "saved_details_from",
    "send_methods_from",
    "sources_from",
    "transaction_from",
    "trolley_answer_from",
]
