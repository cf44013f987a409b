"""What staff write down about an order, for each other. Nothing of it is changed or taken out by them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .order import OrderRecord


class Note(models.Model):
    """One note. Its text goes with the customer's data, for it may hold some; that there was one stays."""

    record = models.ForeignKey(OrderRecord, models.CASCADE, related_name="notes", verbose_name=_("order"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    who = models.CharField(_("who"), max_length=150)
    text = models.TextField(_("text"), max_length=4000)

    class Meta:
        ordering = ("at", "id")
        default_permissions = ("add",)
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who}"
