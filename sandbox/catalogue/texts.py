"""An event's words in its languages, put together from the project's own sentences: always the same ones."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from zlib import crc32

from sandbox.catalogue.model import Section, Texts, Venue
from sandbox.catalogue.sentences import HEADINGS, KEYS, LANGUAGES, NOTES, SUBJECTS

WILD_HTML = (
    "<script>document.body.innerHTML = 'taken over'</script>"
    '<p onclick="alert(1)" style="position:fixed">Click this paragraph.</p>'
    '<p><a href="javascript:alert(2)">A link that runs</a>, '
    '<a href="//elsewhere.example/?a=1&b=2">one that leaves</a>, '
    '<a href="https://www.example.org/about" target="_blank">and a decent one</a>.</p>'
    '<img src="x" onerror="alert(3)"><iframe src="https://elsewhere.example/"></iframe>'
    "<ul><li>An <b>unclosed <i>list</ul><table><tr><td>and a table"
)
OFFERS = (
    Section(
        "offers", "Offers Information", "<p>Offers are marked where they hold, the full price beside.</p>"
    ),
    Section("pricing_details_info", "Pricing details information", "<p>Weekends cost a little more.</p>"),
)


def texts(
    name: str,
    *,
    venue: Venue,
    subject: str,
    minutes: int | None = None,
    languages: Iterable[str] = ("en",),
    names: dict[str, str] | None = None,
    has_offers: bool = False,
    wild: bool = False,
) -> dict[str, Texts]:
    """The texts of an event by language. `names` are what it is called where that differs."""
    found = {}
    for language in languages:
        called = (names or {}).get(language, name)
        sections = tuple(_sections(called, venue=venue, subject=subject, minutes=minutes, language=language))
        if language == "en" and has_offers:
            sections += OFFERS
        if wild:
            sections = (_made_wild(sections[0]), *sections[1:])
        found[language] = Texts(called, sections)
    return found


def subject_of(class_code: str) -> str:
    return SUBJECTS.get(class_code, "stage")


def _sections(
    name: str, *, venue: Venue, subject: str, minutes: int | None, language: str
) -> Iterable[Section]:
    said = {"name": name, "venue": venue.desc, "city": venue.city.desc, "minutes": minutes}
    filling = {key: escape(str(value), quote=False) for key, value in said.items()}
    overview, *headings = HEADINGS[language]
    sentences = LANGUAGES[language][subject]
    yield Section(KEYS[0], overview, _overview(sentences, first=crc32(name.encode()), filling=filling))
    for key, heading, note in zip(KEYS[1:], headings, NOTES[language], strict=True):
        if key != "duration" or minutes:
            yield Section(key, heading, _paragraph(note, filling))


def _overview(known: Sequence[str], *, first: int, filling: Mapping[str, str]) -> str:
    """Up to four sentences in two paragraphs; which ones depends on the name."""
    chosen = [known[(first + step) % len(known)] for step in range(min(4, len(known)))]
    middle = (len(chosen) + 1) // 2
    parts = (" ".join(chosen[:middle]), " ".join(chosen[middle:]))
    return "\r\n".join(_paragraph(part, filling) for part in parts if part)


def _paragraph(sentence: str, filling: Mapping[str, str]) -> str:
    """A sentence with its gaps filled in; what fills them is escaped."""
    return f"<p>{sentence.format(**filling)}</p>"


def _made_wild(section: Section) -> Section:
    return Section(section.key, section.name, section.html + WILD_HTML)
