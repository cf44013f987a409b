"""The shop's own address, and what has to agree with it. Nobody is asked."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

from .finding import Finding, well, wrong


def look() -> Iterator[Finding]:
    yield _https()
    yield _hosts()
    yield _origins()
    yield _trusted()
    if settings.DEBUG:
        yield wrong("DEBUG is on, and shows visitors the shop's inside", "take DEBUG away")


def _https() -> Finding:
    if settings.SITE_URL.startswith("https:"):
        return well(f"SITE_URL is {settings.SITE_URL}")
    return wrong(f"SITE_URL is {settings.SITE_URL}: cookies and payments go unprotected", "give it by https:")


def _hosts() -> Finding:
    host = urlsplit(settings.SITE_URL).hostname or ""
    if "*" in settings.ALLOWED_HOSTS:
        return wrong("ALLOWED_HOSTS allows any", "name the shop's hosts, or take the variable away")
    if not validate_host(host, settings.ALLOWED_HOSTS):
        return wrong(f"ALLOWED_HOSTS lacks {host}, the host of SITE_URL", f"add {host} to ALLOWED_HOSTS")
    return well(f"hosts are {', '.join(settings.ALLOWED_HOSTS)}")


def _origins() -> Finding:
    ours = settings.CSRF_TRUSTED_ORIGINS
    if settings.SITE_URL not in ours:
        return wrong(
            f"CSRF_TRUSTED_ORIGINS lacks {settings.SITE_URL}: forms may be refused behind a balancer",
            f"add {settings.SITE_URL} to CSRF_TRUSTED_ORIGINS",
        )
    unprotected = [one for one in ours if not one.startswith("https://") and one != settings.SITE_URL]
    if unprotected:
        return wrong(f"CSRF_TRUSTED_ORIGINS trusts {', '.join(unprotected)}", "name origins by https://")
    return well(f"forms come from {', '.join(ours)}")


def _trusted() -> Finding:
    everybody = [str(network) for network in settings.TRUSTED_PROXIES if network.prefixlen == 0]
    if everybody:
        return wrong(
            f"TRUSTED_PROXIES trusts {', '.join(everybody)}: visitors can say whose address they have",
            "name the balancer's addresses or its network, and no other",
        )
    named = ", ".join(map(str, settings.TRUSTED_PROXIES))
    return well(f"proxies are {named}" if named else "no proxy is trusted")
