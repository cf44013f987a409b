"""Who answers what: the table of addresses, and the journal's line for each request."""

import sys
import traceback
from collections.abc import Callable
from dataclasses import replace

from sandbox import cider, control, debitor, f13, front, mail_pages, pictures, vouchers, white_label
from sandbox.http import Refusal, Request, Response, as_refusal
from sandbox.stripe import api as stripe_api
from sandbox.stripe import pages as stripe_pages
from sandbox.world import World

ROUTES: tuple[tuple[str, Callable[[World, Request], Response]], ...] = (
    ("/f13/", f13.answer),
    ("/cider/", cider.answer),
    ("/pay/", debitor.answer),
    ("/v1/", stripe_api.answer),
    ("/v3", stripe_pages.answer),
    ("/basil/", stripe_pages.answer),
    ("/clover/", stripe_pages.answer),
    ("/api/complete_booking/", white_label.answer),
    ("/voucher/", vouchers.answer),
    ("/pictures/", pictures.answer),
    ("/_control/", control.answer),
    ("/mail/", mail_pages.answer),
    ("/", front.answer),
)
# These wait in the middle of what they do, when the deed has begun and is not done.
WAIT_IN_THEIR_MIDDLE = frozenset({"purchase", "callback"})


def endpoint_name(request: Request) -> str:
    """What a fault may name: `purchase` for /f13/purchase.v1/…, `cider`, `pay`, `white_label`; for Stripe's
    API `stripe.capture` and the like; nothing for the rest.
    """
    first, _, rest = request.path.lstrip("/").partition("/")
    if first == "f13":
        return rest.partition(".")[0]
    if first == "v1":
        deed = stripe_api.deed_of(request)
        return f"stripe.{deed}" if deed else ""
    if request.path.startswith("/api/complete_booking/"):
        return "white_label"
    return first if first in {"cider", "pay"} else ""


def _waits_in_its_middle(request: Request) -> bool:
    name = endpoint_name(request)
    return name in WAIT_IN_THEIR_MIDDLE or name.startswith("stripe.")


def answer(world: World, request: Request) -> Response:
    """The answer to a request, delayed as it says."""
    try:
        if request.delay and not _waits_in_its_middle(request):
            world.wait(request.delay)
        return _route(request)(world, _as_get(request))
    except Refusal as refusal:
        return as_refusal(refusal)
    except Exception:  # a bug of the sandbox's own: say so loudly, and answer all the same
        traceback.print_exc(file=sys.stderr)
        return as_refusal(Refusal("The sandbox broke; its own output says how", status=500, code=0))


def _as_get(request: Request) -> Request:
    """HEAD asks for a GET's headers; the server keeps the body back."""
    return replace(request, method="GET") if request.method == "HEAD" else request


def _route(request: Request) -> Callable[[World, Request], Response]:
    return next((view for prefix, view in ROUTES if request.path.startswith(prefix)), front.answer)
