"""Whether letters can be sent: the mail server is greeted, and logged in to. No letter is sent."""

from collections.abc import Iterator
from contextlib import closing
from smtplib import SMTPAuthenticationError, SMTPException

from django.conf import settings
from django.core.mail import get_connection

from .finding import Finding, well, wrong

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def look() -> Iterator[Finding]:
    if settings.EMAIL_BACKEND != SMTP:
        yield wrong("letters go to nobody", "give the address of a mail server as EMAIL_URL")
        return
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with closing(get_connection(SMTP, fail_silently=False)) as connection:
            connection.open()
    except SMTPAuthenticationError:
        yield wrong(f"{server} does not accept the name and password", "see to those in EMAIL_URL")
    except (SMTPException, OSError) as error:
        yield wrong(
            f"{server} does not answer ({type(error).__name__})", "see to EMAIL_URL, and the way there"
        )
    else:
        yield well(f"{server} takes letters from {settings.DEFAULT_FROM_EMAIL}")
