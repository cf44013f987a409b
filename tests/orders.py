"""Orders that were bought, made without asking anybody: of any shape that f13 might tell."""

import uuid
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.test import Client

from boxoffice.ticketing import (
    Bundle,
    Choice,
    Currency,
    Event,
    Money,
    Order,
    Performance,
    Price,
    PurchaseResult,
    Seat,
    SendMethod,
    TicketOrder,
    Transaction,
    TransactionStatus,
    Trolley,
    to_text,
)
from checkout import items
from checkout.kept import Kept, KeptChoice
from checkout.models import OrderRecord, State

POUND = Currency("gbp", pre_symbol="£")
BUYER = "a-visitor"
CUSTOMER = {"first_name": "Ada", "last_name": "Reader", "email_address": "Ada@Example.com"}
EVENT = Event(
    "E1",
    "Play",
    venue="Old Vane",
    postcode="W1 1AA",
    city="London",
    country="United Kingdom",
    country_code="uk",
    latitude=Decimal("51.5"),
    longitude=Decimal("-0.15"),
)
EVENING = datetime.fromisoformat("2027-07-01T19:30:00+01:00")
PERFORMANCE = Performance("E1-1", "E1", EVENING)


def pounds(amount: Any) -> Money:
    return Money(Decimal(amount), POUND)


def an_order(number: int = 1, *, seats: tuple[Seat, ...] = (Seat("A1"),), **changes: Any) -> Order:
    """Tickets for one performance, as they read once they are bought."""
    price = Price(pounds(50), pounds(5)) * len(seats or ("",))
    kind = TicketOrder("ADULT", "Adult", len(seats) or 1, total_price=price, seats=seats)
    order = Order(
        item_number=number,
        event=EVENT,
        performance=PERFORMANCE,
        ticket_type_name="Stalls",
        price_band_code="A/pool",
        price_band_name="Front",
        quantity=kind.quantity,
        price=price,
        ticket_orders=(kind,),
        send_method=SendMethod("VOUCH", "Printable eTicket", "selfprint", can_generate_self_print=True),
        backend_purchase_reference="VANE-17",
    )
    return replace(order, **changes)


def a_bundle(*orders: Order, success: bool = True, source: str = "vane", **changes: Any) -> Bundle:
    """What one supplier sold, or did not."""
    total = sum((order.price for order in orders[1:] if order.price), start=orders[0].price)
    bundle = Bundle(
        source,
        "Vane Tickets",
        orders,
        POUND,
        price=total,
        send_cost=pounds(0),
        total=total.total if total else None,
        purchase_result=PurchaseResult(success=success),
    )
    return replace(bundle, **changes)


def bought(*bundles: Bundle, state: State = State.PURCHASED, **changes: Any) -> OrderRecord:
    """The record of an order that was bought: of one evening's ticket, unless bundles are given."""
    bundles = bundles or (a_bundle(an_order()),)
    trolley = Trolley(
        bundles=bundles,
        transaction_uuid=changes.pop("transaction_uuid", f"U-{uuid.uuid4()}"),
        transaction_id=changes.pop("transaction_id", "T000-0000-7AB1-XY2Z"),
    )
    bought_at = datetime.fromisoformat("2027-01-02T10:00:00+00:00")
    told = Transaction(TransactionStatus.PURCHASED, trolley, purchased_at=bought_at)
    fields: dict[str, Any] = {
        "visitor": BUYER,
        "payment": "credit",
        "created_at": bought_at,
        "changed_at": bought_at,
    } | changes
    customer = fields.pop("customer", CUSTOMER)
    record = OrderRecord.objects.create(state=state, **fields)
    record.change(
        customer=customer,
        transaction_uuid=trolley.transaction_uuid,
        transaction_id=trolley.transaction_id,
        kept_transaction=to_text(told),
    )
    items.keep(record)
    return record


def told_anew(record: OrderRecord, *bundles: Bundle) -> OrderRecord:
    """f13 tells of it otherwise now."""
    told = record.transaction
    assert told is not None
    trolley = replace(told.trolley, bundles=bundles)
    record.change(kept_transaction=to_text(replace(told, trolley=trolley)))
    items.keep(record)
    return record


def chosen(number: int = 1, **choice: Any) -> str:
    """The trolley as it was when it was to be held: its one choice, with a departure or nights."""
    known = KeptChoice(Choice("E1-1", "STALLS", "A/pool", 1, **choice), send="VOUCH", asked_at=0.0)
    return to_text(Kept(chosen={str(number): known.said}))


def as_buyer(client: Client) -> Client:
    """The visit in which it was bought."""
    session = client.session
    session["visitor"] = BUYER
    session.save()
    return client
