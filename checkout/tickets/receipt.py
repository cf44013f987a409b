"""The receipt: who sold what to whom, what it cost and how it was paid. No tax invoice, and it says so."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from boxoffice import words
from boxoffice.context import shop_name
from boxoffice.ticketing import Bundle, Currency, Money, Order, TicketOrder, sum_of

from ..models import Item, OrderRecord
from ..payments import WAYS
from . import told
from .flow import Flow

ADDRESS = ("address_line_one", "address_line_two", "town", "county", "postcode")


def receipt_of(record: OrderRecord) -> bytes:
    """The receipt of an order that was bought, as PDF, in the language spoken now."""
    pages = _written(record, of=0).pages  # known only once it has been written
    return _written(record, of=pages).data()


def _written(record: OrderRecord, *, of: int) -> Flow:
    title = _("Receipt for order %(reference)s") % {"reference": record.transaction_id}
    flow = Flow(title=title, made_at=record.bought_at, of=of)
    items = {item.number: item for item in record.items.all()}
    _heading(flow, record)
    _buyer(flow, record)
    for bundle in record.sold_bundles:
        _bundle(flow, bundle, items)
    _totals(flow, record)
    _not_bought(flow, record)
    _paid(flow, record, items)
    return flow


def _heading(flow: Flow, record: OrderRecord) -> None:
    flow.line(shop_name(), size=11, bold=True, branded=True)
    sold_by = _("Tickets are sold by %(shop_name)s and supplied by Ingresso.") % {
        "shop_name": settings.BRAND.seller
    }
    flow.line(sold_by, size=9)
    flow.gap(6)
    flow.line(_("Receipt"), size=22, bold=True, tag="H1")
    flow.line(_("Order reference: %(reference)s") % {"reference": record.transaction_id})
    flow.line(_("Bought on: %(day)s") % {"day": words.day(record.bought_at)})


def _buyer(flow: Flow, record: OrderRecord) -> None:
    flow.gap(4)
    flow.line(_("Sold to"), size=9, soft=True)
    flow.line(told.holder(record), bold=True)
    for line in _address(record):
        flow.line(line)


def _address(record: OrderRecord) -> Iterator[str]:
    """As the buyer wrote it here; of who paid elsewhere, as f13 tells it."""
    elsewhere = record.transaction.customer if record.transaction else None

    def written(name: str) -> str:
        return str((record.customer.get(name) if record.customer else getattr(elsewhere, name, "")) or "")

    yield from filter(None, map(written, ADDRESS))
    country = written("country_code")
    if country:
        yield words.country(country, otherwise=country.upper())
    yield written("email_address")


def _bundle(flow: Flow, bundle: Bundle, items: dict[int, Item]) -> None:
    flow.gap(5)
    flow.rule()
    for order in bundle.orders:
        _order(flow, order, items.get(order.item_number or 0))
    if bundle.send_cost is not None:
        method = bundle.orders[0].send_method if bundle.orders else None
        name = (method.name if method else "") or _("Sending")
        flow.line(name, amount=bundle.send_cost if bundle.send_cost else _("free"))


def _order(flow: Flow, order: Order, item: Item | None) -> None:
    flow.line(told.event_name(order), size=12, bold=True, tag="H2")
    flow.line(told.when(order))
    flow.line(told.where(order))
    for kind in order.ticket_orders:
        _kind(flow, order, kind)
    reference = order.backend_purchase_reference
    if reference:
        flow.line(_("Reference at the venue: %(reference)s") % {"reference": reference})
    if order.is_cancelled or (item and item.is_cancelled):
        flow.line(_cancelled(order, item), bold=True)
    flow.gap(3)


def _kind(flow: Flow, order: Order, kind: TicketOrder) -> None:
    """Its tickets, and the parts of their price."""
    price = kind.total_price
    counted = told.in_a_row(words.number(kind.quantity), told.place(order, kind), between=" × ")
    flow.line(counted, amount=price or "")
    if kind.seats:
        flow.line(_("Seats: %(seats)s") % {"seats": ", ".join(seat.id for seat in kind.seats)}, size=9)
    if price and price.has_fee:
        parts = {"ticket": price.ticket, "fee": price.fee}
        flow.line(_("%(ticket)s ticket + %(fee)s fee") % parts, size=9, soft=True)
    elif price:
        flow.line(_("no fee"), size=9, soft=True)


def _cancelled(order: Order, item: Item | None) -> str:
    when = item.cancelled_at if item else None
    said = _("Cancelled on %(day)s") % {"day": words.day(when)} if when else _("Cancelled")
    reference = order.backend_cancellation_reference
    return f"{said} ({reference})" if reference else said


def _totals(flow: Flow, record: OrderRecord) -> None:
    bundles = record.sold_bundles
    totals = replace(record.trolley, bundles=bundles).totals
    flow.gap(3)
    flow.rule()
    for total in totals:
        name = _("Total in %(currency)s") % {"currency": total.currency} if len(totals) > 1 else _("Total")
        flow.line(name, amount=total, size=13, bold=True)
    for tax in _by_currency([tax for bundle in bundles if (tax := _tax(bundle))]):
        flow.line(_("of which tax"), amount=tax, size=9, soft=True)
    flow.gap(2)
    flow.line(_about_tax(bundles), size=9)


def _tax(bundle: Bundle) -> Money | None:
    """What of the bundle's total is tax, sending included; None where its supplier does not say."""
    return sum_of(tax for tax in (bundle.price.tax if bundle.price else None, bundle.send_cost_tax) if tax)


def _about_tax(bundles: tuple[Bundle, ...]) -> str:
    known = [bundle for bundle in bundles if _tax(bundle)]
    if not known:
        return _("This is a receipt, not a tax invoice: suppliers do not say what tax the prices contain.")
    if len(known) < len(bundles):
        return _(
            "This is a receipt, not a tax invoice. The tax is as some of the suppliers state it; "
            "the others do not say what tax their prices contain."
        )
    return _("This is a receipt, not a tax invoice. The tax is as the suppliers state it.")


def _not_bought(flow: Flow, record: OrderRecord) -> None:
    sold = record.sold_bundles
    rest = [order for bundle in record.trolley.bundles if bundle not in sold for order in bundle.orders]
    if rest:
        flow.gap(5)
        flow.line(_("These were not bought, and are not charged:"), bold=True)
    for order in rest:
        flow.line(told.in_a_row(told.event_name(order), told.when(order), between=" · "))


def _paid(flow: Flow, record: OrderRecord, items: dict[int, Item]) -> None:
    flow.gap(5)
    flow.line(_("How it was paid"), size=9, soft=True)
    flow.line(str(WAYS[record.payment].receipt) if record.payment in WAYS else record.payment)
    back = given_back(record)
    for amount in back:
        flow.line(_("Given back, or on its way back"), amount=amount, bold=True)
    if not back and any(item.is_cancelled for item in items.values()):
        flow.line(_("The totals are those of the purchase, before anything was cancelled."), size=9)


def given_back(record: OrderRecord) -> tuple[Money, ...]:
    """What the shop's own Stripe has given back or is giving back, by currency."""
    currencies = [bundle.currency for bundle in record.sold_bundles if bundle.currency]
    known = {currency.code.lower(): currency for currency in currencies}
    amounts = []
    for refund in record.refunds.that_count():
        currency = known.get(refund.currency_code.lower()) or Currency(refund.currency_code)
        amounts.append(Money(Decimal(refund.amount) / currency.factor, currency))
    return _by_currency(amounts)


def _by_currency(amounts: list[Money]) -> tuple[Money, ...]:
    currencies = dict.fromkeys(amount.currency for amount in amounts)
    sums = (sum_of(amount for amount in amounts if amount.currency == one) for one in currencies)
    return tuple(found for found in sums if found)
