"""What became different, elsewhere, of what was bought: what it was and what it is."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .order import OrderRecord


class What(models.TextChoices):
    """What of an item is another one now."""

    CANCELLED = "cancelled", _("cancelled")
    CALLED_OFF = "called_off", _("the performance does not take place")
    WHEN = "when", _("date and time")
    PERFORMANCE = "performance", _("performance")
    EVENT = "event", _("event")
    VENUE = "venue", _("venue")
    SEATS = "seats", _("seats")
    REFERENCE = "reference", _("reference at the venue")
    SENDING = "sending", _("how the tickets reach you")
    BARCODES = "barcodes", _("barcodes of the tickets")
    VOUCHER = "voucher", _("voucher of the venue")
    WALLETS = "wallets", _("tickets for a phone's wallet")
    CANCELLING = "cancelling", _("whether it can be cancelled")


class Change(models.Model):
    """One change of one item. Those that were found together have one `occasion`, and one letter.

    `before` and `after` are text as it is shown, but of WHEN: moments in ISO format, with the venue's offset.
    Of what is nobody's to read, such as barcodes, both are empty.
    """

    record = models.ForeignKey(OrderRecord, models.CASCADE, related_name="changes", verbose_name=_("order"))
    item_number = models.PositiveIntegerField(_("item number"))
    what = models.CharField(_("what"), max_length=20, choices=What)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    occasion = models.CharField(_("occasion"), max_length=64)
    found_at = models.DateTimeField(_("found at"), default=timezone.now)

    class Meta:
        ordering = ("found_at", "id")
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        constraints = (
            models.UniqueConstraint(
                fields=("record", "occasion", "item_number", "what"), name="each_change_is_found_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.record} {self.item_number} {self.what}"

    @property
    def was_at(self) -> datetime | None:
        """Of WHEN: the moment before."""
        return datetime.fromisoformat(self.before) if self.what == What.WHEN and self.before else None

    @property
    def is_at(self) -> datetime | None:
        """Of WHEN: the moment now."""
        return datetime.fromisoformat(self.after) if self.what == What.WHEN and self.after else None
