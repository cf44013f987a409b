"""Whom f13 takes the shop for, and whether a purchase by that account costs nobody anything."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from boxoffice import ticketing

from .errors import Refused, Unusable

# The users and the API root of f13's own documentation, where nothing that is bought is real.
DEMO_USERS = frozenset({"demo", "demo-stripe", "demo-redirect", "demo-creditcard"})
DEMO_HOST = "demo.ticketswitch.com"
EVENTS = ("7AB", "7AA", "6IF", "6IE", "LN48")


@dataclass(frozen=True)
class ApiAccount:
    """An account as `test.v1` names it, at an API root. `sells`: which of the test events it has."""

    user: str
    name: str
    root: str
    is_practice: bool  # the root is a practice box office, which says so by its control doors
    sells: frozenset[str] = frozenset()

    @property
    def is_demo(self) -> bool:
        """Both are asked for: a user may be called anything at an API whose tickets are real."""
        return self.is_practice or (
            self.user in DEMO_USERS and urlsplit(self.root).hostname == DEMO_HOST and _is_https(self.root)
        )


def account_of(root: str, *, is_practice: bool) -> ApiAccount:
    """The account of the shop's settings. Raises Unusable where f13 does not know it, or does not answer."""
    service = ticketing.get_service("en")
    try:
        known = service.get_account()
        sells = service.get_events(EVENTS)
    except ticketing.TicketingError as error:
        raise Unusable(f"{root} does not answer this shop as f13 does: {type(error).__name__}") from error
    return ApiAccount(known.id, known.name, root, is_practice, frozenset(sells))


def refuse_a_live_one(account: ApiAccount) -> None:
    if not account.is_demo:
        raise Refused(
            f"{account.user} at {account.root} is no demo account: purchases may cost money. "
            "Nothing was opened. Say --live-purchases if that is meant."
        )


def _is_https(root: str) -> bool:
    return urlsplit(root).scheme == "https"
