"""What the templates of trolley, checkout and order ask."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from boxoffice import legal, words
from boxoffice.ticketing import Bundle, Money, Order, Trolley

from .. import addresses, changes, extras, failing, handing_over, letters, shown
from ..models import OrderRecord
from ..payments import Taker, taker_of
from ..tickets import links
from ..trolley import Kept

register = template.Library()

SQUARE_SIDE, WIDEST = 240, 480  # in pixels, at most: what a hand scanner reads from a screen


@register.simple_tag(takes_context=True)
def send_name(context: dict[str, Any], bundle: Any) -> str:
    """How the bundle's tickets are sent: as f13 says, else as was chosen; a trolley need not say it."""
    method = bundle.orders[0].send_method if bundle.orders else None
    if method and method.name:
        return method.name
    _code, name, *_countries = context.get("sending", {}).get(bundle.source_code, ("", ""))
    return name


@register.simple_tag
def about(amount: Any, *, beside: Any) -> str:
    """An amount in the currency that the account likes to see, beside the one that is charged; or nothing."""
    if not isinstance(amount, Money) or amount.currency == beside.currency:
        return ""
    said = _("about %(amount)s") % {"amount": amount}
    return format_html(' <span class="price-indicative">{}</span>', said)


@register.simple_tag
def tax_of(bundle: Any) -> Any:
    """The tax in what is paid for the bundle, its sending included; None where f13 does not say."""
    taxes = [tax for tax in (bundle.price.tax if bundle.price else None, bundle.send_cost_tax) if tax]
    return sum(taxes[1:], start=taxes[0]) if taxes else None


@register.filter
def is_billed(record: OrderRecord) -> bool:
    """Whether nothing is taken for it here: it goes on the buyer's account."""
    return taker_of(record) == Taker.PARTNER


@register.filter
def shown_here(tickets: Iterable[Any]) -> list[Any]:
    """The tickets but for those where the supplier's voucher is the only one that counts."""
    return [ticket for ticket in tickets if not links.is_voucher_only(ticket.order)]


@register.simple_tag
def held_until(record: OrderRecord) -> SafeString:
    """When the hold ends, by a clock that is named; scripts write it as the reader's clock does."""
    ends_at = record.hold_ends_at
    if ends_at is None:
        return SafeString("")
    said = f"{words.clock(ends_at.astimezone(UTC))} UTC"
    return format_html('<time class="until" datetime="{}">{}</time>', ends_at.isoformat(), said)


@register.simple_tag
def barcode_size(ticket: Any) -> dict[str, int]:
    """How large a barcode is drawn: a whole number of pixels for each of its modules, so that it is crisp."""
    drawn = ticket.drawn
    largest = SQUARE_SIDE if drawn.width == drawn.height else WIDEST
    scale = max(1, largest // drawn.width)
    return {"width": drawn.width * scale, "height": drawn.height * scale}


@register.simple_tag
def change_address(kept: Kept, order: Order) -> str:
    """Where something else can be chosen in place of an order; "" where there is nothing to choose."""
    known = None if extras.follows(order) else kept.choices.get(order.item_number or 0)
    return addresses.to_change(known, item_number=order.item_number or 0) if known else ""


@register.simple_tag
def difference_of(order: Order, *, among: Mapping[int, Any]) -> Any:
    """What is not as it was chosen."""
    return among.get(order.item_number or 0)


@register.simple_tag(takes_context=True)
def promo_code_of(context: dict[str, Any], order: Order) -> str:
    """The promo code with which an order was chosen: as the trolley keeps it, or as the hold was asked."""
    kept = context.get("kept") or getattr(context.get("record"), "asked", None)
    known = kept.choices.get(order.item_number or 0) if kept else None
    return known.choice.promo_code if known else ""


@register.simple_tag
def counted(names: Iterable[str]) -> str:
    """Kinds of ticket by number, each once: one Adult, two Child."""
    return pgettext("between kinds of ticket", ", ").join(
        f"{words.number(count)} × {name}" for name, count in Counter(names).items()
    )


@register.simple_tag
def failing_of(record: OrderRecord | None) -> failing.Told | None:
    """Why it was not bought, what becomes of the money, and what to do; None for what has not failed."""
    return failing.told(record) if record else None


@register.simple_tag
def changes_of(record: OrderRecord) -> list[changes.ToldChange]:
    """What was changed elsewhere since it was bought, the latest first."""
    return changes.of(record)


@register.simple_tag
def letter_of(record: OrderRecord) -> letters.Told:
    """How it stands with the confirmation."""
    return letters.told(record)


@register.simple_tag
def money_of(record: OrderRecord) -> Promise:
    """What becomes of the money for what was not bought."""
    return failing.money(record)


@register.simple_tag
def why_not_sold(bundle: Bundle) -> Promise:
    """Of an order that was bought in part: why this supplier's tickets were not."""
    return failing.WHY[bundle.purchase_result.why if bundle.purchase_result else "supplier"]


@register.simple_tag
def totals_not_bought(trolley: Trolley) -> tuple[Money, ...]:
    """What would have been paid for the rest, by currency."""
    return replace(trolley, bundles=tuple(one for one in trolley.bundles if not one.is_purchased)).totals


@register.simple_tag
def shown_amount(record: OrderRecord) -> str:
    """What a form that pays sends along: only this is paid."""
    return shown.amount_of(record)


@register.simple_tag
def hand_over_address(record: OrderRecord) -> str:
    """Where what is handed over is paid."""
    return handing_over.address(record)


@register.simple_tag
def terms_address() -> str:
    return legal.terms_address()


@register.simple_tag
def privacy_address() -> str:
    page = legal.privacy_page()
    return page.address if page else ""
