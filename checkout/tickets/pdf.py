"""Tickets as PDF: a page for each, so that one can be given to whoever comes along."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from boxoffice.context import shop_name

from ..models import OrderRecord
from . import links, told
from .barcodes import Barcode
from .sheet import HEIGHT, INNER, MARGIN, WHOLE, Box, Sheet
from .ticket import Ticket

FOOT = HEIGHT - MARGIN - 5
GUTTER = 8.0
HALF = (INNER - GUTTER) / 2
START, END = Box(MARGIN, HALF), Box(MARGIN + HALF + GUTTER, HALF)
# Millimetres: as wide as a code is drawn, and as wide as one of its modules is at most.
SQUARE, STACKED, BARS = (62.0, 2.2), (150.0, 0.8), (INNER, 0.5)
FINEST = 0.45  # what phones and old scanners read of paper that was folded


@dataclass(frozen=True)
class Fact:
    """Something to read, under the word that says what it is."""

    label: str
    text: str
    sizes: tuple[float, float, float] = (13, 13, 10)  # of a word, of some words, of very many
    bold: bool = False

    @property
    def size(self) -> float:
        return self.sizes[(len(self.text) > 6) + (len(self.text) > 60)]


def pdf_of(record: OrderRecord, tickets: Sequence[Ticket]) -> bytes:
    """These tickets of an order, a page for each, in the language spoken now.

    Of none, a page that says where the tickets are: with a supplier whose voucher is the only one.
    """
    sheet = Sheet(title=_title(record, tickets), made_at=record.bought_at)
    if not tickets:
        _elsewhere(sheet, record)
    for number, ticket in enumerate(tickets, start=1):
        sheet.add_page()
        _heading(sheet, ticket, number=number, total=len(tickets))
        top = _event(sheet, ticket)
        top = _code(sheet, ticket, top=top + 6)
        _facts(sheet, _facts_of(record, ticket), top=top + 6)
        _foot(sheet)
    return sheet.data()


def _title(record: OrderRecord, tickets: Sequence[Ticket]) -> str:
    events = {told.event_name(ticket.order) for ticket in tickets}
    of_what = events.pop() if len(events) == 1 else record.transaction_id
    return _("Tickets: %(what)s") % {"what": of_what}


def _elsewhere(sheet: Sheet, record: OrderRecord) -> None:
    sheet.add_page()
    sheet.band()
    top = sheet.words(
        _("No ticket of this order is printed by this shop"), top=MARGIN, size=17, bold=True, tag="H1"
    )
    for order in (order for order in record.sold_orders if not order.is_cancelled):
        top = sheet.words(told.event_name(order), top=top + 6, size=13, bold=True, tag="H2", most=3)
        top = sheet.words(told.when(order), top=top, size=11, most=2)
        top = sheet.words(order.backend_purchase_reference, top=top, size=11, most=2)
        voucher = links.voucher(order)
        if voucher:
            words = _("Open the venue's voucher, to print or show it")
            end = sheet.words(words, top=top, size=11, most=2)
            sheet.link(voucher, top=top, bottom=end)
            top = end
    _foot(sheet)


def _heading(sheet: Sheet, ticket: Ticket, *, number: int, total: int) -> None:
    counted = _("%(ticket)s %(number)s of %(total)s") if total > 1 else "%(ticket)s"
    told = counted % {"ticket": ticket.name, "number": number, "total": total}
    sheet.band()
    sheet.words(shop_name(), top=MARGIN, size=10, bold=True, branded=True, box=START, most=1)
    bottom = sheet.words(told, top=MARGIN, size=10, soft=True, box=END, at_end=True, most=1)
    sheet.rule(top=bottom + 1.5)


def _event(sheet: Sheet, ticket: Ticket) -> float:
    name = told.event_name(ticket.order)
    size = 22 if len(name) <= 60 else 17 if len(name) <= 120 else 13
    top = sheet.words(name, top=25, size=size, bold=True, tag="H1", most=5)
    top = sheet.words(told.when(ticket.order), top=top + 1.5, size=13, most=3)
    return sheet.words(told.where(ticket.order), top=top, size=11, most=2)


def _code(sheet: Sheet, ticket: Ticket, *, top: float) -> float:
    """The barcode, or in its place what to do without one."""
    drawn = ticket.drawn
    if drawn:
        module = _module(drawn)
        says = _("Barcode of ticket %(number)s") % {"number": ticket.number}
        top = sheet.barcode(drawn, top=top, module=module, says=says)
        top = sheet.words(ticket.typed, top=top + 1, size=11, centred=True, rtl=False, most=2)
        return sheet.words(ticket.advice, top=top + 1, size=9, soft=True, centred=True, most=2)
    top = sheet.words(ticket.typed, top=top, size=11, bold=True, rtl=False, most=8)
    sheet.rule(top=top + 2, thick=0.6)
    top = sheet.words(ticket.advice, top=top + 5, size=13, bold=True, most=4)
    sheet.rule(top=top + 3, thick=0.6)
    return top + 4


def _module(drawn: Barcode) -> float:
    """How wide a module is drawn: large codes take more room, so that none gets too fine."""
    if drawn.is_linear:
        width, most = BARS
    else:
        width, most = STACKED if drawn.type == "pdf417" else SQUARE
    wished = min(most, width / drawn.width)
    return wished if drawn.is_linear else max(wished, min(FINEST, 120 / drawn.width))


def _facts_of(record: OrderRecord, ticket: Ticket) -> list[list[Fact]]:
    """In rows of one or two."""
    order, seat = ticket.order, ticket.seat
    method = order.send_method
    rows = [
        [
            Fact(_("Seat"), seat.id if seat else "", sizes=(34, 22, 14), bold=True),
            Fact(_("Place"), ticket.place, sizes=(14, 14, 11)),
        ],
        [Fact(_("Please note"), str(seat.notes) if seat else "", bold=True)],
        [
            Fact(_("Reference at the venue"), order.backend_purchase_reference, bold=True),
            Fact(_("Order reference"), record.transaction_id),
        ],
        [
            Fact(_("In the name of"), told.holder(record)),
            Fact(_("How the tickets reach you"), method.name if method else ""),
        ],
        [Fact(_("From the supplier"), ticket.final_comment, sizes=(11, 11, 9))],
    ]
    return [[fact for fact in row if fact.text] for row in rows]


def _facts(sheet: Sheet, rows: list[list[Fact]], *, top: float) -> None:
    for row in filter(None, rows):
        boxes = [START, END] if len(row) > 1 else [WHOLE]
        ends = [_fact(sheet, fact, top=top, box=box) for fact, box in zip(row, boxes, strict=True)]
        top = max(ends) + 4


def _fact(sheet: Sheet, fact: Fact, *, top: float, box: Box) -> float:
    top = sheet.words(fact.label, top=top, size=9, soft=True, box=box, most=1)
    return sheet.words(fact.text, top=top, size=fact.size, bold=fact.bold, box=box, most=6)


def _foot(sheet: Sheet) -> None:
    sold_by = _("Tickets are sold by %(shop_name)s and supplied by Ingresso.") % {
        "shop_name": settings.BRAND.seller
    }
    sheet.rule(top=FOOT)
    sheet.words(sold_by, top=FOOT + 1.5, size=8, soft=True, most=1)
