"""What of a request arrives at the shop: told to the shop's own doctor alone, by `/health/seen`.

It asks through the balancer, as visitors come, and proves by a signature of a minute that it is the doctor.
"""

from typing import Any

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest

from boxoffice.proxies import has_trusted_peer, peer_of
from boxoffice.version import VERSION
from boxoffice.visitors_address import address_of

PATH = "/health/seen"
HEADER = "X-Doctor"
SECONDS = 60


def proof() -> str:
    return _signer().sign("doctor")


def is_doctor(request: HttpRequest) -> bool:
    try:
        return _signer().unsign(request.headers.get(HEADER, ""), max_age=SECONDS) == "doctor"
    except BadSignature:
        return False


def seen(request: HttpRequest) -> dict[str, Any]:
    """As it came in, before anybody was believed."""
    peer = peer_of(request)
    return {
        "version": VERSION,
        "peer": str(peer or ""),
        "is_private": bool(peer and peer.is_private),
        "is_trusted": has_trusted_peer(request),
        "visitor": address_of(request) or "",
        "scheme": request.META.get("wsgi.url_scheme", ""),
        "host": request.META.get("HTTP_HOST", ""),
        "said_scheme": request.META.get("HTTP_X_FORWARDED_PROTO", ""),
        "said_host": request.META.get("HTTP_X_FORWARDED_HOST", ""),
        "said_visitor": request.META.get("HTTP_X_FORWARDED_FOR", ""),
    }


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="boxoffice.doctor")
