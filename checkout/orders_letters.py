"""The letter that lists an address's orders: promised for each, sent by the worker where there are some.

Whoever asks is told the same whether or not there are orders, and the same is done then and there: only the
worker, later, knows the difference. An address is written to once an hour at most.
"""

import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from boxoffice.context import shop_name

from . import access
from .letters.envelope import envelope
from .models import BOUGHT, OrderRecord, OrdersLetter, is_to_be_looked_at
from .references import address_as_looked_for

logger = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)
MOST_ORDERS = 50
TAKEN_FOR = timedelta(minutes=5)  # by the worker that sends it
TRIED_AGAIN_AFTER = timedelta(minutes=2)
MOST_TRIES = 10


def promise(email: str, *, language: str) -> int:
    """Have this address written to, unless it was asked for within the hour; the row's id.

    Three statements, whatever there is and was.
    """
    address, now = address_as_looked_for(email)[:254], timezone.now()
    rows = OrdersLetter.objects.filter(email=address)
    anew = {"asked_at": now, "language": language, "settled_at": None, "tries": 0, "look_again_at": None}
    rows.filter(asked_at__lte=now - AGAIN_AFTER).update(**anew)
    OrdersLetter.objects.bulk_create([OrdersLetter(email=address, **anew)], ignore_conflicts=True)
    return rows.values_list("pk", flat=True).get()


def due() -> list[int]:
    """Letters that can be sent now."""
    return list(_waiting().values_list("pk", flat=True))


def send(letter_id: int) -> datetime | None:
    """Send it, unless another worker does or there is nothing to list; when to try again, where it failed."""
    letter = OrdersLetter.objects.filter(pk=letter_id).first()
    if letter is None or not _take(letter):
        return None
    orders = orders_of(letter.email)
    try:
        if orders:
            message(letter, orders).send()
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("The letter with orders %s was not sent: %s", letter.pk, type(error).__name__)
        at = timezone.now() + TRIED_AGAIN_AFTER
        OrdersLetter.objects.filter(pk=letter.pk).update(look_again_at=at)
        return at
    OrdersLetter.objects.filter(pk=letter.pk).update(settled_at=timezone.now())
    return None


def orders_of(address: str) -> list[OrderRecord]:
    """What was bought under this address and can still be opened by a link, newest first."""
    bought = OrderRecord.objects.filter(state__in=BOUGHT, buyer_email=address)
    newest = bought.order_by("-created_at")[:MOST_ORDERS]
    now = timezone.now()
    return [record for record in newest if access.ends_at(record) > now]


def message(letter: OrdersLetter, orders: list[OrderRecord]) -> EmailMultiAlternatives:
    """The letter as it is sent: what was bought, by name and date, each with its lasting link."""
    with translation.override(letter.language):
        context = {
            "record": orders[0],
            "orders": [_listed(record) for record in orders],
            "brand": settings.BRAND,
            "shop_name": shop_name(),
            "find": f"{settings.SITE_URL}{reverse('checkout:find')}",
        }
        subject, text, html = (
            render_to_string(f"checkout/letters/orders{end}", context)
            for end in ("_subject.txt", ".txt", ".html")
        )
    return envelope(
        to=str(orders[0].customer.get("email_address") or letter.email),
        subject=" ".join(subject.split()),
        text=text,
        html=html,
        number=f"orders.{letter.pk}.{int(letter.asked_at.timestamp())}",
    )


def _listed(record: OrderRecord) -> dict[str, object]:
    return {"record": record, "sold": record.sold_orders, "link": access.link_to(record)}


def tidy(now: datetime) -> None:
    """Nobody's address is kept for having been typed."""
    OrdersLetter.objects.filter(asked_at__lte=now - FORGOTTEN_AFTER).delete()


def _waiting() -> QuerySet[OrdersLetter]:
    return OrdersLetter.objects.filter(is_to_be_looked_at(), settled_at=None, tries__lt=MOST_TRIES)


def _take(letter: OrdersLetter) -> bool:
    ends_at = timezone.now() + TAKEN_FOR
    return bool(_waiting().filter(pk=letter.pk).update(look_again_at=ends_at, tries=F("tries") + 1))
