"""The way that visitors come, walked once: SITE_URL is asked, and the shop says what arrived."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

from .arriving import HEADER, PATH, proof
from .finding import Finding, well, wrong

SECONDS = 10
NAME_IT = "name the balancer in TRUSTED_PROXIES"


def look() -> Iterator[Finding]:
    address = f"{settings.SITE_URL}{PATH}"
    try:
        answer = requests.get(address, headers={HEADER: proof()}, timeout=SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        yield wrong(f"{settings.SITE_URL} does not answer ({type(error).__name__})", _why(error))
        return
    arrived = _arrived(answer)
    if arrived is None:
        yield wrong(f"{settings.SITE_URL} answers {answer.status_code}, and not as this shop", _who(answer))
        return
    yield well(f"{settings.SITE_URL} leads here; version {arrived['version']}, asked by {arrived['peer']}")
    yield from _judged(arrived)


def _judged(arrived: dict[str, Any]) -> Iterator[Finding]:
    peer, is_trusted = arrived["peer"], arrived["is_trusted"]
    if not is_trusted and any(arrived[name] for name in ("said_scheme", "said_host", "said_visitor")):
        yield wrong(f"{peer} speaks as a proxy and is not trusted", f"{NAME_IT}, if it is yours")
    elif not is_trusted and arrived["is_private"] and _is_elsewhere():
        yield wrong(f"{peer} is private and not trusted, so all visitors look alike", NAME_IT)
    yield _scheme(arrived)
    yield _host(arrived)
    if is_trusted:
        yield _visitor(arrived)


def _scheme(arrived: dict[str, Any]) -> Finding:
    wanted = urlsplit(settings.SITE_URL).scheme
    scheme = (arrived["is_trusted"] and _last(arrived["said_scheme"])) or arrived["scheme"]
    if scheme == wanted:
        return well(f"visitors are seen to come by {scheme}")
    circles = ", and are sent round in circles" if wanted == "https" else ""
    return wrong(
        f"visitors who come by {wanted} are seen to come by {scheme}{circles}",
        "have the balancer send X-Forwarded-Proto" if arrived["is_trusted"] else NAME_IT,
    )


def _host(arrived: dict[str, Any]) -> Finding:
    wanted = urlsplit(settings.SITE_URL).netloc
    host = (arrived["is_trusted"] and _last(arrived["said_host"])) or arrived["host"]
    if host.lower() == wanted.lower():
        return well(f"it is asked for as {host}")
    return wrong(
        f"it is asked for as {host}, and SITE_URL says {wanted}",
        "have the balancer hand Host on as it came, or send X-Forwarded-Host",
    )


def _visitor(arrived: dict[str, Any]) -> Finding:
    if arrived["said_visitor"]:
        return well(f"this machine is seen as the visitor {arrived['visitor']}")
    return wrong(
        "the balancer does not say whom it was asked by: all visitors look alike",
        "have it add the visitor's address to X-Forwarded-For",
    )


def _arrived(answer: requests.Response) -> dict[str, Any] | None:
    try:
        told = answer.json()
    except ValueError:
        return None
    return told if isinstance(told, dict) and "peer" in told and answer.status_code == 200 else None


def _is_elsewhere() -> bool:
    """Whether visitors come from other machines, rather than a developer from this one."""
    return (urlsplit(settings.SITE_URL).hostname or "") not in {"localhost", "127.0.0.1", "::1"}


def _last(said: str) -> str:
    return said.rpartition(",")[2].strip()


def _why(error: requests.RequestException) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return "see to the certificate of the balancer"
    return "see to the name, the balancer and its way here; or run the doctor where SITE_URL can be reached"


def _who(answer: requests.Response) -> str:
    if answer.is_redirect:
        return f"SITE_URL must be where nobody is sent on; this one leads to {_place(answer)}"
    return "see where SITE_URL leads; another shop, or copies with another SECRET_KEY, answer like that"


def _place(answer: requests.Response) -> str:
    parts = urlsplit(answer.headers.get("Location", ""))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else parts.path
