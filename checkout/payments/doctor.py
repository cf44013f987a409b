"""Whether Stripe knows the shop, and tells it what happens. Only where the shop has keys of its own."""

from collections.abc import Iterator

from django.conf import settings

from boxoffice.doctor.finding import Finding, unknown, well, wrong

from . import stripe_line

WEBHOOK = "/stripe/webhook/"


def look() -> Iterator[Finding]:
    if not settings.STRIPE_SECRET_KEY:
        yield well("no own account: nothing is paid here")
        return
    kind = "real money" if stripe_line.is_live_shop() else "practice"
    try:
        stripe_line.may_read()
    except stripe_line.StripeTrouble as trouble:
        yield wrong(
            f"Stripe does not take STRIPE_SECRET_KEY ({trouble.code})", "see to the key and its rights"
        )
        return
    yield well(f"Stripe takes the key, which is for {kind}")
    yield _webhook()


def _webhook() -> Finding:
    address = f"{settings.SITE_URL}{WEBHOOK}"
    try:
        endpoints = stripe_line.list_endpoints()
    except stripe_line.StripeTrouble as trouble:
        return unknown(
            f"where webhooks go is not told ({trouble.code})",
            f"give the key the right to read webhook endpoints, or see yourself that {address} is one",
        )
    ours = [one for one in endpoints if one.url == address]
    if not ours:
        return wrong(f"Stripe sends nothing to {address}", "make that endpoint at Stripe: docs/settings.md")
    missing = sorted(set(stripe_line.EVENTS) - set().union(*(one.events for one in ours if one.is_enabled)))
    if not any(one.is_enabled for one in ours):
        return wrong(f"the endpoint {address} is switched off at Stripe", "switch it on in the dashboard")
    if missing and not any("*" in one.events for one in ours):
        return wrong(f"the endpoint lacks {', '.join(missing)}", "add these events to it at Stripe")
    return well(f"Stripe tells {address} what happens")
