"""Purchases side by side: whoever is slow, the others end. Counted while the slow ones still run."""

from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

from tests.faults.night import Buyer, Night, performances, wait_until

SLOW = 150  # seconds of the sandbox's clock, which is moved
AT_ONCE = 16
TABS = 4


def with_holds(night: Night, *, count: int) -> list[tuple[Buyer, str]]:
    """So many buyers, each with a hold, and the address of its checkout."""
    places = cycle(performances(night.sandbox))
    buyers = [Buyer(night.shop.url, next(places)) for _ in range(count)]
    with ThreadPoolExecutor(TABS) as tabs:
        return list(zip(buyers, tabs.map(Buyer.hold, buyers), strict=True))


def pay(night: Night, holds: list[tuple[Buyer, str]]) -> None:
    def press(hold: tuple[Buyer, str]) -> int:
        buyer, address = hold
        page = buyer.get(address).text
        return buyer.post(address, night.customer, page=page, follow=False).status_code

    with ThreadPoolExecutor(TABS) as tabs:
        assert set(tabs.map(press, holds)) == {302}


def ended(night: Night) -> int:
    return night.states().count("purchased")


def test_thirty_purchases_while_one_takes_150_seconds_the_other_29_end_meanwhile(night: Night) -> None:
    night.shop.worker.start()
    holds = with_holds(night, count=30)
    night.sandbox.fault("purchase", kind="slow", seconds=SLOW)
    pay(night, holds)
    wait_until(lambda: ended(night) == 29, what="29 end")
    assert sorted(set(night.states())) == ["attempting", "purchased"]
    night.sandbox.move_clock(seconds=SLOW + 1)
    wait_until(lambda: ended(night) == 30, what="the slow one ends")
    assert night.purchases() == 30
    assert night.errors() == []


def test_a_supplier_whose_purchases_are_all_slow_keeps_no_release_waiting_nor_what_is_looked_up(
    night: Night,
) -> None:
    night.shop.worker.start()
    holds = with_holds(night, count=AT_ONCE + 2)
    lost, (leaver, address), slow = holds[:1], holds[1], holds[2:]
    night.sandbox.fault("purchase", kind="lost", seconds=2 * SLOW)
    pay(night, lost)
    wait_until(lambda: night.purchases() == 1, what="the first is asked for, and its answer lost")
    night.sandbox.fault("purchase", kind="slow", seconds=SLOW, times=AT_ONCE)
    pay(night, slow)
    wait_until(lambda: night.purchases() == 1 + AT_ONCE, what="all places of the supplier are taken")
    before = len(night.sandbox.log(endpoint="status"))
    night.sandbox.fault("release", kind="502_before")
    leaver.post(f"{address}release/", {}, page=leaver.get(address).text)
    wait_until(lambda: "released" in night.sold(), what="what could not be released is released again")
    wait_until(lambda: len(night.sandbox.log(endpoint="status")) > before, what="the lost one is looked up")
    assert ended(night) == 0
    night.sandbox.move_clock(seconds=2 * SLOW + 1)
    wait_until(lambda: ended(night) == 1 + AT_ONCE, what="all end")
    assert night.purchases() == 1 + AT_ONCE
