"""What was asked to be cancelled, and what became of it. The row is there before the box office is asked."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .order import OrderRecord
from .row import Row, is_to_be_looked_at


class CancellationStanding(models.TextChoices):
    """How far it is."""

    ASKED = "asked", _("asked for")
    UNCERTAIN = "uncertain", _("the answer is lost, and looked up")
    DONE = "done", _("cancelled")
    PARTLY = "partly", _("cancelled in part")
    REFUSED = "refused", _("not cancelled")


class WhyNotCancelled(models.TextChoices):
    """Why something of it was not cancelled."""

    TOGETHER = "together", _("it goes only together with other items")
    FAILED = "failed", _("the supplier's system did not accept it")
    NOT_PERMITTED = "not_permitted", _("the supplier does not permit it")
    REFUSED = "refused", _("the box office refused it")
    LOST = "lost", _("the box office did not answer, and nothing was cancelled")


class CancellationTrouble(models.TextChoices):
    """Why staff must look at it. Each has a section in docs/staff.md."""

    WITHDRAWAL = "withdrawal", _("the buyer has withdrawn, and the supplier does not cancel through the shop")
    DOUBT = "doubt", _("long after it was asked, the box office still does not say what was cancelled")
    UNKNOWN_SUM = "unknown_sum", _("it is cancelled, and what was paid for it is not known")


S = CancellationStanding
OPEN = (S.ASKED, S.UNCERTAIN)


class Cancellations(models.QuerySet["Cancellation"]):
    """Questions about many of them."""

    def open(self) -> "Cancellations":
        """Those whose end is not known yet."""
        return self.filter(standing__in=OPEN)

    def by_choice(self) -> "Cancellations":
        """Without withdrawals, which are received whatever else is under way."""
        return self.filter(is_withdrawal=False)

    def due(self) -> "Cancellations":
        """Open ones that a worker should see to now."""
        return self.open().filter(is_to_be_looked_at())

    def for_staff(self) -> "Cancellations":
        return self.exclude(needs_staff="")


class Cancellation(Row):
    """Items of an order that somebody wants cancelled. It moves on by `move` alone, and never back.

    `numbers` are f13's item numbers, and so are `cancelled` and `must_also`: those without which f13 cancels
    nothing. `by` is one of the staff, or "" for the buyer. `kept_offer` is what was said to come back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(
        OrderRecord, models.CASCADE, related_name="cancellations", verbose_name=_("order")
    )
    numbers = models.JSONField(_("item numbers"), default=list)
    by = models.CharField(_("asked by"), max_length=150, blank=True)
    is_withdrawal = models.BooleanField(_("is a withdrawal"), default=False)
    kept_offer = models.TextField(_("what was said to come back"), blank=True)
    standing = models.CharField(_("standing"), max_length=10, choices=S, default=S.ASKED, db_index=True)
    why_not = models.CharField(_("why not"), max_length=20, choices=WhyNotCancelled, blank=True)
    cancelled = models.JSONField(_("items that were cancelled"), default=list, blank=True)
    must_also = models.JSONField(_("items that would have to go too"), default=list, blank=True)
    gave_sending = models.JSONField(_("suppliers whose sending comes back"), default=list, blank=True)

    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    asks = models.PositiveIntegerField(_("times asked"), default=0)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    request_id = models.CharField(_("request id"), max_length=200, blank=True)
    looks = models.PositiveIntegerField(_("times looked up"), default=0)
    look_again_at = models.DateTimeField(_("look again at"), null=True, blank=True)
    needs_staff = models.CharField(
        _("why staff must look"), max_length=20, choices=CancellationTrouble, blank=True, db_index=True
    )

    objects = Cancellations.as_manager()

    class Meta:
        ordering = ("made_at", "id")
        verbose_name = _("cancellation")
        verbose_name_plural = _("cancellations")
        constraints = (
            # However many tabs and presses: one at a time. A withdrawal waits for nobody.
            models.UniqueConstraint(
                fields=("record",),
                condition=Q(standing__in=OPEN, is_withdrawal=False),
                name="one_open_cancellation_per_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.record} {', '.join(map(str, self.numbers))}"

    def get_absolute_url(self) -> str:
        return reverse("checkout:cancellation", args=[self.record_id, self.pk])

    @property
    def is_open(self) -> bool:
        return self.standing in OPEN

    @property
    def left_over(self) -> list[int]:
        """The items that were asked for and not cancelled."""
        return [number for number in self.numbers if number not in self.cancelled]

    def move(self, to: CancellationStanding, **changes: Any) -> bool:
        """On from an open standing; False where somebody was quicker."""
        changes |= {"standing": to}
        if to not in OPEN:
            changes |= {"settled_at": timezone.now(), "look_again_at": None}
        moved = Cancellation.objects.open().filter(pk=self.pk).update(**changes)
        if moved:
            self._take_over(changes)
        return bool(moved)
