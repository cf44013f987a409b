"""The customer of a purchase: read from its parameters, judged, and shown again in f13's spelling."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from sandbox import emails
from sandbox.http import Params, Refusal

BAD_EMAIL = 2000
NOT_ACCEPTED = 460  # understood, and refused for what it says
MAX_LENGTH = 500

# f13's name in the answer, and the parameters that may carry it.
TEXTS: dict[str, tuple[str, ...]] = {
    "addr_line_one": ("address_line_one",),
    "addr_line_two": ("address_line_two",),
    "agent_ref": ("agent_reference", "agent_ref"),
    "county": ("county",),
    "email_addr": ("email_address",),
    "first_name": ("first_name",),
    "home_phone": ("home_phone", "phone"),
    "initials": ("initials",),
    "last_name": ("last_name",),
    "postcode": ("postcode",),
    "suffix": ("suffix",),
    "title": ("title",),
    "town": ("town",),
    "work_phone": ("work_phone", "phone"),
}
OPT_INS = ("supplier", "user", "world")
LATIN = (
    "addr_line_one",
    "addr_line_two",
    "country",
    "county",
    "first_name",
    "initials",
    "last_name",
    "postcode",
    "suffix",
    "title",
    "town",
)
REQUIRED = ("first_name", "last_name", "address_line_one", "country_code")


def customer_from(params: Params, *, needs: Mapping[str, Any]) -> dict[str, Any]:
    """The customer, as f13 shows one. `needs` is the reserve's answer: what it asked for, and its countries.

    Raises Refusal for the first thing that is missing or wrong; error 2000 with its key for the email.
    """
    if not needs.get("can_edit_address", True):
        params = _with_known_address(params, needs)
    for name in REQUIRED:
        params.required(name)
    if not (params.get("phone") or params.get("home_phone") or params.get("work_phone")):
        raise Refusal("Missing parameter: phone")
    customer: dict[str, Any] = {key: _text(params, names) for key, names in TEXTS.items()}
    _check_email(customer["email_addr"], params, needed=bool(needs.get("needs_email_address")))
    if needs.get("needs_agent_reference") and not customer["agent_ref"]:
        raise Refusal("Missing parameter: agent_reference")
    return customer | _country(params, needs.get("allowed_countries") or {}) | _consent(params)


def shown(customer: Mapping[str, Any]) -> dict[str, Any]:
    """The customer with each field again in Latin letters."""
    return dict(customer) | {f"{key}_latin": _latin(customer[key]) for key in LATIN}


def _with_known_address(params: Params, needs: Mapping[str, Any]) -> Params:
    """The account's own address in place of whatever was sent: it is not to be edited."""
    return Params((*params.pairs, *needs["prefilled_address"].items()))


def _text(params: Params, names: tuple[str, ...]) -> str:
    value = next((params.get(name) for name in names if params.get(name)), "").strip()
    if len(value) > MAX_LENGTH:
        raise Refusal(f"Too long: {names[0]}")
    return value


def _check_email(address: str, params: Params, *, needed: bool) -> None:
    if not address and not needed and not params.flag("send_confirmation_email"):
        return
    if key := emails.problem(params.get("email_address")):
        raise Refusal("Email address is invalid", code=BAD_EMAIL, key=key)


def _country(params: Params, allowed: Mapping[str, str]) -> dict[str, str]:
    code = params.get("country_code").lower()
    if code not in allowed:
        raise Refusal("The country_code is not one of the allowed countries", status=NOT_ACCEPTED)
    return {"country_code": code, "country": allowed[code]}


def _consent(params: Params) -> dict[str, Any]:
    """The opt-ins in both of their spellings, and the privacy policy's version when one was sent."""
    answers: dict[str, Any] = {}
    for who in OPT_INS:
        told = params.flag(f"{who}_can_use_customer_data") or params.flag(f"dp_{who}")
        answers |= {f"{who}_can_use_customer_data": told, f"dp_{who}": told}
    if version := params.get("privacy_policy_version"):
        answers["privacy_policy_version"] = version
    return answers


def _latin(text: str) -> str:
    """Without accents. Letters that are no accented Latin ones stay as they are."""
    letters = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", "".join(one for one in letters if not unicodedata.combining(one)))
