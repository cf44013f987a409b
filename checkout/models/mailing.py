"""One letter that staff write to the buyers of a performance, in each language that they write it in."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MailingStanding(models.TextChoices):
    DRAFT = "draft", _("being written")
    SENDING = "sending", _("on its way")
    STOPPED = "stopped", _("stopped")


class Mailing(models.Model):
    """To whom it goes: buyers of a performance, or of an event's day. Sent once, it changes no more.

    The letters themselves are rows of the letters' queue, on an occasion that names this row.
    """

    event_id = models.CharField(_("event's id"), max_length=100)
    event_name = models.CharField(_("event"), max_length=300, blank=True)
    perf_id = models.CharField(_("performance's id"), max_length=100, blank=True)
    performance = models.CharField(_("performance"), max_length=300, blank=True)
    day = models.DateField(_("day at the venue"), null=True, blank=True)

    standing = models.CharField(
        _("standing"), max_length=10, choices=MailingStanding, default=MailingStanding.DRAFT
    )
    made_by = models.CharField(_("written by"), max_length=150)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    sent_by = models.CharField(_("sent by"), max_length=150, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    # The worker writes to buyers in the order of their orders' ids, up to here so far.
    last_record = models.UUIDField(null=True, blank=True, editable=False)
    is_complete = models.BooleanField(_("all are promised"), default=False)

    class Meta:
        ordering = ("-made_at",)
        default_permissions = ("add", "change", "view")
        permissions = (("send_mailing", _("Can send a letter to all buyers of a performance")),)
        verbose_name = _("letter to buyers")
        verbose_name_plural = _("letters to buyers")

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.event_name, self.performance, str(self.day or ""))))

    @property
    def occasion(self) -> str:
        return f"mailing {self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.standing == MailingStanding.DRAFT

    def text_in(self, language: str) -> "MailingText | None":
        """In the buyer's language, else in the shop's first one, else in any."""
        said = {text.language: text for text in self.texts.all()}
        return said.get(language) or said.get(settings.LANGUAGE_CODE) or next(iter(said.values()), None)

    def move(self, to: MailingStanding, *, of: MailingStanding, **changes: Any) -> bool:
        """On from one standing; False where somebody was quicker."""
        changes |= {"standing": to}
        moved = Mailing.objects.filter(pk=self.pk, standing=of).update(**changes)
        if moved:
            for name, value in changes.items():
                setattr(self, name, value)
        return bool(moved)


class MailingText(models.Model):
    """The letter in one language."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=16)
    subject = models.CharField(_("subject"), max_length=120)
    text = models.TextField(_("text"), max_length=10_000)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("mailing", "language"), name="one_text_per_language_of_a_mailing"
            ),
        )
        default_permissions = ()
        verbose_name = _("text")
        verbose_name_plural = _("texts")

    def __str__(self) -> str:
        return self.language
