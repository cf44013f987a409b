"""Who calls: the account by its key, and whether it is a server or a browser."""

import base64
import binascii

from sandbox.http import Params, Request
from sandbox.stripe.errors import StripeError
from sandbox.stripe.state import ACCOUNTS


def account_of(request: Request) -> str:
    """Whose key a request brings: for the log, whether or not the key is good."""
    return _key(request).removeprefix("sk_test_").removeprefix("pk_test_")


def caller_of(request: Request) -> tuple[str, bool]:
    """The account, and whether it is a browser that calls. Raises StripeError for keys that are none."""
    key = _key(request)
    if not key:
        words = "You did not provide an API key: it goes into the Authorization header, after Bearer."
        raise StripeError(words, status=401)
    for account in ACCOUNTS:
        if key in {f"sk_test_{account}", f"pk_test_{account}"}:
            return account, key.startswith("pk_")
    raise StripeError(f"Invalid API Key provided: {'*' * 8}{key[-4:]}", status=401)


def _key(request: Request) -> str:
    scheme, _, given = (request.headers.get("Authorization") or "").partition(" ")
    if scheme.lower() == "bearer":
        return given.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(given, validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    key = Params(request.query + request.form).get("key")
    return key if key.startswith("pk_") else ""
