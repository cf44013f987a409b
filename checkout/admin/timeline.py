"""All that happened to an order in one line of time: steps, letters, ways out and back, money, notes, items.

No customer's data is in it but what staff wrote themselves, and no token.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from urllib.parse import urlsplit

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxoffice.staff.audit import EXPORTED, VIEWED

from ..models import OrderRecord, State

STATES = dict(State.choices)


@dataclass(frozen=True)
class Moment:
    """One thing that happened. `occasions`: each time it was found anew, with its request id."""

    at: datetime
    kind: Promise
    what: str
    state: str = ""
    request_id: str = ""
    who: str = ""
    detail: str = ""
    occasions: tuple[tuple[datetime, str], ...] = field(default=())

    @property
    def times(self) -> int:
        return len(self.occasions) or 1

    @property
    def last_at(self) -> datetime:
        return self.occasions[-1][0] if self.occasions else self.at


def of(record: OrderRecord, *, sees_customers: bool) -> list[Moment]:
    """Oldest first. A few questions to the database, however much has happened.

    Notes are for those who see customers: nobody knows what colleagues write into them.
    """
    sources = SOURCES if sees_customers else [source for source in SOURCES if source is not _notes]
    moments = [moment for source in sources for moment in source(record)]
    return sorted(moments, key=attrgetter("at"))


def _steps(record: OrderRecord) -> Iterator[Moment]:
    for step in record.steps.all():
        yield Moment(
            step.at,
            gettext_lazy("step"),
            step.what,
            state=str(STATES.get(step.state, step.state)),
            request_id=step.request_id,
            detail=step.detail,
            occasions=tuple(step.occasions) if step.times > 1 else (),
        )


def _letters(record: OrderRecord) -> Iterator[Moment]:
    kind = gettext_lazy("letter")
    for letter in record.letters.all():
        yield Moment(letter.promised_at, kind, _("promised: %(kind)s") % {"kind": letter.kind})
        if letter.sent_at:
            yield Moment(letter.sent_at, kind, _("sent: %(kind)s") % {"kind": letter.kind})


def _callouts(record: OrderRecord) -> Iterator[Moment]:
    """Neither the token, which would let anybody answer, nor what the buyer's bank wrote: the names alone."""
    kind = gettext_lazy("callout")
    for callout in record.callouts.all():
        host = urlsplit(callout.destination).hostname or ""
        yield Moment(callout.made_at, kind, _("made"), detail=f"{callout.source_code} {host}".strip())
        if callout.returned_at:
            names = ", ".join(name for name, _value in callout.returned)
            yield Moment(callout.returned_at, kind, _("the buyer came back"), detail=names)
        if callout.sent_at:
            yield Moment(callout.sent_at, kind, _("called back"), detail=callout.source_code)


def _money(record: OrderRecord) -> Iterator[Moment]:
    for one in record.authorisations.all():
        detail = f"{one.currency_code.upper()} {one.amount} · {one.intent_id or ''}".rstrip(" ·")
        yield Moment(one.made_at, gettext_lazy("money"), _("asked for"), detail=detail)


def _notes(record: OrderRecord) -> Iterator[Moment]:
    for note in record.notes.all():
        yield Moment(note.at, gettext_lazy("note"), note.text, who=note.who)


def _cancelled(record: OrderRecord) -> Iterator[Moment]:
    for item in record.items.all():
        if item.cancelled_at:
            detail = f"{item.number} · {item.event_name}"
            yield Moment(item.cancelled_at, gettext_lazy("cancellation"), _("cancelled"), detail=detail)


def _staff(record: OrderRecord) -> Iterator[Moment]:
    """What staff did; not how often they looked."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(OrderRecord), object_id=str(record.pk)
    )
    for entry in entries.exclude(action_flag=VIEWED).select_related("user").order_by("action_time"):
        kind = gettext_lazy("taken along") if entry.action_flag == EXPORTED else gettext_lazy("staff")
        said = entry.get_change_message()
        yield Moment(entry.action_time, kind, said, who=entry.user.get_username())


SOURCES: tuple[Callable[[OrderRecord], Iterator[Moment]], ...] = (
    *(_steps, _letters, _callouts, _money, _notes, _cancelled, _staff),
)
