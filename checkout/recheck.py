"""Seats that were chosen some time ago are looked at once more before they are held: others choose too.

What is no longer so is a difference, to be said; nothing is held until the buyer has seen it. Where the
supplier does not answer, there is nothing to be said, and holding them will show.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _

from boxoffice import live
from boxoffice.ticketing import Availability, Money, Told, ask_side_by_side, from_text, to_text
from catalog.seating.orders import missing, orders_from, sum_of_prices
from catalog.seating.verdict import objection

from . import addresses, trolley
from .trolley import KeptChoice

Performance = tuple[str, date | None, int | None, str]  # its id, the stay, and the promo code
KEY = "differences"


@dataclass(frozen=True)
class Difference:
    """One order that is not as it was chosen. `address`: where to choose again, the others still chosen."""

    item_number: int
    sentence: str
    address: str = ""


def is_due(visitor: str) -> bool:
    return bool(_old(visitor))


def differences(visitor: str, *, language: str) -> tuple[Difference, ...]:
    """What has changed since it was chosen. What has not counts as looked at just now."""
    old = _old(visitor)
    told = _asked(old.values(), language=language)
    found: list[Difference] = []
    for number, known in old.items():
        answer = told[_performance(known)]
        if answer.is_known and not answer.value.is_troubled:
            found += _compared(visitor, number, known, answer.value)
    return tuple(found)


def keep(session: SessionBase, found: Iterable[Difference]) -> None:
    """For the trolley's page, which says it once."""
    session[KEY] = {str(one.item_number): [one.sentence, one.address] for one in found}


def kept(session: SessionBase) -> dict[int, Difference]:
    said = session.pop(KEY, {})
    return {int(number): Difference(int(number), *words) for number, words in said.items()}


def _old(visitor: str) -> dict[int, KeptChoice]:
    """Orders with seats that were picked, and were last seen to be free too long ago."""
    return {
        number: known
        for number, known in trolley.kept(visitor).choices.items()
        if known.choice.seats and known.age > settings.CHOICE_FRESH_SECONDS
    }


def _asked(old: Iterable[KeptChoice], *, language: str) -> dict[Performance, Told]:
    """What is free as of this press at each performance, asked side by side."""
    performances = list(dict.fromkeys(map(_performance, old)))
    if not performances:
        return {}
    questions = {
        str(number): partial(
            live.get_availability,
            perf_id,
            language=language,
            departure=day,
            nights=nights,
            promo_code=code,
            since=time.time(),
        )
        for number, (perf_id, day, nights, code) in enumerate(performances)
    }
    told = ask_side_by_side(**questions)
    return {one: told[str(number)] for number, one in enumerate(performances)}


def _performance(known: KeptChoice) -> Performance:
    choice = known.choice
    return choice.perf_id, choice.departure_date, choice.duration, choice.promo_code


def _compared(
    visitor: str, number: int, known: KeptChoice, availability: Availability
) -> Iterator[Difference]:
    picks = addresses.picks_of(known)
    found = objection(picks, availability)
    if found:
        left = picks.without(missing(picks, availability))
        yield Difference(
            number, str(found.sentence), addresses.to_change(known, item_number=number, picks=left)
        )
        return
    price = sum_of_prices(order.price for order in orders_from(picks, availability))
    now = to_text(price.total) if price else ""
    trolley.looked_at(visitor, number, asked_at=time.time(), price=now or known.price)
    if now and known.price and now != known.price:
        before, after = from_text(Money, known.price), from_text(Money, now)
        yield Difference(number, _price_words(before, after))


def _price_words(before: Money, after: Money) -> str:
    said = {"before": before, "after": after}
    return _("The price has changed since you chose: it was %(before)s, and is %(after)s now.") % said
