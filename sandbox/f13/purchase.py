"""purchase.v1 and purchase_page_archive.v1: the deed, and its answer once more.

A transaction is bought once. While the deed takes its time the transaction reads as before and its hold does
not run out; then it ends, whether or not anybody still listens.
"""

from datetime import timedelta

from sandbox.box_office import Status, Transaction
from sandbox.callouts import Callout
from sandbox.f13 import attempt as attempts
from sandbox.f13.account import Call
from sandbox.f13.admission import attempt_from
from sandbox.f13.purchase_answer import callout_answer, purchase_answer
from sandbox.f13.transactions import own_transaction
from sandbox.http import Refusal, Response, as_json, as_refusal
from sandbox.letters import send_confirmation

GONE = 410
ARCHIVE_LIFE = timedelta(days=365)


def purchase(call: Call) -> Response:
    """Buy what is held, or say where the buyer has to pay first."""
    transaction = own_transaction(call)
    _admit(call, transaction)
    with attempts.running(transaction):
        try:
            attempt = attempt_from(call, transaction)
            call.world.wait(call.request.delay)
            with call.world.box_office.lock:
                callout = attempts.begin(call, transaction, attempt)
                answer = answer_of(call, transaction, callout)
        except Refusal as refusal:  # the hold stands: the caller may put it right
            return _archived(call, transaction, as_refusal(refusal))
    write_letter(call, transaction)
    return answer


def purchase_page_archive(call: Call) -> Response:
    """The latest answer of purchase or callback, word for word, errors included, for a year."""
    transaction = own_transaction(call)
    if transaction.purchase_answer is None or transaction.answered_at is None:
        raise Refusal("There is no purchase page for this transaction")
    if call.world.clock.now() - transaction.answered_at > ARCHIVE_LIFE:
        raise Refusal("The purchase page is no longer kept", status=GONE)
    return transaction.purchase_answer


def answer_of(call: Call, transaction: Transaction, callout: Callout | None) -> Response:
    """Where the attempt has come to, kept for the archive."""
    if callout is None:
        answer = purchase_answer(call, transaction)
    else:
        answer = callout_answer(call, transaction, callout)
    return _archived(call, transaction, as_json(answer))


def write_letter(call: Call, transaction: Transaction) -> None:
    if transaction.status is Status.PURCHASED and transaction.notes["attempt"].wants_letter:
        send_confirmation(call.world, transaction)


def _admit(call: Call, transaction: Transaction) -> None:
    """Only what is held can be bought, and only by one call at a time."""
    with call.world.box_office.lock:
        call.world.box_office.expire()
        transaction.purchase_calls += 1
        if transaction.is_running:
            raise Refusal("A purchase of this transaction is under way")
        if transaction.status is Status.RELEASED:
            raise Refusal("The reservation no longer exists", status=GONE)
        if transaction.status is not Status.RESERVED:
            raise Refusal(f"The transaction cannot be purchased: it is {transaction.status}")
        transaction.is_running = True
        transaction.purchase_answer = None


def _archived(call: Call, transaction: Transaction, answer: Response) -> Response:
    transaction.purchase_answer, transaction.answered_at = answer, call.world.clock.now()
    return answer
