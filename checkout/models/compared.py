"""Which days have been compared with the box office's sales report."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ComparedDay(models.Model):
    """A whole day, and when it was compared last. What differed of it are Differences."""

    day = models.DateField(_("day"), primary_key=True)
    compared_at = models.DateTimeField(_("compared at"), default=timezone.now)

    class Meta:
        default_permissions = ()
        verbose_name = _("compared day")
        verbose_name_plural = _("compared days")

    def __str__(self) -> str:
        return self.day.isoformat()
