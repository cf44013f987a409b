"""What Stripe's script does in a buyer's browser, without one: hands in cards, confirms intents.

A card is a number. What each does stands in docs/sandbox.md.
"""

from typing import Any

import requests

GOOD, DECLINED, ASKS_FOR_3D_SECURE = "4242424242424242", "4000000000000002", "4000002500003155"
Part = dict[str, Any]  # as the page's script is told of it


def collect(stripe_url: str, parts: list[Part], *, card: str = GOOD) -> dict[str, str]:
    """What the script would post for these parts."""
    return {part["name"]: _collected(stripe_url, part, card) for part in parts}


def _collected(stripe_url: str, part: Part, card: str) -> str:
    if part["kind"] == "intent":
        return _confirmed(stripe_url, part, card)
    about = {"type": "card", "amount": part["amount"], "currency": part["currency"]}
    said = _card(card) | (about if part["kind"] == "source" else {})
    return _asked(stripe_url, f"{part['kind']}s", part, said).json()["id"]


def _confirmed(stripe_url: str, part: Part, card: str) -> str:
    """The intent's id, whether or not the bank agreed."""
    intent, _, _ = part["client_secret"].partition("_secret_")
    method = _asked(stripe_url, "payment_methods", part, {"type": "card"} | _card(card)).json()["id"]
    said = {"payment_method": method, "client_secret": part["client_secret"]}
    _asked(stripe_url, f"payment_intents/{intent}/confirm", part, said)
    return intent


def _asked(stripe_url: str, path: str, part: Part, said: dict[str, Any]) -> requests.Response:
    key = {"Authorization": f"Bearer {part['publishable_key']}"}
    return requests.post(f"{stripe_url}/v1/{path}", said, headers=key, timeout=10)


def _card(number: str) -> dict[str, str]:
    shape = {"number": number, "exp_month": "12", "exp_year": "2034", "cvc": "123"}
    return {f"card[{name}]": value for name, value in shape.items()}
