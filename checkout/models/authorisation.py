"""Money that a buyer's bank keeps for this shop's own Stripe account, until tickets are there or are not."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .order import OrderRecord
from .row import Row


class Standing(models.TextChoices):
    """Where the money is, as far as Stripe has said."""

    ASKED = "asked", _("with the buyer")
    HELD = "held", _("kept by the bank")
    CAPTURED = "captured", _("taken")
    FREED = "freed", _("freed, nothing taken")


class Trouble(models.TextChoices):
    """Why staff must look at it."""

    REFUSED = "refused", _("Stripe refuses to take or free it; it goes on being tried")
    GONE = "gone", _("the bank let go of it, and there are tickets")
    OTHER_SUM = "other_sum", _("another sum was taken than the tickets cost")
    UNKNOWN_SUM = "unknown_sum", _("part of the order was bought, and its price is not known")


S = Standing
OPEN = (S.ASKED, S.HELD)
FROM = {S.HELD: (S.ASKED,), S.CAPTURED: OPEN, S.FREED: OPEN}


class Authorisations(models.QuerySet["Authorisation"]):
    """Questions about many of them."""

    def open(self) -> "Authorisations":
        """Those whose money may still be taken or freed."""
        return self.filter(standing__in=OPEN)

    def ending_soon(self) -> "Authorisations":
        """Money that its bank lets go of before long: tickets without money, unless staff act."""
        before = timezone.now() + timedelta(hours=settings.AUTHORISATION_ENDS_SOON_HOURS)
        return self.filter(standing=S.HELD, ends_at__lte=before)

    def for_staff(self) -> "Authorisations":
        """Those that somebody has to look at."""
        return self.exclude(needs_staff="")


class Authorisation(Row):
    """One payment intent of the shop's own Stripe. The row is there before Stripe is asked.

    Amounts are in minor units of the currency. Its key makes Stripe's idempotency keys: one for each deed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(OrderRecord, models.CASCADE, related_name="authorisations")
    intent_id = models.CharField(_("payment intent"), max_length=100, unique=True, null=True, blank=True)
    standing = models.CharField(
        _("where the money is"), max_length=10, choices=Standing, default=Standing.ASKED
    )
    amount = models.PositiveBigIntegerField(_("amount in minor units"))
    currency_code = models.CharField(_("currency"), max_length=8)
    captured = models.PositiveBigIntegerField(_("taken, in minor units"), default=0)
    ends_at = models.DateTimeField(_("the bank keeps it until"), null=True, blank=True)

    # While this is what failed last, the buyer's new try has not been heard of yet.
    known_failure = models.CharField(_("failure before this try"), max_length=255, blank=True)

    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    looks = models.PositiveIntegerField(_("times tried"), default=0)
    look_again_at = models.DateTimeField(_("look again at"), null=True, blank=True)
    needs_staff = models.CharField(_("why staff must look"), max_length=100, blank=True)

    objects = Authorisations.as_manager()

    class Meta:
        ordering = ("-made_at",)
        verbose_name = _("authorisation")
        verbose_name_plural = _("authorisations")
        indexes = (
            models.Index(fields=("made_at",), condition=~Q(needs_staff=""), name="authorisations_for_staff"),
            models.Index(fields=("ends_at",), condition=Q(standing=Standing.HELD), name="money_that_is_held"),
        )
        constraints = (
            # However many tabs and presses: one intent at a time for what is held.
            models.UniqueConstraint(
                fields=("record",),
                condition=Q(standing__in=OPEN),
                name="one_open_authorisation_per_order",
            ),
        )

    def __str__(self) -> str:
        return self.intent_id or str(self.pk)

    @property
    def is_open(self) -> bool:
        return self.standing in OPEN

    @property
    def was_carried_over(self) -> bool:
        """Whether it was made for another record, whose hold ran out while the bank was being asked."""
        return self.made_at < self.record.created_at

    def key(self, deed: str, *, attempt: int = 0) -> str:
        """Stripe does a deed once for each key; what it has refused is tried anew under another one."""
        return f"{self.pk}-{deed}-{attempt}"

    def move(self, to: Standing, **changes: object) -> bool:
        """Move on, never back; False where somebody was quicker."""
        changes |= {"standing": to}
        moved = Authorisation.objects.filter(pk=self.pk, standing__in=FROM[to]).update(**changes)
        if moved:
            self._take_over(changes)
        return bool(moved)

    def name_intent(self, intent_id: str) -> bool:
        """Keep the intent's id, before anybody has its secret. False where this is not wanted any more."""
        mine = Authorisation.objects.filter(Q(intent_id=None) | Q(intent_id=intent_id), pk=self.pk)
        if not mine.filter(standing__in=OPEN).update(intent_id=intent_id):
            return False
        self.intent_id = intent_id
        return True
