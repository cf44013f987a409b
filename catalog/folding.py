"""Words as they are compared: without case, accents and punctuation, so that "cosi" finds "Così"."""

import re
import unicodedata
from collections.abc import Iterable

OTHER_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"})


APOSTROPHES = re.compile(r"['’‘`ʼ]")
# Scripts without spaces, and those in which particles lean on words: looked for anywhere in a text.
LEANING = re.compile(
    "[\u0590-\u08ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def fold(text: str) -> str:
    """`Così fan tutte (2027)` as `cosi fan tutte 2027`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(OTHER_LETTERS))
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    # An apostrophe joins: who types "bournes" means "Bourne's".
    return " ".join(re.findall(r"\w+", APOSTROPHES.sub("", plain)))


def searchable(parts: Iterable[str]) -> str:
    """What search looks through: each word of the parts once, in their order.

    The halves of joined words come last: "opera" finds "L'Opéra".
    """
    text = " ".join(parts)
    halves = (word for word in fold(APOSTROPHES.sub(" ", text)).split() if len(word) > 1)
    return " ".join(dict.fromkeys((*fold(text).split(), *halves)))


def leans(word: str) -> bool:
    """Whether a word of this script is to be looked for anywhere, not at the beginnings of words only."""
    return LEANING.search(word) is not None
