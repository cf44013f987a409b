"""By redirect: the debitor's own page takes the money. f13 answers with a callout; the buyer comes back."""

from typing import Any

from boxoffice.ticketing import CalloutReturn, Outcome, Service

from .buyer import buyer


def purchase(service: Service, record: Any, *, paid: object, back: CalloutReturn) -> Outcome:
    """Begin to buy. Raises TicketingErrors. Reference: Purchase, "Purchasing with redirect"."""
    return service.purchase(record.transaction_uuid, **buyer(record, back=back))
