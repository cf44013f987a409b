"""What was changed elsewhere, in words: on the order's page, in its letters, and for staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxoffice import words
from boxoffice.ticketing import Event

from .models import Change, OrderRecord, What

SHOWN = 20  # on one page, the latest first

# What is said without what it was and what it is.
SENTENCES = {
    What.CANCELLED: gettext_lazy("These tickets are cancelled."),
    What.CALLED_OFF: gettext_lazy("The venue has cancelled this performance."),
    What.BARCODES: gettext_lazy("The tickets have new barcodes. Earlier ones do not count any more."),
    What.WALLETS: gettext_lazy("The tickets can be taken into a phone’s wallet now."),
}
VOUCHER_IS_HERE = gettext_lazy("The venue’s voucher is there now.")
VOUCHER_IS_NEW = gettext_lazy("There is a new voucher of the venue’s. Please use this one.")
CAN_BE_CANCELLED = gettext_lazy("These tickets can be cancelled now.")
CANNOT_BE_CANCELLED = gettext_lazy("These tickets cannot be cancelled any more.")
NONE = gettext_lazy("none")


@dataclass(frozen=True)
class Occasion:
    """What of one event was found at once."""

    name: str
    found_at: datetime


@dataclass(frozen=True)
class ToldChange:
    """`sentence` where one says it all; else `label`, what it was `before` and what it is `now`."""

    occasion: Occasion
    label: str
    sentence: str
    before: str
    now: str

    @property
    def name(self) -> str:
        return self.occasion.name


def of(record: OrderRecord) -> list[ToldChange]:
    """For the order's page: the latest first."""
    return told(record, record.changes.order_by("-found_at", "item_number", "id")[:SHOWN])


def told(record: OrderRecord, changes: Iterable[Change]) -> list[ToldChange]:
    """In the language that is spoken now."""
    events = {order.item_number: order.event for order in record.trolley.orders}
    return [_told(change, events.get(change.item_number)) for change in changes]


def _told(change: Change, event: Event | None) -> ToldChange:
    sentence, before, now = _sentence(change), change.before, change.after
    if change.what == What.WHEN:
        has_time = event is None or event.shows_performance_time
        before, now = (_moment(moment, has_time=has_time) for moment in (change.was_at, change.is_at))
    return ToldChange(
        occasion=Occasion(str(event or ""), change.found_at),
        label=str(What(change.what).label),
        sentence=sentence,
        before="" if sentence else before or str(NONE),
        now="" if sentence else now or str(NONE),
    )


def _sentence(change: Change) -> str:
    if change.what == What.VOUCHER:
        return str(VOUCHER_IS_NEW if change.before else VOUCHER_IS_HERE)
    if change.what == What.CANCELLING:
        return str(CAN_BE_CANCELLED if change.after == "possible" else CANNOT_BE_CANCELLED)
    return str(SENTENCES.get(What(change.what), ""))


def _moment(moment: datetime | None, *, has_time: bool) -> str:
    if moment is None or not has_time:
        return words.day(moment) if moment else ""
    return _("%(day)s, %(time)s") % {"day": words.day(moment), "time": words.clock(moment)}
