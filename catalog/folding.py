"""Words as they are compared: without case, accents and punctuation, so that "cosi" finds "Così"."""

import re
import unicodedata
from collections.abc import Iterable

OTHER_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(text: str) -> str:
    """`Così fan tutte (2027)` as `cosi fan tutte 2027`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(OTHER_LETTERS))
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    # An apostrophe joins: who types "bournes" means "Bourne's".
    return " ".join(re.findall(r"\w+", re.sub(r"['’‘`ʼ]", "", plain)))


def searchable(parts: Iterable[str]) -> str:
    """What search looks through: each word of the parts once, in their order."""
    return " ".join(dict.fromkeys(fold(" ".join(parts)).split()))
