"""How what somebody types is compared with what was written down: references and email addresses.

Both sides are folded in the same way: case, spaces, dashes and a keyboard's own digits make no difference.
"""

import unicodedata

LONGEST = 200  # characters of a folded reference, as the columns are that hold one
INVISIBLE = "Cf"  # marks of direction and the like, which come along with what is copied


def as_looked_for(reference: str) -> str:
    """A reference as it is compared: its letters and digits alone. "" where it has none."""
    folded = unicodedata.normalize("NFKC", reference).casefold()
    return "".join(_plain(one) for one in folded if one.isalnum())[:LONGEST]


def address_as_looked_for(address: str) -> str:
    """An email address as it is compared: small, without spaces and invisible marks."""
    kept = (one for one in address if not one.isspace() and unicodedata.category(one) != INVISIBLE)
    return "".join(kept).lower()


def _plain(character: str) -> str:
    """A digit of any script as tickets have it."""
    return str(unicodedata.decimal(character)) if character.isdecimal() else character
