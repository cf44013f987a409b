"""What was promised to be written to a buyer, and when it was sent."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .order import OrderRecord
from .row import is_to_be_looked_at

# Each of them tells how a purchase ended, and a buyer is told that once.
OF_THE_END = ("confirmation", "settled", "failed")


class Fate(models.TextChoices):
    """Why a letter is not tried any more without having been sent."""

    REFUSED = "refused", _("the mail server does not take letters to this address")
    GIVEN_UP = "given_up", _("the mail server did not take it for days")
    WITHDRAWN = "withdrawn", _("another letter is sent in its place, or none is wanted any more")


class Letters(models.QuerySet["Letter"]):
    """Questions about many of them."""

    def waiting(self) -> "Letters":
        """Those that may be sent now: no worker is at it, and the pause after the last try is over."""
        return self.filter(is_to_be_looked_at(), sent_at=None, fate="")

    def undeliverable(self) -> "Letters":
        """Those that staff should know of."""
        return self.filter(fate__in=(Fate.REFUSED, Fate.GIVEN_UP))


class Letter(models.Model):
    """One letter of its kind for an order on one occasion: promised once, sent once.

    `facts`: what it tells beside what the order says, as the number of an item that was cancelled.
    """

    record = models.ForeignKey(OrderRecord, models.CASCADE, related_name="letters")
    kind = models.CharField(_("kind"), max_length=20)
    occasion = models.CharField(_("occasion"), max_length=64, blank=True)
    facts = models.JSONField(_("what it tells"), default=dict, blank=True)
    asked_by = models.CharField(_("asked for by"), max_length=150, blank=True)
    promised_at = models.DateTimeField(_("promised at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    tries = models.PositiveIntegerField(_("times tried"), default=0)
    look_again_at = models.DateTimeField(_("try again at"), null=True, blank=True)
    fate = models.CharField(_("why it is not sent"), max_length=10, choices=Fate, blank=True)
    answer = models.CharField(_("the mail server's answer"), max_length=100, blank=True)
    is_without_files = models.BooleanField(_("too large with its files"), default=False)

    objects = Letters.as_manager()

    class Meta:
        ordering = ("promised_at", "id")
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = (models.Index(fields=("occasion",), name="letters_by_occasion"),)
        constraints = (
            models.UniqueConstraint(
                fields=("record", "kind", "occasion"), name="one_letter_of_a_kind_and_occasion_per_order"
            ),
            # Whoever promises first, from whichever process: the end is told by one letter.
            models.UniqueConstraint(
                fields=("record", "occasion"),
                condition=Q(kind__in=OF_THE_END),
                name="the_end_of_an_order_is_told_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.record} {self.kind}"

    @property
    def is_undeliverable(self) -> bool:
        return self.fate in {Fate.REFUSED, Fate.GIVEN_UP}
