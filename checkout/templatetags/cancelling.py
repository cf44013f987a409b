"""What templates of orders and letters ask about cancelling and withdrawing."""

from collections.abc import Iterable
from datetime import UTC
from email.utils import parseaddr

from django import template
from django.conf import settings

from boxoffice import words
from boxoffice.ticketing import Order

from ..cancelling import told
from ..cancelling.told import OfOrder, Rights, Told
from ..models import Cancellation, OrderRecord

register = template.Library()


@register.simple_tag
def cancelling_of(record: OrderRecord) -> OfOrder:
    """What there is to say about cancelling this order."""
    return OfOrder(record)


@register.simple_tag
def told_of(cancellation: Cancellation) -> Told:
    return Told(cancellation.record, cancellation)


@register.simple_tag
def rights_of(orders: Iterable[Order]) -> Rights:
    """Which of these may be withdrawn from, once they are bought."""
    return told.rights_of(tuple(orders))


@register.simple_tag
def giver_of(record: OrderRecord) -> str:
    """Who gives the money back: `shop`, `ingresso` or `partner`."""
    return told.giver_of(record)


@register.simple_tag
def withdrawn_at(cancellation: Cancellation) -> str:
    """Day and time of receipt, by a clock that is named."""
    at = cancellation.made_at.astimezone(UTC)
    return f"{words.day(at)}, {words.clock(at)} UTC"


@register.simple_tag
def shops_email() -> str:
    """Where answers to letters go: what is written to it reaches the shop."""
    return parseaddr(settings.REPLY_TO_EMAIL or settings.DEFAULT_FROM_EMAIL)[1]
