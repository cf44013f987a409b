"""How often somebody may try: counted in windows of time that all processes share.

Whose tries are counted, an IP or email address, is kept as a name that tells nobody who it is.
"""

import logging
import time
from dataclasses import dataclass
from ipaddress import IPv6Network

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from boxoffice import numbers, shared
from boxoffice.visitors_address import address_of

logger = logging.getLogger(__name__)

SUBNET = 64  # bits of an IPv6 address: whoever has one has all that begin alike
NETWORK = 48  # what a provider gives to an office, or to some households


@dataclass(frozen=True)
class Limit:
    """So many tries in each window of so many seconds."""

    name: str
    most: int
    seconds: int

    def wait(self, whose: str) -> int:
        """Count one more try; for how many seconds there may be none, or 0 where this one may go on."""
        window, gone = divmod(int(time.time()), self.seconds)
        count = shared.count(f"limit.{self.name}.{anonymous(whose)}.{window}", self.seconds)
        if count <= self.most:
            return 0
        if count == self.most + 1:  # whoever goes on and on is written down once in each window
            logger.warning("More than %d tries in %d seconds: %s", self.most, self.seconds, self.name)
        numbers.LIMITED.labels(self.name).inc()
        return self.seconds - gone


def anonymous(whose: str) -> str:
    """The same for the same address or network, and it tells nobody which that is."""
    return salted_hmac("boxoffice.limits", whose).hexdigest()[:32]


def visitors_network(request: HttpRequest, *, bits: int = SUBNET) -> str:
    """Who asks, as far as anybody can tell: an address, of IPv6 the network; "" where it is not known."""
    address = address_of(request) or ""
    return str(IPv6Network((address, bits), strict=False)) if ":" in address else address
