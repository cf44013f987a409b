"""Asks the sandbox what an example was the answer to.

Dates, tokens and ids of the examples are long gone: a performance becomes one of the same event, and each
`<placeholder>` becomes what it describes, made for the occasion.
"""

import re
from collections.abc import Callable
from typing import Any

import requests

from tests.contract.asking import Api
from tests.contract.performances import ordinary, performances_of

Example = dict[str, Any]
Params = dict[str, str]

TICKETS = re.compile(
    r"(?P<seats>\d) tickets (?P<event>\w+) (?P<area>\w+) (?P<band>\w/pool)(?: (?P<discounts>[A-Z,]+))?"
)


class Replay:
    """Replays examples against one sandbox, as the user that each names."""

    def __init__(self, api_for: Callable[[str], Api]) -> None:
        self._api_for = api_for

    def answer_to(self, example: Example) -> requests.Response:
        request = example["request"]
        api = self._api_for(request["user"])
        params = self._filled(request["params"], api=api, is_named="perf_name" in example["keys"])
        key = "data" if request["method"] == "POST" else "params"
        return api.ask(request["method"], request["path"], **{key: params})

    def _filled(self, params: Params, *, api: Api, is_named: bool) -> Params:
        filled = dict(params)
        for name, value in params.items():
            if name in {"perf_id", "perf_id_list"}:
                filled[name] = self._performances(api, value)
            elif value.startswith("<"):
                filled[name] = self._made(api, value, is_named=is_named)
        for name, value in params.items():
            if name.endswith("cider_token"):
                filled[name] = cider_token(api, filled["transaction_uuid"])
            elif name.startswith("return_"):
                filled[name] = value.replace(params["return_token"], filled["transaction_uuid"])
        return filled

    def _performances(self, api: Api, perf_ids: str) -> str:
        event_id = perf_ids.partition("-")[0]
        if "," not in perf_ids:
            return ordinary(api, event_id)
        return ",".join(row["perf_id"] for row in performances_of(api, event_id)[: perf_ids.count(",") + 1])

    def _made(self, api: Api, placeholder: str, *, is_named: bool) -> str:
        choice = choice_from(api, placeholder, is_named=is_named)
        if placeholder.startswith("<token"):
            return api.read("trolley", **choice)["trolley_token"]
        transaction_uuid = api.reserve(**choice)
        if "purchase" not in placeholder:
            return transaction_uuid
        bought = api.buy(transaction_uuid)["trolley_contents"]
        return bought["transaction_id" if placeholder.startswith("<transaction_id") else "transaction_uuid"]


def choice_from(api: Api, placeholder: str, *, is_named: bool = False) -> Params:
    """The trolley parameters for `<... 3 tickets 6IF CIRCLE C/pool ADULT,CHILD,CHILD>`."""
    if "7AB>" in placeholder:
        return choice(api, "7AB", area="STALLS", band="A/pool", seats=2)
    if "STALLS A/pool, ADULT,CHILD" in placeholder:
        return choice(api, "6IF", area="STALLS", band="A/pool", seats=2, discounts="ADULT,CHILD")
    found = TICKETS.search(placeholder)
    if not found:
        return choice(api, "6IF", area="CIRCLE", band="C/pool", seats=2, is_named=is_named)
    seats, event_id, area, band, discounts = found.group("seats", "event", "area", "band", "discounts")
    return choice(
        api, event_id, area=area, band=band, seats=int(seats), discounts=discounts or "", is_named=is_named
    )


def choice(
    api: Api, event_id: str, *, area: str, band: str, seats: int, discounts: str = "", is_named: bool = False
) -> Params:
    codes = {f"disc{number}": code for number, code in enumerate(filter(None, discounts.split(",")))}
    perf_id = ordinary(api, event_id, is_named=True if is_named and event_id == "6IF" else None)
    return {
        "perf_id": perf_id,
        "ticket_type_code": area,
        "price_band_code": band,
        "no_of_seats": str(seats),
        **codes,
    }


def cider_token(api: Api, transaction_uuid: str) -> str:
    """Save a card with Cider for a reservation, as a browser would, and return Cider's token for it."""
    answer = api.read("reserve_page_archive", transaction_uuid=transaction_uuid)
    debitor = answer["trolley_contents"]["bundle"][0]["debitor"]["debitor_integration_data"]
    return save_details(debitor, stripe_token="tok_visa").json()["token"]


def save_details(
    debitor: dict[str, Any], *, api_token: str | None = None, **details: Any
) -> requests.Response:
    token = debitor["cider_api_token"] if api_token is None else api_token
    headers = {"Authorization": f"Bearer {token}"}
    address = f"{debitor['cider_api_endpoint']}/save-details"
    return requests.post(address, json=details, headers=headers, timeout=20)
