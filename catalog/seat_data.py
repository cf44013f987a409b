"""What the scripts of the seat map are told: bands with their rules and prices, how money is written, words.

Seats and blocks are not in it: these the scripts read off the map.
"""

from collections.abc import Iterator
from typing import Any

from babel import Locale
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext as _

from boxoffice.ticketing import Availability, AvailabilityBand, Discount, Money

from .hall import Hall
from .scripted_money import ScriptedMoney
from .seat_map import separator
from .seating import BandRules, sentences
from .seating.kinds import most_of

NUMBERS = (*range(201), 1000, 1_000_000)  # among these every plural form of every language occurs

COUNTED = {
    "chosen": ngettext_lazy("{n} seat chosen, {total} in all.", "{n} seats chosen, {total} in all.", "n"),
    "none_together": ngettext_lazy(
        "There is no such seat free.",
        "There are no such {n} seats together. Try fewer, or other wishes.",
        "n",
    ),
    "mixed": ngettext_lazy(
        "One order takes seats of one price only, so {seat} was not added.",
        "One order takes seats of {n} prices at most, so {seat} was not added.",
        "n",
    ),
    "gone": ngettext_lazy(
        "Somebody else has taken a seat that you had chosen: {seats}.",
        "Somebody else has taken seats that you had chosen: {seats}.",
        "n",
    ),
    "others_gone": ngettext_lazy(
        "{n} other seat has been taken meanwhile.", "{n} other seats have been taken meanwhile.", "n"
    ),
    "more": ngettext_lazy("{n} more seat has become free.", "{n} more seats have become free.", "n"),
}


def seat_data(
    hall: Hall, availability: Availability, *, sending: Money | None = None, most_bands: int | None = None
) -> dict[str, Any]:
    """`sending`: what the cheapest way costs; None where one is free. `most_bands`: that go together."""
    currency = next((band.price.currency for band in hall.bands if band.price), availability.currency)
    money = ScriptedMoney.of(_amounts(hall, sending), currency=currency) if currency else None
    names = {one.code: one.name for one in availability.ticket_types}
    return {
        "bands": [
            _band(band, rules, names[band.ticket_type_code], money)
            for band, rules in zip(hall.bands, hall.rules, strict=True)
        ],
        "most_bands": most_bands,
        "money": money and money.pattern,
        "sending": money.amount(sending) if money and sending else 0,
        "words": words(),
    }


def _amounts(hall: Hall, sending: Money | None) -> Iterator[Money]:
    for band in hall.bands:
        prices = [band.price, *(kind.price for kind in band.discounts)]
        yield from (price.total for price in prices if price)
    if sending:
        yield sending


def _band(band: AvailabilityBand, rules: BandRules, area: str, money: ScriptedMoney | None) -> dict[str, Any]:
    return {
        "area": band.ticket_type_code,
        "code": band.code,
        "name": ", ".join(filter(None, [area, band.name])),
        **_price(band, money),
        "leaving": rules.leaving_singles.value,
        "contiguous": rules.contiguous_only,
        "whole": rules.whole_blocks,
        "quantities": rules.quantities,
        "kind": band.discount_code,
        "kinds": [_kind(kind, band, money) for kind in band.discounts],
    }


def _kind(kind: Discount, band: AvailabilityBand, money: ScriptedMoney | None) -> dict[str, Any]:
    said = {
        "code": kind.code,
        "name": kind.name,
        **_price(kind, money),
        "most": most_of(kind, band),
        "most_in_order": kind.max_order_tickets,
        "quantities": sorted(kind.valid_quantities),
        "not": sorted(kind.disallowed_tickets),
    }
    return {name: it for name, it in said.items() if it not in (None, [])}


def _price(priced: AvailabilityBand | Discount, money: ScriptedMoney | None) -> dict[str, Any]:
    if priced.price is None or money is None:
        return {}
    return {"price": str(priced.price), "amount": money.amount(priced.price.total)}


def words() -> dict[str, Any]:
    """Sentences with `{places}` for what only the script knows; where it counts, one for each plural form."""
    return {
        "and": separator(),
        "taken": _("taken meanwhile"),
        "kind": _("Ticket for {seat}"),
        "none": _("No seats chosen."),
        "whole": _("These seats are sold together only."),
        "switch": _("Take {seat} instead"),
        "mend": _("Take {seats}"),
        "unchanged": _("Nothing has changed: all seats that are shown are still free."),
        "new_prices": _("Prices have changed meanwhile."),
        "away": _("We cannot look just now. We try again in a moment, and your choice stays."),
        "rules": sentences(),
        **{name: _counted(sentence) for name, sentence in COUNTED.items()},
    }


def _counted(sentence: Any) -> dict[str, str]:
    """The sentence for each plural form that browsers tell apart."""
    rule = Locale.parse(get_language() or "en", sep="-").plural_form
    samples = {rule(number): number for number in reversed(NUMBERS)}
    return {form: sentence % {"n": number} for form, number in samples.items()}
