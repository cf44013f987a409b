"""What tickets and receipts say alike: when and where, and whose."""

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from boxoffice.templatetags import shop
from boxoffice.ticketing import Order, TicketOrder

from ..models import OrderRecord


def when(order: Order) -> str:
    """Day, time and name of the performance, as its event wants it named; "" where it has none of these."""
    if order.performance is None or order.event is None:
        return ""
    told = shop.performance(order.performance, order.event)
    day, time = told["day_text"], told["time_text"]
    moment = _("%(day)s, %(time)s") % {"day": day, "time": time} if day and time else day or time
    return in_a_row(moment, told["name"], between=" · ")


def where(order: Order) -> str:
    event = order.event
    return in_a_row(event.venue, event.city) if event else ""


def event_name(order: Order) -> str:
    return (order.event.name if order.event else "") or _("Tickets")


def place(order: Order, kind: TicketOrder) -> str:
    """Area, band and kind of ticket, as far as there are any: `Stalls, Front, Adult`."""
    parts = (order.ticket_type_name or _("Tickets"), order.price_band_name, kind.discount_name)
    return ", ".join(part for part in parts if part)


def holder(record: OrderRecord) -> str:
    """Whose name the tickets are in; where the buyer paid elsewhere, f13 tells it."""
    told = record.transaction.customer if record.transaction else None
    return record.buyer_name or (f"{told.first_name} {told.last_name}".strip() if told else "")


def in_a_row(*parts: str, between: str = ", ") -> str:
    """Words of others one after the other, as the reader's language runs; each by itself as its own does."""
    direction = "\N{RIGHT-TO-LEFT MARK}" if get_language_bidi() else "\N{LEFT-TO-RIGHT MARK}"
    isolated = [f"\N{FIRST STRONG ISOLATE}{part}\N{POP DIRECTIONAL ISOLATE}" for part in parts if part]
    return direction + between.join(isolated) if len(isolated) > 1 else "".join(filter(None, parts))
