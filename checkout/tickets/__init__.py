"""Tickets in the buyer's hand: on screen, as PDF, and the receipt.

tickets.of(record.sold_bundles) -> the tickets that stand
tickets.pdf_of(record, these) -> bytes
tickets.receipt_of(record) -> bytes
"""

from collections.abc import Sequence

from ..models import OrderRecord
from .barcodes import FORMATS, qr_code
from .ticket import Ticket, of, of_record

__all__ = ["FORMATS", "Ticket", "of", "of_record", "pdf_of", "qr_code", "receipt_of"]

# What sets type is a fifth of a web process, and most of them never print: it is loaded with the first PDF.


def pdf_of(record: OrderRecord, these: Sequence[Ticket]) -> bytes:
    """A page for each of these tickets."""
    from . import pdf

    return pdf.pdf_of(record, these)


def receipt_of(record: OrderRecord) -> bytes:
    """What was bought, and what it cost."""
    from . import receipt

    return receipt.receipt_of(record)
