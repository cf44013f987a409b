"""What a buyer's browser has to collect for a reservation that Stripe is paid for with: cards, part by part.

Bundles whose debitors have equal aggregation keys are paid together, in one currency; a debitor that is
Stripe without Cider wants a token for its bundle alone. Other debitors are no part of this: f13 sends the
buyer to them by callouts.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from boxoffice.ticketing import Bundle, CiderAccess, Debitor, Money, Reservation, sum_of


class Kind(StrEnum):
    """The three generations of what Stripe gives for a card."""

    INTENT = "intent"  # came with the reservation; the browser confirms it
    TOKEN = "token"  # noqa: S105  the word for it
    SOURCE = "source"


# In a source's place Cider takes a token as well: not every edition of Stripe's script makes sources.
RIGHT_FORM = {
    Kind.TOKEN: re.compile(r"tok_\w{2,250}", re.ASCII),
    Kind.SOURCE: re.compile(r"(?:src|tok)_\w{2,250}", re.ASCII),
}
INTENT_NAME = "payment_intent"  # as Stripe calls it, too, where a bank's page sends the buyer back


@dataclass(frozen=True)
class Part:
    """One card to be entered, for these suppliers' bundles. `cider`: who is told of it; None: f13 itself."""

    kind: Kind
    sources: tuple[str, ...]
    publishable_key: str
    total: Money | None
    cider: CiderAccess | None = None

    @property
    def name(self) -> str:
        """The field in which the browser posts what it collected."""
        return INTENT_NAME if self.kind is Kind.INTENT else f"{self.kind}:{self.sources[0]}"

    @property
    def is_complete(self) -> bool:
        """Whether the reservation said all that is needed to collect it."""
        has_secret = self.kind is not Kind.INTENT or bool(self.cider and self.cider.client_secret)
        return bool(self.publishable_key and self.total and has_secret)

    @property
    def card(self) -> dict[str, Any]:
        """What the script on the page is told."""
        assert self.total is not None  # noqa: S101  as `is_complete` has said
        secret = {"client_secret": self.cider.client_secret} if self.cider and self._is_intent else {}
        return {
            "kind": str(self.kind),
            "name": self.name,
            "publishable_key": self.publishable_key,
            "amount": self.total.minor_units,
            "currency": self.total.currency.code,
            "for": list(self.sources),
        } | secret

    def is_met_by(self, value: str) -> bool:
        """Whether this can be what was to be collected: that very intent, or something of the right form."""
        if self._is_intent:
            return self.cider is not None and value == self.cider.payment_intent
        return RIGHT_FORM[self.kind].fullmatch(value) is not None

    @property
    def _is_intent(self) -> bool:
        return self.kind is Kind.INTENT


def debitor_of(bundle: Bundle) -> Debitor | None:
    """Who takes its money; of several to choose from, one that Stripe is paid with, or else the first."""
    choices = (bundle.debitor,) if bundle.debitor else bundle.debitors
    return next((one for one in choices if is_by_card(one)), choices[0] if choices else None)


def is_by_card(debitor: Debitor | None) -> bool:
    """Whether this shop's own page collects the card."""
    return debitor is not None and (debitor.is_cider or debitor.is_stripe)


def parts_of(reservation: Reservation) -> tuple[Part, ...]:
    """All that is to be collected, in the order of the bundles."""
    together: dict[tuple[str, ...], list[tuple[Bundle, Debitor]]] = {}
    for bundle in reservation.trolley.bundles:
        debitor = debitor_of(bundle)
        if debitor is not None and is_by_card(debitor):
            together.setdefault(_key(bundle, debitor), []).append((bundle, debitor))
    return tuple(_part(paid) for paid in together.values())


def token_for(bundle: Bundle) -> Part | None:
    """A token for this bundle alone: how it is paid when f13 asks for it by a callout."""
    debitor = debitor_of(bundle)
    if debitor is None or not is_by_card(debitor):
        return None
    return Part(Kind.TOKEN, (bundle.source_code,), debitor.publishable_key, bundle.total)


def _key(bundle: Bundle, debitor: Debitor) -> tuple[str, ...]:
    """Equal for bundles that are paid together."""
    if debitor.cider is None:
        return "stripe", bundle.source_code
    currency = bundle.total.currency.code if bundle.total else ""
    return "cider", debitor.aggregation_key or debitor.cider.token, currency


def _part(paid: list[tuple[Bundle, Debitor]]) -> Part:
    (_, first), totals = paid[0], list(_known(bundle.total for bundle, _ in paid))
    return Part(
        kind=_kind(first.cider),
        sources=tuple(bundle.source_code for bundle, _ in paid),
        publishable_key=first.publishable_key,
        total=sum_of(totals) if len(totals) == len(paid) else None,
        cider=first.cider,
    )


def _kind(cider: CiderAccess | None) -> Kind:
    """An intent where the reservation brought one; a source where the account takes sources; else a token."""
    if cider is None:
        return Kind.TOKEN
    if cider.payment_intent:
        return Kind.INTENT
    return Kind.SOURCE if cider.has_payment_sources else Kind.TOKEN


def _known(totals: Iterable[Money | None]) -> Iterator[Money]:
    return (total for total in totals if total is not None)
