"""What the progress page says: from the row alone, so the same on every device and after every reload.

How long it has taken is counted from when the order went on last: from the press of pay, or from when its
buyer came back from a debitor's page.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

from .models import BOUGHT, OrderRecord, State


@dataclass(frozen=True)
class Part:
    """Which words a state has."""

    template: str
    title: "StrOrPromise"


@dataclass(frozen=True)
class Stage:
    """What is said once it has taken so many seconds, and when to look again."""

    name: str
    after: int
    look_again_after: int


STAGES = (
    Stage("at-first", after=0, look_again_after=2),
    Stage("still", after=10, look_again_after=3),
    Stage("long", after=60, look_again_after=5),
    Stage("looked-into", after=180, look_again_after=15),
)
LOOKED_INTO = STAGES[-1]
ENDED = Part("checkout/_not_being_bought.html", _("Not bought"))
PARTS = {
    State.RESERVED: Part("checkout/_still_held.html", _("Tickets held")),
    State.AUTHORISING: Part("checkout/_authorising.html", _("Confirming your card")),
    State.ATTEMPTING: Part("checkout/_attempting.html", _("Buying your tickets")),
    State.CALLED_OUT: Part("checkout/_going_out.html", _("Buying your tickets")),
    State.HANDED_OVER: Part("checkout/_handed_over.html", _("Waiting to be paid")),
    State.EXPIRED: Part("checkout/_time_ran_out.html", _("Not bought")),
    State.FAILED: Part("checkout/_failed.html", _("Not bought")),
    **{state: Part("checkout/_is_bought.html", _("Bought")) for state in BOUGHT},
    State.PARTLY_PURCHASED: Part("checkout/_bought_in_part.html", _("Bought in part")),
}
ELSEWHERE_AGAIN_AFTER = 10  # seconds: who is sent elsewhere may have a button to press first
WAITED_FOR = frozenset({State.AUTHORISING, State.ATTEMPTING})  # by us; elsewhere the buyer is at work


def link_of(record: OrderRecord) -> str:
    """Where its owner finds the order, everybody else nothing personal; in the language spoken now."""
    return f"{settings.SITE_URL}{reverse('checkout:progress', args=[record.pk])}"


@dataclass(frozen=True)
class Progress:
    """One look at a record."""

    record: OrderRecord
    now: datetime

    @property
    def part(self) -> Part:
        return PARTS.get(State(self.record.state), ENDED)

    @property
    def stage(self) -> Stage:
        """How far the buyer's patience is asked for."""
        seconds = (self.now - self.record.changed_at).total_seconds() if self.is_waited_for else 0
        return next((stage for stage in reversed(STAGES) if seconds >= stage.after), STAGES[0])

    @property
    def look_again_after(self) -> int:
        """In so many seconds, by script or by refresh."""
        return self.stage.look_again_after if self.is_waited_for else ELSEWHERE_AGAIN_AFTER

    @property
    def is_waited_for(self) -> bool:
        return self.record.state in WAITED_FOR

    @property
    def is_looked_into(self) -> bool:
        return self.stage == LOOKED_INTO
