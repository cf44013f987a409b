"""Fetches one file from a host that somebody else names: guarded, once, and never for long.

The name is looked up once and the connection goes to the number that was checked, so that no second answer of
a name server leads inside. No redirect is followed, no cookie sent, no proxy asked.
"""

import ipaddress
import socket
import ssl
from contextlib import closing, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer

from django.utils.translation import gettext_lazy as _
from requests import certs

from .refusal import Refused
from .sources import Address, is_named

SECONDS = 8.0  # for all of it, from the first connection to the last byte
MOST_NUMBERS = 3  # of a host that are tried
MOST_BYTES = 5 * 1024 * 1024
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 behind a translator: the last four bytes
AUTHORITIES = certs.where()  # type: ignore[attr-defined]  # its stubs leave it out
HEADERS = {
    "User-Agent": "boxoffice (checks a picture once)",
    "Accept": "image/jpeg,image/png,image/webp,image/gif",
    "Accept-Encoding": "identity",
    "Connection": "close",
}

Number = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class File:
    content_type: str
    content: bytes


def fetch(address: Address) -> File:
    """What is there. Raises Refused."""
    connection = _Connection(address, numbers=_numbers(address))
    clock = Timer(SECONDS, connection.cut)
    clock.daemon = True
    clock.start()
    try:
        with closing(connection.ask()) as answer:
            file = _file(answer)
        if connection.was_cut:  # of what has no announced length, a part looks like the whole
            raise TimeoutError
        return file
    except (OSError, HTTPException) as error:
        raise _as_refused(error, was_cut=connection.was_cut) from error
    finally:
        clock.cancel()
        connection.close()


class _Connection(HTTPConnection):
    """To one of the numbers, under the host's name. Another thread may cut it."""

    def __init__(self, address: Address, *, numbers: list[str]) -> None:
        super().__init__(address.host, address.port, timeout=SECONDS)
        self.address = address
        self.numbers = numbers
        self.was_cut = False
        self.wire: socket.socket | None = None  # `sock` is let go of before the body has come

    def connect(self) -> None:
        self.sock = self.wire = _first_that_answers(self.numbers, port=self.address.port)
        if self.address.scheme == "https":
            # The handshake waits until the socket can be cut: a host may stop in the midst of it.
            context = ssl.create_default_context(cafile=AUTHORITIES)
            self.sock = self.wire = sock = context.wrap_socket(
                self.sock, server_hostname=self.address.host, do_handshake_on_connect=False
            )
            self._go_on_unless_cut()
            sock.do_handshake()
        self._go_on_unless_cut()

    def ask(self) -> HTTPResponse:
        self.request("GET", self.address.path, headers={"Host": self.address.authority, **HEADERS})
        return self.getresponse()

    def _go_on_unless_cut(self) -> None:
        """The clock may have run out while there was no socket to cut."""
        if self.was_cut:
            raise TimeoutError

    def cut(self) -> None:
        self.was_cut = True
        if self.wire is not None:
            with suppress(OSError):  # past any encryption, which another thread is in the midst of
                socket.socket.shutdown(self.wire, socket.SHUT_RDWR)


def _first_that_answers(numbers: list[str], *, port: int) -> socket.socket:
    for number in numbers[:-1]:
        with suppress(OSError):
            return socket.create_connection((number, port), timeout=SECONDS / 4)
    return socket.create_connection((numbers[-1], port), timeout=SECONDS)


def _numbers(address: Address) -> list[str]:
    """Where the host is; Refused where it is inside, unless it was written out in the settings."""
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused(_("No host of that name was found.")) from None
    numbers = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not is_named(address) and not all(is_public(number) for number in numbers):
        raise Refused(_("That host is part of a private network."))
    return numbers[:MOST_NUMBERS]


def is_public(number: str) -> bool:
    """Whether it is a place on the internet, in all the ways in which IPv6 wraps IPv4."""
    try:
        ip: Number = ipaddress.ip_address(number.split("%")[0])
    except ValueError:
        return False
    inner = _wrapped(ip)
    is_outside = ip.is_global and not (ip.is_multicast or ip.is_link_local or ip.is_reserved)
    return is_public(str(inner)) if inner is not None else is_outside


def _wrapped(ip: Number) -> ipaddress.IPv4Address | None:
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip in TRANSLATED:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def _file(response: HTTPResponse) -> File:
    if 300 <= response.status < 400:
        raise Refused(_("That address leads on to another one. Please give the picture's own."))
    if response.status != 200:
        sentence = _("The host answered with status %(status)s instead of a picture.")
        raise Refused(sentence, params={"status": response.status})
    content = b"" if (response.length or 0) > MOST_BYTES else response.read(MOST_BYTES + 1)
    if (response.length or 0) > 0 or len(content) > MOST_BYTES:
        raise _cut_short(response, content)
    kind = response.getheader("Content-Type", "").partition(";")[0].strip().lower()
    return File(kind, content)


def _cut_short(response: HTTPResponse, content: bytes) -> Exception:
    """More than we take was announced or came; or less came than was announced."""
    if len(content) + (response.length or 0) > MOST_BYTES:
        return Refused(_("The picture has more than 5 megabytes."))
    return ConnectionError("cut short")


def _as_refused(error: Exception, *, was_cut: bool) -> Refused:
    if was_cut or isinstance(error, TimeoutError):
        return Refused(_("The picture did not come in time. The host is too slow."))
    if isinstance(error, ssl.SSLError):
        return Refused(_("The host could not prove who it is: its certificate is not valid."))
    return Refused(_("The host could not be reached, or broke off."))
