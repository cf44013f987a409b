"""Buyers by card without a browser: what the checkout page's script does, said to the shop and to Stripe."""

import json
import re
from collections.abc import Mapping
from typing import Any

import requests

from tests.faults.night import Buyer
from tests.faults.stage import Stage

GOOD = {"intent": "pm_card_visa", "token": "tok_visa", "source": "tok_visa"}
DATA = re.compile(r'<script id="card-data" type="application/json">(.*?)</script>', re.DOTALL)


def pay(stage: Stage, buyer: Buyer, address: str, customer: Mapping[str, str]) -> str:
    """Press pay, confirm what there is to confirm, and tell the shop; where the buyer then is."""
    page = buyer.get(address).text
    found = DATA.search(page)
    assert found, page[-3000:]
    begun = buyer.post(f"{address}authorise/", dict(customer), page=page)
    if begun.status_code != requests.codes.ok:
        return str(begun.status_code)
    secrets = [part.get("client_secret") for part in begun.json()["parts"]]
    collected = {}
    for number, part in enumerate(json.loads(found[1])):
        secret = secrets[number] if number < len(secrets) else part.get("client_secret")
        collected[part.get("name", "payment_intent")] = _collect(stage, part, secret)
    return buyer.post(f"{address}confirmed/", collected, page=page).url


def _collect(stage: Stage, part: dict[str, Any], secret: str | None) -> str:
    """What Stripe gives for a good card."""
    if not secret:
        return GOOD[part["kind"]]
    intent = secret.partition("_secret_")[0]
    said = {"client_secret": secret, "payment_method": GOOD["intent"]}
    confirm = f"{stage.sandbox.url}/v1/payment_intents/{intent}/confirm"
    requests.post(confirm, said, auth=(part["publishable_key"], ""), timeout=30).raise_for_status()
    return intent
