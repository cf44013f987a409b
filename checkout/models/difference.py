"""What a night's reconciling has found, until it is settled."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..reconciling import Kind
from .order import OrderRecord


class Difference(models.Model):
    """One way in which the lists differ about one transaction: one row, however often it is found.

    It is settled when it is found no more, or when one of the staff says so; then it may be found again,
    and stays settled.
    """

    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    subject = models.CharField(_("transaction uuid or payment intent"), max_length=200)
    record = models.ForeignKey(
        OrderRecord,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="differences",
        verbose_name=_("order"),
    )
    transaction_id = models.CharField(_("transaction id"), max_length=100, blank=True, db_index=True)
    intents = models.CharField(_("payment intents"), max_length=500, blank=True)
    at = models.DateTimeField(_("of"), db_index=True)
    ours = models.CharField(_("the shop's order"), max_length=200, blank=True)
    sold = models.CharField(_("the sales report"), max_length=200, blank=True)
    taken = models.CharField(_("Stripe"), max_length=200, blank=True)

    first_seen_at = models.DateTimeField(_("first seen at"), default=timezone.now)
    last_seen_at = models.DateTimeField(_("last seen at"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.CharField(_("settled by"), max_length=150, blank=True)

    class Meta:
        ordering = ("-at", "id")
        verbose_name = _("difference")
        verbose_name_plural = _("differences")
        constraints = (
            models.UniqueConstraint(fields=("kind", "subject"), name="each_difference_at_most_once"),
        )
        permissions = (("settle_difference", _("Can say that a difference is settled")),)
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.transaction_id or self.subject}"

    @property
    def is_open(self) -> bool:
        return self.settled_at is None
