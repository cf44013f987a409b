"""A visitor's trolley, as the shop keeps it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class KeptTrolley(models.Model):
    """A visitor's trolley as the shop keeps it: written only over the version that was read."""

    visitor = models.CharField(_("visitor"), max_length=64, unique=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    data = models.JSONField(_("what is in it"), default=dict)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("trolley")
        verbose_name_plural = _("trolleys")

    def __str__(self) -> str:
        return f"{self.visitor[:8]}…"
