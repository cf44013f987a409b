"""Which addresses pictures may come from: MEDIA_HOSTS, read as browsers read a policy's sources, or stricter.

`https:` is any host by https. `https://img.example`, `img.example`, `*.example` are https at its usual port.
Any other port, http, and a host that is a number have to be written out, as `http://127.0.0.1:8013` for
practice.
"""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .refusal import Refused

PORTS = {"https": 443, "http": 80}
SOURCE = re.compile(
    r"(?:(?P<scheme>https?):(?://)?)?(?P<host>\[[^\]]+\]|[^:/']*)(?::(?P<port>\d+|\*))?(?P<path>/.*)?",
    re.IGNORECASE,
)
HOST = re.compile(r"[a-z0-9_.-]+|[0-9a-f:.]+", re.ASCII)
DOTS = re.compile(r"/(\.|%2e){1,2}(/|$)", re.IGNORECASE)
SAFE = "/%:@!$&'()*+,;=~-._?"  # what an address may hold as it is


@dataclass(frozen=True)
class Address:
    """Where a picture is said to be."""

    scheme: str
    host: str
    port: int
    path: str  # with its query

    @property
    def is_a_number(self) -> bool:
        return _is_a_number(self.host)

    @property
    def has_usual_port(self) -> bool:
        return self.port == PORTS[self.scheme]

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.has_usual_port else f"{host}:{self.port}"


@dataclass(frozen=True)
class Source:
    """One of MEDIA_HOSTS."""

    scheme: str
    host: str  # "" for any, *.example for those below it
    port: str  # "" for the usual one
    path: str

    def allows_host(self, address: Address) -> bool:
        if not self.host or self.host == "*":
            return True
        if self.host.startswith("*."):
            return address.host.endswith(self.host[1:])
        return address.host == self.host

    def allows_place(self, address: Address) -> bool:
        """The host, and the door to it."""
        has_port = self.port in ("*", str(address.port)) if self.port else address.has_usual_port
        return self.scheme == address.scheme and has_port and self.allows_host(address)

    def allows(self, address: Address) -> bool:
        return self.allows_place(address) and self._allows_path(address.path.split("?")[0])

    def names(self, address: Address) -> bool:
        """Whether exactly this host was written out: whoever did so knows where it is."""
        return self.host == address.host and self.allows(address)

    def _allows_path(self, path: str) -> bool:
        """What begins with the listed folder; browsers resolve dots, so that they could lead out of it."""
        if not self.path:
            return True
        if DOTS.search(path):
            return False
        return path.startswith(self.path) if self.path.endswith("/") else path == self.path


def allowed(url: str) -> Address:
    """The address, taken apart. Raises Refused with the reason for which pictures do not come from there."""
    parts = _parts(url)
    if parts.username is not None or parts.password is not None:
        raise Refused(_("The address must not hold a user name or a password."))
    address = _address(parts)
    if not any(source.allows(address) for source in sources()):
        raise Refused(_why_not(address))
    if address.is_a_number and not is_named(address):
        raise Refused(_("Please give the host by its name, not by its number."))
    return address


def is_named(address: Address) -> bool:
    return any(source.names(address) for source in sources())


def sources() -> Iterator[Source]:
    for text in settings.MEDIA_HOSTS:
        found = SOURCE.fullmatch(text.strip())
        if found is None:
            continue  # data:, 'self' and the like are nothing to fetch
        scheme, host = (found["scheme"] or "https").lower(), (found["host"] or "").strip("[]").lower()
        if host or (scheme == "https" and found["scheme"]):
            yield Source(scheme, host, found["port"] or "", found["path"] or "")


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        parts.port  # noqa: B018 -- asked here, where a senseless one can be answered
    except ValueError:
        raise Refused(_("That is not the address of a picture on the web.")) from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise Refused(_("That is not the address of a picture on the web."))
    return parts


def _address(parts: SplitResult) -> Address:
    host = (parts.hostname or "").rstrip(".")
    try:
        host = host if _is_a_number(host) else host.encode("idna").decode().lower()
    except UnicodeError:
        host = ""
    if not HOST.fullmatch(host):
        raise Refused(_("That is not the address of a picture on the web."))
    port = PORTS[parts.scheme] if parts.port is None else parts.port
    path = quote(parts.path or "/", safe=SAFE) + (f"?{quote(parts.query, safe=SAFE)}" if parts.query else "")
    return Address(parts.scheme, host, port, path)


def _is_a_number(host: str) -> bool:
    """127.0.0.1, ::1; also 2130706433, 0x7f.1 and whatever else resolvers take for a number."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return re.fullmatch(r"(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+))*", host, re.IGNORECASE) is not None
    return True


def _why_not(address: Address) -> Any:
    of_this_host = [source for source in sources() if source.allows_host(address)]
    if address.scheme != "https" and not any(source.scheme == "http" for source in of_this_host):
        return _("The address must begin with https://.")
    if not of_this_host:
        return _("Pictures may not come from that host. The shop's MEDIA_HOSTS names those that they may.")
    if not any(source.allows_place(address) for source in of_this_host):
        return _("Pictures may come from that host, but not from that port.")
    return _("Pictures may come from that host, but not from that folder.")
