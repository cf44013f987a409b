"""Which endpoint's answer a step tells of. A step itself keeps only what happened and f13's request id."""

from collections.abc import Iterable, Iterator

from .. import callouts, purchase, settling
from ..models import Step

PURCHASE, CALLBACK, RELEASE, STRIPE = "purchase.v1", "callback.v1", "release.v1", "Stripe"
LOOKED_UP = "purchase_page_archive.v1 or status.v1"
SALES = "orders_sold.v1"
# How a step begins, and what was asked then; the first that fits.
BY_BEGINNING = (
    ("held", "reserve.v1"),
    ("nothing was held", "reserve.v1"),
    ("reserve had", "reserve.v1"),
    ("release", RELEASE),
    ("ran out, and was not released", RELEASE),
    ("letting go", RELEASE),
    ("no answer from the archive", "purchase_page_archive.v1"),
    ("no answer from status by", "trans_id_status.v1"),
    ("no answer from status", "status.v1"),
    (f"no answer from {settling.SALES}", SALES),
    (settling.SALES, SALES),
    ("status says", "status.v1"),
    ("no answer from Stripe", STRIPE),
    ("Stripe", STRIPE),
    ("money:", STRIPE),
    ("cancel", "cancel.v1"),
    ("the answer to the cancellation", "cancel.v1"),
    (callouts.UNHEARD, "status.v1"),
)


def endpoints_of(steps: Iterable[Step]) -> Iterator[str]:
    """One for each step, "" where nobody was asked. A purchase's end is told by whoever was asked last."""
    last = ""
    for step in steps:
        if step.what == settling.ASKED:
            last = PURCHASE
        elif step.what == purchase.CALLED_BACK:
            last = CALLBACK
        known = next((endpoint for start, endpoint in BY_BEGINNING if step.what.startswith(start)), "")
        yield known or (last if step.request_id or step.what == settling.ASKED else "")
        if _is_looking_up(step.what):
            last = LOOKED_UP


def _is_looking_up(what: str) -> bool:
    return what == "the answer is lost" or what.startswith(("no answer from", "status says"))
