"""On credit: no payment is taken here, the partner is invoiced. Only the customer's data is sent."""

from typing import Any

from boxoffice.ticketing import CalloutReturn, Outcome, Service

from .buyer import buyer


def purchase(service: Service, record: Any, *, paid: object, back: CalloutReturn) -> Outcome:
    """Buy the record's reservation. Raises TicketingErrors. Reference: Purchase, "Purchasing on credit"."""
    return service.purchase(record.transaction_uuid, **buyer(record, back=back))
