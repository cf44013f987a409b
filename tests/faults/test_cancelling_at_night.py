"""A worker killed over a cancellation or a refund: cancelled once, given back once, to the penny."""

import re
from html import unescape

import pytest

from tests.faults.blows import BLOWS
from tests.faults.books import is_settled
from tests.faults.buyers import pressing, wishes, with_a_hold
from tests.faults.matrix import ROUNDS
from tests.faults.night import PATIENCE, wait_until

LONG = 150  # seconds of the box office's clock
OPEN = (
    "SELECT 1 FROM checkout_cancellation WHERE standing IN ('asked', 'uncertain') "
    "UNION SELECT 1 FROM checkout_refund WHERE standing = 'asked'"
)


def an_order(stage):
    """Of two suppliers, paid by card; its buyer."""
    stage.open("stripe")
    buyer, address = with_a_hold(stage, wishes(stage, parts=2))
    with pressing(stage, buyer, address) as pressed:
        pressed.result(timeout=PATIENCE)
    wait_until(lambda: stage.records()[-1]["state"] == "purchased" and is_settled(stage), what="it is bought")
    return buyer, f"/order/{stage.records()[-1]['id']}"


def presses(buyer, order):
    """The buyer cancels the first item."""
    page = buyer.get(f"{order}/cancel/check/?item=1").text
    offer = re.search(r'name="offer" value="([^"]*)"', page)
    buyer.post(f"{order}/cancel/", {"item": "1", "offer": unescape(offer[1])}, page=page)


@pytest.mark.parametrize("dies", [name for name in BLOWS if name not in {"nothing", "the web killed"}])
@pytest.mark.parametrize("call", ["cancel", "stripe.refund"])
def test_whatever_dies_over_it_it_is_done_once(stage, call, dies):
    buyer, order = an_order(stage)
    stage.sandbox.fault(call, kind="slow", seconds=LONG)
    presses(buyer, order)

    def struck():
        rows = [row for row in stage.calls(call) if row["fault"] == "slow"]
        return ["waiting" if row["status"] is None else "done" for row in rows]

    blow = BLOWS[dies]
    wait_until(struck, what=f"{call} is asked")
    blow.while_it_waits(stage)
    blow.before_the_answer(stage)
    stage.sandbox.move_clock(seconds=LONG)
    wait_until(lambda: struck() == ["done"], what="the call has ended")
    blow.after_the_answer(stage)
    stage.start_what_is_down()
    for minutes in ROUNDS:
        if stage.rows("SELECT 1 FROM checkout_cancellation WHERE standing = 'done'") and not stage.rows(OPEN):
            break
        stage.time_passes(minutes=minutes)
        _somebody_comes(stage)
    (row,) = stage.sandbox.transactions()
    assert [one["is_cancelled"] for one in row["orders"]] == [True, False]
    assert row["stripe"]["taken"] == row["sold_for"]
    (refund,) = stage.rows("SELECT amount, standing FROM checkout_refund")
    assert refund == {"amount": 5500, "standing": "done"}
    (intent,) = stage.sandbox.stripe()["intents"]
    assert intent["refunded"] == 5500
    assert len(stage.calls("cancel")) == 1


def _somebody_comes(stage):
    """Within a moment, or it is not due yet: the last round tells whether it ever is."""
    asked = len(stage.sandbox.log())
    try:
        wait_until(lambda: len(stage.sandbox.log()) > asked or not stage.rows(OPEN), what="this", within=2)
    except AssertionError:
        return
