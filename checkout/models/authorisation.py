"""Money that a buyer's bank keeps for this shop's own Stripe account, until tickets are there or are not."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .order import OrderRecord


class Standing(models.TextChoices):
    """Where the money is, as far as Stripe has said."""

    ASKED = "asked", _("with the buyer")
    HELD = "held", _("kept by the bank")
    CAPTURED = "captured", _("taken")
    FREED = "freed", _("freed, nothing taken")


class Authorisation(models.Model):
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

    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    looks = models.PositiveIntegerField(_("times tried"), default=0)
    look_again_at = models.DateTimeField(_("look again at"), null=True, blank=True)
    needs_staff = models.CharField(_("why staff must look"), max_length=100, blank=True)

    class Meta:
        ordering = ("-made_at",)
        verbose_name = _("authorisation")
        verbose_name_plural = _("authorisations")
        constraints = (
            # However many tabs and presses: one intent at a time for what is held.
            models.UniqueConstraint(
                fields=("record",),
                condition=Q(standing__in=(Standing.ASKED, Standing.HELD)),
                name="one_open_authorisation_per_order",
            ),
        )

    def __str__(self) -> str:
        return self.intent_id or str(self.pk)

    @property
    def is_open(self) -> bool:
        return self.standing in {Standing.ASKED, Standing.HELD}

    def change(self, **changes: object) -> None:
        """Write these columns, and only these."""
        Authorisation.objects.filter(pk=self.pk).update(**changes)
        for name, value in changes.items():
            setattr(self, name, value)
