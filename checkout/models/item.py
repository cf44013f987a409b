"""What was bought, item by item: a row for each, so that many can be found, compared and added up."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .order import OrderRecord


class Item(models.Model):
    """One order of a transaction that was bought: tickets for one performance, area and band.

    Written with the purchase, and anew whenever f13 tells of it. The record's transaction says more; this
    says what lists, searches and sums need. Amounts are in the item's currency; `sending` is its bundle's,
    on the first of the bundle's items.
    """

    record = models.ForeignKey(OrderRecord, models.CASCADE, related_name="items", verbose_name=_("order"))
    number = models.PositiveIntegerField(_("item number"))
    source_code = models.CharField(_("supplier's code"), max_length=100, db_index=True)
    source_name = models.CharField(_("supplier"), max_length=200, blank=True)
    event_id = models.CharField(_("event's id"), max_length=100, db_index=True)
    event_name = models.CharField(_("event"), max_length=300, blank=True)
    venue = models.CharField(_("venue"), max_length=300, blank=True)
    perf_id = models.CharField(_("performance's id"), max_length=100, blank=True, db_index=True)
    performance_name = models.CharField(_("performance"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True, db_index=True)
    day = models.DateField(_("day at the venue"), null=True, blank=True)

    quantity = models.PositiveIntegerField(_("tickets"))
    ticket_type = models.CharField(_("area"), max_length=200, blank=True)
    price_band = models.CharField(_("price band"), max_length=200, blank=True)
    seats = models.TextField(_("seats"), blank=True)
    reference = models.CharField(_("reference at the venue"), max_length=200, blank=True)
    found_by = models.CharField(_("the same, as it is looked for"), max_length=200, blank=True, db_index=True)

    currency_code = models.CharField(_("currency"), max_length=8)
    price = models.DecimalField(_("price of the tickets"), max_digits=14, decimal_places=4)
    fee = models.DecimalField(_("fee"), max_digits=14, decimal_places=4)
    tax = models.DecimalField(_("tax in both"), max_digits=14, decimal_places=4, null=True, blank=True)
    sending = models.DecimalField(_("sending"), max_digits=14, decimal_places=4)
    commission = models.DecimalField(
        _("commission without tax"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    commission_taxed = models.DecimalField(
        _("commission with tax"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    purchased_at = models.DateTimeField(_("bought at"), db_index=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)

    class Meta:
        ordering = ("record", "number")
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = (models.UniqueConstraint(fields=("record", "number"), name="each_item_once"),)
        # Events are looked for by a part of their name, which is read from the index alone.
        indexes = (models.Index(fields=("event_name", "record"), name="items_by_event"),)
        permissions = (("export_buyers", _("Can take along a list of buyers")),)

    def __str__(self) -> str:
        return f"{self.record} {self.number}"

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None
