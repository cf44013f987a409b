"""Whom the shop believes what it is told of a visitor: its own proxies, named in TRUSTED_PROXIES, no others.

A balancer ends https and asks the shop by a name of its own, so scheme and host reach the shop as headers.
A visitor can write the same headers. They are believed of a trusted peer, and taken away whoever sent them:
nothing behind this middleware finds them, so nothing can come to rely on them.
"""

import logging
import re
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

Address = IPv4Address | IPv6Address

MOST_TOLD = 20  # forgotten proxies that are told of
LONGEST = 100  # characters of one address: a longer one is none
WITH_PORT = re.compile(r"\[(?P<six>[^\]]*)\](?::\d*)?|(?P<four>[\d.]+):\d*")
SCHEME, HOST = "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST"
# Others that some framework somewhere reads as the scheme or the host. The shop does not.
NEVER_READ = ("HTTP_X_FORWARDED_SSL", "HTTP_X_FORWARDED_PORT", "HTTP_X_FORWARDED_SCHEME", "HTTP_X_SCHEME")


class ProxiesMiddleware:
    """Scheme and host as the visitor's browser has them: `request.scheme` and `get_host()` from here on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._strangers_told: set[str] = set()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        scheme, host = (_last(request.META.pop(name, "")) for name in (SCHEME, HOST))
        for name in NEVER_READ:
            request.META.pop(name, None)
        if scheme or host:
            if has_trusted_peer(request):
                _believe(request, scheme=scheme, host=host)
            else:
                self._tell_of(request)
        return self.get_response(request)

    def _tell_of(self, request: HttpRequest) -> None:
        """Once for each private address: a proxy of one's own that was forgotten looks like this."""
        peer = peer_of(request)
        if peer is None or not peer.is_private or len(self._strangers_told) >= MOST_TOLD:
            return
        if str(peer) not in self._strangers_told:
            self._strangers_told.add(str(peer))
            logger.warning("%s speaks as a proxy and is not named in TRUSTED_PROXIES: not believed", peer)


def has_trusted_peer(request: HttpRequest) -> bool:
    """Whether the one who asks, at the other end of the line, is a proxy of ours."""
    peer = peer_of(request)
    return peer is not None and is_trusted(peer)


def is_trusted(address: Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)


def peer_of(request: HttpRequest) -> Address | None:
    """Who is at the other end of the line; None where the server does not know, as over a socket file."""
    return address_from(request.META.get("REMOTE_ADDR") or "")


def address_from(text: str) -> Address | None:
    """An address as proxies write it: in brackets, with a port, with the link that it was met on."""
    text = text.strip()[:LONGEST]
    if found := WITH_PORT.fullmatch(text):
        text = found["six"] or found["four"] or ""
    try:
        return _plain(ip_address(text))
    except ValueError:
        return None


def _believe(request: HttpRequest, *, scheme: str, host: str) -> None:
    """Put where Django reads them. The host is still checked against ALLOWED_HOSTS, like any other."""
    if scheme in ("http", "https"):
        request.META["wsgi.url_scheme"] = scheme
    if host:
        request.META["HTTP_HOST"] = host


def _last(said: str) -> str:
    """What the peer itself has written: where there are several, the earlier ones are from further away."""
    return said.rpartition(",")[2].strip()


def _plain(address: Address) -> Address:
    """IPv4 where IPv6 only wraps it; without the link, which means something on one machine only."""
    if isinstance(address, IPv4Address):
        return address
    return address.ipv4_mapped or IPv6Address(int(address))
