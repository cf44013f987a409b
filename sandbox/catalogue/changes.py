"""What may become of an event while the shop looks: gone, closed, under another name, at another price."""

from dataclasses import dataclass, replace
from decimal import Decimal

from sandbox.catalogue.model import Area, Band, Discount, Event, Performance

Areas = tuple[Area, ...]


@dataclass(frozen=True)
class Change:
    """How an event differs from what it was at the start. `dearer`: what every ticket costs more, or less."""

    is_gone: bool = False
    is_closed: bool = False
    name: str = ""
    dearer: Decimal = Decimal()

    def applied_to(self, event: Event) -> Event:
        if self.is_closed:
            event = replace(event, status="dead")
        if self.name:
            texts = {code: replace(words, desc=self.name) for code, words in event.texts.items()}
            event = replace(event, texts=texts)
        if self.dearer:
            event = replace(event, areas=Dearer(event, by=self.dearer).areas)
        return event


class Dearer:
    """An event's areas at other prices: still one value for performances that are sold alike."""

    def __init__(self, event: Event, *, by: Decimal) -> None:
        self._usual, self._by = event.areas, by
        self._built: dict[int, tuple[Areas, Areas]] = {}  # the usual ones are kept too, for an id is theirs

    def areas(self, performance: Performance) -> Areas:
        usual = self._usual(performance)
        if id(usual) not in self._built:
            self._built[id(usual)] = usual, tuple(self._area(area) for area in usual)
        return self._built[id(usual)][1]

    def _area(self, area: Area) -> Area:
        return replace(area, bands=tuple(self._band(band) for band in area.bands))

    def _band(self, band: Band) -> Band:
        return replace(band, discounts=tuple(self._ticket(ticket) for ticket in band.discounts))

    def _ticket(self, ticket: Discount) -> Discount:
        full = ticket.full_seatprice
        return replace(
            ticket,
            seatprice=max(ticket.seatprice + self._by, Decimal()),
            full_seatprice=None if full is None else max(full + self._by, Decimal()),
        )
