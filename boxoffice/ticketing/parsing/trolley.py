"""Trolleys, whether wished for, held or bought: bundles, orders, ticket orders, debitors."""

from __future__ import annotations

from ..errors import Unreadable
from ..types import (
    Bundle,
    CiderAccess,
    Debitor,
    Order,
    PurchaseResult,
    Seat,
    SeatRequest,
    TicketOrder,
    Trolley,
)
from . import prices, reading, seats
from .availability import send_method_from
from .events import event_from
from .performances import performance_from
from .prices import Till, till_from
from .reading import Data

MOST_TICKETS = 10_000
CONTENTS = ("trolley_contents", "reserved_trolley", "trolley_token_contents", "trolley")


def trolley_answer_from(data: Data) -> Trolley:
    """The answer of `trolley.v1`. One without a token could not be gone on with."""
    trolley = trolley_from(data)
    if not trolley.token:
        raise Unreadable("trolley_token is missing")
    return trolley


def trolley_from(data: Data) -> Trolley:
    """The trolley in any answer that holds one, under any of its names. An empty one has no bundle."""
    till, contents = till_from(data), reading.part(data, *CONTENTS)
    result = reading.part(contents, "purchase_result")
    return Trolley(
        token=reading.text(data, "trolley_token"),
        bundles=reading.each(contents, "bundle", lambda bundle: _bundle(bundle, till=till)),
        discarded_orders=orders_in(data, "discarded_orders", till=till),
        has_unavailable_order=reading.flag(data, "input_contained_unavailable_order"),
        transaction_uuid=reading.text(contents, "transaction_uuid") or reading.text(data, "transaction_uuid"),
        transaction_id=reading.text(contents, "transaction_id") or reading.text(data, "transaction_id"),
        minutes_left=reading.number({**contents, **data}, "minutes_left_on_reserve"),
        purchase_result=_purchase_result(result) if result else None,
    )


def orders_in(data: Data, key: str, *, till: Till) -> tuple[Order, ...]:
    return reading.each(data, key, lambda order: order_from(order, till=till))


def _bundle(data: Data, *, till: Till) -> Bundle:
    own = till.within(data)
    result, debitor = reading.part(data, "purchase_result"), reading.part(data, "debitor")
    return Bundle(
        source_code=reading.text(data, "bundle_source_code", "source_code"),
        source_name=reading.text(data, "bundle_source_desc", "source_desc"),
        orders=orders_in(data, "order", till=own),
        currency=own.currency(),
        price=prices.price(
            data,
            "bundle_total_seatprice",
            "bundle_total_surcharge",
            till=own,
            tax="bundle_total_combined_tax_component",
            fee_tax="bundle_total_surcharge_tax_sub_component",
        ),
        send_cost=prices.amount(data, "bundle_total_send_cost", till=own),
        send_cost_tax=prices.amount(data, "bundle_send_cost_tax_component", till=own),
        total=prices.amount(data, "bundle_total_cost", till=own),
        indicative_total=prices.amount(data, "bundle_total_cost_in_desired", till=own.indicative()),
        indicative_send_cost=prices.amount(data, "bundle_total_send_cost_in_desired", till=own.indicative()),
        debitor=debitor_from(debitor) if debitor else None,
        debitors=_debitor_choices(data),
        terms=reading.text(data, "source_t_and_c"),
        purchase_result=_purchase_result(result) if result else None,
    )


def order_from(data: Data, *, till: Till) -> Order:
    own = till.within(data)
    event, performance = reading.part(data, "event"), reading.part(data, "performance")
    sending = reading.part(data, "send_method")
    requested = seats.seats_in(data, "requested_seats")
    asked_ids = reading.texts(data, "requested_seat_ids") or tuple(seat.id for seat in requested)
    ticket_orders = reading.each(
        reading.part(data, "ticket_orders"), "ticket_order", lambda one: _ticket_order(one, till=own)
    )
    return Order(
        item_number=reading.integer(data, "item_number"),
        event=event_from(event, till=own) if event else None,
        performance=performance_from(performance, till=own) if performance else None,
        ticket_type_code=reading.text(data, "ticket_type_code"),
        ticket_type_name=reading.text(data, "ticket_type_desc"),
        price_band_code=reading.text(data, "price_band_code"),
        price_band_name=reading.text(data, "price_band_desc"),
        quantity=_quantity(data, ticket_orders),
        price=prices.sale_price(data, till=own, total=True),
        ticket_orders=ticket_orders,
        seat_request=_seat_request(data, asked_ids=asked_ids, got=_seats_of(ticket_orders)),
        requested_seat_ids=asked_ids,
        requested_seats=requested,
        send_method=send_method_from(sending, till=own) if sending else None,
        backend_purchase_reference=reading.text(data, "backend_purchase_reference"),
        backend_cancellation_reference=reading.text(data, "backend_cancellation_reference"),
        cancellation_status=reading.text(data, "cancellation_status"),
        cancellation_comment=reading.text(data, "cancellation_comment"),
        reserve_failure_comment=reading.text(data, "reserve_failure_comment"),
        external_management_url=reading.link(data, "external_management_url"),
        supported_barcode_types=reading.texts(data, "supported_barcode_types"),
        user_commission=prices.commission(data, "predicted_user_commission", "user_commission", till=own),
        gross_commission=prices.commission(data, "predicted_gross_commission", "gross_commission", till=own),
    )


def debitor_from(data: Data) -> Debitor:
    inner = reading.part(data, "debitor_integration_data")
    return Debitor(
        type=reading.text(data, "debitor_type"),
        name=reading.text(data, "debitor_name"),
        description=reading.text(data, "debitor_desc"),
        aggregation_key=reading.text(data, "debitor_aggregation_key"),
        cider=_cider(inner),
        publishable_key=reading.text(inner, "publishable_key")
        or reading.text(reading.part(inner, "stripe"), "publishable_key"),
        integration_data=inner,
    )


def _cider(data: Data) -> CiderAccess | None:
    endpoint = reading.text(data, "cider_api_endpoint")
    if not endpoint:
        return None
    stripe = reading.part(data, "stripe")
    return CiderAccess(
        endpoint=endpoint,
        token=reading.text(data, "cider_api_token", "cider_api_key"),
        script_url=reading.link(data, "cider_js"),
        publishable_key=reading.text(stripe, "publishable_key"),
        payment_intent=reading.text(stripe, "payment_intent"),
        client_secret=reading.text(stripe, "client_secret"),
        merchant_country_code=reading.text(data, "merchant_group_country_code"),
        has_payment_sources=reading.flag(stripe, "payment_sources_enabled"),
        is_required=reading.flag(stripe, "required"),
    )


def _debitor_choices(data: Data) -> tuple[Debitor, ...]:
    """The debitors to choose from, as a list or as an object around one."""
    found = data.get("debitor_choices")
    around = found if isinstance(found, dict) else {"debitor": found}
    return reading.each(around, "debitor", debitor_from)


def _ticket_order(data: Data, *, till: Till) -> TicketOrder:
    return TicketOrder(
        discount_code=reading.text(data, "discount_code"),
        discount_name=reading.text(data, "discount_desc"),
        quantity=_count(data, "no_of_seats"),
        price=prices.sale_price(data, till=till),
        total_price=prices.sale_price(data, till=till, total=True),
        seats=seats.seats_in(data, "seats"),
        semantic_type=reading.text(data, "discount_semantic_type"),
    )


def _quantity(data: Data, ticket_orders: tuple[TicketOrder, ...]) -> int:
    return _count(data, "total_no_of_seats") or sum(one.quantity for one in ticket_orders)


def _count(data: Data, key: str) -> int:
    count = reading.integer(data, key) or 0
    if not 0 <= count <= MOST_TICKETS:
        raise Unreadable(f"{key} is no number of tickets")
    return count


def _seat_request(data: Data, *, asked_ids: tuple[str, ...], got: tuple[Seat, ...]) -> SeatRequest:
    """The newer spelling says which; the older only whether, and false also where nothing was asked."""
    spelt = reading.text(data, "seat_request_status")
    known = {request.value: request for request in SeatRequest}
    if spelt in known:
        return known[spelt]
    got_them = reading.maybe_flag(data, "got_requested_seats")
    if not asked_ids or got_them is None:
        return SeatRequest.NOT_REQUESTED
    return SeatRequest.GOT_ALL if got_them else _how_many(asked_ids, got)


def _how_many(asked_ids: tuple[str, ...], got: tuple[Seat, ...]) -> SeatRequest:
    some = {seat.id for seat in got} & set(asked_ids)
    return SeatRequest.GOT_PARTIAL if some else SeatRequest.GOT_NONE


def _seats_of(ticket_orders: tuple[TicketOrder, ...]) -> tuple[Seat, ...]:
    return tuple(seat for one in ticket_orders for seat in one.seats)


def _purchase_result(data: Data) -> PurchaseResult:
    return PurchaseResult(
        success=reading.flag(data, "success"),
        is_partial=reading.flag(data, "is_partial"),
        is_semi_credit=reading.flag(data, "is_semi_credit"),
        failed_3d_secure=reading.flag(data, "failed_3d_secure"),
        failed_avs=reading.flag(data, "failed_avs"),
        failed_cv_two=reading.flag(data, "failed_cv_two"),
        can_cancel_individual_orders=reading.maybe_flag(data, "can_cancel_individual_orders"),
        backend_purchase_reference=reading.text(data, "backend_purchase_reference"),
        purchase_error=reading.text(data, "purchase_error"),
        failure_reason=reading.text(data, "failure_reason"),
        internal_error_comment=reading.text(data, "internal_error_comment"),
    )
