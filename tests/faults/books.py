"""The verdict on a night: money taken, tickets held and the order's record say the same, and nothing is open."""

from decimal import Decimal
from typing import Any

from checkout.models import State
from tests.faults.stage import Stage

SOLD = {State.PURCHASED: "purchased", State.PARTLY_PURCHASED: "purchased"}
ENDED = {*SOLD, State.FAILED, State.EXPIRED, State.RELEASED}
STRIPES = {"stripe", "cider"}  # ways whose money is at Stripe
F13S = {"redirect", "cider"}  # ways whose money f13 takes
OPEN_MONEY = "SELECT standing FROM checkout_authorisation WHERE standing IN ('asked', 'held')"


def is_settled(stage: Stage) -> bool:
    """The record has ended, and no money is with a bank."""
    return stage.record().get("state") in ENDED and not stage.rows(OPEN_MONEY)


def violations(stage: Stage, *, ends: set[State]) -> list[str]:
    """Each sentence is a promise broken. `ends`: how it may have ended, after what went wrong."""
    record, transactions = stage.record(), stage.sandbox.transactions()
    if len(transactions) != 1:
        return [f"{len(transactions)} transactions for one order"]
    (sold,) = transactions
    state = State(record["state"])
    found = {
        f"open for ever: {state}": state not in ENDED,
        f"money open for ever: {stage.rows(OPEN_MONEY)}": bool(stage.rows(OPEN_MONEY)),
        f"ended as {state}, not as {sorted(ends)}": state in ENDED and state not in ends,
        f"asked {sold['purchase_calls']} times": _purchases(stage) > 1,
        "staff must look": any("staff" in step for step in stage.steps()),
        **_tickets(state, record, sold),
        **_money(stage, sold),
    }
    return [sentence for sentence, is_broken in found.items() if is_broken]


def _purchases(stage: Stage) -> int:
    """How often it was asked for, heard or not."""
    return len(stage.calls("purchase"))


def _tickets(state: State, record: dict[str, Any], sold: dict[str, Any]) -> dict[str, bool]:
    of, status = (sold["tickets_sold"], sold["tickets"]), sold["status"]
    expected = {State.PURCHASED: of[0] == of[1] > 0, State.PARTLY_PURCHASED: 0 < of[0] < of[1]}
    return {
        f"the record says {state}, and {of[0]} of {of[1]} tickets are sold": not expected.get(state, of[0] == 0),
        f"the record says {state}, and f13 {status}": (state in SOLD) != (status == "purchased"),
        "another transaction id": state in SOLD and record["transaction_id"] != sold["transaction_id"],
    }


def _money(stage: Stage, sold: dict[str, Any]) -> dict[str, bool]:
    price = _amounts(sold["sold_for"])
    at_stripe, held = _amounts(sold["stripe"]["taken"]), _amounts(sold["stripe"]["held"])
    by_f13 = {"gbp": sum(map(Decimal, map(str, sold["money_taken"].values())), Decimal())}
    nobodys = stage.sandbox.stripe()["by_transaction"].get("", {})
    return {
        f"tickets for {price}, and Stripe took {at_stripe}": at_stripe != (price if stage.way in STRIPES else {}),
        f"tickets for {price}, and f13 took {by_f13}": _amounts(by_f13) != (price if stage.way in F13S else {}),
        f"a bank still holds {held}": bool(held),
        f"money for nothing: {nobodys}": bool(nobodys.get("taken") or nobodys.get("held")),
    }


def _amounts(sums: dict[str, Any]) -> dict[str, Decimal]:
    amounts = {code: Decimal(str(amount)) for code, amount in sums.items()}
    return {code: amount for code, amount in amounts.items() if amount}
