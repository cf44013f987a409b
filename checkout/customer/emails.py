"""What is wrong with an email address, in words: f13's error keys, some of them seen before it is asked."""

import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

WORDS = {
    "addr_dot_before_at_must_be_quoted": _("There is a dot too many before the @."),
    "addr_cannot_end_in_dot": _("The address ends with a dot. Please take it away."),
    "addr_cannot_have_dot_immediately_after_at": _("There is a dot right after the @. Please take it away."),
    "addr_cannot_have_dot_dot_after_at": _("There are two dots in a row after the @."),
    "addr_cr_within_quotes": _("There is a line break between the quotation marks."),
    "addr_cr_not_allowed_after_at": _("There is a line break after the @."),
    "addr_may_not_be_blank": _("Please enter your email address."),
    "addr_may_not_end_with_at": _("The part after the @ is missing, as example.com."),
    "addr_may_not_start_with_at": _("The part before the @ is missing."),
    "addr_missing_at": _("An email address has an @ in it."),
    "addr_needs_at_least_one_dot": _("The part after the @ needs a dot, as in example.com."),
    "addr_spaces_before_at_must_be_quoted": _("There is a space before the @. Please take it away."),
    "addr_spaces_not_allowed_after_at": _("There is a space after the @. Please take it away."),
    "addr_tabs_not_allowed_after_at": _("There is a tab after the @. Please type the address again."),
    "addr_unterminated_quote_before_at": _("The quotation mark before the @ has no second one."),
    "addr_non_ascii_in_quotes": _("Between the quotation marks only plain letters from A to Z can stand."),
    "addr_dot_expected_after_quotes": _("After the closing quotation mark comes a dot or the @."),
    "addr_non_ascii_before_at": _("Before the @ only plain letters from A to Z can stand."),
    "addr_control_character_before_at": _("There is an invisible character before the @."),
    "addr_specials_before_at_must_be_quoted": _("There is a sign before the @ that cannot stand there."),
    "addr_non_ascii_after_at": _("After the @ only plain letters from A to Z can stand."),
    "addr_control_character_after_at": _("There is an invisible character after the @."),
    "addr_specials_after_at": _("After the @ only letters, digits, hyphens and dots can be used."),
    "addr_bad_email_domain": _("No email reaches this address. Please check the part after the @."),
}
ANY = _("The box office does not accept this email address. Please check it.")

# Seen before f13 is asked, so that nobody waits for it: the first that is found is said. Whether
# quotation marks are rightly used is left to f13.
WHOLE: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("addr_missing_at", lambda text: "@" not in text),
    ("addr_may_not_start_with_at", lambda text: text.startswith("@")),
    ("addr_may_not_end_with_at", lambda text: text.endswith("@")),
)
BEFORE: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("addr_spaces_before_at_must_be_quoted", re.compile(r" ").search),
    ("addr_control_character_before_at", re.compile(r"[\x00-\x1f\x7f]").search),
    ("addr_non_ascii_before_at", re.compile(r"[^\x00-\x7f]").search),
    ("addr_specials_before_at_must_be_quoted", re.compile(r'[()<>\[\]:;,\\"@]').search),
    ("addr_dot_before_at_must_be_quoted", re.compile(r"^\.|\.\.|\.$").search),
)
QUOTED: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("addr_cr_within_quotes", re.compile(r"[\r\n]").search),
    ("addr_control_character_before_at", re.compile(r"[\x00-\x1f\x7f]").search),
)
AFTER: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("addr_cr_not_allowed_after_at", re.compile(r"[\r\n]").search),
    ("addr_tabs_not_allowed_after_at", re.compile(r"\t").search),
    ("addr_spaces_not_allowed_after_at", re.compile(r" ").search),
    ("addr_control_character_after_at", re.compile(r"[\x00-\x1f\x7f]").search),
    ("addr_non_ascii_after_at", re.compile(r"[^\x00-\x7f]").search),
    ("addr_specials_after_at", re.compile(r"[^A-Za-z0-9.-]").search),
    ("addr_cannot_have_dot_immediately_after_at", re.compile(r"^\.").search),
    ("addr_cannot_have_dot_dot_after_at", re.compile(r"\.\.").search),
    ("addr_cannot_end_in_dot", re.compile(r"\.$").search),
    ("addr_needs_at_least_one_dot", lambda domain: "." not in domain),
)


def check(address: str) -> None:
    """Raises ValidationError with the words for the first thing that is wrong."""
    if key := fault(address):
        raise ValidationError(WORDS[key], code=key)
    if address.startswith('"'):
        return
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError(ANY, code="invalid") from None


def fault(address: str) -> str:
    """f13's key for what is plainly wrong, or nothing."""
    before, _at, after = address.rpartition("@")
    checks = ((WHOLE, address), (QUOTED if before.startswith('"') else BEFORE, before), (AFTER, after))
    return next((key for table, text in checks for key, is_wrong in table if is_wrong(text)), "")
