"""A visitor may be answered by another copy each time: what a process keeps to itself is known, and why."""

import ast
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from rehearsal.environment import shop_environment
from rehearsal.shop import ShopProcess
from tests.builders import CUSTOMER
from tests.faults.night import QUIET, Buyer, first_performance, hold_form, wait_until
from tests.rules import kept

ROOT = Path(__file__).resolve().parents[2]

SAME_FOR_ALL = "follows from settings or packages alone: every process has the same"
CONNECTIONS = "connections, and threads for them: each process needs its own"
# What each process has for itself, and why a visitor who is answered by another one does not notice.
KEPT = {
    "boxoffice/brand/serving.py: _by_name()": SAME_FOR_ALL,
    "boxoffice/brand/serving.py: _compressed()": SAME_FOR_ALL,
    "boxoffice/brand/stylesheet.py: of_admin()": SAME_FOR_ALL,
    "boxoffice/brand/stylesheet.py: of_pages()": SAME_FOR_ALL,
    "boxoffice/compressing.py: CompressingMiddleware._gzip": SAME_FOR_ALL,
    "boxoffice/footer.py: _kept": "the foot of pages, for some seconds; the table has it",
    "boxoffice/following.py: _current": "what this thread works on, while it does",
    "boxoffice/headers.py: HeadersMiddleware.headers": SAME_FOR_ALL,
    "boxoffice/health.py: _is_migrated": "once migrated, a database stays so",
    "boxoffice/live.py: answers": "what is free, for two seconds; who held or let go asks anew everywhere",
    "boxoffice/metrics.py: port": "where this worker tells its numbers",
    "boxoffice/pages/middleware.py: PagesMiddleware._being_made": "who waits for a page waits in one process",
    "boxoffice/pages/middleware.py: PagesMiddleware._lock": "of the former",
    "boxoffice/pages/middleware.py: PagesMiddleware.changes": "the store says to all when pages changed",
    "boxoffice/pages/middleware.py: PagesMiddleware.memory": "pages that are the same for everyone, dated",
    "boxoffice/places.py: here": "how many threads of this worker do what",
    "boxoffice/proxies.py: ProxiesMiddleware._strangers_told": "told once in the log of each process",
    "boxoffice/seen.py: _route_of_kept()": SAME_FOR_ALL,
    "boxoffice/shared.py: _asked_again_at": "a cache that failed it is left alone for seconds",
    "boxoffice/shared.py: _lock": "of the former",
    "boxoffice/shared.py: store": "the way to what all share, and nothing of it",
    "boxoffice/shared.py: table": "the same way, to the database",
    "boxoffice/spans.py: _tracer": CONNECTIONS,
    "boxoffice/ticketing/connecting.py: _transport()": CONNECTIONS,
    "boxoffice/ticketing/keeping.py: _hints()": SAME_FOR_ALL,
    "boxoffice/ticketing/money.py: _decimals()": SAME_FOR_ALL,
    "boxoffice/ticketing/money.py: _locale()": SAME_FOR_ALL,
    "boxoffice/ticketing/money.py: _with_symbol()": SAME_FOR_ALL,
    "boxoffice/worker.py: heartbeat": "the sign of life of this worker; its row is for all",
    "catalog/drawing.py: drawings": "what was drawn of one of the answers, with nothing of who asked",
    "catalog/once.py: _in_background": "threads share a refresh; processes share it by a claim in the store",
    "catalog/once.py: _lock": "of the former",
    "catalog/once.py: _threads()": CONNECTIONS,
    "catalog/once.py: _under_way": "threads share one answer; processes share it by a claim in the store",
    "catalog/searching/engines/postgresql.py: has_trigrams()": "what the one database can do",
    "checkout/payments/stripe_line.py: _client_of()": CONNECTIONS,
    "checkout/tickets/barcodes.py: _drawn()": SAME_FOR_ALL,
    "checkout/tickets/typefaces.py: _faces": SAME_FOR_ALL,
    "checkout/tickets/typefaces.py: _one_at_a_time": "typefaces are not for two threads at once",
    "checkout/tickets/typefaces.py: shaped()": SAME_FOR_ALL,
    "checkout/tickets/typeset.py: _face_of()": SAME_FOR_ALL,
    "checkout/tickets/typeset.py: _is_known()": SAME_FOR_ALL,
    "checkout/tickets/typeset.py: lines()": SAME_FOR_ALL,
    "checkout/zones.py: _by_country()": SAME_FOR_ALL,
}
OLD, NEW = "only-for-tests-old-" + "0123456789" * 4, "only-for-tests-new-" + "9876543210" * 4


def test_what_a_process_keeps_to_itself_is_known_with_its_reason():
    assert kept.kept_by_processes(ROOT) == set(KEPT)
    assert all(KEPT.values())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("_seen = False\ndef f():\n    global _seen\n    _seen = True", {"_seen"}),
        ("SEEN = {}\ndef f():\n    SEEN['a'] = 1", {"SEEN"}),
        ("SEEN = []\ndef f():\n    SEEN.append(1)", {"SEEN"}),
        ("seen = Store()", {"seen"}),
        ("store = A() if x else B()", {"store"}),
        ("_seen: dict[str, int] = {}", {"_seen"}),
        ("@lru_cache(maxsize=3)\ndef f(): ...", {"f()"}),
        ("@functools.cache\ndef f(): ...", {"f()"}),
        (
            "class AMiddleware:\n    def __init__(self, a):\n        self.get_response, self.b = a, {}",
            {"AMiddleware.b"},
        ),
        ("TABLE = {'a': 1}\ndef f():\n    return TABLE['a']", set()),
        ("logger = logging.getLogger(__name__)", set()),
        ("def f():\n    seen = {}\n    seen['a'] = 1", set()),
    ],
)
def test_it_would_be_found(text, names):
    assert set(kept._kept_in(ast.parse(text))) == names


@dataclass
class Wanderer(Buyer):
    """Each request goes to the next copy, whichever answered the last."""

    copies: Any = field(default_factory=list)

    def _whole(self, address):
        parts = urlsplit(address)
        return f"{next(self.copies)}{parts.path}" + (f"?{parts.query}" if parts.query else "")


@pytest.fixture(scope="module", params=["with one key", "while the key is exchanged"])
def copies(request, sandbox_process, tmp_path_factory):
    """Two webs and a worker over one database. While a key is exchanged, each signs with another one."""
    folder = tmp_path_factory.mktemp("copies")
    database = f"sqlite:///{folder / 'shop.sqlite3'}"
    tries = {"FIND_TRIES_PER_VISITOR": "4"}
    environment = shop_environment(sandbox_process, database_url=database, SECRET_KEY=OLD, **QUIET, **tries)
    first = ShopProcess(environment, logs=folder)
    (folder / "second").mkdir()
    second = ShopProcess(environment, logs=folder / "second")
    second.web.environment["SITE_URL"] = first.url
    if "exchanged" in request.param:
        first.web.environment["SECRET_KEY_FALLBACKS"] = NEW
        second.web.environment |= {"SECRET_KEY": NEW, "SECRET_KEY_FALLBACKS": OLD}
    first.manage("migrate", "--noinput")
    sandbox_process.reset()
    first.manage("refresh_catalogue")
    try:
        first.start()
        second.web.start()
        for shop in (first, second):
            shop.wait_until_ready()
        yield first.url, second.url
    finally:
        first.stop()
        second.web.stop()


@pytest.fixture
def wanderer(copies, sandbox_process):
    return Wanderer("", first_performance(sandbox_process), copies=cycle(copies))


def test_a_purchase_goes_well_whichever_copy_answers(wanderer):
    page = wanderer.choose()
    checkout = wanderer.post("/trolley/reserve/", hold_form(page), page=page).url
    seen = [wanderer.get(checkout).text for _copy in range(2)]
    assert all('name="email"' in page for page in seen)
    progress = wanderer.post(checkout, CUSTOMER, page=seen[0]).url
    wait_until(lambda: "/progress/" not in wanderer.get(progress).url, what="the order is bought")
    order = wanderer.get(progress).url
    assert [wanderer.get(order).status_code for _copy in range(2)] == [200, 200]
    assert 'data-page="order"' in wanderer.get(order).text


def test_tries_are_counted_together(wanderer, request):
    """Under a name that is made with the key: while one is exchanged, once for each."""
    names = 2 if "exchanged" in request.node.callspec.id else 1
    page = wanderer.get("/orders/find/").text
    form = {"reference": "none", "email": "ada@example.com"}
    most = 4 * names
    answers = [wanderer.post("/orders/find/", form, page=page).status_code for _ in range(most + 2)]
    assert answers == [422] * most + [429, 429]
