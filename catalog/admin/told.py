"""What the supplier says of an event, to be read: words, pictures, prices, offers, days."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from boxoffice import ticketing, words
from boxoffice.templatetags.shop import clean_html

from ..models import Event, EventMonth, EventText

NOTHING = "–"


def own_words(text: EventText) -> SafeString:
    """Staff's words as the shop shows them."""
    if not text.own_words.strip():
        return SafeString(NOTHING)
    return format_html('<div lang="{}" dir="auto">{}</div>', text.language, clean_html(text.own_words))


def description(text: EventText) -> SafeString:
    """All that the supplier says in that language, folded up."""
    told = text.told
    pieces = [
        (piece.name or piece.key, clean_html(piece.html)) for piece in told.content if piece.html.strip()
    ]
    if not pieces and told.info_html.strip():
        pieces = [(_("About"), clean_html(told.info_html))]
    if not pieces:
        return SafeString(NOTHING)
    inner = format_html_join("", "<h4>{}</h4>{}", pieces)
    return format_html(
        '<details class="told" lang="{}" dir="auto"><summary>{}</summary><div>{}</div></details>',
        text.language,
        _("Read what the supplier says"),
        inner,
    )


def pictures(event: Event) -> SafeString:
    """The supplier's pictures, small, each by the name of its place."""
    shown = [(one.url, one.name, one.caption) for one in event.told.media if one.url]
    figure = '<figure><img src="{}" alt="" loading="lazy"><figcaption>{} <bdi>{}</bdi></figcaption></figure>'
    inner = format_html_join("", figure, shown)
    return format_html('<div class="told-pictures">{}</div>', inner) if shown else SafeString(NOTHING)


def prices(event: Event) -> str:
    costs = event.costs
    if costs is None or costs.cheapest is None:
        return NOTHING
    if costs.dearest is None or costs.dearest.total == costs.cheapest.total:
        return str(costs.cheapest.total)
    return _("%(lowest)s to %(highest)s") % {"lowest": costs.cheapest.total, "highest": costs.dearest.total}


def offers(event: Event) -> SafeString:
    lines = [(_offer(offer),) for offer in _different(event.costs.offers if event.costs else ())]
    return format_html_join("", "<div>{}</div>", lines) if lines else SafeString(NOTHING)


def days(months: Iterable[EventMonth]) -> SafeString:
    """`January 2027: 1-14, 17`, a line for each month."""
    lines = [(words.month(one.month), numbers(one.days)) for one in sorted(months, key=_month)]
    return format_html_join("", "<div>{}: {}</div>", lines) if lines else SafeString(NOTHING)


def numbers(days: int) -> str:
    """The days of a month from their bits, those that follow each other as one."""
    found = [number for number in range(1, 32) if days >> (number - 1) & 1]
    starts = [day for before, day in pairwise([-1, *found]) if day != before + 1]
    ends = [day for day, after in pairwise([*found, 99]) if after != day + 1]
    return ", ".join(
        str(first) if first == last else f"{first}–{last}" for first, last in zip(starts, ends, strict=True)
    )


def _offer(offer: ticketing.Offer) -> str:
    said: dict[str, Any] = {"price": offer.price.total, "full": offer.full_price and offer.full_price.total}
    if offer.is_fee_waiver:
        return _("No fees: %(price)s") % said
    return _("%(price)s instead of %(full)s") % said if offer.full_price else str(offer.price.total)


def _different(offers: Iterable[ticketing.Offer]) -> list[ticketing.Offer]:
    """The same offer may be the best value and the largest saving."""
    return list({(offer.price, offer.full_price): offer for offer in offers}.values())


def _month(kept: EventMonth) -> date:
    return kept.month
