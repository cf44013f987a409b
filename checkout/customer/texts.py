"""Text as people type it: joined up, without invisible marks, and refused where nobody could read it."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

LONGEST = 300  # characters that are looked at, and kept, of whatever is sent for one field
UNREADABLE = _("There is a character in it that cannot be read. Please type it again.")
TOO_LONG = ngettext_lazy(
    "Please use at most %(limit_value)d character.",
    "Please use at most %(limit_value)d characters.",
    "limit_value",
)
LOST = "\N{REPLACEMENT CHARACTER}"
NEVER = re.compile("[\x00\ud800-\udfff]")  # neither a page nor a database can hold them
# They turn the words that follow round, on the ticket too. Letters know their direction by themselves.
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NO_LETTERS = frozenset({"Cc", "Cs", "Cn"})


def as_sent(text: str) -> str:
    """What is kept of a value from outside, so that it can be shown again."""
    return NEVER.sub(LOST, text[:LONGEST])


def is_readable(text: str) -> bool:
    return LOST not in text and not any(unicodedata.category(one) in NO_LETTERS for one in text)


class TextField(forms.CharField):
    """One line of somebody's words."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.error_messages["max_length"] = TOO_LONG

    def to_python(self, value: Any) -> Any:
        text = TURNING.sub("", super().to_python(value) or "").strip()
        if not is_readable(text):
            raise ValidationError(UNREADABLE, code="unreadable")
        return unicodedata.normalize("NFC", text)
