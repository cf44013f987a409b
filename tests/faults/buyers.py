"""Buyers of each way of paying, without a browser. Whoever is cut short walks away."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import requests

from tests.builders import CUSTOMER
from tests.faults import card_buyers
from tests.faults.night import CAT, SWAN, Buyer, hold_form
from tests.faults.stage import Stage
from tests.performances import with_places

Wish = tuple[str, dict[str, str]]  # a performance, and what is chosen of it


def wishes(stage: Stage, *, parts: int = 1) -> list[Wish]:
    """Tickets of so many suppliers."""
    return [(with_places(stage.sandbox.url, event_id="7AB", weekday=None)[0], CAT), *swans(stage)[:1]][:parts]


def swans(stage: Stage) -> list[Wish]:
    """A ticket for one evening or the other; there are many, with places for everybody."""
    return [(perf_id, SWAN) for perf_id in with_places(stage.sandbox.url)]


def with_a_hold(stage: Stage, wanted: Sequence[Wish]) -> tuple[Buyer, str]:
    """A buyer who holds what is wanted, and the address of the checkout."""
    buyer, page = Buyer(stage.shop.url, wanted[0][0]), ""
    for perf_id, choice in wanted:
        page = buyer.put_in(perf_id, choice)
    return buyer, buyer.post("/trolley/reserve/", hold_form(page), page=page).url


@contextmanager
def pressing(stage: Stage, buyer: Buyer, address: str, *, script: str = "") -> Iterator[Future[str]]:
    """They press pay: what came of the press, as far as they know."""
    customer = CUSTOMER | {"address_line_two": script}
    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(_as_far_as_it_goes, lambda: PRESSES[stage.way](stage, buyer, address, customer))


def comes_back(stage: Stage) -> None:
    """The buyer does what is next at another's page, if anything is."""
    if stage.way in COMES_BACK:
        COMES_BACK[stage.way](stage)


def _as_far_as_it_goes(deed: Callable[[], str]) -> str:
    try:
        return deed()
    except requests.RequestException as error:
        return type(error).__name__


def _press(stage: Stage, buyer: Buyer, address: str, customer: dict[str, str]) -> str:
    return buyer.post(address, customer, page=buyer.get(address).text).url


def _pay_at_the_debitor(stage: Stage) -> None:
    """Press pay on the payment page, and bring back what it gives."""
    waiting = "SELECT token FROM checkout_calloutstep WHERE destination <> '' AND returned_at IS NULL"
    for row in stage.rows(waiting):
        back = f"{stage.shop.url}/checkout/return/{row['token']}/"
        paid = {"return_url": back, "decision": "pay"}
        _as_far_as_it_goes(lambda: requests.post(f"{stage.sandbox.url}/pay/decide", paid, timeout=30).url)  # noqa: B023


PRESSES: dict[str, Callable[[Stage, Buyer, str, dict[str, str]], str]] = {
    "credit": _press,
    "redirect": _press,
    "cider": card_buyers.pay,
    "stripe": card_buyers.pay,
}
COMES_BACK: dict[str, Callable[[Stage], None]] = {
    "redirect": _pay_at_the_debitor,
}
