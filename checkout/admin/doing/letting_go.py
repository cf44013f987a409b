"""Seats that a buyer holds are let go: asked for by the worker, until it is certain."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ... import tasks
from ...models import OrderRecord, State
from .deed import Deed, Done
from .told import line


def is_held(record: OrderRecord) -> bool:
    """Held, and nothing else: while a card is confirmed or tickets are being bought, nobody lets go."""
    return record.state == State.RESERVED and not record.has_lapsed(timezone.now())


def will(record: OrderRecord, chosen: dict[str, Any]) -> list[str]:
    ends_at = f"{record.hold_ends_at:%H:%M}" if record.hold_ends_at else "–"
    lines = [_("Let go: %(order)s") % {"order": line(order)} for order in record.reservation.orders]
    return [
        *lines,
        _("The buyer holds these until %(time)s (UTC) and may be about to pay. They lose them at once.")
        % {"time": ends_at},
        _("Nothing has been paid, so no money moves. Anybody else can have these tickets then."),
    ]


def release(record: OrderRecord, chosen: dict[str, Any], who: str) -> Done:
    if not record.move(State.RELEASED, what="release", detail=who, is_release_certain=False):
        return Done.nothing()
    tasks.let_go_after_commit(record)
    return Done(_("The tickets are being let go."), logged=_("Let go."))


RELEASE = Deed(
    name="release",
    rights=("release_order",),
    label=gettext_lazy("Let the held tickets go"),
    button=gettext_lazy("Let them go"),
    is_possible=is_held,
    will=will,
    do=release,
)
