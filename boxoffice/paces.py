"""How often a visitor, and all who share a network, may search, hold, pay, look for orders and log in.

Strict for a visitor, loose for a network: an office and a mobile provider have one address for very many.
A visitor is known by the session, where there is one; whoever throws cookies away is still of a network.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from .limits import NETWORK, Limit, visitors_network


@dataclass(frozen=True)
class Pace:
    """A deed by name, and the settings that say how often. 0 there: as often as one likes."""

    name: str
    per_network: str
    per_visitor: str = ""
    seconds: str = "TRIES_SECONDS"

    def limit(self, which: str) -> Limit | None:
        setting = {"visitor": self.per_visitor, "network": self.per_network}[which]
        most = getattr(settings, setting) if setting else 0
        return Limit(f"{self.name}.{which}", most, getattr(settings, self.seconds)) if most else None


SEARCH = Pace("search", "SEARCH_TRIES_PER_NETWORK")
RESERVE = Pace("reserve", "RESERVE_TRIES_PER_NETWORK", "RESERVE_TRIES_PER_VISITOR")
PAY = Pace("pay", "PAY_TRIES_PER_NETWORK", "PAY_TRIES_PER_VISITOR")
LOGIN = Pace("login", "LOGIN_TRIES_PER_NETWORK")
FIND = Pace("find", "FIND_TRIES_PER_NETWORK", "FIND_TRIES_PER_VISITOR", seconds="FIND_TRIES_SECONDS")
CSP_REPORT = Pace("csp-report", "CSP_REPORTS_PER_NETWORK")


def wait(pace: Pace, request: HttpRequest, *, visitor: str = "") -> int:
    """Count one more try; for how many seconds there may be none, or 0 where this one may go on.

    `visitor` is the name that the session knows; without one the address counts as one visitor.
    """
    address, network = visitors_network(request), visitors_network(request, bits=NETWORK)
    counted = {"visitor": visitor or address, "network": network}
    limits = ((pace.limit(which), whose) for which, whose in counted.items() if whose)
    return max((limit.wait(whose) for limit, whose in limits if limit is not None), default=0)
