"""Whether f13 knows the shop: `test.v1`, asked once."""

from collections.abc import Iterator

from django.conf import settings

from boxoffice import ticketing

from .finding import Finding, well, wrong


def look() -> Iterator[Finding]:
    try:
        ticketing.get_service().get_account()
    except ticketing.NotAuthenticated:
        yield wrong(
            f"f13 does not accept the password of {settings.F13_USER}",
            "see to F13_USER and F13_PASSWORD; each of test and live has its own",
        )
    except ticketing.TicketingError as error:
        kind = type(error).__name__
        yield wrong(
            f"{settings.F13_URL} does not answer as f13 ({kind})", "see to F13_URL, and the way there"
        )
    else:
        yield well(f"{settings.F13_URL} knows {settings.F13_USER}")
