"""Very many orders, made by the database itself within seconds: copies of one, each a little different."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from boxoffice.ticketing import Transaction, TransactionStatus, to_text
from checkout.models import Item, OrderRecord, State, Step

EVENTS = 40
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
FIRST_NAMES = ("Ada", "Grace", "Lin", "José", "علي")


def make(count: int) -> None:
    """So many bought orders of the last two years, each with an item and a step; each 500th has failed."""
    record = _one_record()
    item = _one_item(record)
    step = Step.objects.create(record=record, what="held", state=State.RESERVED, request_id="f13-1")
    ago = _ago("i * 600")
    _copy(OrderRecord, record.pk, count, **_of_record(ago))
    _copy(Item, item.pk, count, **_of_item(ago))
    _copy(Step, step.pk, count, record_id=_id("i"), at=ago)
    record.delete()
    _know_the_sizes()


def record_id(number: int) -> uuid.UUID:
    """Of the order that was made as the so-manieth."""
    return uuid.UUID(int=number)


def _one_record() -> OrderRecord:
    return OrderRecord.objects.create(
        visitor=uuid.uuid4().hex,
        state=State.PURCHASED,
        payment="credit",
        transaction_uuid="U-0",
        transaction_id="T-0",
        amount=Decimal("39"),
        currency_code="gbp",
        customer={"first_name": "Ada", "email_address": "ada@example.com"},
        kept_transaction=to_text(Transaction(TransactionStatus.PURCHASED)),
    )


def _one_item(record: OrderRecord) -> Item:
    return Item.objects.create(
        record=record,
        number=1,
        source_code="ext_test0",
        source_name="Test supplier",
        event_id="E0",
        event_name="Event 0",
        perf_id="E0-1",
        starts_at=datetime(2027, 1, 1, 19, 30, tzinfo=UTC),
        quantity=2,
        currency_code="gbp",
        price=Decimal("35"),
        fee=Decimal("4"),
        sending=Decimal(0),
        commission=Decimal("3.5"),
        purchased_at=timezone.now(),
    )


def _of_record(ago: str) -> dict[str, str]:
    names = " ".join(f"WHEN {number} THEN '{name}'" for number, name in enumerate(FIRST_NAMES))
    return {
        "id": _id("i"),
        "visitor": "'visitor-' || i",
        "state": "CASE WHEN i %% 500 = 0 THEN 'failed' ELSE 'purchased' END",
        "transaction_uuid": "'U-' || i",
        "transaction_id": "'T000-' || i",
        "buyer_name": f"(CASE i %% {len(FIRST_NAMES)} {names} END) || ' Reader-' || i",
        "buyer_email": "'reader' || i || '@example.com'",
        "created_at": ago,
        "changed_at": ago,
    }


def _of_item(ago: str) -> dict[str, str]:
    return {
        "record_id": _id("i"),
        "event_id": f"'E' || (i %% {EVENTS})",
        "event_name": f"'Event ' || (i %% {EVENTS})",
        "perf_id": f"'E' || (i %% {EVENTS}) || '-' || (i %% 1000)",
        "source_code": "'ext_test' || (i %% 7)",
        "currency_code": "CASE WHEN i %% 3 = 0 THEN 'eur' ELSE 'gbp' END",
        "reference": "'REF-' || i",
        "found_by": "'ref' || i",
        "purchased_at": ago,
    }


def _copy(model: Any, of: Any, count: int, **changed: str) -> None:
    """Rows like that one, but for these columns: expressions in which `i` is the number of the row."""
    table, quote = model._meta.db_table, connection.ops.quote_name
    columns = [
        field.column for field in model._meta.concrete_fields if field.column in changed or not _counts(field)
    ]
    chosen = [f"({changed[name]})" if name in changed else f"t.{quote(name)}" for name in columns]
    primary = model._meta.pk.get_db_prep_value(of, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(map(quote, columns))}) "  # noqa: S608 -- names of our own models
            f"{NUMBERS} SELECT {', '.join(chosen)} FROM n, {table} t WHERE t.id = %s",
            [count, primary],
        )


def _counts(field: Any) -> bool:
    return bool(field.primary_key) and field.get_internal_type() == "BigAutoField"


def _id(number: str) -> str:
    if connection.vendor == "postgresql":
        return f"lpad(to_hex({number}), 32, '0')::uuid"
    return f"printf('%%032x', {number})"


def _ago(seconds: str) -> str:
    now = timezone.now() - timedelta(minutes=1)
    if connection.vendor == "postgresql":
        return f"timestamptz '{now:%Y-%m-%d %H:%M:%S}+00' - ({seconds}) * interval '1 second'"
    return f"strftime('%%Y-%%m-%%d %%H:%%M:%%f', '{now:%Y-%m-%d %H:%M:%S}', '-' || ({seconds}) || ' seconds')"


def _know_the_sizes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
