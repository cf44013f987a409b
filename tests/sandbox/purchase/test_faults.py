"""Faults on the wire, met by a caller with a real connection; and what the sandbox did meanwhile."""

import http.client
import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from sandbox.faults import Fault
from sandbox.server import Server
from tests.sandbox.purchase.asking import CUSTOMER, FORM, row

LOGIN = {"Authorization": f"Basic {b64encode(b'demo:demopass').decode()}", "Content-Type": FORM}


@pytest.fixture
def connection(server: Server) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    yield connection
    connection.close()


@pytest.fixture
def uuid(demo) -> str:
    return demo.reserve()


@pytest.fixture
def purchase(connection, uuid):
    """Send a purchase over the wire."""

    def send() -> http.client.HTTPResponse:
        body = urlencode(CUSTOMER | {"transaction_uuid": uuid})
        connection.request("POST", "/f13/purchase.v1", body=body, headers=LOGIN)
        return connection.getresponse()

    return send


def is_alive(connection: http.client.HTTPConnection) -> bool:
    """Whether the next request on the same connection is answered."""
    used = connection.sock
    connection.request("GET", "/_control/clock")
    good = connection.getresponse().read().startswith(b'{"now"')
    return good and connection.sock is used


def fault(world, kind, *, seconds=0.0, times=1, endpoint="purchase"):
    world.faults.add(Fault(endpoint, kind, times=times, seconds=seconds))


def in_background(deed) -> threading.Thread:
    thread = threading.Thread(target=deed)
    thread.start()
    return thread


def wait_until_done(world, endpoint="purchase"):
    """Return when the deed's line in the journal is complete. It is at work in another thread."""
    done = threading.Event()
    while not done.wait(0.001):
        lines = [line for line in world.journal.entries() if line["endpoint"] == endpoint]
        if lines and lines[-1]["status"] is not None:
            return


def test_502_before_does_nothing(world, uuid, purchase, connection):
    fault(world, "502_before")
    response = purchase()
    assert (response.status, json.loads(response.read())["error_code"]) == (502, 4)
    assert row(world, uuid)["status"] == "reserved"
    assert is_alive(connection)


def test_502_after_loses_the_answer_of_a_purchase_that_happened(world, uuid, purchase, connection):
    fault(world, "502_after")
    assert purchase().read().startswith(b'{"error_code":4')
    assert row(world, uuid)["status"] == "purchased"
    assert is_alive(connection)


def test_a_cut_connection_ends_without_a_word_and_nothing_happened(world, uuid, purchase):
    fault(world, "cut")
    with pytest.raises(http.client.RemoteDisconnected):
        purchase()
    assert row(world, uuid)["purchase_calls"] == 0


def test_a_lost_answer_leaves_a_deed_that_goes_on_in_its_time(world, clock, uuid, purchase, demo):
    fault(world, "lost", seconds=150)
    with pytest.raises(http.client.RemoteDisconnected):
        purchase()
    clock.somebody_waits.wait(10)
    assert demo.read("status", transaction_uuid=uuid)["transaction_status"] == "reserved"
    assert demo.get("purchase_page_archive", transaction_uuid=uuid).status == 400
    clock.move(timedelta(seconds=150))
    wait_until_done(world)
    assert demo.read("status", transaction_uuid=uuid)["transaction_status"] == "purchased"
    assert demo.get("purchase_page_archive", transaction_uuid=uuid).status == 200


def test_half_an_answer_promises_more_than_it_sends(world, uuid, purchase):
    fault(world, "half")
    with pytest.raises(http.client.IncompleteRead) as caught:
        purchase().read()
    assert caught.value.expected
    assert len(caught.value.partial) > 100
    assert row(world, uuid)["status"] == "purchased"


def test_garbage_is_no_json_and_the_deed_happened(world, uuid, purchase, connection):
    fault(world, "garbage")
    response = purchase()
    assert response.status == 200
    with pytest.raises(ValueError, match="Expecting"):
        json.loads(response.read())
    assert row(world, uuid)["status"] == "purchased"
    assert is_alive(connection)


def test_gone_is_410_and_nothing_happened(world, uuid, purchase, connection):
    fault(world, "410")
    response = purchase()
    assert (response.status, bool(response.read())) == (410, True)
    assert row(world, uuid)["status"] == "reserved"
    assert is_alive(connection)


def test_a_slow_answer_comes_when_the_clock_says_so(world, clock, uuid, purchase, connection):
    fault(world, "slow", seconds=60)
    statuses: list[int] = []
    thread = in_background(lambda: statuses.append(purchase().status))
    clock.somebody_waits.wait(10)
    assert row(world, uuid)["is_running"]
    clock.move(timedelta(seconds=60))
    thread.join(10)
    assert statuses == [200]


def test_a_slow_502_waits_before_it_says_so(world, clock, uuid, purchase):
    fault(world, "502_before", seconds=60)
    statuses: list[int] = []
    thread = in_background(lambda: statuses.append(purchase().status))
    clock.somebody_waits.wait(10)
    assert not row(world, uuid)["is_running"]
    clock.move(timedelta(seconds=60))
    thread.join(10)
    assert statuses == [502]


def test_a_fault_strikes_as_often_as_it_was_told_and_its_own_endpoint_only(world, uuid, purchase, connection):
    fault(world, "502_before", times=2)
    connection.request("GET", f"/f13/status.v1?transaction_uuid={uuid}", headers=LOGIN)
    assert connection.getresponse().read().startswith(b"{")
    statuses = []
    for _ in range(3):
        response = purchase()
        response.read()
        statuses.append(response.status)
    assert statuses == [502, 502, 200]


QUESTIONS = {
    "events": "events.v1",
    "events_by_id": "events_by_id.v1?event_id_list=7AB",
    "performances": "performances.v1?event_id=7AB",
    "months": "months.v1?event_id=7AB",
}


@pytest.fixture
def outcome(server):
    """Ask a question on a connection of its own: its status, "no answer", or "no JSON"."""

    def outcome(endpoint: str) -> object:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        connection.request("GET", f"/f13/{QUESTIONS[endpoint]}", headers=LOGIN)
        try:
            response = connection.getresponse()
            json.loads(response.read())
        except http.client.RemoteDisconnected:
            return "no answer"
        except ValueError:
            return "no JSON"
        finally:
            connection.close()
        return response.status

    return outcome


@pytest.mark.parametrize("named", ["events", "events_by_id", "performances", "months", "*"])
@pytest.mark.parametrize(
    ("kind", "wanted"), [("502_before", 502), ("cut", "no answer"), ("garbage", "no JSON")]
)
def test_what_the_catalogue_asks_can_go_wrong_alone_and_all_at_once(world, outcome, named, kind, wanted):
    fault(world, kind, endpoint=named, times=1_000_000)
    struck = set(QUESTIONS) if named == "*" else {named}
    assert {endpoint: outcome(endpoint) for endpoint in QUESTIONS} == {
        endpoint: wanted if endpoint in struck else 200 for endpoint in QUESTIONS
    }
    world.faults.clear()
    assert {outcome(endpoint) for endpoint in QUESTIONS} == {200}


@pytest.mark.parametrize("named", ["events", "events_by_id", "performances", "months", "*"])
def test_a_slow_catalogue_answers_when_the_clock_says_so(world, clock, outcome, named):
    fault(world, "slow", endpoint=named, seconds=60)
    found: list[object] = []
    thread = in_background(lambda: found.append(outcome("events" if named == "*" else named)))
    assert clock.somebody_waits.wait(10)
    clock.move(timedelta(seconds=60))
    thread.join(10)
    assert found == [200]


def test_a_compressed_half_answer_is_half_too(world, uuid, connection):
    fault(world, "half", endpoint="status")
    headers = LOGIN | {"Accept-Encoding": "gzip"}
    connection.request("GET", f"/f13/status.v1?transaction_uuid={uuid}", headers=headers)
    response = connection.getresponse()
    assert response.headers["Content-Encoding"] == "gzip"
    with pytest.raises(http.client.IncompleteRead):
        response.read()


def test_the_journal_shows_a_purchase_from_its_beginning_and_with_its_fault(world, clock, uuid, purchase):
    fault(world, "slow", seconds=60)
    thread = in_background(lambda: purchase().read())
    clock.somebody_waits.wait(10)
    (line,) = [line for line in world.journal.entries() if line["endpoint"] == "purchase"]
    assert (line["user"], line["status"], line["fault"]) == ("demo", None, "slow")
    assert ["transaction_uuid", uuid] in line["params"]
    clock.move(timedelta(seconds=60))
    thread.join(10)
    (line,) = [line for line in world.journal.entries() if line["endpoint"] == "purchase"]
    assert line["status"] == 200
