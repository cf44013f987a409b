"""The verdict on a night: money taken, tickets held and records say the same, and nothing stays open."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from checkout.models import State
from tests.faults.stage import Stage

BOUGHT = {State.PURCHASED, State.PARTLY_PURCHASED}
ENDED = {*BOUGHT, State.FAILED, State.EXPIRED, State.RELEASED}
STRIPES = {"stripe", "cider"}  # ways whose money is at Stripe
F13S = {"redirect", "cider"}  # ways whose money f13 takes
OPEN_MONEY = "SELECT standing FROM checkout_authorisation WHERE standing IN ('asked', 'held')"


def is_settled(stage: Stage) -> bool:
    """Every record has ended, and no money is with a bank."""
    return {record["state"] for record in stage.records()} <= ENDED and not stage.rows(OPEN_MONEY)


def violations(stage: Stage, *, ends: set[State]) -> list[str]:
    """Each sentence is a promise broken. `ends`: how it may have ended, after what went wrong."""
    return list(dict.fromkeys([*_of_all(stage, ends=ends), *_of_each(stage)]))


def _of_all(stage: Stage, *, ends: set[State]) -> Iterator[str]:
    records, money = stage.records(), stage.rows(OPEN_MONEY)
    rows = stage.sandbox.transactions()
    if len(rows) != len(records):
        yield f"{len(records)} records of {len(rows)} transactions"
    if sum(row["status"] == "purchased" for row in rows) > 1:
        yield "bought twice"
    if money:
        yield f"money is open for ever: {money}"
    if State(records[-1]["state"]) not in ends:
        yield f"it ended as {records[-1]['state']}, not as {sorted(ends)}"
    if any("staff" in step for step in stage.steps()):
        yield "staff must look"
    nobodys = stage.sandbox.stripe()["by_transaction"].get("", {})
    if nobodys.get("taken") or nobodys.get("held"):
        yield f"money for nothing: {nobodys}"


def _of_each(stage: Stage) -> Iterator[str]:
    rows = {row["transaction_uuid"]: row for row in stage.sandbox.transactions()}
    for record in stage.records():
        row = rows.get(record["transaction_uuid"])
        if row is None:
            yield f"{record['state']}, and f13 knows nothing of it"
        else:
            yield from _tickets(stage, record, row)
            yield from _money(stage, row)


def _tickets(stage: Stage, record: dict[str, Any], row: dict[str, Any]) -> Iterator[str]:
    state, sold, of = State(record["state"]), row["tickets_sold"], row["tickets"]
    expected = {State.PURCHASED: sold == of > 0, State.PARTLY_PURCHASED: 0 < sold < of}
    if state not in ENDED:
        yield f"open for ever: {state}"
    if not expected.get(state, sold == 0):
        yield f"{state}, and {sold} of {of} tickets are sold"
    if (state in BOUGHT) != (row["status"] == "purchased"):
        yield f"{state}, and f13 says {row['status']}"
    if state in BOUGHT and record["transaction_id"] != row["transaction_id"]:
        yield "it has another transaction id"
    asked = [
        call
        for call in stage.calls("purchase")
        if ["transaction_uuid", record["transaction_uuid"]] in call["params"]
    ]
    if len(asked) > 1:
        yield f"asked for {len(asked)} times"


def _money(stage: Stage, row: dict[str, Any]) -> Iterator[str]:
    price, nothing = _amounts(row["sold_for"]), dict[str, Decimal]()
    stripe, held = _amounts(row["stripe"]["taken"]), _amounts(row["stripe"]["held"])
    f13 = sum((Decimal(str(amount)) for amount in row["money_taken"].values()), Decimal())
    if stripe != (price if stage.way in STRIPES else nothing):
        yield f"tickets for {price}, and Stripe took {stripe}"
    if f13 != (sum(price.values()) if stage.way in F13S else 0):
        yield f"tickets for {price}, and f13 took {f13}"
    if held:
        yield f"a bank still holds {held}"


def _amounts(sums: dict[str, Any]) -> dict[str, Decimal]:
    amounts = {code: Decimal(str(amount)) for code, amount in sums.items()}
    return {code: amount for code, amount in amounts.items() if amount}
