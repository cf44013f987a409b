"""Reservations, transactions, outcomes of buying, cancellations.

Where an answer could be read in two ways, it is read in the way that does not lose money: what says neither
"bought" nor "failed" beyond doubt is Unsettled, and is asked again.
"""

from __future__ import annotations

from typing import Any

from ..errors import Unreadable, Unsettled
from ..money import Money
from ..types import (
    Account,
    Address,
    Callout,
    Cancellation,
    Country,
    Customer,
    Named,
    Outcome,
    Release,
    Reservation,
    SavedDetails,
    Transaction,
    TransactionStatus,
)
from . import prices, reading
from .prices import Till, till_from
from .reading import Data
from .trolley import debitor_from, orders_in, trolley_from


def reservation_from(data: Data) -> Reservation:
    trolley = trolley_from(data)
    if bool(trolley.orders) != bool(trolley.transaction_uuid):
        raise Unreadable("seats are held without a transaction, or a transaction without seats")
    if not trolley.orders and not _says_nothing_was_held(data):
        raise Unreadable("neither what was held nor what was not is in it")
    address = reading.part(data, "prefilled_address")
    return Reservation(
        trolley=trolley,
        unreserved_orders=orders_in(data, "unreserved_orders", till=till_from(data)),
        has_unavailable_order=trolley.has_unavailable_order,
        minutes_left=trolley.minutes_left,
        status=_status(data),
        reserved_at=reading.moment(data, "reserve_iso8601_date_and_time"),
        allowed_countries=_countries(data),
        needs_email_address=reading.flag(data, "needs_email_address"),
        needs_agent_reference=reading.flag(data, "needs_agent_reference"),
        needs_payment_card=reading.flag(data, "needs_payment_card"),
        supports_billing_address=reading.flag(data, "supports_billing_address"),
        can_edit_address=reading.flag(data, "can_edit_address", default=True),
        prefilled_address=_address(address) if address else None,
        accepted_cards=_named(data, "accepted_payment_cards"),
        languages=reading.words(data, "language_list"),
    )


def release_from(data: Data) -> Release:
    said = reading.maybe_flag(data, "released_ok")
    if said is None:
        raise Unreadable("released_ok is missing")
    return Release(is_released=said)


def transaction_from(data: Data) -> Transaction:
    """A status. One that does not say where the transaction stands is no status."""
    reading.required(data, "transaction_status")
    customer, account = reading.part(data, "customer"), reading.part(data, "reserve_user")
    trolley = trolley_from(data)
    return Transaction(
        status=_status(data),
        trolley=trolley,
        reserved_at=reading.moment(data, "reserve_iso8601_date_and_time"),
        purchased_at=reading.moment(data, "purchase_iso8601_date_and_time"),
        minutes_left=trolley.minutes_left,
        customer=customer_from(customer) if customer else None,
        pending_callout=_callout_in(data, "pending_callout"),
        languages=reading.words(data, "language_list"),
        remote_site=reading.text(data, "remote_site"),
        external_sale_page=_sale_page(data),
        account=account_from(account) if account else None,
    )


def outcome_from(data: Data) -> Outcome:
    """What came of a purchase or a callback."""
    callout = _callout_in(data, "callout")
    if callout:
        return callout
    transaction = transaction_from(data)
    if transaction.outcome is None:
        raise Unsettled(f"it is {transaction.status.name.lower()}")
    return transaction.outcome


def cancellation_from(data: Data) -> Cancellation:
    till = till_from(data)
    cancelled = reading.integers(data, "cancelled_item_numbers") or reading.integers(
        data, "cancelled_items_list"
    )
    together = orders_in(data, "must_also_cancel", till=till)
    trolley = trolley_from(data)
    if not cancelled and not together and not trolley.orders:
        raise Unreadable("nothing in it says what was cancelled")
    return Cancellation(
        cancelled_item_numbers=cancelled, must_also_cancel=together, trolley=trolley, currency=till.currency()
    )


def saved_details_from(data: Data) -> SavedDetails:
    return SavedDetails(token=reading.required(data, "token"))


def account_answer_from(data: Data) -> Account:
    return account_from(reading.part(data, "user_info"))


def account_from(data: Data) -> Account:
    return Account(
        id=reading.required(data, "user_id"),
        name=reading.text(data, "real_name"),
        country_code=reading.text(data, "default_country_code"),
        sub_user=reading.text(data, "sub_user"),
        is_b2b=reading.flag(data, "is_b2b"),
        statement_descriptor=reading.text(data, "statement_descriptor"),
        backend_group=reading.text(data, "backend_group"),
        content_group=reading.text(data, "content_group"),
    )


def customer_from(data: Data) -> Customer:
    """A customer as f13 repeats it, under its shorter names, beside the same in Latin letters."""
    return Customer(
        **_person(data),
        country_code=reading.text(data, "country_code"),
        email_address=reading.text(data, "email_addr", "email_address"),
        phone=reading.text(data, "phone"),
        home_phone=reading.text(data, "home_phone"),
        work_phone=reading.text(data, "work_phone"),
        agent_reference=reading.text(data, "agent_ref", "agent_reference"),
        privacy_policy_version=reading.text(data, "privacy_policy_version"),
        user_can_use_data=reading.flag(data, "dp_user", "user_can_use_customer_data"),
        supplier_can_use_data=reading.flag(data, "dp_supplier", "supplier_can_use_customer_data"),
        world_can_use_data=reading.flag(data, "dp_world", "world_can_use_customer_data"),
        latin=Customer(**_person(data, suffix="_latin")) if "last_name_latin" in data else None,
    )


def _person(data: Data, *, suffix: str = "") -> dict[str, Any]:
    names = (
        "first_name",
        "last_name",
        "title",
        "initials",
        "suffix",
        "town",
        "county",
        "postcode",
        "country",
    )
    person = {name: reading.text(data, name + suffix) for name in names}
    for line in ("line_one", "line_two"):
        person[f"address_{line}"] = reading.text(data, f"addr_{line}{suffix}", f"address_{line}{suffix}")
    return person


def _says_nothing_was_held(data: Data) -> bool:
    """An answer to a reserve that held nothing says so, in one of two ways; half an answer says neither."""
    return "unreserved_orders" in data or "input_contained_unavailable_order" in data


def _status(data: Data) -> TransactionStatus:
    spelt = reading.text(data, "transaction_status").lower()
    known = {status.value: status for status in TransactionStatus}
    return known.get(spelt, TransactionStatus.UNKNOWN)


def _callout_in(data: Data, key: str) -> Callout | None:
    found = reading.part(data, key)
    return _callout(found, till=till_from(data)) if found else None


def _callout(data: Data, *, till: Till) -> Callout:
    own, debitor = till.within(data), reading.part(data, "debitor")
    inner = reading.part(data, "callout_integration_data", "debitor_integration_data")
    return Callout(
        destination=_web_address(data, "callout_destination_url"),
        is_post=reading.text(data, "callout_type").lower() == "post",
        parameters=_parameters(data),
        return_token=reading.text(data, "return_token"),
        source_code=reading.text(data, "bundle_source_code"),
        source_name=reading.text(data, "bundle_source_desc"),
        total=prices.amount(data, "bundle_total_cost", till=own) or _debit(inner, till=own),
        debitor=debitor_from(debitor) if debitor else None,
        integration_data=inner,
    )


def _debit(data: Data, *, till: Till) -> Money | None:
    code = reading.text(data, "debit_currency")
    own = till.within({"currency_code": code} if code else {})
    return prices.amount(data, "debit_amount", till=own)


def _web_address(data: Data, key: str) -> str:
    """An address that a browser may be sent to; `javascript:` and the like are none."""
    address = reading.web_address(reading.required(data, key))
    if not address:
        raise Unreadable(f"{key} is no web address")
    return address


def _parameters(data: Data) -> tuple[tuple[str, str], ...]:
    """Names and values, in the order that is asked for; those that it does not name come last."""
    given = dict(reading.entries(data, "callout_parameters"))
    order = [name for name in reading.texts(data, "callout_parameters_order") if name in given]
    names = dict.fromkeys([*order, *given])
    return tuple((name, value) for name in names for value in _values(given[name]))


def _values(value: Any) -> list[str]:
    """A parameter's values: one, or as many as are listed; null is a blank."""
    listed = value if isinstance(value, list) else [value]
    return [_value(one) for one in listed]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else reading.text_from(value, what="callout_parameters")


def _countries(data: Data) -> tuple[Country, ...]:
    return tuple(Country(one.code, one.name) for one in _named(data, "allowed_countries"))


def _named(data: Data, key: str) -> tuple[Named, ...]:
    named = [Named(code, reading.text_from(name, what=key)) for code, name in reading.entries(data, key)]
    return tuple(sorted(named, key=lambda one: (one.name, one.code)))


def _address(data: Data) -> Address:
    return Address(
        line_one=reading.text(data, "address_line_one"),
        line_two=reading.text(data, "address_line_two"),
        town=reading.text(data, "town"),
        county=reading.text(data, "county"),
        postcode=reading.text(data, "postcode"),
        country_code=reading.text(data, "country_code"),
        email_address=reading.text(data, "email_address"),
        home_phone=reading.text(data, "home_phone"),
        work_phone=reading.text(data, "work_phone"),
    )


def _sale_page(data: Data) -> str:
    """The page that was kept with the purchase. No document shows it: it is read as text, or left."""
    page = data.get("external_sale_page")
    return reading.clean(page) if isinstance(page, str) else ""
