"""callback.v1: what a payment page gave the buyer comes back, word for word, and the purchase goes on."""

from sandbox.box_office import Status, Transaction
from sandbox.callouts import Callback, Callout
from sandbox.f13 import attempt as attempts
from sandbox.f13.account import Call
from sandbox.f13.admission import is_token
from sandbox.f13.purchase import answer_of, write_letter
from sandbox.http import Pairs, Refusal, Response

GONE = 410
NOT_THE_PROVIDERS = {"sub_id", "tsw_session_track_id"}  # what callers add to every call


def callback(call: Call) -> Response:
    """`callback.v1/this.TOKEN/next.TOKEN`: each token once. The answer is another callout, or the end."""
    this_token, next_token = _tokens(call)
    transaction, callout = _claim(call, this_token, next_token)
    with attempts.running(transaction):
        call.world.wait(call.request.delay)
        with call.world.box_office.lock:
            following = attempts.resume(call, transaction, callout, next_token=next_token)
            answer = answer_of(call, transaction, following)
    write_letter(call, transaction)
    return answer


def _tokens(call: Call) -> tuple[str, str]:
    given = dict(part.split(".", 1) for part in call.rest if "." in part)
    tokens = given.get("this", ""), given.get("next", "")
    if not all(is_token(token) for token in tokens):
        raise Refusal("The path must be this.TOKEN/next.TOKEN")
    return tokens


def _claim(call: Call, this_token: str, next_token: str) -> tuple[Transaction, Callout]:
    """The callout that is pending under this token, which is used up by it."""
    with call.world.box_office.lock:
        call.world.box_office.expire()
        transaction = _transaction_of(call, this_token)
        callout = transaction.trail.pending
        if callout is None or callout.token != this_token or transaction.status is not Status.ATTEMPTING:
            raise Refusal("This callout no longer exists", status=GONE)
        attempts.check_unused(call, next_token)
        transaction.trail.use_up(_callback(call, callout))
        transaction.is_running = True
        return transaction, callout


def _transaction_of(call: Call, token: str) -> Transaction:
    transaction = call.world.box_office.callouts.get(token)
    if transaction is None or transaction.user != call.account.user:
        raise Refusal("No callout has this token")
    return transaction


def _callback(call: Call, callout: Callout) -> Callback:
    brought: Pairs = tuple(pair for pair in call.params.pairs if pair[0] not in NOT_THE_PROVIDERS)
    referer = call.request.headers.get("Referer") or ""
    return Callback(callout.token, brought, referer, is_verbatim=brought == callout.handed_out)
