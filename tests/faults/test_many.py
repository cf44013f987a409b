"""A sale's first minute: many visitors, each of whom presses pay more than once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

from tests.builders import CUSTOMER
from tests.faults.buyers import swans, with_a_hold
from tests.faults.night import Buyer, wait_until

VISITORS, PRESSES, AT_ONCE = 50, 3, 8
ALL = VISITORS * PRESSES


def test_fifty_visitors_press_pay_three_times_each_at_once_and_buy_once_each(stage):
    stage.open("credit")
    wanted = [[wish] for wish in islice(cycle(swans(stage)), VISITORS)]
    with ThreadPoolExecutor(AT_ONCE) as visitors:
        holds = list(visitors.map(lambda one: with_a_hold(stage, one), wanted))
        pages = list(visitors.map(lambda hold: hold[0].get(hold[1]).text, holds))
    assert len(stage.rows("SELECT 1 FROM checkout_orderrecord WHERE state = 'reserved'")) == VISITORS
    press_all(holds, pages)
    states = "SELECT state, count(*) AS number FROM checkout_orderrecord GROUP BY state"
    wait_until(
        lambda: stage.rows(states) == [{"state": "purchased", "number": VISITORS}], what="all have tickets"
    )
    asked = Counter(dict(call["params"])["transaction_uuid"] for call in stage.calls("purchase"))
    assert (len(asked), set(asked.values())) == (VISITORS, {1})
    assert Counter(row["status"] for row in stage.sandbox.transactions()) == {"purchased": VISITORS}


def press_all(holds: list[tuple[Buyer, str]], pages: list[str]) -> None:
    """Everybody at once, and everybody's presses beside each other."""
    with ThreadPoolExecutor(ALL) as fingers:
        presses = [
            fingers.submit(buyer.post, address, CUSTOMER, page=page, follow=False)
            for _ in range(PRESSES)
            for (buyer, address), page in zip(holds, pages, strict=True)
        ]
    assert {press.result().status_code for press in presses} == {302}
