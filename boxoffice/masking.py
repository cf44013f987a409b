"""The last line of defence: what must not be in any log is taken out of the text that is about to be written.

Nobody should log such things, and the shop does not mean to. What suppliers, libraries and databases put into
their errors is theirs, though. A name cannot be told from other words: hence `private`, the words that the
buyer of this very request typed. docs/decisions/0032 says what this can do and what it cannot.
"""

import re
from collections.abc import Callable, Iterable

GONE = "[masked]"
SHORTEST_SECRET = 6  # characters: shorter ones would be found everywhere

CARD = re.compile(r"(?<![\d.])\d(?:[ -]?\d){12,18}(?!\d)")
# Each with what stays. What is bounded is so for speed: hostile texts must not cost seconds.
PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    # of keys and addresses
    (re.compile(r"\b((?:sk|rk|whsec|tok|src|ek)_)\w{4,}"), rf"\1{GONE}"),
    (re.compile(r"\b((?:pi|seti)_\w{1,64}?_secret_)\w+"), rf"\1{GONE}"),
    (re.compile(r"(://[^/\s:@]{0,64}:)[^/\s@]{1,256}@"), rf"\1{GONE}@"),
    (re.compile(r"(?i)\b(Basic|Bearer|Digest) [A-Za-z0-9+/._~=-]{6,}"), rf"\1 {GONE}"),
    (re.compile(r"(/checkout/return/|/open/|/this\.|/next\.)[^/\s\"'?]{4,}"), rf"\1{GONE}"),
    (re.compile(r"(?<=[\w/])\?[\w.%\[\]-]{1,100}=[^\s\"'<>]*"), f"?{GONE}"),
    # of what is named
    (
        re.compile(
            r"(?i)((?:[\w-]{0,40}(?:password|passwd|secret|token|api_?key|sessionid)|authorization|cookie|"
            r"card_?number|cvc|cvv|csrfmiddlewaretoken|first_?name|last_?name|postcode|address_line_\w{3})"
            r"[\"']?\s{0,3}[=:]\s{0,3})"
            r"(\"[^\"\n]{1,500}\"|'[^'\n]{1,500}'|(?!\[masked|Basic |Bearer )[^\s,;&\"')}\]]+)"
        ),
        rf"\1{GONE}",
    ),
    # of databases, which quote whole rows
    (re.compile(r"(DETAIL:)[^\n]+"), rf"\1 {GONE}"),
    # of customers
    (
        re.compile(
            r"(?:\"[^\"\s@]{1,64}\"|[\w.!#$%&'*+/=?^`{|}~-]{1,64})(?:@|%40)(?:\[[\w.:]+\]|[\w-]{1,63}(?:\.[\w-]{1,63})*)"
        ),
        "[email]",
    ),
    (re.compile(r"(?<![\w+])(?:\+|00)[1-9](?:[ ()./-]{0,2}\d){6,14}(?!\w)"), "[phone]"),
)


class Mask:
    """Takes out what is known to be secret, and what looks like it."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({one for one in secrets if len(one) >= SHORTEST_SECRET}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, text: str, *, private: Iterable[str] = ()) -> str:
        if self._known is not None:
            text = self._known.sub(GONE, text)
        for pattern, stays in PATTERNS:
            text = pattern.sub(stays, text)
        text = CARD.sub(_card, text)
        for word in sorted(private, key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "[private]", text, flags=re.IGNORECASE)
        return text


def everywhere(value: object, mask: Callable[[str], str]) -> object:
    """The same with every text in it masked, however deep."""
    match value:
        case str():
            return mask(value)
        case dict():
            return {name: everywhere(one, mask) for name, one in value.items()}
        case list() | tuple():
            return [everywhere(one, mask) for one in value]
        case _:
            return value


def _card(found: re.Match[str]) -> str:
    """Numbers of cards have a digit that checks the others (Luhn); most other numbers do not pass."""
    digits = [int(one) for one in found[0] if one.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return "[card]" if (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0 else found[0]
