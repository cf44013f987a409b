"""What is in the buyer's hand: one ticket for each seat that was bought and still stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from boxoffice.ticketing import Bundle, Order, Seat, TicketOrder

from ..models import OrderRecord
from . import barcodes, links, told

LONGEST_TO_TYPE = 40  # letters of a code that somebody at a door would type in


@dataclass(frozen=True)
class Ticket:
    """Admission for one, of an order that was bought. Its number stays when other tickets are cancelled."""

    number: int
    order: Order
    kind: TicketOrder
    seat: Seat | None

    @property
    def barcode(self) -> str:
        return self.seat.barcode if self.seat else ""

    @property
    def drawn(self) -> barcodes.Barcode | None:
        """Its barcode; None where the supplier gave none, or one that no type can hold."""
        return (
            barcodes.drawn(self.barcode, supported=self.order.supported_barcode_types)
            if self.barcode
            else None
        )

    def svg(self) -> str:
        """The barcode as a picture, or nothing where there is none."""
        return self.drawn.svg() if self.drawn else ""

    @property
    def typed(self) -> str:
        """What can be typed in where a barcode cannot be scanned; all of it, where there is no picture."""
        is_short = len(self.barcode) <= LONGEST_TO_TYPE and self.barcode.isprintable()
        return self.barcode if is_short or not self.drawn else ""

    @property
    def place(self) -> str:
        return told.place(self.order, self.kind)

    @property
    def name(self) -> str:
        """What this is, in a word."""
        return _("Ticket") if self.barcode else _("Voucher")

    @property
    def advice(self) -> str:
        """What it is and is not, and what to do with it."""
        if self.barcode:
            return _("Show this barcode at the entrance, on paper or on a screen.")
        if self._is_posted:
            return _("This does not admit. The ticket itself comes by post; this is for your own records.")
        if self._is_collected:
            return _("This does not admit. Collect the ticket itself with the reference.")
        return _("There is no barcode. Show this with its reference, on paper or on a screen.")

    @property
    def final_comment(self) -> str:
        """The supplier's own words on the way in which tickets reach the buyer."""
        return self.order.send_method.final_comment if self.order.send_method else ""

    @property
    def voucher(self) -> str:
        return links.voucher(self.order)

    @property
    def apple_wallet(self) -> str:
        return links.to_wallet(self.seat.apple_wallet_url) if self.seat else ""

    @property
    def google_wallet(self) -> str:
        return links.to_wallet(self.seat.google_wallet_url) if self.seat else ""

    @property
    def _is_collected(self) -> bool:
        return bool(self.order.send_method and self.order.send_method.is_collect)

    @property
    def _is_posted(self) -> bool:
        return bool(self.order.send_method and self.order.send_method.is_post)


def of(bundles: Iterable[Bundle]) -> tuple[Ticket, ...]:
    """The tickets of everything that was bought and still stands.

    None where the supplier's voucher is the only ticket: nothing of ours is to be taken for one.
    """
    orders = [order for bundle in bundles for order in bundle.orders]
    places = [place for order in orders for place in _places(order)]
    return tuple(
        Ticket(number, *place)
        for number, place in enumerate(places, start=1)
        if not place[0].is_cancelled and not links.is_voucher_only(place[0])
    )


def of_record(record: OrderRecord) -> tuple[Ticket, ...]:
    """The same, of an order of the shop's; none before it is bought."""
    return of(record.sold_bundles) if record.is_bought else ()


def _places(order: Order) -> list[tuple[Order, TicketOrder, Seat | None]]:
    return [(order, kind, seat) for kind in order.ticket_orders for seat in _seats(kind)]


def _seats(kind: TicketOrder) -> tuple[Seat | None, ...]:
    """One for each ticket: where seats are not numbered, None."""
    return (*kind.seats, *(None,) * (kind.quantity - len(kind.seats)))
