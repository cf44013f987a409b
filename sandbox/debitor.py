"""The redirect debitor's payment pages: pay, refuse, start over or wander off, and the way back to the shop.

`/pay/dummy_redirect.buy/USER` is where a callout leads, by GET or POST as the callout says. The parameters
`decision` (pay, pay_3d, refuse, restart) and `back` (get, post, both) press the button at once, for tests.
"""

import urllib.error
import urllib.request
from html import escape
from typing import Any
from urllib.parse import urlencode

from sandbox.box_office import Status
from sandbox.callouts import Callout, Decision, Hop
from sandbox.http import Pairs, Params, Refusal, Request, Response, redirect
from sandbox.pages import hidden, page
from sandbox.world import World

BUTTONS = {
    Decision.PAY: "Pay",
    Decision.PAY_THEN_3D: "Pay, then 3-D Secure",
    Decision.REFUSE: "Refuse",
    Decision.RESTART: "Start over",
}
WAYS_BACK = {"get": "by GET", "post": "by POST", "both": "by POST, half of it in the address"}
CARDS = ("tok_visa", "tok_mastercard", "tok_chargeDeclined", "tok_avsFail", "tok_cvcCheckFail")
PATIENCE = 10  # seconds for the shop to answer when the debitor itself comes back


def answer(world: World, request: Request) -> Response:
    """A payment page, or what a button on it does."""
    try:
        callout = _pending(world, request.params.get("return_url"))
        if request.path.rstrip("/") != "/pay/decide":
            _check_arrival(callout, request)
        if "decision" not in request.params:
            return _payment_page(callout)
        return _decide(callout, request.params)
    except Refusal as refusal:
        return page("Payment", f"<p>{escape(refusal.desc)}</p>", status=refusal.status)


def abandon(world: World, transaction_uuid: str) -> int:
    """Come back in the place of a buyer who left: the debitor fetches the return address, with nothing.

    Answers the HTTP status that the shop gave, or 0 when it could not be reached.
    """
    transaction = world.box_office.transactions.get(transaction_uuid)
    callout = transaction.trail.pending if transaction else None
    if callout is None:
        raise Refusal("This transaction waits for nobody")
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(callout.return_url, timeout=PATIENCE) as response:
            return response.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The debitor looks at the first answer only."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def _pending(world: World, return_url: str) -> Callout:
    """The callout that waits for this return address. No other address is ever sent to."""
    world.box_office.expire()
    for transaction in world.box_office.newest_first():
        callout = transaction.trail.pending
        if callout and callout.return_url == return_url and transaction.status is Status.ATTEMPTING:
            return callout
    raise Refusal("This payment has been answered, or it has expired.", status=410)


def _check_arrival(callout: Callout, request: Request) -> None:
    """The page insists on what the callout asked: its method, its parameters, their order if it has one."""
    if request.method != callout.type.upper():
        raise Refusal(f"This page must be reached by {callout.type.upper()}.", status=405)
    came = [(name, value) for name, value in request.params.pairs if name in callout.parameters]
    if dict(came) != callout.parameters:
        raise Refusal("The parameters of the callout are not all there.")
    if callout.ordered and [name for name, _ in came] != callout.parameters_order:
        raise Refusal("The parameters of the callout are in another order.")


def _payment_page(callout: Callout) -> Response:
    amount = f"{callout.currency.pre}{callout.amount:.{callout.currency.places}f}{callout.currency.post}"
    decisions = [one for one in BUTTONS if callout.hop is Hop.CARD or one is not Decision.PAY_THEN_3D]
    buttons = "".join(
        f'<button name="decision" value="{one}">{escape(BUTTONS[one])}</button>' for one in decisions
    )
    ways = "".join(f'<option value="{way}">{escape(words)}</option>' for way, words in WAYS_BACK.items())
    return page(
        callout.title,
        '<p class="note">A practice page: no card is asked for, and no money moves.</p>'
        f"<p>{escape(callout.source_desc)} asks for <strong>{escape(amount)}</strong>.</p>"
        f'<form method="post" action="/pay/decide">{hidden([("return_url", callout.return_url)])}'
        f'<p><label>Come back <select name="back">{ways}</select></label></p>'
        f'{_card_choice(callout)}<p>{buttons}</p></form><p><a href="/">Wander off</a></p>',
    )


def _card_choice(callout: Callout) -> str:
    if callout.hop is not Hop.STRIPE:
        return ""
    cards = "".join(f"<option>{card}</option>" for card in CARDS)
    return f'<p><label>Card <select name="card">{cards}</select></label></p>'


def _decide(callout: Callout, params: Params) -> Response:
    """Remember what was pressed, and send the browser back with it."""
    try:
        callout.decision = Decision(params.get("decision"))
    except ValueError:
        raise Refusal("There is no such button.") from None
    callout.handed_out = _result(callout, card=params.get("card") or CARDS[0])
    match params.get("back") or "get":
        case "get":
            return redirect(f"{callout.return_url}?{urlencode(callout.handed_out)}")
        case "post":
            return _posting_page(callout.return_url, callout.handed_out)
        case "both":
            half = len(callout.handed_out) // 2
            address = f"{callout.return_url}?{urlencode(callout.handed_out[:half])}"
            return _posting_page(address, callout.handed_out[half:])
    raise Refusal("There is no such way back.")


def _result(callout: Callout, *, card: str) -> Pairs:
    """What the provider gives back: a name that repeats, a blank, letters beyond ASCII, as real ones do."""
    paid = callout.decision in {Decision.PAY, Decision.PAY_THEN_3D}
    result = [("success", "yes" if paid else "no"), ("item", "1"), ("item", "2"), ("comment", "")]
    result += [("payer", "Zoë O'Hara & Söhne"), ("hop", str(callout.hop))]
    if callout.hop is Hop.STRIPE and paid:
        result.append(("stripeToken", card))
    return tuple(result)


def _posting_page(address: str, pairs: Pairs) -> Response:
    """A form that submits itself, and a button for those without scripts."""
    return page(
        "Back to the shop",
        f'<form method="post" action="{escape(address)}">{hidden(pairs)}<button>Go back</button></form>'
        "<script>document.forms[0].submit()</script>",
    )
