"""What every letter has around its words: who it is from and answered to, and its number."""

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives


def envelope(*, to: str, subject: str, text: str, html: str, number: str) -> EmailMultiAlternatives:
    """A letter to an address alone, without a name. `number` is the same each time that this one goes out:
    should that be twice after all, mailboxes show it once.
    """
    found = EmailMultiAlternatives(
        subject,
        text,
        to=[to],
        reply_to=[settings.REPLY_TO_EMAIL] if settings.REPLY_TO_EMAIL else None,
        headers={"Message-ID": f"<{number}@{_host()}>", "Auto-Submitted": "auto-generated"},
    )
    found.attach_alternative(html, "text/html")
    return found


def _host() -> str:
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return address.rpartition("@")[2] or "localhost"
