"""The trolley: f13 says what is in it, the shop keeps its token, which is replaced after each change.

Every deed takes the visitor's name, and is one change of what is kept for that visitor.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from boxoffice import ticketing
from boxoffice.ticketing import (
    Choice,
    NotAllowed,
    NotAuthenticated,
    Refused,
    SendMethod,
    Trolley,
)

from .adding import Beside, Growing, NotHad, NotPossible, OneOnly, overlapping, service
from .kept import Kept, KeptChoice, Overtaken, Removal, chosen_as, kept, stays, way_of
from .kept import change as changed
from .leaving import Left, Why, left
from .models import BOUGHT, OrderRecord
from .rebuilding import rebuild

__all__ = [
    "Added",
    "Beside",
    "Kept",
    "KeptChoice",
    "Left",
    "NotHad",
    "NotPossible",
    "OneOnly",
    "Removal",
    "Seen",
    "add",
    "agree",
    "bring_back",
    "empty",
    "go_to",
    "kept",
    "look",
    "looked_at",
    "peek",
    "remove",
    "send_by",
    "stays",
    "take_out_bought",
]
Answer = TypeVar("Answer")
Numbers = Mapping[int, int] | None  # new item numbers by old ones, where they are not the same


NOT_THERE = gettext_lazy("That is not in your trolley any more.")


@dataclass(frozen=True)
class Seen:
    """The trolley as f13 sees it now, what is kept of it, and what is not in it any more."""

    trolley: Trolley
    kept: Kept
    left: tuple[Left, ...] = ()
    is_sent_otherwise: bool = False  # a way that was chosen is no more


@dataclass(frozen=True)
class Added:
    """What came of putting choices in: their orders, and what left the trolley for them."""

    orders: tuple[ticketing.Order, ...]
    left: tuple[Left, ...] = ()
    sent_as: str = ""  # the way in which their supplier's tickets go, where it is not the chosen one


def look(visitor: str) -> Seen:
    """The trolley as f13 sees it now; rebuilt where its token is no longer taken. Raises TicketingErrors."""

    def deed(mine: Kept) -> tuple[Kept, Seen]:
        return _looked(_unless_bought(visitor, mine))

    try:
        return changed(visitor, deed)
    except Overtaken:  # what is there is seen all the same
        return deed(kept(visitor))[1]


def peek(visitor: str) -> Trolley:
    """What is in the trolley now; what is not any more is left for the next look to tell."""
    return _looked(_unless_bought(visitor, kept(visitor)))[1].trolley


def add(
    visitor: str,
    choices: Sequence[Choice],
    *,
    method: SendMethod,
    known_codes: Collection[str] = (),
    source_code: str = "",
    instead: Iterable[int] = (),
    names: Mapping[str, str] | None = None,
) -> Added | OneOnly | Beside:
    """Put these choices for one performance in, all or none, in place of the items `instead`.

    `known_codes`: how they can be sent at all; `source_code`: by whom; `names`: of kinds of ticket, by code.
    Raises NotPossible, and TicketingErrors.
    """
    new = _New(tuple(choices), method, frozenset(known_codes), source_code, frozenset(instead), names or {})
    refused = _("These tickets cannot be had. Please choose again.")
    return change(visitor, lambda mine: _with_a_living_token(mine, new.put_into, refused=refused))


def remove(visitor: str, item_number: int) -> Removal:
    """Take one order out, and what goes only with it; one press brings both back.

    Raises NotPossible, and TicketingErrors.
    """

    def deed(mine: Kept, numbers: Numbers) -> tuple[Kept, Removal]:
        return _removed(mine, _now(item_number, numbers))

    refused = str(NOT_THERE)
    return change(visitor, lambda mine: _with_a_living_token(mine, deed, refused=refused))


def bring_back(visitor: str, number: int) -> Added:
    """Put in again what that removal took out. Raises NotPossible, and TicketingErrors."""

    def deed(mine: Kept, _numbers: Numbers) -> tuple[Kept, Added]:
        return _brought_back(mine, number)

    refused = _("These tickets are not to be had any more. Please choose again.")
    return change(visitor, lambda mine: _with_a_living_token(mine, deed, refused=refused))


def send_by(visitor: str, source_code: str, *, method: SendMethod) -> tuple[Left, ...]:
    """Send everything of a supplier in this way; what had to leave for it. Raises NotPossible."""

    def deed(mine: Kept, _numbers: Numbers) -> tuple[Kept, tuple[Left, ...]]:
        codes = {**mine.send_codes, source_code: method.code}
        answer = service().get_trolley(mine.token, send_codes=codes)
        gone = left(mine.choices, answer)
        new = mine.after(answer, sending={source_code: way_of(method)})
        return _can_come_back(new, gone), gone

    refused = _("These tickets cannot be sent in that way. Please choose another.")
    return change(visitor, lambda mine: _with_a_living_token(mine, deed, refused=refused))


def go_to(visitor: str, destination: str) -> None:
    """Where the tickets shall be sent."""
    change(visitor, lambda mine: (replace(mine, destination=destination), None))


def agree(visitor: str, item_number: int) -> None:
    """The buyer takes the kinds of ticket that f13 gives in place of those asked for."""

    def deed(mine: Kept) -> tuple[Kept, None]:
        known = mine.choices.get(item_number)
        if known is None or not known.got:
            raise NotPossible(NOT_THERE)
        choice = replace(known.choice, discounts=known.got)
        return mine.with_choice(item_number, choice=choice, kinds=known.got, kind_names=known.got_names), None

    change(visitor, deed)


def looked_at(visitor: str, item_number: int, *, asked_at: float, price: str) -> None:
    """An order can still be had, at this price: as f13 has just said."""

    def deed(mine: Kept) -> tuple[Kept, None]:
        is_there = item_number in mine.choices
        return (mine.with_choice(item_number, asked_at=asked_at, price=price) if is_there else mine), None

    change(visitor, deed)


def change(visitor: str, deed: Callable[[Kept], tuple[Kept, Answer]]) -> Answer:
    """One change, on top of those of other tabs. Raises NotPossible where they do not let it through."""
    try:
        return changed(visitor, lambda mine: deed(_unless_bought(visitor, mine)))
    except Overtaken as error:
        said = _("Your trolley was being changed in another window at the same moment. Please try again.")
        raise NotPossible(said) from error


def empty(visitor: str) -> None:
    """Nothing is in it any more, and nothing comes back."""
    change(visitor, lambda mine: (mine.done_with, None))


def take_out_bought(visitor: str) -> None:
    """What was bought is not wished for any more. f13 is not asked."""
    change(visitor, lambda mine: (mine, None))


def _looked(mine: Kept) -> tuple[Kept, Seen]:
    if mine.is_empty:
        told = replace(mine, lost=[])
        return told, Seen(Trolley(), told, _gone(mine.untold))
    try:
        answer = service().get_trolley(mine.token, send_codes=mine.send_codes)
    except (NotAuthenticated, NotAllowed):  # trouble with the shop's account is no fault of the trolley
        raise
    except Refused:
        rebuilt = rebuild(mine, language=get_language() or "en")
        told = replace(rebuilt.kept, lost=[])
        gone = _gone((*mine.untold, *rebuilt.gone))
        return told, Seen(rebuilt.trolley, told, gone, _is_sent_otherwise(mine, told))
    gone = (*_gone(mine.untold), *left(mine.choices, answer))
    now = mine.after(answer)
    if not gone and (now.chosen, now.count) == (mine.chosen, mine.count):
        return mine, Seen(answer, mine)
    new = _can_come_back(replace(now, lost=[]), gone)  # what went is told once
    return new, Seen(answer, new, gone)


def _is_sent_otherwise(before: Kept, now: Kept) -> bool:
    sources = {known.source_code for known in now.choices.values()}
    known = {source: code for source, code in before.send_codes.items() if source in sources}
    return any(now.send_codes.get(source) != code for source, code in known.items())


def _gone(choices: Iterable[KeptChoice]) -> tuple[Left, ...]:
    return tuple(Left(Why.GONE, known.name, known) for known in choices)


def _unless_bought(visitor: str, mine: Kept) -> Kept:
    """Without what was bought; what was not, of an order that was bought in part, can be brought back."""
    if mine.is_empty:
        return mine
    since = datetime.fromtimestamp(mine.begun_at, UTC)  # what was bought before was another trolley
    bought = OrderRecord.objects.filter(visitor=visitor, trolley_token=mine.token, state__in=BOUGHT)
    record = bought.filter(created_at__gte=since).order_by("-created_at").first()
    if record is None:
        return mine
    bundles = record.trolley.bundles
    had = {order.item_number for bundle in bundles if bundle.is_purchased for order in bundle.orders}
    return mine.done_with.with_removal([known for number, known in mine.choices.items() if number not in had])


def _with_a_living_token(
    mine: Kept, deed: Callable[[Kept, Numbers], tuple[Kept, Answer]], *, refused: str
) -> tuple[Kept, Answer]:
    """Do it; where it is refused because of the token, do it to the same trolley under a new one.

    The deed hears of new item numbers by their old ones. `refused`: what to say where the token was not it.
    """
    try:
        return deed(mine, None)
    except (NotAuthenticated, NotAllowed):
        raise
    except Refused as error:
        if mine.is_empty or _is_taken(mine):
            raise NotPossible(refused) from error
    rebuilt = rebuild(mine, language=get_language() or "en")
    living = replace(rebuilt.kept, lost=[known.said for known in (*mine.untold, *rebuilt.gone)])
    try:
        return deed(living, rebuilt.numbers)
    except (NotAuthenticated, NotAllowed):
        raise
    except Refused as error:
        raise NotPossible(refused) from error


def _now(item_number: int, numbers: Numbers) -> int:
    """The item's number now; 0, which nothing has, where it is gone."""
    return item_number if numbers is None else numbers.get(item_number, 0)


def _is_taken(mine: Kept) -> bool:
    try:
        service().get_trolley(mine.token, send_codes=mine.send_codes)
    except (NotAuthenticated, NotAllowed):
        raise
    except Refused:
        return False
    return True


@dataclass(frozen=True)
class _New:
    """What shall be put in, and all that is known of it."""

    choices: tuple[Choice, ...]
    method: SendMethod
    known_codes: frozenset[str]
    source_code: str
    instead: frozenset[int]
    names: Mapping[str, str]

    def put_into(self, mine: Kept, numbers: Numbers) -> tuple[Kept, Added | OneOnly | Beside]:
        codes = mine.send_codes
        if codes.get(self.source_code, self.method.code) not in self.known_codes:
            codes[self.source_code] = self.method.code  # else first as its supplier's others are sent
        instead = {_now(number, numbers) for number in self.instead}
        growing = Growing(
            mine, Trolley(token=mine.token), frozenset({*instead, *overlapping(mine, self.choices)})
        )
        clash = growing.add_all(self.choices, send_codes=codes)
        return (mine, clash) if clash is not None else self._settled(mine, growing, codes)

    def _settled(self, mine: Kept, growing: Growing, codes: dict[str, str]) -> tuple[Kept, Added]:
        """Sent as was chosen last, where nothing has to leave for that; else as the others are."""
        source = growing.source_code or self.source_code
        answer, way = growing.trolley, way_of(self.method)
        others = {n: one for n, one in mine.choices.items() if n not in growing.replaced}
        if codes.get(source, way[0]) != way[0]:
            answer, way = self._sent(growing.trolley, mine, source)
        gone = left(others, answer, discarded=growing.discarded)
        known = {
            number: chosen_as(order, choice, source_code=source, way=way, names=self.names)
            for number, choice in growing.numbers.items()
            if (order := answer.order(number)) is not None
        }
        new = mine.after(answer, sending={source: way}, new=known)
        orders = tuple(order for order in answer.orders if order.item_number in known)
        sent_as = way[1] if way[0] != self.method.code else ""
        return _can_come_back(new, gone), Added(orders, gone, sent_as)

    def _sent(self, trolley: Trolley, mine: Kept, source: str) -> tuple[Trolley, list[str]]:
        tried = service().get_trolley(trolley.token, send_codes={**mine.send_codes, source: self.method.code})
        if not tried.discarded_orders:
            return tried, way_of(self.method)
        return trolley, mine.sending[source]


def _removed(mine: Kept, item_number: int) -> tuple[Kept, Removal]:
    known = mine.choices.get(item_number)
    if known is None:
        raise NotPossible(NOT_THERE)
    answer = service().get_trolley(mine.token, remove=[item_number], send_codes=mine.send_codes)
    there = {order.item_number for order in answer.orders}
    gone_too = [one for number, one in mine.choices.items() if number not in {*there, item_number}]
    new = mine.after(answer).with_removal([known, *gone_too])
    return new, new.removals[0]


def _brought_back(mine: Kept, number: int) -> tuple[Kept, Added]:
    removal = next((one for one in mine.removals if one.number == number), None)
    if removal is None:
        raise NotPossible(_("That is back in your trolley, or can no longer be brought back."))
    growing, known, gone = Growing(mine, Trolley(token=mine.token)), {}, []
    sending = dict(mine.sending)
    for one in removal.choices:
        sending.setdefault(one.source_code, list(one.way) or [one.send, ""])
        if _takes_again(growing, one, sending):
            known[max(growing.numbers)] = one
        else:
            gone.append(Left(Why.GONE, one.name, one))
    if not known:
        raise NotPossible(_("These tickets are not to be had any more. Please choose again."))
    new = mine.after(growing.trolley, sending=sending, new=known).without_removal(number)
    return new, Added(growing.orders, tuple(gone))


def _takes_again(growing: Growing, known: KeptChoice, sending: Mapping[str, list[str]]) -> bool:
    """Nothing leaves for what comes back: it may have been put in meanwhile in its place."""
    before = growing.trolley
    try:
        clash = growing.add(known.choice, send_codes={source: way[0] for source, way in sending.items()})
    except NotPossible:
        growing.trolley = before
        return False
    if clash is not None or growing.discarded:
        said = _(
            "%(name)s cannot be beside what is in your trolley now. Remove that first, then bring it back."
        )
        raise NotPossible(said % {"name": known.name})
    return True


def _can_come_back(mine: Kept, gone: Iterable[Left]) -> Kept:
    """What was pushed out is not lost: it can be brought back once its place is free."""
    return mine.with_removal([one.known for one in gone if one.known and one.can_come_back])
