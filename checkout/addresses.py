"""The way back to a performance's page, with what was picked there still picked."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse

from catalog.seating.picks import BestAvailable, Pick, Picks

from .trolley import KeptChoice

LONGEST_ID = 200
CHOICE = "choice"  # where on that page it is summed up, with what is to be said of it
LONGEST_ADDRESS = 3500  # characters: some servers read 4,000


def performance_with(
    perf_id: str,
    picks: Picks,
    *,
    send: str = "",
    stay: tuple[date | None, int | None] = (None, None),
    instead: Iterable[int] = (),
    beside: Iterable[int] = (),
    promo_code: str = "",
    at: str = "",
) -> str:
    """Its address, at a place of the page; "" where the id cannot be a part of one."""
    departure, nights = stay
    said = [("departure", departure), ("nights", nights), ("send", send), ("promo", promo_code)]
    query = [(name, str(value)) for name, value in said if value]
    query += picks.parameters
    query += [("instead", str(number)) for number in instead]
    query += [("beside", str(number)) for number in beside]
    address = performance(perf_id, query=query)
    return f"{address}#{at}" if address and at else address


def performance(perf_id: str, *, query: Sequence[tuple[str, str]] = ()) -> str:
    """The same; without what would make it longer than an address can be."""
    if not (perf_id and perf_id.isprintable() and len(perf_id) <= LONGEST_ID):
        return ""
    address = reverse("catalog:performance", args=[perf_id], query=list(query) or None)
    return address if len(address) <= LONGEST_ADDRESS else performance(perf_id)


def to_change(known: KeptChoice, *, item_number: int, picks: Picks | None = None) -> str:
    """Where something else can be chosen in place of an order."""
    choice = known.choice
    return performance_with(
        choice.perf_id,
        picks_of(known) if picks is None else picks,
        send=known.send,
        stay=(choice.departure_date, choice.duration),
        instead=[item_number],
        promo_code=choice.promo_code,
    )


def picks_of(known: KeptChoice) -> Picks:
    """An order as it was picked."""
    choice = known.choice
    band = (choice.ticket_type_code, choice.price_band_code)
    if not choice.seats:
        return Picks(best=BestAvailable(band, tuple(Counter(known.kinds).items())))
    kinds = known.kinds if len(known.kinds) == len(choice.seats) else (None,) * len(choice.seats)
    return Picks(tuple(Pick(band, seat, kind) for seat, kind in zip(choice.seats, kinds, strict=True)))
