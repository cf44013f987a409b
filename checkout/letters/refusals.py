"""What it means that a mail server does not take a letter: for good, too large, or to be tried again."""

import re
import smtplib
from dataclasses import dataclass

CODES = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
# What a server's rules forbid us, and a mailbox that is full: the address is right, and both may pass.
MAY_PASS = ("5.7.", "5.2.2")
TOO_LARGE, MESSAGE_TOO_LARGE = 552, "5.3.4"


@dataclass(frozen=True)
class Refusal:
    """`answer`: the server's codes, as `550 5.1.1`, without its words; "" where it gave none."""

    answer: str = ""
    is_final: bool = False
    is_too_large: bool = False


def of(error: Exception) -> Refusal:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        (code, words), *_more = error.recipients.values()
        return _told(code, words, is_about_the_address=True)
    if isinstance(error, smtplib.SMTPResponseException):
        is_about_this_letter = isinstance(error, smtplib.SMTPDataError)
        return _told(error.smtp_code, error.smtp_error, is_about_the_address=is_about_this_letter)
    if isinstance(error, smtplib.SMTPException | OSError):
        return Refusal()
    return Refusal(is_final=True)  # no letter can be made with this address


def _told(code: int, words: bytes | str, *, is_about_the_address: bool) -> Refusal:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    found = CODES.search(text)
    enhanced = found[0] if found else ""
    is_too_large = enhanced == MESSAGE_TOO_LARGE or (code == TOO_LARGE and not enhanced)
    is_permanent = 500 <= code < 600 and not enhanced.startswith(MAY_PASS)
    return Refusal(
        answer=f"{code} {enhanced}".strip(),
        is_final=is_permanent and is_about_the_address and not is_too_large,
        is_too_large=is_too_large,
    )
