"""Gathers the three lists to be compared, with a day more on both sides: `reconciling` says what counts."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import count
from urllib.parse import urlsplit

from babel.numbers import get_currency_precision
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from boxoffice.ticketing import (
    Money,
    SalesWanted,
    SoldOrder,
    Transaction,
    Unreadable,
    from_text,
    get_service,
)

from . import reconciling
from .cancelling import offer
from .models import BOUGHT, UNDER_WAY, Authorisation, Cancellation, OrderRecord, Refund
from .payments import stripe_books
from .reconciling import Found, Order, Payment, Sale, Sums, Window, sums

AROUND = timedelta(days=1)  # a hold lasts no longer, so what belongs to a day began at most so long before it
PAGE_LENGTH, MOST_PAGES = 100, 10_000
AT_ONCE = 500  # names in one question to the database


class Places(dict[str, int]):
    """How many places each currency has, as f13 writes it; learnt from what is read."""

    def sums(self, amounts: Iterable[Money]) -> Sums:
        learnt = list(amounts)
        self.update({money.currency.code.lower(): money.currency.places for money in learnt})
        return sums((money.currency.code, money.amount) for money in learnt)

    def whole(self, minor_units: int, *, code: str) -> Sums:
        """Of a currency that f13 has not written, as everybody does."""
        places = self.get(code, get_currency_precision(code.upper()))
        return sums([(code, Decimal(minor_units).scaleb(-places))])


@dataclass(frozen=True)
class Looked:
    """What one comparison has found, and whether money was looked at."""

    window: Window
    found: tuple[Found, ...]
    has_payments: bool
    sold: tuple[SoldOrder, ...] = ()  # the report itself, for others who need it
    subjects: frozenset[str] | None = None  # where these alone were looked at, and not whole days


def look(window: Window) -> Looked:
    """Read the lists and compare them. Raises TicketingErrors and StripeTroubles."""
    until = timezone.now() - timedelta(seconds=settings.RECONCILE_GRACE_SECONDS)
    places = Places()
    sold = tuple(sold_orders(_around(window)))
    sales = list(sales_of(sold, window, places))
    intents = list_intents(window) if stripe_books.is_ours() else None
    names = {sale.transaction_uuid for sale in sales} | {one.transaction_uuid for one in intents or ()}
    orders = list(list_orders(window, places, also=names))
    payments = [payment_of(one, places) for one in intents] if intents is not None else None
    found = reconciling.compare(orders, sales, payments, window=window, until=until)
    return Looked(window, tuple(found), has_payments=intents is not None, sold=sold)


# f13's report


def sales_of(sold: Iterable[SoldOrder], window: Window, places: Places) -> Iterator[Sale]:
    """The transactions of the sales report. One that two pages tell of, as sales were added, is one."""
    rows: dict[str, dict[object, SoldOrder]] = {}
    for order in sold:
        name = order.transaction_uuid or order.transaction_id
        rows.setdefault(name, {})[order.item_number] = order
    for name, orders in rows.items():
        yield _sale(name, list(orders.values()), window, places)


def sold_orders(wanted: SalesWanted) -> Iterator[SoldOrder]:
    """All pages of the report. Raises TicketingErrors."""
    service = get_service()
    for number in count():
        page = service.list_orders_sold(wanted, page=number, page_length=PAGE_LENGTH)
        if page.paging.page != number or number > MOST_PAGES:
            raise Unreadable("the sales report gives another page than was asked for")
        yield from (order for order in page if order.purchase_succeeded is not False)
        if not page.paging.has_next:
            return


def _around(window: Window) -> SalesWanted:
    return SalesWanted(earliest=window.begins_at - AROUND, latest=window.ends_at + AROUND)


def _sale(name: str, orders: list[SoldOrder], window: Window, places: Places) -> Sale:
    first, priced = orders[0], [order for order in orders if order.price]
    cancelled = [order for order in priced if order.is_cancelled]
    return Sale(
        transaction_uuid=name,
        transaction_id=first.transaction_id,
        at=first.purchased_at or first.last_modified_at or window.begins_at,
        tickets=sum(order.quantity for order in orders),
        prices=places.sums(order.price.total for order in priced if order.price),
        cancelled=places.sums(order.price.total for order in cancelled if order.price),
        is_elsewhere=_is_elsewhere(first),
    )


def _is_elsewhere(order: SoldOrder) -> bool:
    """Another shop of the same account: under another sub-user, or at another site."""
    own_site, site = urlsplit(settings.SITE_URL).hostname, urlsplit(f"//{order.remote_site}").hostname
    is_others_site = bool(site) and site not in {own_site, *settings.ALLOWED_HOSTS}
    sub_user = order.purchase_sub_user
    return is_others_site or bool(settings.F13_SUBUSER and sub_user and sub_user != settings.F13_SUBUSER)


# This shop's orders


def list_orders(window: Window, places: Places, *, also: Iterable[str]) -> Iterator[Order]:
    """Those of these days that were bought or are being bought, and all that the other lists name."""
    began = Q(created_at__gte=window.begins_at - 2 * AROUND, created_at__lt=window.ends_at + AROUND)
    yield from _orders(places, began & Q(state__in=BOUGHT | UNDER_WAY), *_named(also))


def orders_named(names: Iterable[str], places: Places) -> Iterator[Order]:
    yield from _orders(places, *_named(names))


def _orders(places: Places, *questions: Q) -> Iterator[Order]:
    """Each once."""
    seen: set[uuid.UUID] = set()
    for asked in questions:
        for record in _records().filter(asked).exclude(transaction_uuid=None).iterator(AT_ONCE):
            if record.pk not in seen:
                seen.add(record.pk)
                yield _order(record, places)


def _named(names: Iterable[str]) -> Iterator[Q]:
    every = sorted(filter(None, names))
    for first in range(0, len(every), AT_ONCE):
        yield Q(transaction_uuid__in=every[first : first + AT_ONCE])


def _records() -> QuerySet[OrderRecord]:
    """With what the worker is still at: money to be taken, freed or given back, items to be cancelled."""
    mine = {"record": OuterRef("pk")}
    taking = Exists(Authorisation.objects.filter(**mine, needs_staff="").open())
    giving = Exists(Refund.objects.filter(**mine, needs_staff="").open())
    cancelling = Exists(Cancellation.objects.filter(**mine).open())
    columns = ("transaction_uuid", "transaction_id", "state", "payment", "changed_at", "kept_transaction")
    found = OrderRecord.objects.only(*columns).prefetch_related("cancellations")
    return found.annotate(is_money_under_way=taking | giving, is_being_cancelled=cancelling)


def _order(record: OrderRecord, places: Places) -> Order:
    kept = from_text(Transaction, record.kept_transaction) if record.kept_transaction else None
    bundles = kept.sold_bundles if kept and record.state in BOUGHT else ()
    orders = [order for bundle in bundles for order in bundle.orders]
    gone = [order.price.total for order in orders if order.price and order.is_cancelled]
    return Order(
        record_id=str(record.pk),
        transaction_uuid=record.transaction_uuid or "",
        transaction_id=record.transaction_id,
        state=record.state,
        at=(kept.purchased_at if kept else None) or record.changed_at,
        changed_at=record.changed_at,
        is_bought=record.state in BOUGHT,
        is_under_way=record.is_under_way or record.is_being_cancelled,  # type: ignore[attr-defined]
        is_by_own_stripe=record.payment == "stripe",
        is_money_under_way=record.is_money_under_way,  # type: ignore[attr-defined]
        tickets=sum(order.quantity for order in orders),
        prices=places.sums(order.price.total for order in orders if order.price),
        total=places.sums(bundle.total for bundle in bundles if bundle.total),
        cancelled=places.sums(gone),
        owed=places.sums(offer.owed(kept, record.cancellations.all())) if kept and gone else (),
    )


# Stripe's payments


def list_intents(window: Window) -> list[stripe_books.Taken]:
    """An intent is made before its tickets are bought."""
    return list(stripe_books.list_taken(window.begins_at - 2 * AROUND, window.ends_at + AROUND))


def payment_of(intent: stripe_books.Taken, places: Places) -> Payment:
    return Payment(
        intent_id=intent.intent_id,
        transaction_uuid=intent.transaction_uuid,
        at=intent.at,
        taken=places.whole(intent.received - intent.refunded, code=intent.currency),
        refunded=places.whole(intent.refunded, code=intent.currency),
        held=places.whole(intent.held, code=intent.currency),
    )
