"""What is wrong with an email address, in the 24 keys that f13 sends with error 2000.

The part before the `@` may be words, quoted or not, joined by dots; the part after it is a domain in plain
letters, digits, hyphens and dots.
"""

import re
from collections.abc import Callable, Iterable

SPECIALS = frozenset('()<>[]:;,\\"')
NOT_MAILABLE = (".invalid", ".localhost", "nomail.example")  # reserved names that no letter can ever reach

Check = tuple[str, Callable[[str], bool]]

# In this order: the first that finds something names the fault.
WHOLE: tuple[Check, ...] = (
    ("addr_may_not_be_blank", lambda text: not text.strip()),
    ("addr_may_not_start_with_at", lambda text: text.startswith("@")),
    ("addr_may_not_end_with_at", lambda text: text.endswith("@")),
)
WORD: tuple[Check, ...] = (
    ("addr_spaces_before_at_must_be_quoted", lambda word: " " in word),
    ("addr_control_character_before_at", lambda word: _has_control(word)),
    ("addr_non_ascii_before_at", lambda word: not word.isascii()),
    ("addr_specials_before_at_must_be_quoted", lambda word: not SPECIALS.isdisjoint(word)),
    ("addr_dot_before_at_must_be_quoted", lambda word: not word),
)
QUOTED: tuple[Check, ...] = (
    ("addr_cr_within_quotes", lambda word: "\r" in word),
    ("addr_non_ascii_in_quotes", lambda word: not word.isascii()),
    ("addr_control_character_before_at", lambda word: _has_control(word)),
)
DOMAIN: tuple[Check, ...] = (
    ("addr_cr_not_allowed_after_at", lambda domain: "\r" in domain),
    ("addr_tabs_not_allowed_after_at", lambda domain: "\t" in domain),
    ("addr_spaces_not_allowed_after_at", lambda domain: " " in domain),
    ("addr_control_character_after_at", lambda domain: _has_control(domain)),
    ("addr_non_ascii_after_at", lambda domain: not domain.isascii()),
    ("addr_specials_after_at", lambda domain: bool(re.search(r"[^A-Za-z0-9.-]", domain))),
    ("addr_cannot_have_dot_immediately_after_at", lambda domain: domain.startswith(".")),
    ("addr_cannot_have_dot_dot_after_at", lambda domain: ".." in domain),
    ("addr_cannot_end_in_dot", lambda domain: domain.endswith(".")),
    ("addr_needs_at_least_one_dot", lambda domain: "." not in domain),
    ("addr_bad_email_domain", lambda domain: domain.lower().endswith(NOT_MAILABLE)),
)
# A closed quote, or one that never closes; a quote may hold anything after a backslash.
QUOTE = re.compile(r'"(?P<inside>(?:\\.|[^"\\])*)(?P<closed>"?)', re.DOTALL)


def problem(address: str) -> str:
    """The error key of the first thing wrong, or nothing."""
    if key := _first(WHOLE, address):
        return key
    key, domain = _local_part(address)
    return key or _first(DOMAIN, domain)


def _local_part(rest: str) -> tuple[str, str]:
    """What is wrong before the `@`, and what follows it."""
    while True:
        key, rest = _quoted(rest) if rest.startswith('"') else _plain(rest)
        if key or rest.startswith("@"):
            return key, rest[1:]
        rest = rest[1:]  # the dot between two words


def _quoted(text: str) -> tuple[str, str]:
    found = QUOTE.match(text)
    if found is None or not found["closed"]:
        return "addr_unterminated_quote_before_at", ""
    rest = text[found.end() :]
    if key := _first(QUOTED, found["inside"]):
        return key, rest
    if not rest:
        return "addr_missing_at", ""
    return ("" if rest[0] in ".@" else "addr_dot_expected_after_quotes"), rest


def _plain(text: str) -> tuple[str, str]:
    if "@" not in text:
        return "addr_missing_at", ""
    end = re.search(r"[.@]", text)
    assert end is not None  # noqa: S101  an @ has just been seen
    return _first(WORD, text[: end.start()]), text[end.start() :]


def _first(checks: Iterable[Check], text: str) -> str:
    return next((key for key, is_wrong in checks if is_wrong(text)), "")


def _has_control(text: str) -> bool:
    return any(ord(letter) < 32 or ord(letter) == 127 for letter in text)
