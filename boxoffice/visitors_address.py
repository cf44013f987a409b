"""A visitor's IP address: the peer's, or what proxies say that staff trust. Nobody else is listened to.

Each proxy adds the address that it was asked from at the end of X-Forwarded-For, and a visitor may have sent
the header's beginning. So it is read from its end, and only while the one who wrote is to be trusted. The
header `Forwarded` is not read: a proxy that does not know it hands on whatever a visitor has written there.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address

LONGEST = 100  # characters of one address: a longer one is none
WITH_PORT = re.compile(r"\[(?P<six>[^\]]*)\](?::\d*)?|(?P<four>[\d.]+):\d*")


def address_of(request: HttpRequest) -> str | None:
    """The visitor's address as text; None where the server does not know its peer, as over a socket file."""
    address = _address_from(request.META.get("REMOTE_ADDR") or "")
    said = request.META.get("HTTP_X_FORWARDED_FOR") or ""
    for text in reversed(said.split(",")):
        if address is None or not _is_trusted(address):
            break
        before = _address_from(text)
        if before is None:
            break
        address = before
    return None if address is None else str(address)


def _is_trusted(address: Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)


def _address_from(text: str) -> Address | None:
    """An address as proxies write it: in brackets, with a port, with the link that it was met on."""
    text = text.strip()[:LONGEST]
    if found := WITH_PORT.fullmatch(text):
        text = found["six"] or found["four"] or ""
    try:
        return _plain(ip_address(text))
    except ValueError:
        return None


def _plain(address: Address) -> Address:
    """IPv4 where IPv6 only wraps it; without the link, which means something on one machine only."""
    if isinstance(address, IPv4Address):
        return address
    return address.ipv4_mapped or IPv6Address(int(address))
