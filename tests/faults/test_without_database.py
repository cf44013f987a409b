"""The database is away: a page says so, nothing breaks, and all goes on by itself when it is back."""

import re
import socket
from collections.abc import Iterator

import pytest
import requests

from rehearsal.environment import shop_environment
from rehearsal.shop import ShopProcess
from tests.faults.night import QUIET, SHORT, wait_until
from tests.services import Postgres, new_database, postgres_server

PAGES = ("/", "/search/?q=cat", "/event/7AB/any/", "/trolley/", "/admin/", "/pages/terms/")
VISITOR = {"csrftoken": "a" * 32, "sessionid": "b" * 32}
WORDS = "Our shop is back in a moment"


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="module")
def shop(server, sandbox_process, tmp_path_factory) -> Iterator[ShopProcess]:
    """Web and worker are started while the database is away."""
    folder = tmp_path_factory.mktemp("away")
    url = new_database(server.url, name="away")
    shop = ShopProcess(shop_environment(sandbox_process, database_url=url, **SHORT, **QUIET), logs=folder)
    shop.manage("migrate", "--noinput")
    server.stop()
    shop.web.start()
    shop.web.wait_until_it_answers(f"{shop.url}/health/live")
    shop.worker.says = ""
    shop.worker.start()
    yield shop
    shop.stop()


def asked(shop, address, **form):
    if not form:
        return requests.get(shop.url + address, cookies=VISITOR, timeout=20)
    sent = form | {"csrfmiddlewaretoken": VISITOR["csrftoken"]}
    return requests.post(shop.url + address, sent, cookies=VISITOR, timeout=20)


def says_so(answer):
    is_told = answer.status_code == 503 and WORDS in answer.text and answer.headers["Retry-After"] == "15"
    return is_told and "Traceback" not in answer.text


def test_a_shop_that_starts_without_its_database_says_so_and_goes_on_once_it_is_back(shop, server):
    assert [page for page in PAGES if not says_so(asked(shop, page))] == []
    assert says_so(asked(shop, "/orders/find/", reference="1"))
    assert asked(shop, "/health/live").status_code == 200
    assert asked(shop, "/health/ready").status_code == 503
    assert shop.worker.is_running

    server.start()
    wait_until(lambda: asked(shop, "/health/ready").status_code == 200, what="the shop is ready")
    assert [asked(shop, page).status_code for page in PAGES] == [200, 200, 404, 200, 200, 404]
    shop.worker.wait_until(lambda: "The worker is there" in shop.worker.log.read_text(), what="be there")


def test_connections_that_a_restart_has_cut_are_made_anew(shop, server):
    if not server.program.is_running:
        server.start()
    wait_until(lambda: asked(shop, "/trolley/").status_code == 200, what="the trolley is shown")
    server.restart()
    statuses = [asked(shop, "/trolley/").status_code for _ in range(20)]
    # Each thread may meet its own dead connection, and finds that out before it asks anything.
    assert statuses == [200] * 20


def test_a_database_that_is_silent_costs_a_timeout_and_no_more(sandbox_process, tmp_path):
    with socket.create_server(("127.0.0.1", 0), backlog=16) as silent:
        url = f"postgres://postgres@127.0.0.1:{silent.getsockname()[1]}/silent"
        changes = {**SHORT, **QUIET, "DATABASE_CONNECT_TIMEOUT": "2"}
        shop = ShopProcess(shop_environment(sandbox_process, database_url=url, **changes), logs=tmp_path)
        shop.web.start()
        try:
            shop.web.wait_until_it_answers(f"{shop.url}/health/live")
            answer = asked(shop, "/trolley/")
        finally:
            shop.web.kill()
    assert says_so(answer)
    assert re.search(r'data-page="?unavailable', answer.text)
