"""Money of the shop's own Stripe that is to go back: how much may, and the rows that say so."""

import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django.db import transaction
from django.db.models import Sum

from boxoffice.ticketing import Currency, Money

from ..models import Authorisation, Cancellation, OrderRecord, Refund, Standing

TO_BE_GIVEN_BACK = "money is to be given back"


def left(record: OrderRecord) -> Money | None:
    """How much of what was taken can still go back; None where this shop's Stripe took nothing."""
    authorisations = _that_count(record)
    if not authorisations:
        return None
    currency = currency_of(record, authorisations[0].currency_code)
    return _money(sum(map(_left_of, authorisations)), currency)


def refund(
    record: OrderRecord, amount: Decimal, *, by: str, press: uuid.UUID | None = None
) -> list[Refund] | None:
    """Staff give back so much, in the currency of the order; None where no more than nothing or too much.

    `press` names the press of a button: pressed twice, it is given back once.
    """
    found = left(record)
    if found is None:
        return None
    units = Money(amount, found.currency).minor_units
    if Decimal(units) != amount.scaleb(found.currency.places):
        return None
    with transaction.atomic():
        _lock(record)
        if press is not None and (before := list(record.refunds.filter(pk=press))):
            return before
        if not 0 < units <= sum(map(_left_of, _that_count(record))):
            return None
        return give_back(record, units, by=by, first_key=press)


def give_back(
    record: OrderRecord,
    units: int,
    *,
    cancellation: Cancellation | None = None,
    by: str = "",
    first_key: uuid.UUID | None = None,
) -> list[Refund]:
    """Write down that so many minor units go back, but no more than there are."""
    about = {"record": record, "cancellation": cancellation, "by": by}
    with transaction.atomic():
        _lock(record)
        made: list[Refund] = []
        for authorisation in _that_count(record):
            share = min(_left_of(authorisation), units - sum(one.amount for one in made))
            if share > 0:
                key = first_key if first_key and not made else uuid.uuid4()
                made.append(_make(authorisation, share, key=key, **about))
        missing = units - sum(one.amount for one in made)
        if missing:
            record.note("less is left than should come back", detail=str(missing))
    return made


def _make(authorisation: Authorisation, share: int, *, key: uuid.UUID, **about: Any) -> Refund:
    code = authorisation.currency_code
    about["record"].note(TO_BE_GIVEN_BACK, detail=f"{share} {code} {key}")
    return Refund.objects.create(
        id=key, authorisation=authorisation, amount=share, currency_code=code, **about
    )


def _lock(record: OrderRecord) -> None:
    """One at a time says how much is left."""
    OrderRecord.objects.select_for_update().filter(pk=record.pk).first()


def _that_count(record: OrderRecord) -> list[Authorisation]:
    """Payments that were taken, or will be as soon as Stripe answers."""
    return list(record.authorisations.exclude(standing=Standing.FREED).order_by("made_at"))


def _left_of(authorisation: Authorisation) -> int:
    is_taken = authorisation.standing == Standing.CAPTURED
    taken = authorisation.captured if is_taken else authorisation.amount
    gone = authorisation.refunds.that_count().aggregate(sum=Sum("amount"))["sum"] or 0
    return max(0, taken - gone)


def currency_of(record: OrderRecord, code: str) -> Currency:
    """As f13 describes it, else as everybody does."""
    known = (bundle.currency for bundle in record.trolley.bundles if bundle.currency)
    found = next((one for one in known if one.code.lower() == code.lower()), None)
    return found or Currency(code, places=get_currency_precision(code.upper()))


def _money(units: int, currency: Currency) -> Money:
    return Money(Decimal(units).scaleb(-currency.places), currency)


def in_money(refunds: Iterable[Refund], record: OrderRecord) -> Money | None:
    """What they come to."""
    listed = list(refunds)
    if not listed:
        return None
    return _money(sum(one.amount for one in listed), currency_of(record, listed[0].currency_code))
