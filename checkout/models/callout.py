"""Where a debitor has the buyer sent during a purchase, and what came back from there."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from .order import OrderRecord


def new_token() -> str:
    """Unguessable, and of letters that f13 takes. Reference: Purchasing with redirect, "return_token"."""
    return uuid.uuid4().hex


class CalloutStep(models.Model):
    """One way out and back. It is made before f13 is told its token, so whatever returns is known here.

    `destination` and `parameters` are f13's answer, `returned` is what came back, verbatim and in order.
    """

    record = models.ForeignKey(OrderRecord, models.CASCADE, related_name="callouts")
    token = models.CharField(_("token"), max_length=64, unique=True, default=new_token, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    destination = models.TextField(_("destination"), blank=True)
    is_post = models.BooleanField(_("sent as a form"), default=False)
    parameters = models.JSONField(_("parameters"), default=list, blank=True)
    source_code = models.CharField(_("supplier"), max_length=100, blank=True)

    returned_at = models.DateTimeField(_("returned at"), null=True, blank=True)
    returned = models.JSONField(_("what came back"), default=list, blank=True)
    referer = models.TextField(_("referring page"), blank=True)
    sent_at = models.DateTimeField(_("called back at"), null=True, blank=True)

    class Meta:
        ordering = ("made_at", "id")
        verbose_name = _("callout")
        verbose_name_plural = _("callouts")

    def __str__(self) -> str:
        return f"{self.record} {self.made_at:%H:%M:%S}"

    @property
    def return_address(self) -> str:
        """The path at which its buyer comes back: without a language, a query, or anything personal."""
        with translation.override(settings.LANGUAGE_CODE):
            return reverse("checkout:return", args=[self.token])

    def change(self, **changes: object) -> None:
        """Write these columns, and only these."""
        CalloutStep.objects.filter(pk=self.pk).update(**changes)
        for name, value in changes.items():
            setattr(self, name, value)
