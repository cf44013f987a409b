"""Money of the shop's own Stripe that goes back to a buyer. The row is there before Stripe is asked."""

import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .authorisation import Authorisation
from .cancellation import Cancellation
from .order import OrderRecord
from .row import Row, is_to_be_looked_at

STRIPE = "Stripe"  # made there, by hand, and not by this shop


class RefundStanding(models.TextChoices):
    ASKED = "asked", _("on its way")
    DONE = "done", _("given back")
    FAILED = "failed", _("not given back")


class RefundTrouble(models.TextChoices):
    """Why staff must look at it. Each has a section in docs/staff.md."""

    REFUSED = "refused", _("Stripe refuses to give it back; it goes on being tried")
    FAILED = "failed", _("the buyer's bank did not take it, and it has come back")
    SHORT = "short", _("less is left of what was taken, since money was given back by hand meanwhile")


S = RefundStanding
FROM = {S.DONE: (S.ASKED,), S.FAILED: (S.ASKED, S.DONE)}  # a bank may send back what it was given


class Refunds(models.QuerySet["Refund"]):
    """Questions about many of them."""

    def open(self) -> "Refunds":
        return self.filter(standing=S.ASKED)

    def due(self) -> "Refunds":
        return self.open().filter(is_to_be_looked_at())

    def that_count(self) -> "Refunds":
        """Those that have gone back, or are going."""
        return self.filter(standing__in=(S.ASKED, S.DONE))

    def for_staff(self) -> "Refunds":
        return self.exclude(needs_staff="")


class Refund(Row):
    """One refund of one payment intent. Its id is Stripe's idempotency key: asked twice, it is given once.

    Amounts are in minor units of the currency. `by` is one of the staff, `Stripe` where it was made in
    Stripe's dashboard, or "" where it follows from a cancellation.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(OrderRecord, models.CASCADE, related_name="refunds", verbose_name=_("order"))
    authorisation = models.ForeignKey(
        Authorisation, models.CASCADE, related_name="refunds", verbose_name=_("authorisation")
    )
    cancellation = models.ForeignKey(
        Cancellation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="refunds",
        verbose_name=_("cancellation"),
    )
    amount = models.PositiveBigIntegerField(_("amount in minor units"))
    currency_code = models.CharField(_("currency"), max_length=8)
    by = models.CharField(_("by"), max_length=150, blank=True)
    standing = models.CharField(_("standing"), max_length=10, choices=S, default=S.ASKED, db_index=True)
    refund_id = models.CharField(_("Stripe's refund"), max_length=100, unique=True, null=True, blank=True)

    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    refusals = models.PositiveIntegerField(_("times refused"), default=0)
    looks = models.PositiveIntegerField(_("times tried"), default=0)
    look_again_at = models.DateTimeField(_("look again at"), null=True, blank=True)
    needs_staff = models.CharField(
        _("why staff must look"), max_length=20, choices=RefundTrouble, blank=True, db_index=True
    )

    objects = Refunds.as_manager()

    class Meta:
        ordering = ("made_at", "id")
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")

    def __str__(self) -> str:
        return self.refund_id or str(self.pk)

    @property
    def is_open(self) -> bool:
        return self.standing == S.ASKED

    @property
    def is_done(self) -> bool:
        return self.standing == S.DONE

    def move(self, to: RefundStanding, **changes: Any) -> bool:
        """Move on, never back; False where somebody was quicker."""
        changes |= {"standing": to, "settled_at": timezone.now(), "look_again_at": None}
        moved = Refund.objects.filter(pk=self.pk, standing__in=FROM[to]).update(**changes)
        if moved:
            self._take_over(changes)
        return bool(moved)
