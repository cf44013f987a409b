"""The shop that is walked, and what its own records say of the orders that the walk made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import requests

from .account import ApiAccount
from .doors import Doors
from .errors import Unusable
from .evidence import Asked


class Books(Protocol):
    """The shop's own records, of which the walk reads only what belongs to its own orders."""

    def asked_for(self, orders: Sequence[str]) -> tuple[Asked, ...]:
        """What was asked for these orders, oldest first."""
        ...

    def have(self, order: str) -> bool:
        """Whether the order is in these records, so that the shop walked is the one of these settings."""
        ...


@dataclass(frozen=True)
class Shop:
    """`root` is the address of its pages in English, without a slash at its end; `payment` is its setting."""

    address: str
    root: str
    account: ApiAccount
    payment: str
    version: str
    stripe_is_live: bool
    books: Books
    doors: Doors | None = None  # of a practice box office
    may_cost: bool = False  # somebody has said --live-purchases


def look_in(address: str) -> None:
    """Raises Unusable where no shop answers."""
    try:
        answer = requests.get(f"{address}/", timeout=10)
    except requests.RequestException as error:
        raise Unusable(f"{address} does not answer ({type(error).__name__}): is the shop running?") from error
    if not answer.ok:
        raise Unusable(f"{address} does not show its first page (status {answer.status_code})")
