"""Idempotency keys: a deed that is sent twice is done once, and answered alike, errors included."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.http import Response
from sandbox.stripe.errors import StripeError, as_response
from sandbox.stripe.state import Stripe

KEPT = timedelta(hours=24)
LONGEST = 255


@dataclass
class Answer:
    """What a key stands for. No response yet: the deed is under way."""

    asked: str
    until: datetime
    response: Response | None = None


def once(stripe: Stripe, *, account: str, key: str, asked: str, deed: Callable[[], Response]) -> Response:
    """Do it, or say again what came of it. `asked` is the whole question: another one may not have this key.

    What was refused before anything began is not kept: the caller may put it right under the same key.
    """
    name = account, key
    kept = _claim(stripe, name, key=key, asked=asked)
    if kept.response is not None:
        headers = kept.response.headers | {"Idempotent-Replayed": "true"}
        return Response(kept.response.body, kept.response.status, kept.response.content_type, headers)
    try:
        kept.response = deed()
    except StripeError as error:
        if error.is_kept:
            kept.response = as_response(error)
        raise
    finally:
        with stripe.lock:
            if kept.response is None and stripe.answers.get(name) is kept:
                del stripe.answers[name]
    return kept.response


def _claim(stripe: Stripe, name: tuple[str, str], *, key: str, asked: str) -> Answer:
    if len(key) > LONGEST:
        raise StripeError(f"Idempotency keys have at most {LONGEST} characters", type="idempotency_error")
    with stripe.lock:
        now = stripe.clock.now()
        kept = stripe.answers.get(name)
        if kept is None or (kept.until < now and kept.response is not None):
            stripe.answers[name] = Answer(asked, now + KEPT)
            return stripe.answers[name]
        if kept.asked != asked:
            raise StripeError(_other_question(key), type="idempotency_error")
        if kept.response is None:
            raise StripeError(
                "There is currently another in-progress request using this Idempotency-Key. Try again later.",
                status=409,
                type="idempotency_error",
                code="idempotency_key_in_use",
            )
        return kept


def _other_question(key: str) -> str:
    return (
        "Keys for idempotent requests can only be used with the same parameters they were first used with. "
        f"Try using a key other than '{key}' if you meant to execute a different request."
    )
