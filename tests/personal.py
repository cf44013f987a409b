"""An order with marked customer data in every place that can hold any; a look into every column there is."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone

from boxoffice.ticketing import (
    Address,
    Callout,
    Customer,
    Reservation,
    Transaction,
    TransactionStatus,
    Trolley,
    to_text,
)
from checkout import items
from checkout.details import KEY
from checkout.kept import Kept
from checkout.models import CalloutStep, Letter, Note, OrderRecord, State
from checkout.privacy.personal import BY_ADDRESS

MARK = "Zzyzx"  # nothing else is called so
EMAIL = f"{MARK}@Example.com".lower()


MARKED: set[str] = set()  # the names of all marks


def marked(name: str) -> str:
    """A text that tells where it was put."""
    MARKED.add(name)
    return f"{MARK}-{name}"


CUSTOMER = {
    "first_name": marked("first"),
    "last_name": marked("last"),
    "email_address": EMAIL,
    "phone": marked("phone"),
    "address_line_one": marked("address"),
    "address_line_two": marked("address-two"),
    "town": marked("town"),
    "postcode": marked("postcode"),
    "agent_reference": marked("agent"),
}
IP = "203.0.113.77"


def an_order(
    *, state: State = State.PURCHASED, like: OrderRecord | None = None, **columns: Any
) -> OrderRecord:
    """Bought tickets, as of `like`, with marks everywhere."""
    told = like.transaction if like else None
    record = OrderRecord.objects.create(
        visitor=uuid.uuid4().hex,
        state=state,
        payment="credit",
        transaction_uuid=f"U-{uuid.uuid4()}",
        transaction_id="T-PERSONAL",
        trolley_token=marked("token"),
        kept_asked=to_text(Kept(token=marked("token"), destination=marked("destination"))),
        kept_reservation=to_text(_reservation()),
        kept_transaction=to_text(_transaction(told)),
        amount="55",
        currency_code="gbp",
    )
    record.change(
        customer=CUSTOMER,
        customer_ip=IP,
        browser={"user_agent": marked("browser")},
        network=marked("network"),
        paid_with={"token": marked("paid")},
        customer_errors={"email": marked("error")},
        **columns,
    )
    items.keep(record)
    _around(record)
    return record


def _reservation() -> Reservation:
    prefilled = Address(line_one=marked("prefilled"), email_address=EMAIL)
    return Reservation(prefilled_address=prefilled, trolley=Trolley(token=marked("token")))


def _transaction(told: Transaction | None) -> Transaction:
    customer = Customer(
        first_name=marked("told"), email_address=EMAIL, latin=Customer(last_name=marked("latin"))
    )
    callout = Callout(destination=f"https://bank.example/?{marked('pending')}")
    return Transaction(
        status=TransactionStatus.PURCHASED,
        trolley=told.trolley if told else Trolley(),
        customer=customer,
        pending_callout=callout,
        external_sale_page=marked("page"),
    )


def _around(record: OrderRecord) -> None:
    CalloutStep.objects.create(
        record=record,
        destination=f"https://bank.example/{marked('destination')}",
        parameters=[["PaReq", marked("parameter")]],
        returned_at=timezone.now(),
        returned=[["MD", marked("returned")]],
        referer=marked("referer"),
    )
    Note.objects.create(record=record, who="grace", text=marked("note"))
    Letter.objects.create(record=record, kind="settled")
    record.note("held", request_id="f13-request-1", detail="SupplierDown")


def a_session(email: str = EMAIL) -> str:
    """Somebody who has typed into the checkout form, and not bought."""
    session = SessionStore()
    session[KEY] = {"fields": {"email": email, "first_name": marked("typed")}, "record": "", "at": 0}
    session["visitor"] = "somebody"
    session.set_expiry(timedelta(days=1))
    session.create()
    return str(session.session_key)


def beside_orders() -> None:
    """Rows that name the address without an order."""
    for name, (address, _moment) in BY_ADDRESS.items():
        model = apps.all_models["checkout"].get(name)
        if model is not None:
            model._default_manager.create(**{address: EMAIL, "language": "en"})


def places_with(*texts: str) -> list[str]:
    """Every column of every table, sessions read, in which one of these stands."""
    found = [place for place, value in _every_value() if any(text.lower() in value.lower() for text in texts)]
    return sorted(set(found))


def _every_value() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- our own tables
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    yield f"{table}.{column}", _read(table, column, value)


def _read(table: str, column: str, value: Any) -> str:
    if (table, column) == ("django_session", "session_data"):
        return str(SessionStore().decode(value))
    return str(value)
