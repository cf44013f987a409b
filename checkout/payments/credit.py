"""On credit: no payment is taken here, the partner is invoiced. Only the customer's data is sent."""

from typing import Any

from django.conf import settings

from boxoffice.ticketing import Customer, Outcome, Service


def purchase(service: Service, record: Any) -> Outcome:
    """Buy the record's reservation. Raises TicketingErrors. Reference: Purchase, "Purchasing on credit"."""
    return service.purchase(
        record.transaction_uuid,
        customer=Customer(**record.customer),
        remote_ip=record.customer_ip or "",
        send_confirmation_email=settings.CONFIRMATION_EMAIL == "ingresso",
    )
