"""What a supplier may refuse: numbers, gaps, seats left alone, parts of a block. Sentences, or nothing."""

from collections.abc import Sequence

from sandbox.allocation import Run, leave_single, leaves_single, windows
from sandbox.catalogue.model import Band, Discount, Event, Seat


def quantity_problem(event: Event, *, band: Band, count: int, wanted: Sequence[str] = ()) -> str:
    """What is wrong with a number of tickets. Seats picked anywhere may be more than fit together."""
    if event.is_auto_quantity_add_on:
        return ""
    if count not in event.quantities:
        numbers = ", ".join(str(number) for number in event.quantities)
        return f"This event is sold in these numbers of tickets: {numbers}."
    picked_anywhere = wanted and event.seat_selection and not event.contiguous_only
    if count > band.max_together and not picked_anywhere:
        return f"At most {band.max_together} tickets can be had together."
    return ""


def details_problem(event: Event, *, departure_date: str, duration: int | None) -> str:
    """What an answer to the event's own questions lacks."""
    if event.need_departure_date and not departure_date:
        return "This event needs a departure date."
    if event.need_duration and not duration:
        return "This event needs a duration."
    return ""


def order_problem(event: Event, *, band: Band, wanted: Sequence[str]) -> str:
    """What is wrong with a choice of seats, whoever holds them now."""
    if not wanted or not event.seat_selection:
        return ""
    known = {seat.id for block in band.blocks for seat in block}
    if unknown := [id for id in wanted if id not in known]:
        return f"There is no seat {unknown[0]} in this price band."
    if len(set(wanted)) < len(wanted):
        return "A seat was named twice."
    if event.contiguous_only and not _is_contiguous(band.blocks, wanted):
        return "These seats are not next to each other."
    return ""


def seats_problem(event: Event, *, band: Band, free: Sequence[Run], wanted: Sequence[str]) -> str:
    """What is wrong with taking these free seats: a seat left alone, a table broken up."""
    if event.contiguous_only and not _is_contiguous(free, wanted):
        return "These seats are not next to each other."
    if event.whole_blocks_only and not _is_whole(free, wanted):
        return "Only all seats of a block can be taken together."
    if band.leaving_singles == "always" or not leave_single(free, chosen=wanted):
        return ""
    if band.leaving_singles == "if_necessary" and not _could_avoid_single(free, len(wanted)):
        return ""
    return "This choice would leave a single seat."


def legal_codes(
    wanted: Sequence[str], *, discounts: Sequence[Discount], count: int, max_mixed: int | None
) -> list[str]:
    """One code for each ticket: those asked for, illegal ones silently replaced by the default."""
    default = discounts[0].code
    known = {discount.code for discount in discounts}
    codes = [code if code in known else default for code in (*wanted, *[default] * count)][:count]
    codes = _at_most(codes, max_mixed, default)
    for discount in discounts[1:]:
        if discount.valid_quantities and codes.count(discount.code) not in (0, *discount.valid_quantities):
            codes = [default if code == discount.code else code for code in codes]
    return codes


def unlocked(band: Band, *, promo_code: str) -> list[Discount]:
    """The discounts of a band; one that the promo code unlocks comes first, and so is the default."""
    special = [item for item in band.discounts if item.promo_code and item.promo_code == promo_code.upper()]
    return special + [item for item in band.discounts if not item.promo_code]


def _at_most(codes: list[str], limit: int | None, default: str) -> list[str]:
    """Where fewer kinds may be mixed: the first stay, later ones become the default, or the first kind."""
    kinds = list(dict.fromkeys(codes))
    if limit is None or len(kinds) <= limit:
        return codes
    kept = kinds[:limit]
    other = default if default in kept else kept[0]
    return [code if code in kept else other for code in codes]


def _is_contiguous(runs: Sequence[Run], wanted: Sequence[str]) -> bool:
    for run in runs:
        places = sorted(place for place, seat in enumerate(run) if seat.id in wanted)
        if places:
            return len(places) == len(wanted) and places[-1] - places[0] + 1 == len(places)
    return False


def _is_whole(free: Sequence[Run], wanted: Sequence[str]) -> bool:
    return all(len(_chosen(run, wanted)) in (0, len(run)) for run in free)


def _chosen(run: Run, wanted: Sequence[str]) -> list[Seat]:
    return [seat for seat in run if seat.id in wanted]


def _could_avoid_single(free: Sequence[Run], count: int) -> bool:
    return any(not leaves_single(run, start=start, count=count) for run, start in windows(free, count=count))
