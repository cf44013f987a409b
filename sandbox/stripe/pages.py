"""`/v3/`: the browser script, the card fields that it frames, and the bank's page for 3-D Secure."""

from html import escape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from sandbox.http import Request, Response, redirect
from sandbox.pages import not_found, page
from sandbox.stripe import charging
from sandbox.stripe.currencies import major
from sandbox.stripe.errors import StripeError
from sandbox.stripe.objects import Intent, Status
from sandbox.world import World

FOLDER = Path(__file__).parent / "browser"
SCRIPT, STYLE = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
WHOLE_SCRIPT = ("flattened.js", "stripe.js", "elements.js"), SCRIPT
VERSIONS = frozenset({"v3", "basil", "clover"})
FILES: dict[str, tuple[tuple[str, ...], str]] = {
    "": WHOLE_SCRIPT,
    "stripe.js": WHOLE_SCRIPT,
    "field.html": (("field.html",), "text/html; charset=utf-8"),
    "field.js": (("flattened.js", "field.js"), SCRIPT),
    "field.css": (("field.css",), "text/css; charset=utf-8"),
}
PAID = frozenset({Status.SUCCEEDED, Status.REQUIRES_CAPTURE, Status.PROCESSING})
TELL = """
<p role="status">Done. You may go back to the shop.</p>
<script>parent.postMessage({practiceStripe: "authenticated"}, "*")</script>
"""


def answer(world: World, request: Request) -> Response:
    """A file of the browser script, or a page for a buyer."""
    version, *parts = request.path.strip("/").split("/")
    name, rest = (*parts, "", "")[:2]
    if name == "authenticate":
        return _authenticate(world, request, challenge=rest)
    if name == "receipt":
        return _receipt(world, rest)
    if version not in VERSIONS or name not in FILES or rest:
        return not_found("No such file")
    files, content_type = FILES[name]
    return Response(b"".join((FOLDER / file).read_bytes() for file in files), content_type=content_type)


def way_back(intent: Intent) -> str:
    """The shop's return address, with what Stripe adds to it."""
    added = urlencode(
        {
            "payment_intent": intent.id,
            "payment_intent_client_secret": intent.client_secret,
            "redirect_status": "succeeded" if intent.status in PAID else "failed",
        }
    )
    return f"{intent.return_url}{'&' if urlsplit(intent.return_url).query else '?'}{added}"


def _authenticate(world: World, request: Request, *, challenge: str) -> Response:
    """The bank's question. Once it is answered, or the shop no longer asks, the buyer is sent back."""
    stripe, params = world.stripe, request.params
    with stripe.lock:
        stripe.agenda.catch_up()
        try:
            intent = stripe.challenged(challenge)
        except StripeError as error:
            return page("Your bank", f"<p>{escape(error.message)}.</p>", status=error.status)
        is_asked = intent.status is Status.REQUIRES_ACTION
        if is_asked and request.method != "POST":
            return _question(intent, is_framed="framed" in params)
        if is_asked:
            charging.authenticated(stripe, intent, is_buyer=params.get("decision") == "complete")
        if "framed" in params or not intent.return_url:
            return page("Your bank", TELL)
        return redirect(way_back(intent))


def _question(intent: Intent, *, is_framed: bool) -> Response:
    amount = f"{major(intent.amount, currency=intent.currency)} {intent.currency.upper()}"
    framed = '<input type="hidden" name="framed" value="1">' if is_framed else ""
    return page(
        "3-D Secure: is it you?",
        '<p class="note">A practice bank: no money moves.</p>'
        f"<p>A shop asks for <strong>{escape(amount)}</strong>.</p>"
        f'<form method="post">{framed}'
        '<button name="decision" value="complete">Complete</button>'
        '<button name="decision" value="fail">Fail</button></form>',
    )


def _receipt(world: World, charge_id: str) -> Response:
    charge = world.stripe.charges.get(charge_id)
    if charge is None or not charge.is_captured:
        return not_found("No such receipt")
    amount = major(charge.amount_captured, currency=charge.currency)
    return page("Receipt", f"<p>{amount} {escape(charge.currency.upper())}</p>")
