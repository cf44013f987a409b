"""One HTML file of one walk or several: nothing outside it is needed, no script runs, it prints."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.template import Context, Engine

from .evidence import Result, SetUp, Verdict, Walk
from .journeys import JOURNEYS

TEMPLATES = Path(__file__).parent / "templates"
GROUPS = {"R": "Required minimum functionality", "S": "Recommended functionality", "P": "Payment"}
WORDS = {Verdict.PASSED: "Passed", Verdict.FAILED: "Failed", Verdict.NOT_WALKED: "Not walked"}


@dataclass(frozen=True)
class Told:
    """One result and the shop that it was seen in. `anchor` is its place in the report."""

    result: Result
    set_up: SetUp
    anchor: str

    @property
    def word(self) -> str:
        return WORDS[self.result.verdict]


@dataclass(frozen=True)
class Journeyed:
    """One journey, in as many shops as it was tried in; those that could not walk it last."""

    id: str
    title: str
    told: tuple[Told, ...]

    @property
    def verdict(self) -> Verdict:
        """Failed where it failed anywhere; passed where it passed, though others could not walk it."""
        verdicts = {one.result.verdict for one in self.told}
        order = (Verdict.FAILED, Verdict.PASSED, Verdict.NOT_WALKED)
        return next(one for one in order if one in verdicts)

    @property
    def word(self) -> str:
        return WORDS[self.verdict]

    @property
    def walked(self) -> tuple[Told, ...]:
        """Where it says anything: the shops that walked it, or else the first that could not."""
        return (
            tuple(one for one in self.told if one.result.verdict is not Verdict.NOT_WALKED) or self.told[:1]
        )

    @property
    def why(self) -> str:
        return next((one.result.why for one in self.walked if one.result.why), "")


def html(walks: Sequence[Walk]) -> str:
    """The report, whole."""
    engine = Engine(dirs=[str(TEMPLATES)], libraries={}, autoescape=True)
    journeys = journeys_of(walks)
    style = _trimmed((TEMPLATES / "report.css").read_text())
    groups = [
        {"name": name, "journeys": [one for one in journeys if one.id.startswith(letter)]}
        for letter, name in GROUPS.items()
    ]
    told = {
        "groups": [group for group in groups if group["journeys"]],
        "walks": walks,
        "counts": [(WORDS[verdict], _count(journeys, verdict)) for verdict in Verdict],
        "verdict": _verdict(journeys),
        "summary": summary(walks),
        "at": _day_and_time(min(walk.set_up.at for walk in walks)),
        "style": style,
        "style_hash": f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}",
    }
    page = engine.get_template("report.html").render(Context(told, use_l10n=False, use_tz=False))
    return f"{_trimmed(page)}\n"


def journeys_of(walks: Iterable[Walk]) -> list[Journeyed]:
    """Every journey that was tried, in the order of the list."""
    listed = list(walks)
    found = []
    for journey in JOURNEYS:
        told = tuple(
            Told(result, walk.set_up, f"{journey.id}-{number}")
            for number, walk in enumerate(listed, start=1)
            for result in walk.results
            if result.id == journey.id
        )
        if told:
            found.append(Journeyed(journey.id, journey.title, told))
    return found


def _day_and_time(at: str) -> str:
    """In English, whatever the shop's language, and without Django's settings, which a merger has not."""
    known = datetime.fromisoformat(at)
    return f"{known.day} {known:%B %Y, %H:%M}"


def _trimmed(text: str) -> str:
    return "\n".join(line for line in (line.strip() for line in text.splitlines()) if line)


def summary(walks: Sequence[Walk]) -> str:
    journeys = journeys_of(walks)
    counts = ", ".join(f"{_count(journeys, verdict)} {verdict}" for verdict in Verdict)
    return f"{len(journeys)} journeys: {counts}."


def _count(journeys: Iterable[Journeyed], verdict: Verdict) -> int:
    return sum(journey.verdict is verdict for journey in journeys)


def _verdict(journeys: Sequence[Journeyed]) -> str:
    if _count(journeys, Verdict.FAILED):
        return "Failed"
    if _count(journeys, Verdict.NOT_WALKED):
        return "Passed, as far as it was walked"
    return "Passed" if len(journeys) == len(JOURNEYS) else "Passed, as far as it was asked for"
