"""What a letter brings along: the tickets as PDF where they can be sent so, and the dates for a calendar."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from .. import calendars, tickets
from ..models import OrderRecord
from ..tickets import Ticket

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class File:
    name: str
    content: bytes
    type: str


@dataclass(frozen=True)
class Enclosed:
    """`are_all`: no ticket reaches its buyer otherwise. `are_too_large`: they are found by the link alone."""

    tickets: File | None = None
    calendar: File | None = None
    are_all: bool = False
    are_too_large: bool = False

    @property
    def files(self) -> tuple[File, ...]:
        return tuple(file for file in (self.tickets, self.calendar) if file)


def of(record: OrderRecord, *, is_light: bool = False) -> Enclosed:
    """`is_light`: a mail server found the letter too large. What cannot be made is left out, and logged."""
    every = tickets.of(record.sold_bundles)
    mine = [ticket for ticket in every if can_be_sent(ticket)]
    pdf = _made("tickets", lambda: tickets.pdf_of(record, mine), record) if mine and not is_light else b""
    fits = len(pdf) <= settings.LETTER_MEGABYTES * 1_000_000
    stands = any(not order.is_cancelled for order in record.sold_orders)
    calendar = _made("calendar", lambda: calendars.calendar_of(record), record) if stands else b""
    name = _name_of(record)
    return Enclosed(
        tickets=File(f"tickets-{name}.pdf", pdf, "application/pdf") if pdf and fits else None,
        calendar=File(f"calendar-{name}.ics", calendar, "text/calendar") if calendar else None,
        are_all=len(mine) == len(every),
        are_too_large=bool(mine) and not (pdf and fits),
    )


def can_be_sent(ticket: Ticket) -> bool:
    """What is posted or collected is no file; nor is what only the supplier's own voucher admits to."""
    method = ticket.order.send_method
    if method and method.self_print_voucher_url and not method.can_generate_self_print:
        return False
    return bool(ticket.barcode) or bool(method and method.is_self_print)


def _made(what: str, make: Callable[[], bytes], record: OrderRecord) -> bytes:
    try:
        return make()
    except Exception:  # a letter without its file is better than none: the link leads to it
        logger.exception("The %s of %s could not be made for a letter", what, record.pk)
        return b""


def _name_of(record: OrderRecord) -> str:
    """f13's reference as far as it is safe in the name of a file."""
    known = re.sub(r"[^A-Za-z0-9-]", "", record.transaction_id)
    return known[:60].strip("-") or "order"
