"""The words and the place somebody meant: typos corrected, places found, by one question at most."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import gettext as _

from ..folding import fold, leans
from . import vocabulary
from .asked import Asked
from .engines import engine
from .places import Point

MOST_WORDS = 8
PLACES = (
    "SELECT 'place', '', name, latitude, longitude FROM catalog_place WHERE language = %s AND folded = %s"
)
KNOWN = "SELECT 'known', %s, '', 0.0, 0.0 WHERE EXISTS (SELECT 1 FROM catalog_word WHERE {known})"
SIMILAR = """
    SELECT 'similar', %s, found.text, 0.0, 0.0 FROM ({similar}) AS found
    WHERE NOT EXISTS (SELECT 1 FROM catalog_word WHERE {known})
"""

Question = tuple[str, list[str]]  # and what goes into it


@dataclass(frozen=True)
class Understood:
    """What the database is asked for: folded words, and a point."""

    words: tuple[str, ...] = ()
    # What was meant, by what was typed.
    corrections: dict[str, str] = field(default_factory=dict)
    point: Point | None = None
    problems: tuple[str, ...] = ()


def understand(asked: Asked, *, language: str) -> Understood:
    """The typed words as the lists spell them, and where the place is."""
    typed = tuple(dict.fromkeys(fold(asked.words).split()))[:MOST_WORDS]
    point = Point(*asked.point) if asked.point else None
    looked_up = [word for word in typed if not leans(word) and len(word) <= vocabulary.LONGEST_WORD]
    place = fold(asked.near) if asked.near and point is None else ""
    known, similar, places = _look_up(looked_up, place=place, language=language)
    meant = vocabulary.corrections(looked_up, known=known, similar=similar)
    point = point or next(iter(places), None)
    return Understood(
        words=tuple(meant.get(word, word) for word in typed),
        corrections=meant,
        point=point,
        problems=tuple(_problems(asked, has_words=bool(typed), has_point=point is not None)),
    )


def _problems(asked: Asked, *, has_words: bool, has_point: bool) -> list[str]:
    problems = []
    if asked.words and not has_words:
        problems.append(_("“%(text)s” has no words to look for.") % {"text": asked.words[:60]})
    if asked.near and not has_point:
        problems.append(
            _("We know no city or venue “%(text)s”: these are anywhere.") % {"text": asked.near[:60]}
        )
    return problems


def _look_up(
    words: list[str], *, place: str, language: str
) -> tuple[set[str], dict[str, list[str]], list[Point]]:
    """Which words begin a word of the lists, what is similar to the others, and where the place is."""
    questions = [question for word in words for question in _about(word, language=language)]
    if place:
        questions.append((PLACES, [language, place]))
    known, similar, places = set(), defaultdict(list), []
    for kind, typed, text, latitude, longitude in _ask(questions):
        match kind:
            case "known":
                known.add(typed)
            case "similar":
                similar[typed].append(text)
            case "place":
                places.append(Point(latitude, longitude, text))
    return known, similar, places


def _about(word: str, *, language: str) -> Iterator[Question]:
    known, known_values = engine().known(word, language=language)
    similar, similar_values = engine().similar(word, language=language)
    yield KNOWN.format(known=known), [word, *known_values]
    yield SIMILAR.format(similar=similar, known=known), [word, *similar_values, *known_values]


def _ask(questions: list[Question]) -> list[tuple[str, str, str, float, float]]:
    """All at once."""
    if not questions:
        return []
    with connection.cursor() as cursor:
        together = " UNION ALL ".join(question for question, _values in questions)
        cursor.execute(together, [value for _question, values in questions for value in values])
        return cursor.fetchall()
