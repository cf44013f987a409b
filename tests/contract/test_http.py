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
    plain = api.ask("GET", "/f13/events.v1", headers={"Accept-Encoding": "identity, gzip;q=0"})
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


def test_what_the_path_names_is_read_decoded(api):
    user = api.ask("GET", "/f13/test.v1/demo/caf%C3%A9%20one/fr/").json()["user_info"]
    assert user["sub_user"] == "café one"


@pytest.mark.parametrize("path", ["/f13/", "/f13/events", "/f13/events.v2", "/f13/events.v1/demo/-/nl/more"])
def test_there_is_nothing_at_other_paths(api, path):
    answer = api.ask("GET", path)
    assert (answer.status_code, answer.json()["error_code"]) == (404, 8)


def test_a_wrong_method_is_told_the_right_one(api):
    assert api.get("reserve").headers["Allow"] == "POST"
    assert api.post("events").headers["Allow"] == "GET"


def test_who_has_not_logged_in_is_told_how(sandbox):
    answer = requests.get(f"{sandbox.url}/f13/test.v1", timeout=20)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")


@pytest.mark.parametrize(
    ("wanted", "heading"),
    [
        ("fr", "Aperçu"),
        ("fr-CA", "Aperçu"),
        ("xx, fr;q=0.8, en;q=0.5", "Aperçu"),
        ("en;q=0.2, fr;q=0.9", "Aperçu"),
        ("xx", "Overview"),
        ("", "Overview"),
    ],
)
def test_the_language_is_the_first_wanted_that_there_is(api, wanted, heading):
    params = {"event_id_list": "6IF", "req_extra_info": ""}
    answer = api.ask("GET", "/f13/events_by_id.v1", params=params, headers={"Accept-Language": wanted})
    event = answer.json()["events_by_id"]["6IF"]["event"]
    assert event["structured_info"]["overview"]["name"] == heading


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
