"""What was bought, in words that stand in text and in HTML alike: the same as the order's page has."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from boxoffice.templatetags.shop import performance as performance_parts
from boxoffice.ticketing import (
    Bundle,
    Event,
    Money,
    Order,
    Performance,
    Price,
    Seat,
    TicketOrder,
    Trolley,
    sum_of,
)

from .. import failing

JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"  # which some scripts are written with
HIDDEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
SPACES = re.compile(" {2,}")
Line = tuple[str, str]  # what it is, and how much


@dataclass(frozen=True)
class ToldTickets:
    """Tickets of one kind: how many, `what` they are, with their seats and their price."""

    number: str
    what: str
    seats_label: str
    seats: str
    price: str


@dataclass(frozen=True)
class ToldItem:
    """One order. What it has not is empty; `voucher` and `manage` are addresses of the supplier's."""

    name: str
    when: str
    where: str
    tickets: tuple[ToldTickets, ...]
    reference: str
    sending: str
    comment: str
    voucher: str
    manage: str
    is_cancelled: bool


@dataclass(frozen=True)
class ToldInShort:
    """One order in a line: `Hamlet, Friday, 1 January 2027, 15:30 · Stalls, A`."""

    name: str
    when: str
    what: str

    def __str__(self) -> str:
        return _joined(" · ", _joined(", ", self.name, self.when), self.what)


@dataclass(frozen=True)
class NotBought:
    """What a supplier did not sell, and why."""

    what: tuple[ToldInShort, ...]
    why: str


@dataclass(frozen=True)
class ToldPrice:
    """Its parts, the totals that are paid, and what is to be known beside."""

    parts: tuple[Line, ...]
    totals: tuple[Line, ...]
    more: tuple[Line, ...]


def in_one_line(text: str) -> str:
    """Without line ends, and without the invisible signs that turn or hide what stands beside them."""
    shown = "".join(one if _is_shown(one) else " " for one in text)
    return SPACES.sub(" ", shown).strip()  # those at which no line ends stay as they are


def _is_shown(letter: str) -> bool:
    return letter in JOINERS or unicodedata.category(letter) not in HIDDEN


def item(order: Order) -> ToldItem:
    method = order.send_method
    return ToldItem(
        name=in_one_line(str(order.event or "")),
        when=when(order.performance, order.event),
        where=where(order.event),
        tickets=tuple(_tickets(order, kind) for kind in order.ticket_orders),
        reference=in_one_line(order.backend_purchase_reference),
        sending=in_one_line(method.name if method else ""),
        comment=method.final_comment if method else "",
        voucher=safe_address(method.self_print_voucher_url if method else ""),
        manage=safe_address(order.external_management_url),
        is_cancelled=order.is_cancelled,
    )


def cancelled_item(order: Order) -> ToldItem:
    """Where it is said already that it is cancelled: nothing that would bring anybody to the venue."""
    return replace(item(order), is_cancelled=False, sending="", comment="", voucher="", manage="")


def not_bought(bundle: Bundle) -> NotBought:
    why = bundle.purchase_result.why if bundle.purchase_result else "supplier"
    return NotBought(tuple(in_short(order) for order in bundle.orders), str(failing.WHY[why]))


def in_short(order: Order) -> ToldInShort:
    return ToldInShort(
        name=in_one_line(str(order.event or "")),
        when=when(order.performance, order.event),
        what=_joined(", ", order.ticket_type_name, order.price_band_name),
    )


def when(performance: Performance | None, event: Event | None) -> str:
    """Day, time and name, as far as its event wants them shown."""
    if performance is None or event is None:
        return ""
    parts = performance_parts(performance, event)
    day, time = parts["day_text"], parts["time_text"]
    both = _("%(day)s, %(time)s") % {"day": day, "time": time} if day and time else day or time
    return _joined(" · ", both, parts["name"])


def where(event: Event | None) -> str:
    return _joined(", ", event.venue, event.city) if event else ""


def seats(of: Iterable[Seat]) -> str:
    """`C5 (Restricted view), C6 (Haunted seat)`"""
    said = (f"{seat.id} ({seat.notes})" if seat.has_notes else seat.id for seat in of)
    return pgettext("between seats", ", ").join(said)


def price(trolley: Trolley) -> ToldPrice:
    """Of all its bundles: what the tickets, the fees and the sending cost, and what is paid."""
    several = len(trolley.bundles) > 1
    parts = [line for bundle in trolley.bundles for line in _parts(bundle, is_named=several)]
    taxes = [line for bundle in trolley.bundles for line in _taxes(bundle, is_named=several)]
    totals = [(_total(total, trolley), str(total)) for total in trolley.totals]
    guidance = trolley.indicative_total
    about = [(_("about, for guidance only"), str(guidance))] if guidance else []
    return ToldPrice(tuple(parts), tuple(totals), (*taxes, *about))


def safe_address(address: str) -> str:
    """An https address of f13's, or one below f13's own root, in practice no https; else none."""
    is_plain = address.isascii() and address.isprintable() and not set(address) & set(" <>\"'\\`")
    if not is_plain or address.startswith(f"{settings.F13_URL}/"):
        return address if is_plain else ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme == "https" and parts.hostname and not parts.username else ""


def _tickets(order: Order, kind: TicketOrder) -> ToldTickets:
    number = ngettext("%(number)s ticket", "%(number)s tickets", kind.quantity) % {"number": kind.quantity}
    name = _joined(", ", order.ticket_type_name or _("Tickets"), order.price_band_name, kind.discount_name)
    asked = order.requested_seats if not order.seats and kind is order.ticket_orders[0] else ()
    mine = kind.seats or asked
    return ToldTickets(
        number=number,
        what=name,
        seats_label=ngettext("Seat", "Seats", len(mine)) if mine else "",
        seats=seats(mine),
        price=_price(kind.total_price) if kind.total_price else "",
    )


def _price(price: Price) -> str:
    """`£55.00 (£50.00 ticket + £5.00 fee)`"""
    parts = {"ticket": price.ticket, "fee": price.fee}
    said = _("%(ticket)s ticket + %(fee)s fee") % parts if price.has_fee else _("no fee")
    tax = _("of which %(tax)s tax") % {"tax": price.tax} if price.tax else ""
    return f"{price.total} ({_joined(', ', said, tax)})"


def _parts(bundle: Bundle, *, is_named: bool) -> Iterable[Line]:
    method = bundle.orders[0].send_method if bundle.orders else None
    sending = (method.name if method else "") or _("Sending")
    if bundle.price:
        yield _of(bundle, _("Tickets"), is_named=is_named), str(bundle.price.ticket)
        if bundle.price.has_fee:
            yield _of(bundle, _("Fees"), is_named=is_named), str(bundle.price.fee)
    yield _of(bundle, sending, is_named=is_named), str(bundle.send_cost) if bundle.send_cost else _("free")


def _of(bundle: Bundle, name: str, *, is_named: bool) -> str:
    return f"{bundle.source_name}: {name}" if is_named and bundle.source_name else name


def _total(total: Money, trolley: Trolley) -> str:
    several = len(trolley.totals) > 1
    return _("Total in %(currency)s") % {"currency": total.currency} if several else _("Total")


def _taxes(bundle: Bundle, *, is_named: bool) -> Iterable[Line]:
    tax = sum_of(tax for tax in (bundle.price.tax if bundle.price else None, bundle.send_cost_tax) if tax)
    if tax:
        yield _of(bundle, _("of which tax"), is_named=is_named), str(tax)


def _joined(between: str, *parts: str) -> str:
    return between.join(in_one_line(part) for part in parts if part)
