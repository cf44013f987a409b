"""What happened to a record, step by step. Nothing of it is ever taken out."""

from datetime import datetime

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .order import OrderRecord, State


class Step(models.Model):
    """One thing that happened to a record: when, what, and f13's request id.

    What each look finds anew is one step: `times` counts, `again` has a line for each repetition.
    """

    record = models.ForeignKey(OrderRecord, models.CASCADE, related_name="steps")
    at = models.DateTimeField(_("at"), default=timezone.now)
    what = models.CharField(_("what"), max_length=100)
    state = models.CharField(_("state"), max_length=20, choices=State)
    request_id = models.CharField(_("request id"), max_length=200, blank=True)
    detail = models.TextField(_("detail"), blank=True)
    times = models.PositiveIntegerField(_("times"), default=1)
    last_at = models.DateTimeField(_("last at"), null=True, blank=True)
    again = models.TextField(_("each time after the first"), blank=True)

    class Meta:
        ordering = ("at", "id")
        indexes = (models.Index(fields=("at",), name="steps_by_time"),)
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.what}"

    def happened_again(self, *, request_id: str) -> None:
        """Count it, with the time and the request id. One UPDATE: others may be counting too."""
        now = timezone.now()
        line = Value(f"{now.isoformat(timespec='seconds')} {request_id}\n")
        again = Concat(F("again"), line, output_field=models.TextField())
        Step.objects.filter(pk=self.pk).update(times=F("times") + 1, last_at=now, again=again)

    @property
    def occasions(self) -> list[tuple[datetime, str]]:
        """Each time it happened, with its request id; oldest first."""
        lines = (line.partition(" ") for line in self.again.splitlines())
        later = [(datetime.fromisoformat(at), request_id) for at, _space, request_id in lines]
        return [(self.at, self.request_id), *later]
