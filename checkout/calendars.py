"""What was bought as a calendar file: an entry for each performance, in the order's language.

Entries keep their names, so that opening the file again changes what is there: what was cancelled is said.
A calendar may be seen by others, so no lasting link stands in it, only the address that asks who is there.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boxoffice.context import shop_name
from boxoffice.ticketing import Event

from . import confirmation
from .confirmation import Part
from .models import OrderRecord
from .occasions import Occasion
from .zones import shown_in, zone_of

if TYPE_CHECKING:
    from icalendar import Event as Entry

# icalendar is loaded with the first file: most web processes never make one, and it is megabytes.

A_YEAR = timedelta(days=366)


def calendar_of(record: OrderRecord) -> bytes:
    """The file as it is sent: `text/calendar` in UTF-8; empty where nothing in the order has a date."""
    with translation.override(record.language):
        groups = _by_performance(confirmation.of(record).parts)
        return _file(record, groups) if groups else b""


def _file(record: OrderRecord, groups: list[list[Part]]) -> bytes:
    from icalendar import Calendar

    found = Calendar()
    found.add("prodid", f"-//{shop_name()}//{record.language.upper()}")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    sequence = record.steps.count()  # grows with whatever happens to the order
    for parts in groups:
        found.add_component(_entry(record, parts, sequence=sequence))
    # The zones' rules of these years; of all years they would be more than the rest of the file.
    days = [part.occasion.first_day for parts in groups for part in parts if part.occasion]
    found.add_missing_timezones(first_date=min(days) - A_YEAR, last_date=max(days) + A_YEAR)
    return found.to_ical()


def address_of(record: OrderRecord) -> str:
    """The order's page in the language spoken now. It opens to its buyer alone."""
    return f"{settings.SITE_URL}{reverse('checkout:order', args=[record.pk])}"


def _by_performance(parts: Iterable[Part]) -> list[list[Part]]:
    """What is at the same time and place: several areas, several bands."""
    found: dict[tuple[str, Occasion], list[Part]] = {}
    for part in parts:
        if part.occasion and part.order.performance:
            found.setdefault((part.order.performance.id, part.occasion), []).append(part)
    return list(found.values())


def _entry(record: OrderRecord, parts: list[Part], *, sequence: int) -> Entry:
    from icalendar import Event as Entry

    standing = [part for part in parts if not part.is_cancelled]
    first, name = parts[0], _summary(parts[0])
    event = first.order.event or Event("")
    entry = Entry()
    entry.add("uid", _uid(record, first))
    entry.add("dtstamp", record.changed_at.astimezone(UTC))
    entry.add("sequence", sequence)
    entry.add("status", "CONFIRMED" if standing else "CANCELLED")
    entry.add("summary", name if standing else _("Cancelled: %(name)s") % {"name": name})
    if first.occasion:
        _add_times(entry, first.occasion, event)
    entry.add("location", ", ".join(line for line in (event.venue, *first.where) if line))
    if event.latitude is not None and event.longitude is not None:
        entry.add("geo", (float(event.latitude), float(event.longitude)))
    entry.add("description", "\n".join(_description(record, standing or parts)))
    entry.add("url", address_of(record))
    return entry


def _add_times(entry: Entry, occasion: Occasion, event: Event) -> None:
    """A time, and its end where somebody knows how long it takes; otherwise whole days."""
    if occasion.starts is None:
        # An end is the first day that is not meant any more; a stay's is the day on which one leaves.
        is_a_stay = occasion.last_day > occasion.first_day
        ends = occasion.last_day if is_a_stay else occasion.first_day + timedelta(days=1)
        entry.add("dtstart", occasion.first_day)
        entry.add("dtend", ends)
        return
    zone = zone_of(event, occasion.starts)
    entry.add("dtstart", shown_in(zone, occasion.starts))
    if occasion.ends:
        entry.add("dtend", shown_in(zone, occasion.ends))


def _uid(record: OrderRecord, part: Part) -> str:
    """The same for ever, whatever characters f13 has in an id."""
    perf_id = part.order.performance.id if part.order.performance else ""
    days = f"{part.occasion.last_day}" if part.occasion and part.leaves else ""
    host = settings.SITE_URL.partition("://")[2]
    return f"{uuid.uuid5(record.pk, f'{perf_id} {days}')}@{host}"


def _summary(part: Part) -> str:
    name = part.order.event.name if part.order.event else ""
    performance = part.order.performance.name if part.order.performance else ""
    return f"{name} · {performance}" if performance else name


def _description(record: OrderRecord, parts: list[Part]) -> Iterable[str]:
    for part in parts:
        yield from _about(part)
    yield f"{_('Order reference')}: {record.transaction_id}"
    yield address_of(record)


def _about(part: Part) -> Iterable[str]:
    order = part.order
    if order.backend_purchase_reference:
        yield f"{_('Reference at the venue')}: {order.backend_purchase_reference}"
    for kind in order.ticket_orders:
        tickets = ngettext("%(number)s ticket", "%(number)s tickets", kind.quantity)
        names = (order.ticket_type_name, order.price_band_name, kind.discount_name)
        said = ", ".join(name for name in names if name)
        yield f"{tickets % {'number': kind.quantity}}: {said}"
        if kind.seats:
            seats = (f"{seat.id} ({seat.notes})" if seat.has_notes else seat.id for seat in kind.seats)
            yield f"{ngettext('Seat', 'Seats', len(kind.seats))} {', '.join(seats)}"
    if order.send_method and order.send_method.name:
        yield order.send_method.name
    yield ""
