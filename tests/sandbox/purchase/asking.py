"""Asking a sandbox without a socket: requests in, answers out."""

import base64
import gzip
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from sandbox import app
from sandbox.box_office import Transaction
from sandbox.catalogue.model import Area, Band, Performance
from sandbox.http import Request, Response
from sandbox.world import World

CUSTOMER = {
    "first_name": "Ada",
    "last_name": "Marlow",
    "address_line_one": "12 Linden Walk",
    "town": "London",
    "postcode": "ZZ1 9ZZ",
    "country_code": "uk",
    "phone": "020 7946 0018",
    "email_address": "ada@buyers.example",
}
RETURN = {
    "return_token": "first",
    "return_url": "http://shop.example/return/first/",
    "client_http_user_agent": "Mozilla/5.0",
    "client_http_accept": "text/html",
}
FORM = "application/x-www-form-urlencoded"

Pairs = list[tuple[str, str]]


@dataclass
class Caller:
    """One user of the API. `reserve` and `purchase` know what a test leaves out."""

    world: World
    user: str
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, endpoint: str, **params: str) -> Response:
        return self._ask("GET", endpoint, query=tuple(params.items()))

    def post(self, endpoint: str, *, delay: float = 0, pairs: Pairs | None = None, **params: str) -> Response:
        body = urlencode(pairs if pairs is not None else params).encode()
        return self._ask("POST", endpoint, body=body, delay=delay)

    def read(self, endpoint: str, **params: str) -> dict[str, Any]:
        return json_of(self.get(endpoint, **params))

    def reserve(self, *event_ids: str, tickets: int = 2) -> str:
        """Hold tickets of each event, in its first area and band. Answers with the uuid."""
        token = ""
        for event_id in event_ids or ("7AB",):
            added = self.read("trolley", **self._choice(event_id, tickets), trolley_token=token)
            token = added["trolley_token"]
        data = json_of(self.post("reserve", trolley_token=token))
        assert not data["unreserved_orders"], data["unreserved_orders"]
        return data["trolley_contents"]["transaction_uuid"]

    def purchase(self, uuid: str, *, line_two: str = "", delay: float = 0, **params: str) -> Response:
        given = CUSTOMER | {"address_line_two": line_two} | params
        return self.post("purchase", delay=delay, transaction_uuid=uuid, **given)

    def bought(self, *event_ids: str, **params: Any) -> str:
        """The uuid of tickets that have been bought."""
        uuid = self.reserve(*event_ids)
        assert self.purchase(uuid, **params).status == 200
        return uuid

    def callback(
        self, this: str, following: str, pairs: Pairs, *, referer: str = "", delay: float = 0
    ) -> Response:
        headers = {"Referer": referer} if referer else {}
        path = f"callback.v1/this.{this}/next.{following}"
        return self._ask("POST", path, body=urlencode(pairs).encode(), headers=headers, delay=delay)

    def transaction(self, uuid: str) -> Transaction:
        return self.world.box_office.transactions[uuid]

    def _choice(self, event_id: str, tickets: int) -> dict[str, str]:
        """The first performance, area and band of an event that has so many tickets together."""
        catalogue = self.world.catalogue
        event = next(event for event in catalogue.events() if event.id == event_id)
        performance, area, band = next(
            (performance, area, band)
            for performance in catalogue.performances(event)
            # Swan Lake cannot be had on Tuesdays, and Nutcracker has nothing on Saturday nights.
            if performance.starts_at.weekday() not in {1, 5}
            for area in event.areas(performance)
            for band in area.bands
            if self._has_free(performance, area, band, tickets)
        )
        return {
            "perf_id": performance.id,
            "ticket_type_code": area.code,
            "price_band_code": band.code,
            "no_of_seats": str(tickets),
        }

    def _has_free(self, performance: Performance, area: Area, band: Band, tickets: int) -> bool:
        box_office = self.world.box_office
        if not band.blocks:
            return box_office.free_places(performance, area, band) >= tickets
        return any(len(run) >= tickets for run in box_office.free_blocks(performance, area, band))

    def _ask(
        self,
        method: str,
        endpoint: str,
        *,
        query: tuple[tuple[str, str], ...] = (),
        body: bytes = b"",
        delay: float = 0,
        headers: dict[str, str] | None = None,
    ) -> Response:
        login = base64.b64encode(f"{self.user}:demopass".encode()).decode()
        path = endpoint if ".v1" in endpoint else f"{endpoint}.v1"
        sent = {"Authorization": f"Basic {login}", "Content-Type": FORM} | (headers or {})
        request = Request(method, f"/f13/{path}", query=query, headers=sent, body=body, delay=delay)
        return app.answer(self.world, request)


def json_of(response: Response) -> dict[str, Any]:
    """The answer as data. Only a 200 has any worth reading."""
    assert response.status == 200, f"{response.status}: {response.body[:500]!r}"
    return json.loads(unzipped(response))


def error_of(response: Response) -> tuple[int, int, str]:
    """Status, error code and email key of a refusal."""
    data = json.loads(unzipped(response))
    return response.status, data["error_code"], data.get("error_key", "")


def unzipped(response: Response) -> bytes:
    return gzip.decompress(response.body) if "Content-Encoding" in response.headers else response.body


def control(world: World, method: str, door: str, data: Any = None) -> Response:
    """A control door, by the same way as over the wire."""
    body = json.dumps(data).encode() if data is not None else b""
    return app.answer(world, Request(method, f"/_control/{door}", body=body))


def row(world: World, uuid: str) -> dict[str, Any]:
    """What the control door says about one transaction."""
    rows = json_of(control(world, "GET", "transactions"))["transactions"]
    return next(one for one in rows if one["transaction_uuid"] == uuid)
