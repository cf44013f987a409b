"""What tests of tickets start from: an order that was bought, made of values; what can be read of a PDF."""

import io
import re
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image

from boxoffice.ticketing import (
    Bundle,
    Currency,
    Event,
    Money,
    Order,
    Performance,
    Price,
    Seat,
    SendMethod,
    TicketOrder,
    Transaction,
    TransactionStatus,
    Trolley,
    to_text,
)
from checkout.models import OrderRecord, State

# Without those of shops' goods: a reader of everything takes any bars for one of them now and then.
SCANNED = zxingcpp.barcode_formats_from_str("QRCode,Aztec,DataMatrix,PDF417,Code128,Code93,Code39,Code39Ext")
POUND = Currency("gbp", pre_symbol="£")
NAME = "The Unremarkable Incident"
ETICKET = SendMethod("VOUCH", "Printable eTicket", "selfprint", can_generate_self_print=True)
STARTS = datetime(2027, 1, 1, 19, 30, tzinfo=timezone(timedelta(hours=1)))


def pounds(amount: str | int) -> Money:
    return Money(Decimal(amount), POUND)


def seats(*names: str, code: str = "1234567890", **options: Any) -> tuple[Seat, ...]:
    """Each with a barcode of its own, if `code` is given: that and its number."""
    return tuple(
        Seat(name, barcode=f"{code}{number:02}" if code else "", **options)
        for number, name in enumerate(names, start=1)
    )


def an_order(*mine: Seat, quantity: int = 0, **changes: Any) -> Order:
    """For two at a theatre, unless seats or a quantity are given. `event` and `performance` take changes."""
    mine = mine or (() if quantity else seats("C5", "C6"))
    count = quantity or len(mine)
    price = Price(pounds(50), pounds(5)) * count
    known: dict[str, Any] = {
        "item_number": 1,
        "ticket_type_name": "Stalls",
        "price_band_name": "Front",
        "quantity": count,
        "price": price,
        "send_method": ETICKET,
        "backend_purchase_reference": "PURCHASE-AB12-1",
        "supported_barcode_types": ("qr_code",),
    }
    event = {"name": NAME, "venue": "Lyric Theatre", "city": "London"} | changes.pop("event", {})
    performance = {"starts": STARTS} | changes.pop("performance", {})
    known["event"] = Event("E1", **event)
    known["performance"] = Performance("E1-1", event_id="E1", **performance)
    known["ticket_orders"] = (TicketOrder("A", "Adult", count, Price(pounds(50), pounds(5)), price, mine),)
    return Order(**known | changes)


def a_bundle(*orders: Order, **changes: Any) -> Bundle:
    price = sum((order.price for order in orders[1:] if order.price), start=orders[0].price)
    known: dict[str, Any] = {"currency": POUND, "price": price, "send_cost": pounds(0), "total": price.total}
    return Bundle("source", "Supplier", orders, **known | changes)


def a_record(*orders: Order, bundles: tuple[Bundle, ...] = (), **changes: Any) -> OrderRecord:
    """An order that was bought, not saved."""
    trolley = Trolley(
        bundles=bundles or (a_bundle(*(orders or (an_order(),))),), transaction_id="T000-0000-1234"
    )
    told = Transaction(
        TransactionStatus.PURCHASED, trolley, purchased_at=datetime(2026, 11, 20, 12, tzinfo=UTC)
    )
    known: dict[str, Any] = {
        "state": State.PURCHASED,
        "payment": "credit",
        "transaction_id": trolley.transaction_id,
        "kept_transaction": to_text(told),
        "customer": {"first_name": "Ada", "last_name": "Reader", "email_address": "ada@example.com"},
        "buyer_name": "Ada Reader",
        "visitor": "somebody",
    }
    return OrderRecord(**known | changes)


def texts(data: bytes) -> list[str]:
    """What can be read of each page."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def pictures(data: bytes, *, scale: float = 3) -> list[Image.Image]:
    """Each page, as it would be printed at 72 dots an inch and `scale` times that."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        return [page.render(scale=scale).to_pil() for page in document]


def scanned(picture: Image.Image) -> list[tuple[str, str]]:
    """The barcodes in sight, each with its type, as a scanner of what suppliers use reads them."""
    found = zxingcpp.read_barcodes(picture, formats=SCANNED, text_mode=zxingcpp.TextMode.Plain)
    return [(barcode.text, barcode.format.name) for barcode in found]


def properties(data: bytes) -> dict[str, str]:
    with closing(pypdfium2.PdfDocument(data)) as document:
        return document.get_metadata_dict()


def as_picture(svg: str, *, scale: int = 4) -> Image.Image:
    """An SVG of nothing but a white ground and one path of rectangles, drawn by its letters."""
    width, height = (int(number) for number in re.findall(r'(?:width|height)="(\d+)"', svg)[:2])
    picture = Image.new("L", (width * scale, height * scale), 255)
    path = svg.rpartition('d="')[2].partition('"')[0]
    for x, y, across, down in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+z", path):
        left, top = int(x) * scale, int(y) * scale
        picture.paste(0, (left, top, left + int(across) * scale, top + int(down) * scale))
    return Image.open(io.BytesIO(_png(picture)))


def _png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "png")
    return written.getvalue()
