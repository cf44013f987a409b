"""How the contract tests ask over the wire, where the official client would hide what came back."""

from typing import Any

import requests

PASSWORD = "demopass"
CUSTOMER = {
    "first_name": "Ada",
    "last_name": "Marlow",
    "address_line_one": "12 Linden Walk",
    "address_line_two": "Upper Flat",
    "town": "London",
    "postcode": "ZZ1 9ZZ",
    "country_code": "uk",
    "phone": "020 7946 0018",
    "email_address": "ada@buyers.example",
}


class Api:
    """One user's f13: `api.get("events", keywords="opera")` is the response as it came."""

    def __init__(self, url: str, *, user: str, password: str) -> None:
        self.url = url
        self._session = requests.Session()
        self._session.auth = (user, password)

    def close(self) -> None:
        self._session.close()

    def ask(self, method: str, path: str, **options: Any) -> requests.Response:
        return self._session.request(method, self.url + path, timeout=20, allow_redirects=False, **options)

    def get(self, endpoint: str, **params: Any) -> requests.Response:
        return self.ask("GET", f"/f13/{endpoint}.v1", params=params)

    def post(self, endpoint: str, **params: Any) -> requests.Response:
        return self.ask("POST", f"/f13/{endpoint}.v1", data=params)

    def read(self, endpoint: str, **params: Any) -> dict[str, Any]:
        """The answer to a question that must succeed."""
        return _good(self.get(endpoint, **params))

    def do(self, endpoint: str, **params: Any) -> dict[str, Any]:
        """The answer to a deed that must succeed."""
        return _good(self.post(endpoint, **params))

    def reserve(self, **params: Any) -> str:
        """The transaction_uuid of a reservation that must succeed."""
        return self.do("reserve", **params)["trolley_contents"]["transaction_uuid"]

    def buy(self, transaction_uuid: str, **params: Any) -> dict[str, Any]:
        return self.do("purchase", transaction_uuid=transaction_uuid, **CUSTOMER | params)


def _good(response: requests.Response) -> dict[str, Any]:
    assert response.status_code == 200, f"{response.status_code}: {response.text[:500]}"
    return response.json()


def orders_in(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The orders of an answer's trolley, whichever of its three names it bears."""
    names = ("trolley_contents", "trolley", "trolley_token_contents")
    trolley: dict[str, Any] = next((answer[name] for name in names if name in answer), {})
    return [order for bundle in trolley.get("bundle", []) for order in bundle["order"]]


def tickets_in(order: dict[str, Any]) -> list[dict[str, Any]]:
    return order["ticket_orders"]["ticket_order"]


def seats_in(order: dict[str, Any]) -> list[dict[str, Any]]:
    return [seat for tickets in tickets_in(order) for seat in tickets.get("seats", [])]


def seat_ids_in(answer: dict[str, Any]) -> list[str]:
    return [seat["full_id"] for order in orders_in(answer) for seat in seats_in(order)]


def band_in(availability: dict[str, Any], area: str, band: str) -> dict[str, Any]:
    """One price band of an availability answer, by area and band code."""
    types = availability["availability"]["ticket_type"]
    bands = next(row["price_band"] for row in types if row["ticket_type_code"] == area)
    return next(row for row in bands if row["price_band_code"] == band)


def discount_codes(answer: dict[str, Any]) -> set[str]:
    return {row["discount_code"] for row in answer["discounts"]["discount"]}
