"""The halls that invented events play in: areas, each with bands that have seats and a share of the price."""

from dataclasses import dataclass
from functools import cache

from sandbox.catalogue.halls import Blocks, blocks


@dataclass(frozen=True)
class BandPlan:
    """A price band: its code, its words, its seats (or how many places), and its share of the top price."""

    code: str
    share: str
    plan: str = ""
    capacity: int = 0
    desc: str = ""


@dataclass(frozen=True)
class AreaPlan:
    code: str
    desc: str
    bands: tuple[BandPlan, ...]


@dataclass(frozen=True)
class Layout:
    """A hall. `restricted` and `texts` are by seat id, so they hold wherever that id occurs."""

    areas: tuple[AreaPlan, ...]
    separator: str = ""
    restricted: str = ""
    texts: tuple[tuple[str, str], ...] = ()

    @property
    def is_seated(self) -> bool:
        return any(band.plan for area in self.areas for band in area.bands)


@cache
def seats_of(layout: Layout, plan: str) -> Blocks:
    """The seat blocks of a band, built once for everyone who plays there."""
    return blocks(plan, restricted=layout.restricted, texts=dict(layout.texts), separator=layout.separator)


def _area(code: str, desc: str, *bands: BandPlan) -> AreaPlan:
    return AreaPlan(code, desc, bands)


def _band(code: str, share: str, plan: str, desc: str = "") -> BandPlan:
    return BandPlan(f"{code}/pool", share, plan=plan, desc=desc)


def _places(code: str, share: str, capacity: int, desc: str = "") -> BandPlan:
    return BandPlan(f"{code}/pool", share, capacity=capacity, desc=desc)


STUDIO = Layout((_area("STUDIO", "Studio", _band("A", "1", "A-D:1-9"), _band("B", "0.75", "E-G:1-9")),))

PLAYHOUSE = Layout(
    (
        _area("STALLS", "Stalls", _band("A", "1", "A-H:1-20"), _band("B", "0.8", "J-P:1-22")),
        _area("CIRCLE", "Dress Circle", _band("A", "0.9", "A-C:1-24"), _band("B", "0.6", "D-G:1-26")),
        _area("GALLERY", "Gallery", _band("C", "0.35", "A-E:1-28", "Steep steps")),
    ),
    restricted="A1 A20 A24 A26 G1 G26 E1 E28",
    texts=(("A1", "Pillar on the left"), ("G26", "Safety rail in view"), ("J11", "Extra legroom")),
)

ARENA = Layout(  # 60 rows of 50
    (
        _area("FLOOR", "Floor", _band("A", "1", "1-12:1-50"), _band("B", "0.85", "13-24:1-50")),
        _area("LOWER", "Lower tier", _band("C", "0.7", "25-42:1-24 27-52")),
        _area(
            "UPPER",
            "Upper tier",
            _band("D", "0.45", "43-56:1-50"),
            _band("E", "0.3", "57-60:1-50", "Side view"),
        ),
    ),
    separator="-",
    restricted="60-1 60-2 60-49 60-50",
)

OPERA_HOUSE = Layout(  # two-letter rows above, a dot between row and number
    (
        _area("PARKETT", "Stalls", _band("1", "1", "A-F:1-24"), _band("2", "0.85", "G-M:1-26")),
        _area("RANG1", "First Circle", _band("2", "0.8", "AA-AC:1-30"), _band("3", "0.55", "AD-AF:1-30")),
        _area("RANG2", "Second Circle", _band("4", "0.3", "BA-BD:1-32", "Listening seats")),
    ),
    separator=".",
    restricted="BD.1 BD.2 BD.31 BD.32 AF.1 AF.30",
    texts=(("BD.1", "Score desk, no view of the stage"), ("A.12", "Conductor's side")),
)

BROADWAY = Layout(  # odd on the left, even on the right, hundreds in the middle
    (
        _area(
            "ORCH",
            "Orchestra",
            _band("A", "1", "A-H:101-114", "Centre"),
            _band("B", "0.8", "A-H:13-1/2 2-14/2", "Sides"),
        ),
        _area("MEZZ", "Mezzanine", _band("C", "0.7", "A-D:101-116"), _band("D", "0.5", "A-F:17-1/2 2-18/2")),
    ),
    restricted="A13 A14 F17 F18",
)

GAPS = Layout(  # numbers that were never given, and rows of which half is gone
    (
        _area(
            "PARTERRE",
            "Parterre",
            _band("A", "1", "A-C:1-4 6-9 12-19"),
            _band("B", "0.7", "D-F:2-8 10-11 14-20"),
        ),
        _area("BALCON", "Balcon", _band("C", "0.5", "AA:1-3 5-6 9-14; BB:2-7 11-12; CC:1-16")),
    ),
    texts=(("A6", "Beside the aisle"), ("BB11", "Strapontin")),
)

LOGES = Layout(  # seat ids that tell nothing of an order
    (
        _area(
            "LOGES",
            "Boxes",
            _band("A", "1", "Loge 1:a-d; Loge 2:a-d; Loge 3:a-f; Loge Ω:a-f", "Private box"),
            _band("B", "0.6", "Loge 4:a-b; Loge 5:a-b; Loge 6:a-b", "Box for two"),
        ),
        _area("PARKETT", "Parkett", _band("C", "0.5", "1-8:1-18")),
    ),
    separator="/",
    restricted="Loge 4/a Loge Ω/f",
)

TABLES = Layout(  # a table is sold whole
    (
        _area(
            "ROOM",
            "Dining room",
            _band("A", "1", "T1:1-4; T2:1-4; T3:1-4; T4:1-2; T5:1-2; T6:1-6", "Table by the stage"),
            _band("B", "0.8", "T7:1-4; T8:1-4; T9:1-2; T10:1-2; T11:1-6; T12:1-6", "Table by the windows"),
        ),
    ),
    separator="-",
)

STADIUM = Layout(
    (
        _area("NORTH", "North stand", _band("A", "0.6", "1-14:1-36")),
        _area("EAST", "East stand", _band("A", "1", "A-M:1-40"), _band("B", "0.9", "N-T:1-40")),
        _area("SOUTH", "South stand", _band("A", "0.6", "1-14:1-36", "Home supporters")),
    ),
    separator="·",
)

CLUB = Layout(
    (
        _area("STANDING", "Standing", _places("S", "0.7", 400)),
        _area("BALCONY", "Balcony, unreserved seats", _places("B", "1", 80)),
    )
)
FIELD = Layout(
    (
        _area("GA", "General admission", _places("G", "0.6", 900)),
        _area("VIP", "Garden lounge", _places("V", "1", 60, "With a drink and a place in the shade")),
    )
)
ENTRY = Layout((_area("ENTRY", "Entry", _places("E", "1", 120)),))
ENTRIES = Layout(
    (
        _area("STANDARD", "Standard entry", _places("S", "0.7", 200)),
        _area("FAST", "Fast track", _places("F", "1", 40, "Separate queue")),
        _area("GUIDED", "With a guide", _places("G", "0.9", 24, "In English")),
    )
)
COACH = Layout((_area("SEAT", "Seat on the coach", _places("C", "1", 48)),))
HELICOPTER = Layout((_area("FLIGHT", "Flight", _places("F", "1", 6)),))
ROOMS = Layout(
    (
        _area("DOUBLE", "Double room", _places("D", "0.7", 12, "Breakfast included")),
        _area("FAMILY", "Family room", _places("F", "0.9", 6, "Breakfast included")),
        _area("SUITE", "Suite", _places("S", "1", 2, "Breakfast and a view")),
    )
)
SHELF = Layout((_area("ITEM", "Each", _places("I", "1", 500)),))

LAYOUTS = {
    "studio": STUDIO,
    "playhouse": PLAYHOUSE,
    "arena": ARENA,
    "opera": OPERA_HOUSE,
    "broadway": BROADWAY,
    "gaps": GAPS,
    "loges": LOGES,
    "tables": TABLES,
    "stadium": STADIUM,
    "club": CLUB,
    "field": FIELD,
    "entry": ENTRY,
    "entries": ENTRIES,
    "coach": COACH,
    "helicopter": HELICOPTER,
    "rooms": ROOMS,
    "shelf": SHELF,
}
