"""Who calls: the demo users, HTTP Basic, and the user, subuser and language that the path may carry."""

import base64
import binascii
from dataclasses import dataclass
from functools import cached_property

from sandbox.catalogue.model import Event
from sandbox.http import BAD_LOGIN, Params, Refusal, Request
from sandbox.world import World

ASK_FOR_LOGIN = {"WWW-Authenticate": 'Basic realm="f13", charset="UTF-8"'}
LANGUAGES = ("en", "fr", "de", "es", "ar", "nl", "ja", "it")


@dataclass(frozen=True)
class Account:
    """A user of the API. `pays_by`: credit, stripe (Cider), redirect, or creditcard, which is phased out."""

    user: str
    name: str
    pays_by: str
    password: str = "demopass"
    country: str = "uk"
    sources: tuple[str, ...] | None = None  # None: all suppliers
    desired_currency: str = ""
    stripe_intents: bool = False  # a newer account: its reservations come with a payment intent
    takes_several: bool = False  # may order twice for one performance
    needs_agent_reference: bool = False
    address: tuple[tuple[str, str], ...] = ()  # what is known of its customers
    is_address_locked: bool = False
    supports_billing_address: bool = False


ACCOUNTS = {
    account.user: account
    for account in (
        Account("demo", "Demonstration User", "credit"),
        Account("demo-stripe", "Demonstration User (Stripe)", "stripe"),
        Account("demo-redirect", "Demonstration User (redirect)", "redirect"),
        Account("demo-stripe-intent", "Demonstration User (Stripe, newer)", "stripe", stripe_intents=True),
        Account(
            "demo-agent",
            "Demonstration User (travel agent)",
            "credit",
            desired_currency="usd",
            takes_several=True,
            needs_agent_reference=True,
            address=(("address_line_one", "1 Harbour Street"), ("town", "Whitby"), ("postcode", "YO21 1AA")),
            is_address_locked=True,
        ),
        Account(
            "demo-members",
            "Demonstration User (members' club)",
            "credit",
            address=(
                ("address_line_one", "8 Mill Lane"),
                ("town", "Cork"),
                ("email_address", "members@buyers.example"),
                ("home_phone", "+353 21 555 0101"),
            ),
            country="ie",
            supports_billing_address=True,
        ),
        Account("demo-single", "Demonstration User (one supplier)", "credit", sources=("ext_test0",)),
        Account("demo-creditcard", "Demonstration User (card details)", "creditcard"),
    )
}


@dataclass(frozen=True)
class Call:
    """One authenticated call. `rest` is what follows the name in the path of `callback`."""

    world: World
    request: Request
    account: Account
    sub_user: str = ""
    language: str = "en"
    rest: tuple[str, ...] = ()

    @cached_property
    def params(self) -> Params:
        return self.request.params

    def sells(self, event: Event) -> bool:
        """Whether the account sells for this supplier, and the event has not vanished."""
        is_ours = self.account.sources is None or event.source.code in self.account.sources
        return is_ours and not self.world.catalogue.is_gone(event)


def user_name(request: Request) -> str:
    return _credentials(request)[0]


def authenticate(world: World, request: Request, *, path: list[str], callback: bool = False) -> Call:
    """The call that a request makes. Raises Refusal 401 for wrong credentials, 403 for another's path."""
    user, password = _credentials(request)
    account = ACCOUNTS.get(user)
    if account is None or account.password != password:
        raise Refusal("User authentication failure", status=401, code=BAD_LOGIN, headers=ASK_FOR_LOGIN)
    if callback:
        return Call(world, request, account, rest=tuple(path))
    in_path, sub_user, language = (*path, "", "", "")[:3]
    if in_path not in {"", "-", user}:
        raise Refusal("This account has no access to that user", status=403, code=BAD_LOGIN)
    sub_user = request.params.get("sub_id") if sub_user in {"", "-"} else sub_user
    return Call(world, request, account, sub_user=sub_user, language=_language(request, language))


def _credentials(request: Request) -> tuple[str, str]:
    scheme, _, encoded = (request.headers.get("Authorization") or "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        user, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return user, password


def _language(request: Request, in_path: str) -> str:
    """The path's, else the first of the header's that there is, else English."""
    wanted = request.preferences("Accept-Language") if in_path in {"", "-"} else [in_path.lower()]
    codes = (name.replace("_", "-").partition("-")[0] for name in wanted)
    return next((code for code in codes if code in LANGUAGES), "en")
