"""What one order of seats must keep, as f13 says it of an area and band: the values, and no more."""

from dataclasses import dataclass
from enum import StrEnum

from boxoffice.ticketing import Availability, AvailabilityBand, LeavingSingles

Seats = tuple[str, ...]  # ids, which are opaque: only their order within a block means anything


class Rule(StrEnum):
    """What can be wrong with a choice, in the order in which it is said."""

    GONE = "gone"
    TWICE = "twice"
    QUANTITY = "quantity"
    APART = "apart"
    SINGLE = "single"
    PART_OF_BLOCK = "part_of_block"
    MIXED = "mixed"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class BandRules:
    """The free seats of one area and band, and how they may be taken."""

    blocks: tuple[Seats, ...]  # neighbours in order; each block is one run in one row
    rows: Seats  # the name of each block's row
    leaving_singles: LeavingSingles = LeavingSingles.ALWAYS
    contiguous_only: bool = False
    whole_blocks: bool = False
    quantities: tuple[int, ...] = ()  # none: any number
    restricted: frozenset[str] = frozenset()

    @classmethod
    def from_availability(cls, availability: Availability, band: AvailabilityBand) -> "BandRules":
        blocks = [block for block in band.seat_blocks if block.seats]
        return cls(
            tuple(tuple(seat.id for seat in block) for block in blocks),
            tuple(block.row for block in blocks),
            band.leaving_singles,
            availability.contiguous_only,
            availability.must_select_whole_seat_block,
            _quantities(availability, band),
            frozenset(seat.id for seat in band.seats if seat.is_restricted_view),
        )

    def may_number(self, count: int) -> bool:
        return not self.quantities or count in self.quantities

    def forbids_singles(self, count: int) -> bool:
        """Whether so many tickets may leave no seat alone: never, or as long as some choice can avoid it.

        A choice is a run of neighbours here, as it is to suppliers. The first seats of a block leave the rest
        of it, so a block avoids it when it is as long as the choice, or at least two longer.
        """
        if self.leaving_singles is LeavingSingles.IF_NECESSARY:
            return any(len(block) == count or len(block) >= count + 2 for block in self.blocks)
        return self.leaving_singles is LeavingSingles.NEVER


def rules_of(availability: Availability) -> tuple[BandRules, ...]:
    """The rules of every band, in the order of the page."""
    return tuple(BandRules.from_availability(availability, band) for band in availability.bands)


def _quantities(availability: Availability, band: AvailabilityBand) -> tuple[int, ...]:
    """The numbers that are sold. Neighbours only: no more than stand together (of others, f13 has more)."""
    numbers = band.valid_quantities or availability.valid_quantities
    most = band.number_available
    if most is None or not availability.contiguous_only:
        return numbers
    return tuple(number for number in numbers if number <= most) or numbers
