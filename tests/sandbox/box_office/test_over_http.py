"""The same over a socket: a seat has one buyer, and an answer is compressed once."""

import gzip
import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from sandbox.catalogue.model import Performance
from sandbox.server import Server
from sandbox.world import World
from tests.sandbox.box_office.asking import Answer, choice, orders_in, seats_in

LOGIN = {"Authorization": "Basic " + b64encode(b"demo:demopass").decode(), "Accept-Encoding": "gzip"}


@pytest.fixture
def port(world: World) -> Iterator[int]:
    server = Server(("127.0.0.1", 0), world)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def ask(port: int, method: str, endpoint: str, params: Answer) -> Answer:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        query, body = (f"?{urlencode(params)}", None) if method == "GET" else ("", urlencode(params))
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(method, f"/f13/{endpoint}.v1{query}", body, LOGIN | form)
        response = connection.getresponse()
        data = response.read()
        packed = response.getheader("Content-Encoding") == "gzip"
        return json.loads(gzip.decompress(data) if packed else data)
    finally:
        connection.close()


@pytest.mark.usefixtures("restless_threads")
def test_twelve_buyers_of_two_seats_get_them_once(port: int, cat: Performance) -> None:
    answers: list[Answer] = []
    wanted = choice(cat, "STALLS", "A/pool", "A5", "A6")
    together = threading.Barrier(12)

    def buyer() -> None:
        together.wait()
        answers.append(ask(port, "POST", "reserve", wanted))

    threads = [threading.Thread(target=buyer) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held = [answer for answer in answers if "trolley_contents" in answer]
    statuses = [order["seat_request_status"] for answer in held for order in orders_in(answer)]
    seats = [seat for answer in held for seat in seats_in(answer)]
    assert len(answers) == 12
    assert statuses.count("got_all") == 1
    assert len(seats) == len(set(seats)) == 18
    assert len(held) == 9


def test_availability_arrives_whole(port: int, cat: Performance) -> None:
    answer = ask(port, "GET", "availability", {"perf_id": cat.id, "add_seat_blocks": ""})
    assert len(answer["availability"]["ticket_type"]) == 2
