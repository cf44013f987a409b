"""A new trolley from what was chosen, for when f13 no longer takes the token of the old one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from boxoffice.ticketing import (
    NotAllowed,
    NotAuthenticated,
    Order,
    Refused,
    Service,
    Trolley,
    get_service,
)

from .adding import became
from .kept import Kept, KeptChoice, chosen_as


@dataclass(frozen=True)
class Rebuilt:
    """The same trolley under a new token. `gone`: what could not be put in again."""

    kept: Kept
    gone: tuple[KeptChoice, ...] = ()
    trolley: Trolley = field(default_factory=Trolley)
    numbers: Mapping[int, int] = field(default_factory=dict)  # new item numbers by old ones


def rebuild(mine: Kept, *, language: str) -> Rebuilt:
    """Choose everything once more, order by order. Raises TicketingErrors, but for what is merely refused."""
    growing = _Rebuilding(mine, get_service(language))
    # Add-ons may stand before what they go with: what is refused the first time is asked once more.
    refused = {number: known for number, known in mine.choices.items() if not growing.takes(number, known)}
    gone = [known for number, known in refused.items() if not growing.takes(number, known)]
    return Rebuilt(growing.kept, tuple(gone), growing.trolley, growing.numbers)


@dataclass
class _Rebuilding:
    mine: Kept
    service: Service
    trolley: Trolley = field(default_factory=Trolley)
    numbers: dict[int, int] = field(default_factory=dict)
    known: dict[int, KeptChoice] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)  # suppliers that do not send as was chosen any more

    def takes(self, number: int, known: KeptChoice) -> bool:
        """Put one choice in, beside all those before it; False where it cannot be."""
        answer = self._asked(known)
        order = _newest(answer, than=self.trolley) if answer else None
        if answer is None or order is None or order.item_number is None:
            return False
        self.trolley, self.numbers[number] = answer, order.item_number
        self.known[order.item_number] = _again(known, order)
        return True

    def _asked(self, known: KeptChoice) -> Trolley | None:
        """The trolley with this choice in it; sent as before, or else as it can be."""
        for codes in dict.fromkeys((tuple(self.send_codes.items()), tuple(self._codes_without(known)))):
            answer = self._tried(known, dict(codes))
            if answer is not None:
                if dict(codes) != self.send_codes:
                    self.dropped.add(known.source_code)
                return answer
        return None

    def _tried(self, known: KeptChoice, codes: dict[str, str]) -> Trolley | None:
        try:
            answer = self.service.get_trolley(self.trolley.token, add=known.choice, send_codes=codes)
        except (NotAuthenticated, NotAllowed):  # trouble with the shop's account, not with the choice
            raise
        except Refused:
            return None
        order = _newest(answer, than=self.trolley)
        is_good = order is not None and became(order, known.choice) and not answer.discarded_orders
        return answer if is_good else None

    @property
    def send_codes(self) -> dict[str, str]:
        return {code: way for code, way in self.mine.send_codes.items() if code not in self.dropped}

    def _codes_without(self, known: KeptChoice) -> list[tuple[str, str]]:
        return [pair for pair in self.send_codes.items() if pair[0] != known.source_code]

    @property
    def kept(self) -> Kept:
        ways = {code: way for code, way in self.mine.sending.items() if code not in self.dropped}
        begun = replace(self.mine.emptied(), sending=ways)
        return begun.after(self.trolley, new=self.known)


def _newest(answer: Trolley, *, than: Trolley) -> Order | None:
    """The order that was not there before."""
    before = {order.item_number for order in than.orders}
    return next((order for order in answer.orders if order.item_number not in before), None)


def _again(known: KeptChoice, order: Order) -> KeptChoice:
    """As it was chosen, found to be still there just now. Which kinds were asked for is not forgotten."""
    now = chosen_as(order, known.choice)
    return replace(known, asked_at=now.asked_at, price=now.price or known.price)
