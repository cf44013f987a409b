"""What Stripe refuses, in its own shape: a type, mostly a code, words, and the parameter that was wrong."""

import json
from typing import Any

from sandbox.http import Response

DOCS = "https://stripe.com/docs/error-codes"


class StripeError(Exception):
    """A refusal. `is_kept`: an idempotency key remembers it, since something had begun to happen."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        type: str = "invalid_request_error",
        is_kept: bool = False,
        **details: Any,
    ) -> None:
        super().__init__(message)
        self.message, self.status, self.type, self.is_kept = message, status, type, is_kept
        self.details = {name: value for name, value in details.items() if value is not None and value != ""}

    def contents(self) -> dict[str, Any]:
        words = {"message": self.message, "type": self.type}
        code = self.details.get("code")
        return self.details | ({"doc_url": doc_url(code)} if code else {}) | words


def doc_url(code: str) -> str:
    return f"{DOCS}/{code.replace('_', '-')}"


def as_response(error: StripeError, *, request_log_url: str = "") -> Response:
    body = {"error": error.contents() | ({"request_log_url": request_log_url} if request_log_url else {})}
    return Response(json.dumps(body, indent=2).encode(), error.status, "application/json")


def missing(name: str) -> StripeError:
    return StripeError(f"Missing required param: {name}.", code="parameter_missing", param=name)


def unknown_parameter(name: str) -> StripeError:
    return StripeError(f"Received unknown parameter: {name}", code="parameter_unknown", param=name)


def wrong(name: str, words: str, *, code: str = "parameter_invalid") -> StripeError:
    return StripeError(words, code=code, param=name)


def no_such(kind: str, id: str, *, param: str = "id", status: int = 404) -> StripeError:
    return StripeError(f"No such {kind}: '{id}'", status=status, code="resource_missing", param=param)


def card_error(message: str, *, code: str, **details: Any) -> StripeError:
    """A card that was not taken: 402, with what the bank said in `decline_code`."""
    return StripeError(message, status=402, type="card_error", code=code, is_kept=True, **details)
