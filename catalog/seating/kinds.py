"""Which kinds of ticket may be ordered together: what f13 would silently replace is said beforehand."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from boxoffice.ticketing import AvailabilityBand, Discount

from .problems import Problem
from .rules import Rule


def kind_problem(
    band: AvailabilityBand, kinds: Sequence[str], *, most_kinds: int | None = None
) -> Problem | None:
    """What is wrong with these kinds, one for each ticket in order; None where they can be had.

    `remedy` holds a kind for each ticket that would do. `most_kinds`: how many may be mixed, where that is
    known; f13 does not say it, and replaces what is too much.
    """
    found = next(_problems(band, kinds, most_kinds), None)
    if found is None:
        return None
    tries = (_replaced(band, kinds, most_kinds), [band.discount_code] * len(kinds))
    lawful = (tuple(one) for one in tries if next(_problems(band, one, most_kinds), None) is None)
    return replace(found, remedy=next(lawful, ()))


def _problems(band: AvailabilityBand, kinds: Sequence[str], most_kinds: int | None) -> Iterator[Problem]:
    for code in dict.fromkeys(kinds):
        kind = _kind(band, code)
        if kind is None:
            yield Problem(Rule.KIND, kind=code, words="kind_unknown")
        else:
            yield from _problems_of(kind, band, kinds)
    mixed = list(dict.fromkeys(kinds))
    if most_kinds is not None and len(mixed) > most_kinds:
        yield _about(_kind(band, mixed[most_kinds]), "kind_mixed", most_kinds)


def _problems_of(kind: Discount, band: AvailabilityBand, kinds: Sequence[str]) -> Iterator[Problem]:
    count, most = kinds.count(kind.code), most_of(kind, band)
    if kind.max_order_tickets is not None and len(kinds) > kind.max_order_tickets:
        yield _about(kind, "kind_order", kind.max_order_tickets)
    if most is not None and count > most:
        yield _about(kind, "kind_most", most)
    if kind.valid_quantities and count not in kind.valid_quantities and not _is_default(kind, band):
        yield _about(kind, "kind_numbers", *sorted(kind.valid_quantities))
    if any(code == kind.code and number in kind.disallowed_tickets for number, code in enumerate(kinds)):
        yield _about(kind, "kind")


def _kind(band: AvailabilityBand, code: str) -> Discount | None:
    """A kind of the band; its default is one, listed or not."""
    known = band.discount(code)
    return known or (Discount(code, name=band.discount_name) if code == band.discount_code else None)


def _is_default(kind: Discount, band: AvailabilityBand) -> bool:
    """There is nothing that f13 could give in its place."""
    return kind.code == band.discount_code


def most_of(kind: Discount, band: AvailabilityBand) -> int | None:
    """How many there are of it. As many as of the whole band is no limit of its own."""
    limits = [kind.max_discount_tickets]
    if band.number_available is None or (kind.number_available or 0) < band.number_available:
        limits.append(kind.number_available)
    return min((limit for limit in limits if limit is not None), default=None)


def _about(kind: Discount | None, words: str, *numbers: int) -> Problem:
    return Problem(Rule.KIND, numbers=numbers, kind=(kind.name or kind.code) if kind else "", words=words)


def _replaced(band: AvailabilityBand, kinds: Sequence[str], most_kinds: int | None) -> list[str]:
    """As many as possible of what was asked for, the first of each kind; the default for the rest."""
    default = band.discount_code
    allowed = {code: _allowed(_kind(band, code), band, kinds) for code in dict.fromkeys(kinds)}
    kept: list[str] = []
    for number, code in enumerate(kinds):
        kind = _kind(band, code)
        fits = kind is not None and number not in kind.disallowed_tickets and kept.count(code) < allowed[code]
        is_new = code != default and code not in kept
        mixed = len({*kept, default, code}) if is_new else 0
        kept.append(code if fits and (most_kinds is None or mixed <= most_kinds) else default)
    return kept


def _allowed(kind: Discount | None, band: AvailabilityBand, kinds: Sequence[str]) -> int:
    """How many of a kind there may be, of those that were asked for."""
    if kind is None or (kind.max_order_tickets is not None and len(kinds) > kind.max_order_tickets):
        return 0
    most = most_of(kind, band)
    count = kinds.count(kind.code) if most is None else min(kinds.count(kind.code), most)
    if not kind.valid_quantities or _is_default(kind, band):
        return count
    return max((number for number in kind.valid_quantities if number <= count), default=0)
