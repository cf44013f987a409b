"""Short words looked for among tokens and ids, which are drawn anew and may have any letters."""

import re


def stands_in(text: str, word: str) -> bool:
    """Whether the word is said by itself, and not only inside a token, an id or a fraction of a second."""
    return re.search(rf"(?<![\w.-]){re.escape(word)}(?![\w-])", text) is not None
