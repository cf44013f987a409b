"""What was promised to be written to a buyer, and when it was sent."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .order import OrderRecord


class Letter(models.Model):
    """One letter of its kind for an order: promised once, sent once."""

    record = models.ForeignKey(OrderRecord, models.CASCADE, related_name="letters")
    kind = models.CharField(_("kind"), max_length=20)
    promised_at = models.DateTimeField(_("promised at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    tries = models.PositiveIntegerField(_("times tried"), default=0)
    look_again_at = models.DateTimeField(_("try again at"), null=True, blank=True)

    class Meta:
        ordering = ("promised_at", "id")
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = (
            models.UniqueConstraint(fields=("record", "kind"), name="one_letter_of_a_kind_per_order"),
        )

    def __str__(self) -> str:
        return f"{self.record} {self.kind}"
