"""The words that occur in the lists, and what a mistyped one most likely meant."""

from collections.abc import Iterable, Mapping, Sequence

from ..folding import leans
from ..models import EventText, Word

LONGEST_WORD = 60
MOST_AT_ONCE = 500  # words in one statement
# How many letters may be wrong in a word of this length.
FORGIVEN = ((8, 2), (4, 1), (0, 0))


def learn(documents: Iterable[str], *, language: str) -> None:
    """Keep the words of these folded texts that were not known yet."""
    words = {word for document in documents for word in document.split() if _is_kept(word)}
    for part in _parts(sorted(words)):
        known = set(Word.objects.filter(language=language, text__in=part).values_list("text", flat=True))
        new = [Word(language=language, text=text) for text in part if text not in known]
        Word.objects.bulk_create(new, ignore_conflicts=True)


def renew(language: str) -> None:
    """Keep the words of what is listed now, and no others."""
    listed = EventText.objects.listed(language).values_list("words", flat=True).iterator()
    used = {word for document in listed for word in document.split() if _is_kept(word)}
    kept = dict(Word.objects.filter(language=language).values_list("text", "pk"))
    for part in _parts([pk for text, pk in kept.items() if text not in used]):
        Word.objects.filter(pk__in=part).delete()
    learn(sorted(used - kept.keys()), language=language)


def closest(typed: str, *, candidates: Iterable[str]) -> str:
    """The candidate that was most likely meant, or nothing where none is close enough."""
    forgiven = next(letters for length, letters in FORGIVEN if len(typed) >= length)
    rated = ((*_errors(typed, meant), meant) for meant in set(candidates) - {typed})
    return min((rate for rate in rated if rate[0] <= forgiven), default=(0, 0, ""))[2]


def _errors(typed: str, meant: str) -> tuple[int, int]:
    """Letters lacking, too many, wrong or in each other's place: as its beginning, and as the whole word."""
    before: Sequence[int] = ()
    row: list[int] = list(range(len(meant) + 1))
    for number, letter in enumerate(typed):
        above, row = row, [number + 1]
        for place, other in enumerate(meant):
            cost = min(above[place + 1] + 1, row[place] + 1, above[place] + (letter != other))
            is_swapped = number and place and letter == meant[place - 1] and typed[number - 1] == other
            row.append(min(cost, before[place - 1] + 1) if is_swapped else cost)
        before = above
    return min(row), row[-1]


def corrections(typed: Iterable[str], *, known: set[str], similar: Mapping[str, list[str]]) -> dict[str, str]:
    """For each word that begins no word of the lists: the one that was meant, where one is close."""
    meant = {word: closest(word, candidates=similar.get(word, ())) for word in typed if word not in known}
    return {word: better for word, better in meant.items() if better}


def _is_kept(word: str) -> bool:
    return 1 < len(word) <= LONGEST_WORD and not leans(word)


def _parts(everything: Sequence) -> Iterable[Sequence]:
    return (everything[start : start + MOST_AT_ONCE] for start in range(0, len(everything), MOST_AT_ONCE))
