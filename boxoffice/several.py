"""Whether one trolley takes several orders for one performance, as far as this account has found out.

f13 says how many orders of an event a trolley may hold, but not whether the account may use that. The account
that may not is told so by an earlier order being discarded; what was learnt counts for a day.
"""

from boxoffice import shared
from boxoffice.ticketing import Availability

REMEMBERED_SECONDS = 24 * 60 * 60.0
ONE = 1


def most_bands(availability: Availability, *, event_id: str) -> int | None:
    """How many areas and bands one press may put into a trolley; None where nothing limits it."""
    limit = availability.max_bundle_size
    if limit is not None and limit <= ONE:
        return ONE
    return ONE if shared.store.get(_key(event_id)) else limit


def takes_one_only(event_id: str) -> None:
    """It has just been seen that this account's trolleys take one order for a performance of this event."""
    shared.store.set(_key(event_id), 1, REMEMBERED_SECONDS)


def _key(event_id: str) -> str:
    return f"boxoffice.several:{event_id}"
