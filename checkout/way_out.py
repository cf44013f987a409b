"""Where a debitor has the buyer sent to, and whether a browser may be sent there. Values, no deeds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlencode, urlsplit

HOST = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\]")
CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")


@dataclass(frozen=True)
class WayOut:
    """A page elsewhere, and what it is to be given: in its address, or as a form."""

    destination: str
    is_post: bool = False
    parameters: Sequence[tuple[str, str]] = ()

    @property
    def address(self) -> str:
        """A link's has the parameters in their order, behind what is there already; a form's is as it is."""
        if self.is_post or not self.parameters:
            return self.destination
        before, hash_, fragment = self.destination.partition("#")
        between = "" if before.endswith(("?", "&")) else "&" if "?" in before else "?"
        return f"{before}{between}{urlencode(self.parameters)}{hash_}{fragment}"

    @property
    def host(self) -> str:
        """As it is told to the buyer."""
        return urlsplit(self.destination).netloc.lower()

    @property
    def origin(self) -> str:
        """As a policy names it: nothing in it can be read as more than one origin."""
        return f"{urlsplit(self.destination).scheme.lower()}://{self.host}"


def may_be_followed(destination: str, *, is_debug: bool = False) -> bool:
    """Over https alone, or to this very machine, where the practice box office is."""
    try:
        parts = urlsplit(destination)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    named = f"[{host}]" if ":" in host else host
    is_plain = parts.netloc.lower() in {named, f"{named}:{port}"} and HOST.fullmatch(named)
    if not is_plain or CONTROL.search(destination):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and (is_debug or _is_this_machine(host)))


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
