"""What every answer says to browsers about itself, in one place: pages, files, redirects and failures alike.

A view that needs more than this sets a header of its own, by `policy` or `may_pay`, and keeps it.
"""

from collections.abc import Callable, Iterable, Mapping

from csp.constants import HEADER as POLICY
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse

ENDPOINT = "csp"  # as the policy and Reporting-Endpoints name it
PERMISSIONS = "Permissions-Policy"
# What no page of the shop uses. "Near me" asks where the visitor is; cards are paid with on one page alone.
NOBODY = (
    *("accelerometer", "browsing-topics", "camera", "display-capture", "gyroscope", "hid", "magnetometer"),
    *("microphone", "midi", "serial", "usb"),
)


class HeadersMiddleware:
    """Outermost: whoever answers, a kept page, a file or a failure, it passes here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.headers = tuple(every_answers().items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.headers:
            response.headers.setdefault(name, value)
        if settings.DEBUG and response.status_code in {404, 500}:
            del response[POLICY]  # Django's own pages for developers bring their styles along
        return response


def every_answers() -> dict[str, str]:
    """The headers of an answer that has none of its own, by name."""
    said = {
        POLICY: policy(),
        "Reporting-Endpoints": f'{ENDPOINT}="{settings.CSP_REPORT_PATH}"',
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        PERMISSIONS: _permissions(payment=()),
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if settings.SECURE_HSTS_SECONDS:
        said["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    return said


def policy(update: Mapping[str, Iterable[str]] | None = None) -> str:
    """The shop's Content-Security-Policy, with these sources besides, by directive."""
    return build_policy(update={name: list(sources) for name, sources in (update or {}).items()})


def may_pay(response: HttpResponse, *, origin: str) -> None:
    """Wallets may be asked here, by the shop and by frames of that origin; some open a window."""
    response[PERMISSIONS] = _permissions(payment=("self", f'"{origin}"'))
    response["Cross-Origin-Opener-Policy"] = "same-origin-allow-popups"


def _permissions(*, payment: Iterable[str]) -> str:
    allowed: dict[str, Iterable[str]] = {"geolocation": ("self",), "payment": payment}
    allowed |= dict.fromkeys(NOBODY, ())
    return ", ".join(f"{name}=({' '.join(who)})" for name, who in sorted(allowed.items()))
