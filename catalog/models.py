"""f13's events, mirrored, with what staff add to them. Availability is never kept."""

from datetime import datetime
from functools import cached_property

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from boxoffice import ticketing


class Event(models.Model):
    """One event that the account sells, or once sold."""

    event_id = models.CharField(_("event id"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=300)
    venue = models.CharField(_("venue"), max_length=300, blank=True)
    city = models.CharField(_("city"), max_length=200, blank=True)
    city_code = models.CharField(_("city code"), max_length=100, blank=True, db_index=True)
    country_code = models.CharField(_("country code"), max_length=8, blank=True, db_index=True)
    source_code = models.CharField(_("supplier"), max_length=100, blank=True)
    currency_code = models.CharField(_("currency"), max_length=8, blank=True)
    lowest_price = models.DecimalField(
        _("lowest price"),
        max_digits=14,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("Ticket and fee."),
    )
    has_offer = models.BooleanField(_("has an offer"), default=False)
    is_add_on = models.BooleanField(_("is an add-on"), default=False)
    is_on_sale = models.BooleanField(_("is on sale"), default=True, db_index=True)
    rank = models.PositiveIntegerField(_("popularity"), default=0, help_text=_("0 sells best."))
    is_hidden = models.BooleanField(_("hidden by staff"), default=False)
    refreshed_at = models.DateTimeField(_("refreshed at"))
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        ordering = ("rank", "name", "event_id")
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:event", args=[self.event_id, self.slug])

    @property
    def slug(self) -> str:
        return slugify(self.name, allow_unicode=True)[:80].strip("-_") or "event"

    @cached_property
    def told(self) -> ticketing.Event:
        """What f13 says of the event, in the reader's language where the mirror has it."""
        texts = {text.language: text for text in self.texts.all()}
        text = texts.get(get_language() or "en") or next(iter(texts.values()))
        return ticketing.from_text(ticketing.Event, text.kept)

    def is_price_fresh(self, now: datetime, *, seconds: float) -> bool:
        """A "from" price is shown only when f13 gave it lately."""
        return (now - self.refreshed_at).total_seconds() <= seconds


class EventText(models.Model):
    """All that f13 says of an event in one language, as ticketing keeps values."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=16)
    kept = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("event", "language"), name="one_text_per_language"),)
        verbose_name = _("event text")
        verbose_name_plural = _("event texts")

    def __str__(self) -> str:
        return f"{self.event} ({self.language})"
