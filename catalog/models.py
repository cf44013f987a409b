"""f13's events, mirrored, with what staff add to them. Availability is never kept."""

from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from boxoffice import ticketing
from boxoffice.models import language_name

# What belongs in lists. Add-ons never do: they are not sold alone.
LISTED = models.Q(is_on_sale=True, is_add_on=False, is_hidden=False)
LAST = 2**31 - 1  # the place in an order of what f13 has not put into it


class Category(models.Model):
    """A class of events, by f13's code. `Label` says what it is called."""

    code = models.CharField(_("code"), max_length=100, unique=True)

    class Meta:
        ordering = ("code",)
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.code


class Event(models.Model):
    """One event that the account sells, or once sold."""

    event_id = models.CharField(_("event id"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=300)

    # where
    venue = models.CharField(_("venue"), max_length=300, blank=True)
    city = models.CharField(_("city"), max_length=200, blank=True)
    city_code = models.CharField(_("city code"), max_length=100, blank=True, db_index=True)
    country_code = models.CharField(_("country code"), max_length=8, blank=True, db_index=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    # what it is
    source_code = models.CharField(_("supplier"), max_length=100, blank=True)
    categories = models.ManyToManyField(Category, related_name="events", blank=True)
    add_ons = models.ManyToManyField(
        "self", verbose_name=_("add-ons"), symmetrical=False, related_name="parents", blank=True
    )
    picture_url = models.URLField(_("picture"), max_length=500, blank=True)
    critic_percent = models.FloatField(_("critics' rating in percent"), null=True, blank=True)
    is_seated = models.BooleanField(_("has seats"), default=False)
    needs_performance = models.BooleanField(_("has dates to choose from"), default=True)
    is_add_on = models.BooleanField(_("is an add-on"), default=False)
    is_on_sale = models.BooleanField(_("is on sale"), default=True, db_index=True)

    # what it costs: as f13 gave it at `priced_at`
    currency_code = models.CharField(_("currency"), max_length=8, blank=True)
    lowest_price = models.DecimalField(
        _("lowest price"),
        max_digits=14,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("Ticket and fee; in the account's desired currency where f13 gives one."),
    )
    highest_price = models.DecimalField(
        _("highest price"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    has_offer = models.BooleanField(_("has an offer"), default=False)
    kept_costs = models.TextField(blank=True, editable=False)
    kept_sending = models.TextField(blank=True, editable=False)
    priced_at = models.DateTimeField(_("priced at"), null=True, blank=True)

    # its place in f13's orders, by the name of the order; alphabetic and critic_rating need none
    rank_most_popular = models.PositiveIntegerField(_("popularity"), default=LAST, db_index=True)
    rank_recent = models.PositiveIntegerField(default=LAST, editable=False)
    rank_last_sale = models.PositiveIntegerField(default=LAST, editable=False)
    rank_cost_ascending = models.PositiveIntegerField(default=LAST, editable=False)
    rank_cost_descending = models.PositiveIntegerField(default=LAST, editable=False)

    # what staff say
    is_hidden = models.BooleanField(_("hidden by staff"), default=False)
    is_featured = models.BooleanField(_("featured"), default=False, db_index=True)
    feature_order = models.PositiveSmallIntegerField(
        _("place among the featured"), default=100, help_text=_("The lowest comes first.")
    )
    own_slug = models.SlugField(
        _("own address"), max_length=80, blank=True, allow_unicode=True, help_text=_("In place of the name.")
    )

    # the first of their pictures once more, so that lists need not ask for it; OwnPicture keeps it so
    own_picture_url = models.URLField(max_length=500, blank=True, editable=False)
    own_picture_alternative = models.CharField(max_length=300, blank=True, editable=False)
    own_picture_width = models.PositiveIntegerField(default=0, editable=False)
    own_picture_height = models.PositiveIntegerField(default=0, editable=False)

    first_seen_at = models.DateTimeField(_("first seen at"), default=timezone.now, db_index=True)
    offer_since = models.DateTimeField(_("offer since"), null=True, blank=True, db_index=True)
    met_at = models.DateTimeField(_("refreshed at"), default=timezone.now, db_index=True)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)

    class Meta:
        ordering = ("rank_most_popular", "name", "event_id")
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = (
            # All that facets ask of an event: they are counted without opening a row.
            models.Index(
                fields=(
                    *("city_code", "country_code", "has_offer", "is_seated", "needs_performance"),
                    *("currency_code", "lowest_price", "highest_price", "latitude", "longitude", "id"),
                ),
                condition=LISTED,
                name="listed_events",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:event", args=[self.event_id, self.slug])

    @property
    def slug(self) -> str:
        return self.own_slug or slugify(self.name, allow_unicode=True)[:80].strip("-_") or "event"

    @property
    def card_picture(self) -> str:
        """The address of the picture for lists: staff's first, else the supplier's."""
        return self.own_picture_url or self.picture_url

    def take_first_picture(self) -> None:
        """Keep staff's first picture in this row too, or that there is none."""
        first = self.own_pictures.first()
        Event.objects.filter(pk=self.pk).update(
            own_picture_url=first.url if first else "",
            own_picture_alternative=first.alternative if first else "",
            own_picture_width=first.width if first else 0,
            own_picture_height=first.height if first else 0,
        )

    @cached_property
    def text(self) -> "EventText":
        """What is said of it in the reader's language."""
        return self.texts.get(language=get_language() or "en")

    @property
    def told(self) -> ticketing.Event:
        """What f13 and staff say of it in the reader's language, with what it costs."""
        return self.text.told

    @cached_property
    def costs(self) -> ticketing.CostRange | None:
        return ticketing.from_text(ticketing.CostRange, self.kept_costs) if self.kept_costs else None

    @cached_property
    def sending(self) -> ticketing.Money | None:
        """What sending costs at least, as last seen; None where some way is free, or none was seen yet."""
        return ticketing.from_text(ticketing.Money, self.kept_sending) if self.kept_sending else None

    def is_price_fresh(self, now: datetime, *, seconds: float) -> bool:
        """A "from" price is shown only when f13 gave it lately."""
        return self.priced_at is not None and (now - self.priced_at).total_seconds() <= seconds


class EventTextQuerySet(models.QuerySet["EventText"]):
    def listed(self, language: str) -> "EventTextQuerySet":
        """What belongs in lists, in that language. Add-ons never do: they are not sold alone."""
        return (
            self.filter(language=language)
            .filter(event__is_on_sale=True, event__is_add_on=False, event__is_hidden=False)
            .select_related("event")
            .defer("kept", "words", "own_words")
            .order_by("event__rank_most_popular", "name", "event__event_id")
        )


class EventText(models.Model):
    """An event in one language: what f13 says of it, and what staff say instead.

    Every event has a text in every language. Until f13 has been asked in a language, it is another one's.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=16)
    name = models.CharField(_("name"), max_length=300)
    venue = models.CharField(_("venue"), max_length=300, blank=True)
    city = models.CharField(_("city"), max_length=200, blank=True)
    words = models.TextField(editable=False, blank=True)  # what search looks through, folded
    folded_title = models.CharField(max_length=300, editable=False, blank=True)  # by which lists are ordered
    kept = models.TextField(editable=False)  # a ticketing.Event, but for its costs

    # what staff say
    own_name = models.CharField(_("own title"), max_length=300, blank=True)
    own_words = models.TextField(
        _("own words"), blank=True, help_text=_("Shown above what the supplier says. Simple HTML is kept.")
    )

    objects = EventTextQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("event", "language"), name="one_text_per_language"),)
        verbose_name = _("event text")
        verbose_name_plural = _("event texts")

    def __str__(self) -> str:
        return f"{language_name(self.language)}: {self.title}"

    @property
    def title(self) -> str:
        return self.own_name or self.name

    @cached_property
    def told(self) -> ticketing.Event:
        """What f13 says of the event, under staff's title where they gave one, with what it costs."""
        told = ticketing.from_text(ticketing.Event, self.kept)
        return replace(told, name=self.title, cost_range=self.event.costs)


class EventMonth(models.Model):
    """The days of a month on which f13 has seen tickets for an event: bit 0 is the 1st."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="months")
    month = models.DateField(_("month"), help_text=_("Its first day."))
    days = models.BigIntegerField(_("days"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=("event", "month"), name="one_row_per_month"),)
        indexes = (models.Index(fields=("month", "event")),)
        verbose_name = _("month of an event")
        verbose_name_plural = _("months of an event")

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.days:b}"


class OwnPicture(models.Model):
    """A picture that staff chose for an event, in place of the supplier's."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="own_pictures")
    url = models.URLField(_("address"), max_length=500, help_text=_("https, on an allowed media host."))
    alternative = models.CharField(
        _("alternative text"), max_length=300, help_text=_("What it shows, for those who do not see it.")
    )
    order = models.PositiveSmallIntegerField(pgettext_lazy("in an order", "place"), default=1)
    width = models.PositiveIntegerField(_("width"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height"), editable=False, default=0)

    class Meta:
        ordering = ("order", "pk")
        verbose_name = _("own picture")
        verbose_name_plural = _("own pictures")

    def __str__(self) -> str:
        return self.alternative

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.event.take_first_picture()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        self.event.take_first_picture()
        return deleted


class Label(models.Model):
    """What f13 calls a code in one language: a city, a category."""

    class Kind(models.TextChoices):
        CITY = "city", _("city")
        CATEGORY = "category", _("category")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    code = models.CharField(_("code"), max_length=100)
    language = models.CharField(_("language"), max_length=16)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "code", "language"), name="one_label_per_language"),
        )
        verbose_name = _("label")
        verbose_name_plural = _("labels")

    def __str__(self) -> str:
        return self.name


class Word(models.Model):
    """A word that occurs in the lists of a language, folded: what a mistyped one may have meant."""

    language = models.CharField(max_length=16)
    text = models.CharField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("language", "text"), name="one_word_per_language"),)
        verbose_name = _("word")
        verbose_name_plural = _("words")

    def __str__(self) -> str:
        return self.text


class Place(models.Model):
    """A city or venue of the catalogue, and where it lies: in the midst of its events."""

    language = models.CharField(max_length=16)
    folded = models.CharField(max_length=300)
    name = models.CharField(_("name"), max_length=300)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=("language", "folded"), name="one_place_per_language"),)
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return self.name


class MirrorPart(models.Model):
    """How far a part of the mirror has been read; another process goes on from there."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    page = models.PositiveIntegerField(_("next page"), default=0)
    position = models.PositiveIntegerField(_("events read"), default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        ordering = ("name",)
        verbose_name = _("part of the mirror")
        verbose_name_plural = _("parts of the mirror")

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """What f13 said of an event's months or performances, kept as ticketing keeps values."""

    key = models.CharField(max_length=64, primary_key=True)
    event_id = models.CharField(max_length=100, db_index=True)
    kept = models.TextField()
    asked_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")

    def __str__(self) -> str:
        return f"{self.event_id}, {self.asked_at:%Y-%m-%d %H:%M}"
