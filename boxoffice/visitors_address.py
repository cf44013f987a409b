"""A visitor's IP address: the peer's, or what proxies say that staff trust. Nobody else is listened to.

Each proxy adds the address that it was asked from at the end of X-Forwarded-For, and a visitor may have sent
the header's beginning. So it is read from its end, and only while the one who wrote is to be trusted. The
header `Forwarded` is not read: a proxy that does not know it hands on whatever a visitor has written there.
"""

from django.http import HttpRequest

from .proxies import address_from, is_trusted, peer_of


def address_of(request: HttpRequest) -> str | None:
    """The visitor's address as text; None where the server does not know its peer, as over a socket file."""
    address = peer_of(request)
    said = request.META.get("HTTP_X_FORWARDED_FOR") or ""
    for text in reversed(said.split(",")):
        if address is None or not is_trusted(address):
            break
        before = address_from(text)
        if before is None:
            break
        address = before
    return None if address is None else str(address)
