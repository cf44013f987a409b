"""Each request: its id, its one line, its count."""

import logging
from ipaddress import ip_network

import pytest
from prometheus_client import REGISTRY

from boxoffice import following
from boxoffice.seen import _route_of_kept
from tests.builders import mirrored
from tests.faults.night import first_performance

HEADER = "X-Request-ID"
BALANCERS = "balancer-0123456789"


def line(caplog):
    return next(one for one in reversed(caplog.records) if one.name == "boxoffice.access")


def counted(route, status):
    labels = {"route": route, "status": str(status)}
    return REGISTRY.get_sample_value("boxoffice_page_seconds_count", labels) or 0


@pytest.fixture(autouse=True)
def _log(caplog):
    caplog.set_level(logging.DEBUG)


@pytest.fixture
def behind_a_balancer(settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]


def test_each_answer_says_its_id_and_no_two_are_alike(client):
    first, second = (client.get("/health/live")[HEADER] for _ in range(2))
    assert len(first) == len(second) == 32
    assert first != second


@pytest.mark.usefixtures("behind_a_balancer")
def test_a_balancers_id_is_kept(client):
    assert client.get("/health/live", headers={HEADER: BALANCERS})[HEADER] == BALANCERS


@pytest.mark.usefixtures("behind_a_balancer")
@pytest.mark.parametrize(
    "said", ["short", "x" * 65, "with space in it", "forged\nline-of-log", "<script>alert", "", "ä" * 10]
)
def test_what_does_not_look_like_an_id_is_none(client, said):
    assert client.get("/health/live", headers={HEADER: said})[HEADER] != said


def test_a_strangers_id_is_not_believed(client):
    assert client.get("/health/live", headers={HEADER: BALANCERS})[HEADER] != BALANCERS


def test_a_server_that_knows_no_peer_believes_nobody(client):
    answer = client.get("/health/live", headers={HEADER: BALANCERS}, REMOTE_ADDR="")
    assert answer[HEADER] != BALANCERS


@pytest.mark.django_db
def test_the_line_names_the_route_and_never_the_address(client, f13, caplog):
    before = counted("checkout:return", 404)
    client.get("/checkout/return/the-token/?secret=1")
    said = line(caplog).facts
    assert (said["method"], said["route"], said["status"]) == ("GET", "checkout:return", 404)
    assert said["bytes"] > 0
    assert "the-token" not in line(caplog).getMessage() + str(said)
    assert counted("checkout:return", 404) == before + 1


@pytest.mark.django_db
def test_calls_of_f13_are_counted_and_say_the_same_id(client, f13, caplog):
    mirrored("7AB")
    perf_id = first_performance(f13)
    f13.clear_log()
    caplog.clear()
    answer = client.get(f"/performance/{perf_id}/")
    assert answer.status_code == 200
    asked = [one for one in caplog.records if one.name == "boxoffice.ticketing" and hasattr(one, "facts")]
    assert line(caplog).facts["calls"] == len(asked) == len(f13.log()) > 0
    assert {dict(entry["params"])["tsw_session_track_id"] for entry in f13.log()} == {answer[HEADER]}


@pytest.mark.django_db
@pytest.mark.usefixtures("_pages_are_kept")
@pytest.mark.parametrize(
    ("address", "route"),
    [("/", "catalog:home"), ("/fr/search/?q=cat", "catalog:search"), ("/event/7AB/{slug}/", "catalog:event")],
)
def test_a_kept_page_has_its_route_too(client, f13, caplog, address, route):
    (event,) = mirrored("7AB")
    address = address.format(slug=event.slug)
    client.get(address)
    before = counted(route, 200)
    assert client.get(address).status_code == 200
    assert (line(caplog).facts["route"], counted(route, 200)) == (route, before + 1)


@pytest.mark.django_db
def test_addresses_that_there_are_not_share_one_name(client, caplog):
    for address in ("/no/such/page", "/nor/this", "/wp-login.php"):
        assert client.get(address).status_code == 404
        assert line(caplog).facts["route"] == "none"


def test_probes_and_files_are_quiet_while_all_goes_well(client, caplog):
    client.get("/health/live")
    assert (line(caplog).levelno, line(caplog).facts["route"]) == (logging.DEBUG, "health")
    client.get("/static/no-such-file.css")
    assert (line(caplog).levelno, line(caplog).facts["route"]) == (logging.INFO, "static")


def test_a_method_that_somebody_made_up_is_not_repeated(client, caplog):
    client.generic("BREW\x1b", "/health/live")
    assert line(caplog).facts["method"] == "other"


@pytest.mark.django_db
def test_an_orders_pages_say_which_order(client, caplog):
    record_id = "3b1c9d1e-8a55-4c1c-9d0b-000000000000"
    seen = []
    logging.getLogger("boxoffice.access").addFilter(seen_by(seen))
    try:
        client.get(f"/order/{record_id}/")
        client.get("/trolley/")
    finally:
        logging.getLogger("boxoffice.access").filters.clear()
    assert [followed.order for followed in seen] == [record_id, ""]
    assert not [one for one in caplog.records if one.name == "django.request"]


def test_when_it_is_over_nothing_is_followed(client):
    client.get("/health/live")
    assert following.current() is None


def test_what_is_remembered_of_addresses_has_an_end():
    assert _route_of_kept.cache_info().maxsize == 2_000


def seen_by(seen):
    def remember(record):
        seen.append(following.current())
        return True

    return remember
