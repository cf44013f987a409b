"""`make audit` asks about every pinned package; what it could not ask for is as bad as an advisory."""

import json
import runpy
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from rehearsal.environment import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
audit = SimpleNamespace(**runpy.run_path(str(ROOT / "bin" / "audit.py")))

PINS = """# Made by `make lock`
django==5.2.19 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
Zope.Interface==7.0 ; sys_platform == 'win32' \\
    --hash=sha256:cc
psycopg[binary]==3.2 \\
    --hash=sha256:dd
"""


class Service:
    """A stand-in for the advisory service, which answers as it is told to and keeps what it was asked."""

    def __init__(self):
        self.known = {}  # ids by name and version
        self.page = 100
        self.change = lambda results: results
        self.status = 200
        self.asked = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.asked.append((self.path, said["queries"]))
                body = json.dumps({"results": outer.change([outer.result(one) for one in said["queries"]])})
                self.send_response(outer.status)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def result(self, query):
        ids = self.known.get((query["package"]["name"], query["version"]), [])
        start = int(query.get("page_token") or 0)
        result = {"vulns": [{"id": one} for one in ids[start : start + self.page]]} if ids else {}
        more = start + self.page
        return result | ({"next_page_token": str(more)} if more < len(ids) else {})


@pytest.fixture
def service():
    stand_in = Service()
    thread = threading.Thread(target=stand_in.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield stand_in
    stand_in.server.shutdown()
    stand_in.server.server_close()
    thread.join()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "base.txt").write_text(PINS)
    (tmp_path / "dev.txt").write_text(PINS + "pytest==8.3 \\\n    --hash=sha256:ee\n")
    return tmp_path


def run(folder, url):
    return audit.main(["--requirements", str(folder), "--service", url])


def test_every_package_of_every_file_is_asked_for_once_at_its_version(service, folder, capsys):
    assert run(folder, service.url) == 0
    ((path, queries),) = service.asked
    assert path == "/v1/querybatch"
    named = [(one["package"]["name"], one["version"], one["package"]["ecosystem"]) for one in queries]
    assert named == [
        ("django", "5.2.19", "PyPI"),
        ("psycopg", "3.2", "PyPI"),
        ("pytest", "8.3", "PyPI"),
        ("zope-interface", "7.0", "PyPI"),
    ]
    assert capsys.readouterr().out == "4 packages were asked for, and there are no advisories.\n"


def test_an_advisory_is_named_and_fails(service, folder, capsys):
    service.known = {("django", "5.2.19"): ["GHSA-b", "GHSA-a"], ("django", "5.2.18"): ["GHSA-c"]}
    assert run(folder, service.url) == 1
    assert capsys.readouterr().out == "django 5.2.19: GHSA-a, GHSA-b\n"


def test_what_is_told_in_parts_is_asked_for_to_the_end(service, folder, capsys):
    service.known, service.page = {("pytest", "8.3"): ["A-1", "A-2", "A-3"]}, 1
    assert run(folder, service.url) == 1
    assert capsys.readouterr().out == "pytest 8.3: A-1, A-2, A-3\n"
    assert [len(queries) for _path, queries in service.asked] == [4, 1, 1]


def test_parts_without_an_end_are_not_believed(service, folder, capsys):
    service.change = lambda results: [{"next_page_token": "1"} for _ in results]
    assert run(folder, service.url) == 2
    assert "has no end" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        lambda results: results[:-1],
        lambda results: [*results, {}],
        lambda results: [],
        lambda results: None,
        lambda results: [*results[:-1], None],
        lambda results: [*results[:-1], {"vulns": None}],
        lambda results: [*results[:-1], {"vulns": [{}]}],
        lambda results: [*results[:-1], {"next_page_token": 7}],
    ],
)
def test_a_package_that_is_skipped_fails(service, folder, capsys, change):
    service.change = change
    assert run(folder, service.url) == 2
    assert capsys.readouterr().out.startswith("Nothing is known: ")


def test_more_packages_than_one_question_takes_are_asked_for_in_several(service, tmp_path):
    count = audit.AT_ONCE + 1
    (tmp_path / "base.txt").write_text("".join(f"package{number}==1\n" for number in range(count)))
    service.known = {(f"package{count - 1}", "1"): ["A-1"]}
    assert run(tmp_path, service.url) == 1
    assert [len(queries) for _path, queries in service.asked] == [audit.AT_ONCE, 1]


@pytest.mark.parametrize("status", [400, 429, 500, 503])
def test_a_service_that_refuses_fails(service, folder, capsys, status):
    service.status = status
    assert run(folder, service.url) == 2
    assert "could not be asked" in capsys.readouterr().out


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}", "file:///etc/passwd", "nowhere"])
def test_one_that_is_not_there_fails(folder, capsys, address):
    assert run(folder, address.format(port=free_port())) == 2
    assert capsys.readouterr().out.startswith("Nothing is known: ")


@pytest.mark.parametrize("line", ["django>=5", "-r other.txt", "git+https://a.example/b", "--index-url x"])
def test_a_line_that_names_no_version_fails(service, folder, capsys, line):
    (folder / "base.txt").write_text(f"{PINS}{line}\n")
    assert run(folder, service.url) == 2
    assert line in capsys.readouterr().out
    assert service.asked == []


def test_without_pins_nothing_is_known(service, tmp_path):
    assert run(tmp_path, service.url) == 2


def test_the_shops_own_files_can_be_asked_for():
    pins = audit.pinned(ROOT / "requirements")
    assert {"django", "requests", "pytest", "sentry-sdk"} <= {name for name, _version in pins}
    lines = (ROOT / "requirements" / "dev.txt").read_text().splitlines()
    assert len(pins) >= sum("==" in line and not line.startswith(("#", " ")) for line in lines)
