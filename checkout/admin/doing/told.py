"""An order's items in a line each, as staff tell them apart."""

from datetime import UTC

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boxoffice.ticketing import Order


def line(order: Order) -> str:
    """Event, performance, area, seats and price: `Cats · 1 Jan 2027, 15:30 · Stalls · C5, C6 · £110.00`."""
    name = order.event.name if order.event else _("Tickets")
    count = ngettext("%(count)s ticket", "%(count)s tickets", order.quantity) % {"count": order.quantity}
    parts = (
        *(name, _performance(order), order.ticket_type_name, ", ".join(order.seat_ids), count),
        str(order.price.total) if order.price else "",
    )
    return " · ".join(filter(None, parts))


def _performance(order: Order) -> str:
    performance = order.performance
    if performance is None:
        return ""
    starts = performance.starts
    when = f"{starts.astimezone(UTC) if starts.tzinfo is None else starts:%Y-%m-%d %H:%M}" if starts else ""
    return ", ".join(filter(None, (when, performance.name)))
