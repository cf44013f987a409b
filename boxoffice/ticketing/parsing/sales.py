"""The sales reports: flat, spelt like nothing else, in no document, read as the official client does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..errors import Unreadable
from ..types import Account, Commission, Customer, GiftCard, SalesPage, SendMethod, SoldOrder
from . import prices, reading
from .events import paging_from
from .prices import Till, till_from
from .reading import Data
from .transactions import account_from, customer_from


def sales_page_from(data: Data) -> SalesPage:
    if data.get("orders") is None:
        raise Unreadable("orders are missing")
    till = till_from(data)
    return SalesPage(
        orders=reading.each(data, "orders", lambda order: sold_order_from(order, till=till)),
        paging=paging_from(data),
    )


def sold_order_from(data: Data, *, till: Till) -> SoldOrder:
    own = till.within(data)
    return SoldOrder(
        **_transaction(data),
        **_what_and_where(data),
        **_tickets(data),
        **_afterwards(data),
        currency=own.currency(),
        price=prices.price(data, "total_seat_cost", "total_surcharge", till=own),
        send_method=_send_method(data),
        customer=_customer(data),
        purchase_account=_account(data),
        gift_card=_gift_card(data),
        user_commission=_commission(data, "user_commission", till=own),
        gross_commission=_commission(data, "gross_commission", till=own),
    )


def _transaction(data: Data) -> dict[str, Any]:
    return {
        "transaction_uuid": reading.text(data, "transaction_uuid"),
        "transaction_id": reading.text(data, "trans_id"),
        "transaction_type": reading.text(data, "trans_type"),
        "item_number": reading.integer(data, "item_number"),
        "purchase_succeeded": reading.maybe_flag(data, "purchase_succeeded"),
        "purchased_at": reading.moment(data, "purchase_iso8601_date_and_time"),
        "last_modified_at": reading.moment(data, "last_modified_iso8601_date_and_time"),
        "source_code": reading.text(data, "backend_system"),
        "source_name": reading.text(data, "backend_desc"),
        "supplier_code": reading.text(data, "supplier_code"),
        "owner_code": reading.text(data, "owner_code"),
        "backend_purchase_reference": reading.text(data, "backend_purchase_ref"),
        "agent_reference": reading.text(data, "agent_ref"),
        "remote_site": reading.text(data, "remote_site"),
        "user_can_use_data": reading.maybe_flag(data, "user_can_use_customer_data"),
        "supplier_can_use_data": reading.maybe_flag(data, "supplier_can_use_customer_data"),
        "world_can_use_data": reading.maybe_flag(data, "world_can_use_customer_data"),
        "purchase_user": reading.text(data, "purchase_user"),
        "purchase_sub_user": reading.text(data, "purchase_sub_user"),
        "tags": reading.words(data, "tag_codes_list"),
    }


def _what_and_where(data: Data) -> dict[str, Any]:
    return {
        "event_id": reading.text(data, "event_id"),
        "event_code": reading.text(data, "event_code"),
        "event_name": reading.text(data, "event_desc"),
        "event_name_from_backend": reading.text(data, "event_desc_from_backend"),
        "event_subdata": reading.text(data, "event_subdata"),
        "country_code": reading.text(data, "event_country_code"),
        "venue": reading.text(data, "venue_desc"),
        "venue_code": reading.text(data, "venue_code"),
        "venue_from_backend": reading.text(data, "venue_desc_from_backend"),
        "area_code": reading.text(data, "area_code"),
        "area": reading.text(data, "area_desc"),
        "area_from_backend": reading.text(data, "area_desc_from_backend"),
        "performance_starts": reading.wall_time(data, "perf_iso8601_date_and_time"),
        "performance_name": reading.text(data, "perf_name"),
        "performance_type_code": reading.text(data, "perf_type_code"),
        "performance_is_cancelled": reading.maybe_flag(data, "perf_is_cancelled"),
    }


def _tickets(data: Data) -> dict[str, Any]:
    return {
        "ticket_type_code": reading.text(data, "type_code"),
        "ticket_type_name": reading.text(data, "type_desc"),
        "price_band_code": reading.text(data, "price_band"),
        "discount_codes": reading.words(data, "discount_codes_list"),
        "seat_ids": reading.words(data, "seat_id_list"),
        "barcodes": reading.words(data, "barcode_data_list"),
        "quantity": reading.integer(data, "total_no_of_seats") or 0,
    }


def _afterwards(data: Data) -> dict[str, Any]:
    return {
        "cancellation_possible": reading.maybe_flag(data, "cancellation_possible"),
        "cancellation_blocked_by_result": reading.maybe_flag(data, "cancellation_blocked_by_result"),
        "cancellation_blocked_by_settings": reading.maybe_flag(data, "cancellation_blocked_by_settings"),
        "last_cancellation_type": reading.text(data, "last_cancellation_type"),
        "seat_cancellation_status": reading.text(data, "seat_cancellation_status"),
        "seat_refund_status": reading.text(data, "seat_refund_status"),
        "has_been_exchanged": reading.maybe_flag(data, "has_been_exchanged"),
        "is_exchange_replacement": reading.maybe_flag(data, "is_exchange_replacement"),
        "replacement_item_number": reading.integer(data, "replacement_item_number"),
        "replacement_transaction_id": reading.text(data, "replacement_trans_id"),
        "is_package_component": reading.maybe_flag(data, "is_package_component"),
    }


def _send_method(data: Data) -> SendMethod | None:
    method = SendMethod(
        code=reading.text(data, "send_code"),
        name=reading.text(data, "send_desc"),
        type=reading.text(data, "actual_send_method"),
        self_print_voucher_url=reading.link(data, "self_print_voucher_url"),
    )
    return None if method == SendMethod(code="") else method


def _customer(data: Data) -> Customer | None:
    """The customer, whose consent and reference stand beside in this report."""
    found = reading.part(data, "customer")
    if not found:
        return None
    return customer_from({"agent_ref": data.get("agent_ref"), **found})


def _account(data: Data) -> Account | None:
    found = reading.part(data, "purchase_user_details")
    return account_from(found) if found else None


def _gift_card(data: Data) -> GiftCard | None:
    card = GiftCard(
        number=reading.text(data, "gift_card_number"),
        type=reading.text(data, "gift_card_type"),
        value=reading.text(data, "gift_card_value"),
        currency_code=reading.text(data, "gift_card_currency"),
        is_issued=reading.maybe_flag(data, "gift_card_issued"),
        valid_from=reading.moment(data, "gift_card_valid_from_iso8601"),
        valid_until=reading.moment(data, "gift_card_valid_until_iso8601"),
    )
    return None if card == GiftCard() else card


def _commission(data: Data, prefix: str, *, till: Till) -> Commission | None:
    own = replace(till, default=reading.text(data, f"{prefix}_currency").lower())
    earned = Commission(
        including_vat=prices.amount(data, f"{prefix}_inc_vat", till=own),
        excluding_vat=prices.amount(data, f"{prefix}_ex_vat", till=own),
    )
    return None if earned == Commission() else earned
