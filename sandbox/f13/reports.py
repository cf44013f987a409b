"""orders_sold.v1 and orders_supplied.v1: which orders are in the seller's report, or in the supplier's."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from sandbox.box_office import Bundle, Status, Transaction
from sandbox.f13.account import Call
from sandbox.f13.describe_orders import currencies_of
from sandbox.f13.report_rows import Sale, is_sold, row_of, tried_at
from sandbox.http import Refusal

TRIED = frozenset({Status.PURCHASED, Status.FAILED})
SUPPLIES = {"demo": frozenset({"ext_test0", "ext_test1"})}  # whose tickets are an account's own
PAGE_LENGTH = 100
MAX_PAGE_LENGTH = 1_000


def orders_sold(call: Call) -> dict[str, Any]:
    """What the caller sold, whoever supplied it."""
    supplied = SUPPLIES.get(call.params.get("supply_user"), frozenset())
    anyones = not call.params.get("supply_user")
    return _report(
        call,
        lambda transaction, bundle: (
            transaction.user == call.account.user and (anyones or bundle.source.code in supplied)
        ),
    )


def orders_supplied(call: Call) -> dict[str, Any]:
    """What others sold of the caller's own tickets."""
    supplied = SUPPLIES.get(call.account.user, frozenset())
    seller = call.params.get("purchase_user")
    return _report(
        call,
        lambda transaction, bundle: (
            transaction.user != call.account.user
            and bundle.source.code in supplied
            and seller in {"", transaction.user}
        ),
    )


def _report(call: Call, is_theirs: Callable[[Transaction, Bundle], bool]) -> dict[str, Any]:
    call.world.box_office.expire()
    wanted = _filter_from(call)
    with call.world.box_office.lock:
        sales = [sale for sale in _sales(call) if is_theirs(sale[0], sale[1]) and wanted(sale)]
        length = min(call.params.number("page_len", 0) or PAGE_LENGTH, MAX_PAGE_LENGTH)
        page = call.params.number("page_no", 0)
        shown_here = sales[page * length : (page + 1) * length]
        data = currencies_of((order for _, _, order in shown_here), call)
        data["orders"] = [row_of(call, sale) for sale in shown_here]
    return data | {"paging_status": _paging(page, length, count=len(sales), here=len(shown_here))}


def _sales(call: Call) -> Iterable[Sale]:
    """Everything whose purchase was tried, in the order of the purchases."""
    tried = [one for one in call.world.box_office.transactions.values() if one.status in TRIED]
    tried.sort(key=tried_at)
    for transaction in tried:
        for bundle in transaction.bundles:
            for order in bundle.orders:
                yield transaction, bundle, order


def _filter_from(call: Call) -> Callable[[Sale], bool]:
    """The report's parameters as one question. What is left out does not narrow it."""
    params = call.params
    with_sold = params.flag("include_purchased") if "include_purchased" in params else True
    with_failed = params.flag("include_failed")
    if not with_sold and not with_failed:
        raise Refusal("At least one of include_purchased and include_failed must be true")
    earliest = _moment(params.get("earliest_purchase_time"))
    latest = _moment(params.get("latest_purchase_time"))
    events, performances = params.listed("event_id_list"), params.listed("perf_id_list")

    def is_wanted(sale: Sale) -> bool:
        transaction, bundle, order = sale
        at = tried_at(transaction)
        return (
            (with_sold if is_sold(bundle) else with_failed)
            and (earliest is None or at >= earliest)
            and (latest is None or at <= latest)
            and (not events or order.event.id in events)
            and (not performances or order.performance.id in performances)
            and params.get("backend_system") in {"", bundle.source.code}
            and params.get("trans_id") in {"", transaction.id}
            and params.get("transaction_uuid") in {"", transaction.uuid}
            and not (params.flag("exclude_refunds") and order.is_cancelled)
        )

    return is_wanted


def _moment(text: str) -> datetime | None:
    """A time as ISO 8601; without an offset it is UTC."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal("Times must be ISO 8601") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _paging(page: int, length: int, *, count: int, here: int) -> dict[str, Any]:
    left = max(count - (page * length + here), 0)
    return {
        "page_length": length,
        "page_number": page,
        "pages_remaining": -(-left // length),
        "results_remaining": left,
        "total_unpaged_results": count,
    }
