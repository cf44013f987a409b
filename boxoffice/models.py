"""What the shop keeps besides events and orders: what processes share, what staff say on all pages, roles."""

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from .prose import HELP

ACCESSIBILITY = "accessibility"  # what staff write under this address stands beneath the shop's own page


class Shared(models.Model):
    """Small values where there is no Redis; boxoffice/shared.py speaks to it."""

    key = models.CharField(max_length=200, primary_key=True)
    value = models.TextField()
    ends_at = models.FloatField(db_index=True)  # seconds since the epoch, as time.time() tells it

    class Meta:
        db_table = "boxoffice_shared"
        verbose_name_plural = "shared"

    def __str__(self) -> str:
        return self.key


class LegalPage(models.Model):
    """A page of the shop's own words: terms, privacy, imprint."""

    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        help_text=_("The end of the page's address: /pages/terms/ for “terms”."),
    )
    order = models.PositiveSmallIntegerField(
        _("place in the footer"), default=100, help_text=_("The lowest comes first.")
    )
    is_in_footer = models.BooleanField(
        _("in the footer"), default=True, help_text=_("Otherwise it is reached by its address alone.")
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        ordering = ("order", "slug")
        verbose_name = _("legal page")
        verbose_name_plural = _("legal pages")

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        if self.slug == ACCESSIBILITY:
            return reverse("catalog:accessibility")
        return reverse("legal_page", args=[self.slug])


class LegalText(models.Model):
    """A legal page in one language."""

    page = models.ForeignKey(LegalPage, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=16)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), help_text=HELP)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("page", "language"), name="one_legal_text_per_language"),
        )
        verbose_name = _("text")
        verbose_name_plural = _("texts")

    def __str__(self) -> str:
        return language_name(self.language)


class FooterText(models.Model):
    """What the foot of every page says in one language."""

    language = models.CharField(_("language"), max_length=16, unique=True)
    text = models.TextField(_("text"), help_text=HELP)

    class Meta:
        ordering = ("language",)
        verbose_name = _("footer")
        verbose_name_plural = _("footers")

    def __str__(self) -> str:
        return language_name(self.language)


class GivenRight(models.Model):
    """A right that a role was given once, by `boxoffice/staff/roles.py`: not to be given again."""

    role = models.CharField(max_length=150)
    right = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("role", "right"), name="each_right_given_once"),)
        default_permissions = ()
        verbose_name = _("given right")
        verbose_name_plural = _("given rights")

    def __str__(self) -> str:
        return f"{self.role}: {self.right}"


def language_name(code: str) -> str:
    """What a language is called by those who speak it."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code
