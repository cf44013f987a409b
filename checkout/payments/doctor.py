"""Whether Stripe knows the shop, and tells it what happens. Only where the shop has keys of its own."""

from collections.abc import Iterator

from django.conf import settings

from boxoffice.doctor.finding import Finding, unknown, well, wrong

from . import stripe_line, stripe_listeners

WEBHOOK = "/stripe/webhook/"


def look() -> Iterator[Finding]:
    if not settings.STRIPE_SECRET_KEY:
        yield well("no own account: nothing is paid here")
        return
    kind = "real money" if stripe_line.is_live_shop() else "practice"
    try:
        stripe_listeners.may_read()
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
        known = stripe_listeners.list_listeners()
    except stripe_line.StripeTrouble as trouble:
        return unknown(
            f"where webhooks go is not told ({trouble.code})",
            f"give the key the right to read webhook endpoints, or see yourself that {address} is one",
        )
    ours = [one for one in known if one.url == address]
    if not ours:
        return wrong(f"Stripe sends nothing to {address}", "make that endpoint at Stripe: docs/settings.md")
    enabled = [one for one in ours if one.is_enabled]
    if not enabled:
        return wrong(f"the endpoint {address} is switched off at Stripe", "switch it on in the dashboard")
    lacks = min((one.lacks for one in enabled), key=len)
    if lacks:
        return wrong(f"the endpoint lacks {', '.join(lacks)}", "add these events to it at Stripe")
    return well(f"Stripe tells {address} what happens")
