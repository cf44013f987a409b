"""What the checkout page needs to take a card: what its script collects, until when, and from where."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from boxoffice.ticketing import Bundle, Money

from . import payments
from .models import OrderRecord

# As Stripe's guide to security says, for its script and fields; a practice Stripe is all of it at one place.
REAL_SCRIPTS = ["https://js.stripe.com", "https://*.js.stripe.com"]
REAL = {
    "script-src": REAL_SCRIPTS,
    "frame-src": [*REAL_SCRIPTS, "https://hooks.stripe.com"],
    "connect-src": ["https://api.stripe.com"],
    "img-src": ["https://*.stripe.com"],
}


@dataclass(frozen=True)
class Card:
    """For the page. `closes_at`: so many seconds before the hold's end no card is taken any more."""

    parts: list[dict[str, Any]]
    is_closed: bool

    @property
    def closes_at(self) -> int:
        return int(settings.CARD_CLOSES_SECONDS)

    @property
    def is_asked_twice(self) -> bool:
        """Whether more than one account takes the money: each has card fields of its own."""
        return len({part["publishable_key"] for part in self.parts}) > 1

    @property
    def script(self) -> str:
        return settings.STRIPE_JS_URL


def is_by_card(record: OrderRecord) -> bool:
    """Whether the buyer's card is asked for on this shop's own page."""
    return record.payment in payments.WAYS and payments.way_of(record).card is not None


def of(record: OrderRecord) -> Card | None:
    """None where no card is asked for, or nothing can be paid."""
    if not is_by_card(record) or not payments.is_possible(record.payment, record.reservation):
        return None
    return Card(parts(record), is_closed(record))


def parts(record: OrderRecord) -> list[dict[str, Any]]:
    """What the browser is to collect, each with the words that tell it from others."""
    collects, bundles = payments.way_of(record).card, record.reservation.trolley.bundles
    if collects is None:
        return []
    return [part | {"label": _label(part.get("for", ()), bundles)} for part in collects(record)]


def is_closed(record: OrderRecord) -> bool:
    """Whether too little of the hold is left for a card and its bank."""
    return is_by_card(record) and record.seconds_left < settings.CARD_CLOSES_SECONDS


def policy() -> dict[str, list[str]]:
    """What else than its own a page with card fields may load."""
    if origin() == "https://js.stripe.com":
        return REAL
    return {directive: [origin()] for directive in ("script-src", "frame-src", "connect-src")}


def origin() -> str:
    """Where Stripe's script and the frames of its fields come from."""
    script = urlsplit(settings.STRIPE_JS_URL)
    return f"{script.scheme}://{script.netloc}"


def _label(sources: Iterable[str], bundles: Iterable[Bundle]) -> str:
    """The suppliers and what they get, as "Castle Tours: £24.00"."""
    mine = [bundle for bundle in bundles if bundle.source_code in sources]
    return " · ".join(_words(bundle.source_name, bundle.total) for bundle in mine)


def _words(name: str, total: Money | None) -> str:
    return _("%(supplier)s: %(total)s") % {"supplier": name, "total": total} if total else name
