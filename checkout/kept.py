"""What the session keeps of a trolley: its token, how it is sent, what was chosen and when that was seen."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from boxoffice import ticketing
from boxoffice.ticketing import Choice, Trolley, from_text, to_text

from . import extras

KEY = "trolley"


@dataclass(frozen=True)
class KeptChoice:
    """What became one order of the trolley, as it was chosen: enough to ask for it again."""

    choice: Choice
    send: str
    asked_at: float  # when f13 last said that it could be had, by the clock of all processes
    price: str = ""  # of all its tickets, as f13 said then
    kinds: tuple[str, ...] = ()  # of each ticket

    @property
    def age(self) -> float:
        return time.time() - self.asked_at


@dataclass(frozen=True)
class Kept:
    """What the session keeps of a trolley. `sending`: by source code, the send method's code and name."""

    token: str = ""
    sending: dict[str, list[str]] = field(default_factory=dict)
    count: int = 0  # of orders, as last seen
    chosen: dict[str, dict[str, Any]] = field(default_factory=dict)  # by item number

    @property
    def is_empty(self) -> bool:
        return not self.token

    @property
    def send_codes(self) -> dict[str, str]:
        return {source: code for source, (code, _name) in self.sending.items()}

    @property
    def choices(self) -> dict[int, KeptChoice]:
        """What was chosen, by item number."""
        return {int(number): _choice_from(said) for number, said in self.chosen.items()}


def kept(session: SessionBase) -> Kept:
    return Kept(**session.get(KEY, {}))


def keep(
    session: SessionBase,
    trolley: Trolley,
    sending: dict[str, list[str]],
    *,
    new: tuple[Mapping[int, Choice], str] = ({}, ""),
) -> None:
    """The token, how those suppliers' tickets are sent that are still in the trolley, and what was chosen."""
    sources = {bundle.source_code for bundle in trolley.bundles}
    mine = {source: method for source, method in sending.items() if source in sources}
    known, (choices, send) = kept(session).chosen, new
    chosen = {}
    for order in trolley.orders:
        number = order.item_number
        if number in choices and number is not None:
            chosen[str(number)] = _said(choices[number], send=send, order=order)
        elif str(number) in known:
            chosen[str(number)] = _followed(known[str(number)], order)
    session[KEY] = {
        "token": trolley.token,
        "sending": mine,
        "count": len(trolley.orders),
        "chosen": chosen,
    }


def _said(choice: Choice, *, send: str, order: ticketing.Order) -> dict[str, Any]:
    price = to_text(order.price.total) if order.price else ""
    kinds = choice.discounts or order.discount_codes
    return {
        "choice": to_text(choice),
        "send": send,
        "asked_at": time.time(),
        "price": price,
        "kinds": list(kinds),
    }


def _followed(said: dict[str, Any], order: ticketing.Order) -> dict[str, Any]:
    """As it was chosen, but for the number of an add-on that follows the tickets it goes with."""
    choice = from_text(Choice, said["choice"])
    now = extras.followed(choice, order)
    if now == choice:
        return said
    return _said(now, send=said["send"], order=order) | {"asked_at": said["asked_at"]}


def _choice_from(said: Mapping[str, Any]) -> KeptChoice:
    read = {"choice": from_text(Choice, said["choice"]), "kinds": tuple(said["kinds"])}
    return KeptChoice(**{**said, **read})


def looked_at(session: SessionBase, item_number: int, *, asked_at: float, price: str) -> None:
    """An order can still be had, at this price: as f13 has just said."""
    mine = session[KEY]
    known = {**mine["chosen"][str(item_number)], "asked_at": asked_at, "price": price}
    session[KEY] = {**mine, "chosen": {**mine["chosen"], str(item_number): known}}


def empty(session: SessionBase) -> None:
    session.pop(KEY, None)
