"""The machine's clock, beside those of f13 and Stripe: holds, signatures and leases are counted by it."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

import requests
from django.conf import settings
from django.utils import timezone

from .finding import Finding, unknown, well, wrong

SECONDS = 5
OFF = 5.0  # seconds; their header is whole ones, and takes its time to come


def look() -> Iterator[Finding]:
    yield _beside("f13", settings.F13_URL)
    if settings.STRIPE_SECRET_KEY:
        yield _beside("Stripe", settings.STRIPE_API_BASE)


def _beside(whose: str, address: str) -> Finding:
    asked_at = timezone.now()
    theirs = _time_at(address)
    if theirs is None:
        return unknown(f"{whose} does not say what time it is", f"see whether {address} can be reached")
    between = asked_at + (timezone.now() - asked_at) / 2
    off = (between - theirs).total_seconds()
    if abs(off) <= OFF:
        return well(f"it agrees with {whose}'s")
    way = "ahead of" if off > 0 else "behind"
    return wrong(f"it is {abs(off):.0f} seconds {way} {whose}'s", "have this machine's clock set by NTP")


def _time_at(address: str) -> datetime | None:
    """By the header that every answer has, an error's too."""
    try:
        answer = requests.head(address, timeout=SECONDS, allow_redirects=False)
        return parsedate_to_datetime(answer.headers["Date"])
    except (requests.RequestException, LookupError, ValueError):
        return None
