"""Orders to be cancelled, workers that come by, and the sandbox's books beside the shop's."""

from typing import Any

from boxoffice.ticketing import Trolley, to_text
from checkout import cancelling, tasks
from checkout.cancelling import doing, giving_back
from checkout.cancelling.concluding import with_cancellations
from checkout.models import Cancellation, OrderRecord, Refund
from tests import own_stripe as shop
from tests.builders import CUSTOMER, a_choice, a_hold, a_performance

CAT, OPERA, CASTLE, ANY_DAY, MUG = "7AB", "7AA", "LN40", "LN42", "KE01"
CRUISE, WALK = "LN43", "LN44"  # their supplier takes its orders back only together
BERLIN, TOKYO, TOKYO_ANY_DAY = "BE01", "TK01", "TK42"  # their suppliers take nothing back
DUBLIN, PARIS = "DU01", "PA01"  # in euros too


def held(client: Any, *events: str, **choice: Any) -> OrderRecord:
    """One of each, the first choice of everything; `choice` is said of each of them."""
    *before, last = events
    for event_id in before:
        client.post("/trolley/add/", a_choice(a_performance(event_id), **choice))
    record = a_hold(client, perf_id=a_performance(last), **choice)
    assert len(record.reservation.orders) == len(events)
    return record


def bought(client: Any, on_commit: Any, *events: str, customer: dict[str, str] | None = None) -> OrderRecord:
    """On credit."""
    record = held(client, *events)
    with on_commit(execute=True):
        client.post(f"/checkout/{record.pk}/", CUSTOMER | (customer or {}))
    record.refresh_from_db()
    assert record.is_bought
    return record


def bought_by_card(
    client: Any, bank: Any, *events: str, customer: dict[str, str] | None = None, **choice: Any
) -> OrderRecord:
    """Bought, and paid for by the shop's own Stripe."""
    record = shop.press(held(client, *(events or (CAT,)), **choice), customer=customer)
    shop.begin(record)
    shop.confirm(bank, record.authorisations.get().intent_id)
    shop.work(record)
    assert record.is_bought
    return record


def run(cancellation: Cancellation) -> Cancellation:
    """A worker comes by, at a time when it is due; and for the money that follows from it."""
    Cancellation.objects.filter(pk=cancellation.pk).update(look_again_at=None)
    tasks.cancel(str(cancellation.pk))
    cancellation.refresh_from_db()
    return cancellation


def give_back(refund: Refund) -> Refund:
    """A worker comes by for the money, at a time when that is due."""
    Refund.objects.filter(pk=refund.pk).update(look_again_at=None)
    tasks.give_back(str(refund.pk))
    refund.refresh_from_db()
    return refund


def cancelled(record: OrderRecord, *numbers: int, by: str = "") -> Cancellation:
    """Asked for, and a worker has come by."""
    wanted = numbers or tuple(choice.number for choice in cancelling.possible_items(record))
    cancellation = cancelling.ask(record, wanted, by=by)
    assert cancellation is not None
    run(cancellation)
    record.refresh_from_db()
    return cancellation


def recover() -> None:
    """Everything that is open is seen to once, whenever it is due."""
    Cancellation.objects.open().update(look_again_at=None)
    for cancellation_id in doing.unsettled():
        tasks.cancel(str(cancellation_id))
    Refund.objects.open().update(look_again_at=None)
    for refund_id in giving_back.unsettled():
        tasks.give_back(str(refund_id))


def given_back(bank: Any, record: OrderRecord) -> int:
    """In minor units, as Stripe's books have it."""
    return shop.intent_of(bank, record)["refunded"]


def books_agree(bank: Any, record: OrderRecord) -> bool:
    """What was taken and not given back is what the tickets cost that are left."""
    row = bank.transaction(record.transaction_uuid)
    return row["stripe"]["taken"] == row["sold_for"]


def asked(sandbox: Any, endpoint: str = "cancel") -> list[str]:
    """The items of each request, in their order."""
    return [dict(row["params"])["cancel_items_list"] for row in sandbox.log(endpoint=endpoint)]


def heard_of(record: OrderRecord, *numbers: int) -> str:
    """The shop hears in another way that these are cancelled; what it keeps then."""
    transaction = record.transaction
    assert transaction is not None
    now = with_cancellations(transaction, Trolley(), also=numbers)
    record.change(kept_transaction=to_text(now))
    return record.kept_transaction
