"""Purchases of earlier days of which something was cancelled or given back lately, compared one by one.

A night's comparison looks at the purchases of the last days, and tickets are cancelled weeks after they were
bought. What differs in that alone is looked for here, and looked at again until it differs no more.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from boxoffice.ticketing import SalesWanted

from . import books, reconciling
from .books import Looked, Places
from .models import Authorisation, Cancellation, Difference, Item, OrderRecord, Refund
from .payments import stripe_books
from .reconciling import OF_CANCELLED, Payment, Sale, Window

LATELY = timedelta(days=3)
MOST = 500  # a night; the next one looks at the rest
EVER = Window(datetime(2000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC))


def look(window: Window) -> Looked:
    """What `window` leaves out. Raises TicketingErrors and StripeTroubles."""
    until = timezone.now() - timedelta(seconds=settings.RECONCILE_GRACE_SECONDS)
    has_payments = stripe_books.is_ours()
    names, places = _names(window, has_payments=has_payments), Places()
    sales = [sale for name in names for sale in _sales(name, places)]
    orders = list(books.orders_named(names, places))
    payments = list(_payments(names, places)) if has_payments else None
    compared = reconciling.compare(orders, sales, payments, window=EVER, until=until)
    found = [one for one in compared if one.kind in OF_CANCELLED]
    return Looked(EVER, tuple(found), has_payments=has_payments, subjects=frozenset(names))


def _names(window: Window, *, has_payments: bool) -> list[str]:
    """Transactions, those that have changed most lately first."""
    since = timezone.now() - LATELY
    rows = (
        Item.objects.filter(cancelled_at__gte=since),
        Cancellation.objects.filter(settled_at__gte=since),
        Refund.objects.filter(Q(made_at__gte=since) | Q(settled_at__gte=since)),
    )
    lately = Q(pk__in=list(_given_back_at_stripe(since)) if has_payments else [])
    for changed in rows:
        lately |= Q(pk__in=changed.values("record"))
    earlier = OrderRecord.objects.filter(created_at__lt=window.begins_at).exclude(transaction_uuid=None)
    names = earlier.filter(lately).order_by("-created_at").values_list("transaction_uuid", flat=True)
    open_ = Difference.objects.filter(settled_at=None, kind__in=OF_CANCELLED, at__lt=window.begins_at)
    still = open_.values_list("subject", flat=True)
    return list(dict.fromkeys([*filter(None, names[:MOST]), *still[:MOST]]))


def _given_back_at_stripe(since: datetime) -> Iterator[object]:
    """Of orders of this shop: even where no webhook has told of it."""
    intents = list(stripe_books.list_given_back(since))
    for first in range(0, len(intents), books.AT_ONCE):
        known = Authorisation.objects.filter(intent_id__in=intents[first : first + books.AT_ONCE])
        yield from known.values_list("record_id", flat=True)


def _sales(name: str, places: Places) -> Iterable[Sale]:
    return books.sales_of(books.sold_orders(SalesWanted(transaction_uuid=name)), EVER, places)


def _payments(names: list[str], places: Places) -> Iterator[Payment]:
    taken = Authorisation.objects.filter(record__transaction_uuid__in=names).exclude(intent_id=None)
    for intent_id in taken.values_list("intent_id", flat=True):
        yield books.payment_of(stripe_books.get_taken(str(intent_id)), places)
