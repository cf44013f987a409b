"""The tickets of an order, one by one and as PDF, and its receipt: for whoever may see the order."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from .. import tickets
from ..access import bought_order_of, personal
from ..tickets import Ticket, told


@require_safe
@personal
def ticket(request: HttpRequest, record_id: uuid.UUID, number: int) -> HttpResponse:
    """One ticket, as large and bright as a page can be made."""
    record = bought_order_of(request, record_id)
    mine = tickets.of_record(record)
    shown = _numbered(mine, number)
    place = mine.index(shown)
    context = {
        "record": record,
        "ticket": shown,
        "holder": told.holder(record),
        "place": place + 1,
        "total": len(mine),
        "before": mine[place - 1] if place else None,
        "after": mine[place + 1] if place + 1 < len(mine) else None,
    }
    return render(request, "checkout/ticket.html", context)


@require_safe
@personal
def barcode(request: HttpRequest, record_id: uuid.UUID, number: int) -> HttpResponse:
    """One ticket's barcode as SVG."""
    svg = _numbered(tickets.of_record(bought_order_of(request, record_id)), number).svg()
    if not svg:
        raise Http404
    return HttpResponse(svg, content_type="image/svg+xml")


@require_safe
@personal
def ticket_pdf(request: HttpRequest, record_id: uuid.UUID, number: int) -> HttpResponse:
    """One ticket, to be given to whoever comes along."""
    record = bought_order_of(request, record_id)
    shown = _numbered(tickets.of_record(record), number)
    return _pdf(tickets.pdf_of(record, [shown]), name=f"ticket-{number}-{record}")


@require_safe
@personal
def tickets_pdf(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """All that stand. A 404 where there is none of ours."""
    record = bought_order_of(request, record_id)
    mine = tickets.of_record(record)
    if not mine:
        raise Http404
    return _pdf(tickets.pdf_of(record, mine), name=f"tickets-{record}")


@require_safe
@personal
def receipt(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    record = bought_order_of(request, record_id)
    return _pdf(tickets.receipt_of(record), name=f"receipt-{record}")


def _numbered(mine: tuple[Ticket, ...], number: int) -> Ticket:
    found = next((ticket for ticket in mine if ticket.number == number), None)
    if found is None:
        raise Http404
    return found


def _pdf(data: bytes, *, name: str) -> HttpResponse:
    """Shown where it was asked for, and saved under this name."""
    disposition = content_disposition_header(as_attachment=False, filename=f"{name}.pdf") or "inline"
    return HttpResponse(data, content_type="application/pdf", headers={"Content-Disposition": disposition})
