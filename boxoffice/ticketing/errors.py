"""What can go wrong between the shop and f13, as a small tree of single sentences.

Two audiences: the sentence and the facts beside it are for the log; pages say it in words of their own.
`may_have_happened` is the one question that decides about money: whether the deed that was asked for (a hold,
a purchase, a release) may have been done although no good answer came. For questions it is always False.
"""

from __future__ import annotations

from typing import Any


class TicketingError(Exception):
    """Something went wrong between the shop and f13."""

    may_have_happened = False  # of a deed; each kind below says for itself when it is otherwise

    def __init__(
        self,
        reason: str = "",
        *,
        endpoint: str = "",
        status: int | None = None,
        code: int | None = None,
        request_id: str = "",
        description: str = "",
        is_deed: bool = False,
    ) -> None:
        self.reason = reason  # our own words: what exactly was wrong
        self.endpoint = endpoint
        self.status = status
        self.code = code
        self.request_id = request_id
        self.description = description  # f13's words; they may quote what was sent, so they are not printed
        self.may_have_happened = is_deed and type(self).may_have_happened
        super().__init__(reason)

    @property
    def facts(self) -> dict[str, object]:
        """What is known about the call, without the words: fit for a log and for support."""
        known = {
            "endpoint": self.endpoint,
            "status": self.status,
            "code": self.code,
            "request_id": self.request_id,
        }
        return {name: fact for name, fact in known.items() if fact not in ("", None)}

    def __str__(self) -> str:
        sentence = (type(self).__doc__ or "").partition("\n")[0]
        reason = f" ({self.reason})" if self.reason else ""
        facts = " ".join(f"{name}={fact}" for name, fact in self.facts.items())
        return f"{sentence}{reason} {facts}".rstrip()

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), dict(self.__dict__))


class Refused(TicketingError):
    """f13 understood the request and will not do it."""


class NotAuthenticated(Refused):
    """f13 does not accept the account's name and password."""


class NotAllowed(Refused):
    """The account may not do this."""


class BadData(Refused):
    """f13 found the request's data missing or wrong."""


class BadEmailAddress(BadData):
    """f13 does not accept the email address; error_key says why."""

    def __init__(self, reason: str = "", *, error_key: str = "", **facts: Any) -> None:
        super().__init__(reason, **facts)
        self.error_key = error_key


class Gone(Refused):
    """What was asked about existed, and exists no longer: a used token, an ended transaction."""

    may_have_happened = True  # a used token was used by somebody: perhaps by the call whose answer was lost


class NotSent(TicketingError):
    """No connection could be made, so the request certainly was not sent."""


class BreakerOpen(NotSent):
    """f13 has not answered lately, so it was not asked again yet."""


class Unanswered(TicketingError):
    """The request went out, and no answer that says what became of it came back."""

    may_have_happened = True


class NoAnswer(Unanswered):
    """The connection was lost, or time ran out, while waiting for the answer."""


class Unreadable(Unanswered):
    """The answer is not what the API's description promises."""


class Unsettled(Unanswered):
    """f13 answered that the purchase is neither done nor failed yet."""


class ServiceDown(Unanswered):
    """f13 itself is in trouble."""


class Busy(ServiceDown):
    """f13 has more to do than it can."""


class SupplierDown(ServiceDown):
    """The API is well; the supplier behind it did not answer."""


def _rebuilt(kind: type[TicketingError], state: dict[str, object]) -> TicketingError:
    error = kind.__new__(kind, state.get("reason", ""))
    error.__dict__.update(state)
    return error
