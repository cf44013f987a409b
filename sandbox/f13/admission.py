"""What a purchase brings along, judged whole before anything happens: a refusal leaves the hold standing."""

import re
from urllib.parse import urlsplit

from sandbox.box_office import Bundle, Transaction
from sandbox.customers import NOT_ACCEPTED, customer_from
from sandbox.f13.account import Call
from sandbox.f13.attempt import Attempt, check_unused
from sandbox.f13.needs import needs_of
from sandbox.f13.payments import Way, check, way_of
from sandbox.http import Refusal

TOKEN = re.compile(r"[A-Za-z0-9._-]{1,250}")
RETURN_PARAMETERS = ("return_token", "return_url", "client_http_user_agent", "client_http_accept")
KEPT = ("remote_ip", "remote_site", "client_http_user_agent", "client_http_accept")


def attempt_from(call: Call, transaction: Transaction) -> Attempt:
    """Customer, tokens and return address. Raises Refusal for the first thing that is wrong."""
    params = call.params
    customer = customer_from(params, needs=needs_of(transaction.bundles, account=call.account))
    _check_destination(transaction, country=customer["country_code"])
    check(call, transaction)
    if any(_needs_callout(call, bundle) for bundle in transaction.bundles) or params.get("return_url"):
        _check_return(call, token=params.get("return_token"), return_url=params.get("return_url"))
    transaction.notes |= {name: params.get(name) for name in KEPT}
    return Attempt(
        customer,
        wants_letter=params.flag("send_confirmation_email"),
        token=params.get("return_token"),
        return_url=params.get("return_url"),
    )


def is_token(text: str) -> bool:
    return TOKEN.fullmatch(text) is not None


def _check_destination(transaction: Transaction, *, country: str) -> None:
    for bundle in transaction.bundles:
        permitted = bundle.send_method.permitted_countries
        if permitted and country not in permitted:
            raise Refusal(f"{bundle.send_method.code} does not go to this country_code", status=NOT_ACCEPTED)


def _needs_callout(call: Call, bundle: Bundle) -> bool:
    """Whether something will have to be asked of the buyer."""
    names = (f"{bundle.source.code}_callback/{name}" for name in ("cider_token", "stripeToken"))
    match way_of(bundle, account=call.account):
        case Way.CREDIT | Way.WHITE_LABEL:
            return False
        case Way.REDIRECT:
            return True
    return not any(call.params.get(name) for name in names)


def _check_return(call: Call, *, token: str, return_url: str) -> None:
    for name in RETURN_PARAMETERS:
        call.params.required(name)
    path = _path_of(return_url)
    if not is_token(token) or token not in path:
        raise Refusal("The return_url must have the return_token in its path")
    check_unused(call, token)


def _path_of(return_url: str) -> str:
    try:
        address = urlsplit(return_url)
    except ValueError:
        raise Refusal("The return_url is no address") from None
    whole = return_url.isascii() and return_url.isprintable() and " " not in return_url
    if address.scheme not in {"http", "https"} or not address.netloc or not whole:
        raise Refusal("The return_url is no address")
    if address.query or address.fragment:
        raise Refusal("The return_url may have no query")
    return address.path
