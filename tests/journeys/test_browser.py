"""The eye on the browser sees: other hosts, console errors, broken scripts, on a page that has them."""

import http.server
import re
import threading

import pytest

from tests.journeys import browser as browsers
from tests.journeys.browser import PHONE, Watch, keep_evidence

PAGE = b"""<!doctype html><html lang="en"><title>A page</title><body data-page="planted"><h1>Planted</h1>
<noscript>Without scripts</noscript><script>
document.querySelector("h1").textContent += location.search</script>"""
PLANTED = {
    "picture": b"<img src='http://192.0.2.1/a.png'>",
    "name": b"<img src='https://example.com/a.png'>",
    "console": b"<script>console.error('no such seat')</script>",
    "broken": b"<script>throw new Error('broken on purpose')</script>",
    "missing": b"<img src='/missing.png'>",
    "fine": b"<script>console.log('fine')</script><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>",
}


class Planted(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.strip("/").partition("?")[0]
        body = PAGE + PLANTED.get(name, b"")
        self.send_response(200 if name in PLANTED else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Planted) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,)).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def seen():
    return Watch()


@pytest.fixture
def open_page(browser, seen, site):
    with browser.new_context(base_url=site) as context:
        seen.over(context)
        page = context.new_page()

        def opened(name):
            page.goto(f"/{name}", wait_until="networkidle")
            return page

        yield opened


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("picture", "asked another host: http://192.0.2.1/a.png"),
        ("name", "asked another host: https://example.com/a.png"),
        ("console", "error in the console: no such seat"),
        ("broken", "a script broke: broken on purpose"),
        ("missing", "error in the console: Failed to load resource: .* 404"),
    ],
)
def test_what_must_not_happen_is_seen(open_page, seen, name, complaint):
    open_page(name)
    assert any(re.search(complaint, line) for line in seen.complaints), seen.complaints


def test_a_page_without_fault_gives_no_complaint(open_page, seen):
    assert open_page("fine").locator("h1").text_content() == "Planted"
    assert seen.complaints == []


def test_what_is_meant_to_happen_can_be_forgiven(open_page, seen):
    open_page("console")
    assert seen.complaints
    seen.forgive("no such seat")
    assert seen.complaints == []


def test_evidence_is_a_picture_the_html_and_the_logs(open_page, monkeypatch, tmp_path):
    monkeypatch.setattr(browsers, "RESULTS", tmp_path)
    page = open_page("fine")
    keep_evidence("test_it[one/two]", pages=[page], logs={"web": "last line"})
    folder = tmp_path / "test_it-one-two-"
    assert (folder / "page-1.png").read_bytes().startswith(b"\x89PNG")
    assert "<h1>Planted</h1>" in (folder / "page-1.html").read_text()
    assert (folder / "web.log").read_text() == "last line"


def test_a_phone_is_narrow_and_touched(browser, site):
    with browser.new_context(base_url=site, **PHONE) as context:
        page = context.new_page()
        page.goto("/fine")
        assert page.evaluate("[innerWidth > 389, screen.width, navigator.maxTouchPoints > 0]") == [
            True,
            390,
            True,
        ]


def test_a_page_without_scripts_runs_none(browser, site):
    with browser.new_context(base_url=site, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/fine?ran")
        assert page.locator("h1").text_content() == "Planted"
        assert page.locator("noscript").is_visible()
