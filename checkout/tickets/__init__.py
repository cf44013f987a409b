"""Tickets in the buyer's hand: on screen, as PDF, and the receipt.

tickets.of(record.sold_bundles) -> the tickets that stand
tickets.pdf_of(record, these) -> bytes
tickets.receipt_of(record) -> bytes
"""

from .barcodes import FORMATS, qr_code
from .pdf import pdf_of
from .receipt import receipt_of
from .ticket import Ticket, of, of_record

__all__ = ["FORMATS", "Ticket", "of", "of_record", "pdf_of", "qr_code", "receipt_of"]
