"""One ticket per seat, with its barcode in a type that the supplier's scanners read."""

from dataclasses import dataclass

import zxingcpp

from boxoffice.ticketing import Order, Seat, TicketOrder, Trolley

FORMATS = {
    "qr_code": zxingcpp.BarcodeFormat.QRCode,
    "aztec": zxingcpp.BarcodeFormat.Aztec,
    "aztec_small": zxingcpp.BarcodeFormat.Aztec,
    "datamatrix": zxingcpp.BarcodeFormat.DataMatrix,
    "pdf417": zxingcpp.BarcodeFormat.PDF417,
    "code128": zxingcpp.BarcodeFormat.Code128,
    "code93": zxingcpp.BarcodeFormat.Code93,
    "code39": zxingcpp.BarcodeFormat.Code39,
}  # in our order of liking: what fits a phone's screen best comes first
ANY_SCANNER = "qr_code"


@dataclass(frozen=True)
class Ticket:
    """Admission for one, of an order that was bought."""

    number: int
    order: Order
    kind: TicketOrder
    seat: Seat | None

    @property
    def barcode(self) -> str:
        return self.seat.barcode if self.seat else ""

    @property
    def barcode_type(self) -> str:
        """The type to draw: the best liked of those that the supplier can scan."""
        supported = set(self.order.supported_barcode_types)
        return next((name for name in FORMATS if name in supported), ANY_SCANNER)

    def svg(self) -> str:
        """The barcode as a picture, or nothing where no type can hold it. Only for tickets that have one."""
        for name in (self.barcode_type, ANY_SCANNER):
            try:
                return zxingcpp.create_barcode(self.barcode, FORMATS[name]).to_svg()
            except ValueError:  # Code 39 knows few letters, and each type has its longest text
                continue
        return ""


def qr_code(text: str) -> str:
    """A picture of any text."""
    return zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_svg()


def of(trolley: Trolley) -> tuple[Ticket, ...]:
    """The tickets of everything in the trolley that was bought and still stands."""
    places = [place for bundle in trolley.bundles if bundle.is_purchased for place in _places(bundle.orders)]
    return tuple(Ticket(number, *place) for number, place in enumerate(places, start=1))


def _places(orders: tuple[Order, ...]) -> list[tuple[Order, TicketOrder, Seat | None]]:
    return [
        (order, kind, seat)
        for order in orders
        if not order.is_cancelled
        for kind in order.ticket_orders
        for seat in kind.seats or (None,) * kind.quantity
    ]
