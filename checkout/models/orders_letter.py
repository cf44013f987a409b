"""Who asked to be sent the orders of an address, whether or not there are any."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OrdersLetter(models.Model):
    """A letter that lists an address's orders: asked for by anybody, sent to that address alone.

    One row for an address, also where it has no order: then it is settled without a letter.
    """

    email = models.CharField(_("email, small"), max_length=254, unique=True)
    language = models.CharField(_("language"), max_length=16)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    tries = models.PositiveIntegerField(_("times tried"), default=0)
    look_again_at = models.DateTimeField(_("try again at"), null=True, blank=True)

    class Meta:
        verbose_name = _("letter with an address's orders")
        verbose_name_plural = _("letters with an address's orders")

    def __str__(self) -> str:
        return str(self.pk)  # whose address it is, is nothing for logs
