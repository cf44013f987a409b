"""How often somebody may try: counted in windows of time that all processes share.

Whose tries are counted, an IP or email address, is kept as a name that tells nobody who it is.
"""

import time
from dataclasses import dataclass
from ipaddress import IPv6Network

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from boxoffice import shared
from boxoffice.visitors_address import address_of

SUBNET = 64  # bits of an IPv6 address: whoever has one has all that begin alike


@dataclass(frozen=True)
class Limit:
    """So many tries in each window of so many seconds."""

    name: str
    most: int
    seconds: int

    def wait(self, whose: str) -> int:
        """Count one more try; for how many seconds there may be none, or 0 where this one may go on."""
        window, gone = divmod(int(time.time()), self.seconds)
        key = f"limit.{self.name}.{salted_hmac('boxoffice.limits', whose).hexdigest()[:32]}.{window}"
        count = shared.store.increment(key, self.seconds)
        return self.seconds - gone if count > self.most else 0


def visitors_network(request: HttpRequest) -> str:
    """Who asks, as far as anybody can tell: an address, of IPv6 the network; "" where it is not known."""
    address = address_of(request) or ""
    return str(IPv6Network((address, SUBNET), strict=False)) if ":" in address else address
