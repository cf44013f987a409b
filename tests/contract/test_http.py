"""What is true of every answer: its id, its compression, its address."""

import pytest
import requests

from tests.contract.asking import PASSWORD
from tests.contract.buying import a_choice


def test_every_answer_has_an_id_of_its_own(api):
    ids = [api.get("events").headers["X-Request-Id"] for _ in range(3)]
    assert len(set(ids)) == 3


@pytest.mark.parametrize(
    ("path", "status"), [("/f13/availability.v1", 400), ("/f13/nonsense.v1", 404), ("/f13/reserve.v1", 405)]
)
def test_refusals_have_an_id_too(api, path, status):
    answer = api.ask("GET", path)
    assert (answer.status_code, bool(answer.headers.get("X-Request-Id"))) == (status, True)


def test_the_log_knows_the_request_by_its_id(sandbox, api):
    answer = api.get("events", keywords="matthew")
    (entry,) = [row for row in sandbox.log() if row["request_id"] == answer.headers["X-Request-Id"]]
    assert (entry["endpoint"], entry["method"], entry["user"], entry["status"]) == (
        "events",
        "GET",
        "demo",
        200,
    )


def test_answers_are_compressed_for_those_who_accept_it(api):
    zipped = api.ask("GET", "/f13/events.v1", headers={"Accept-Encoding": "gzip"})
    plain = api.ask("GET", "/f13/events.v1", headers={"Accept-Encoding": "identity"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert zipped.json() == plain.json()
    assert int(zipped.headers["Content-Length"]) < int(plain.headers["Content-Length"]) / 2


def test_answers_are_json(api):
    assert api.get("events").headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize(
    "path",
    [
        "/f13/events.v1",
        "/f13/events.v1/",
        "/f13/events.v1/demo",
        "/f13/events.v1/demo/demosub",
        "/f13/events.v1/demo/demosub/nl",
        "/f13/events.v1/demo/-/nl/",
        "/f13/events.v1/demo/demosub/-",
    ],
)
def test_user_subuser_and_language_may_follow_the_name(api, path):
    assert api.ask("GET", path).status_code == 200


def test_a_subuser_is_kept_with_the_transaction(api):
    answer = api.ask("POST", "/f13/reserve.v1/demo/kiosk/en", data=a_choice(api)).json()
    uuid = answer["trolley_contents"]["transaction_uuid"]
    assert api.read("status", transaction_uuid=uuid)["reserve_user"]["sub_user"] == "kiosk"


def test_deeds_may_be_told_in_the_address(sandbox, api):
    answer = requests.post(
        f"{sandbox.url}/f13/reserve.v1", params=a_choice(api), auth=("demo", PASSWORD), timeout=20
    )
    assert answer.json()["trolley_contents"]["transaction_uuid"]


def test_a_connection_can_be_used_again(sandbox):
    with requests.Session() as session:
        session.auth = ("demo", PASSWORD)
        answers = [session.get(f"{sandbox.url}/f13/test.v1", timeout=20) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert all(answer.headers.get("Connection", "keep-alive") != "close" for answer in answers)
