"""A browser that sees nothing but this machine, and an eye on what goes wrong inside it."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Frame,
    Page,
    Route,
    WebError,
    sync_playwright,
)

from rehearsal import chromium

RESULTS = Path(__file__).resolve().parent.parent.parent / "test-results"
ELSEWHERE = re.compile(r"^(?!(?:https?://127\.0\.0\.1[:/]|data:|blob:|about:))", re.IGNORECASE)
ARGUMENTS = [
    "--no-sandbox",  # containers and root have no namespace to put it in
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever slips past the requests that are watched finds no address either.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
# Pages that fade into each other have tests of their own. Whose requests are watched has no cache, so that a
# page may be looked at before its style is there: then Chromium calls the fading broken.
USUAL = {"locale": "en-GB", "service_workers": "block", "reduced_motion": "reduce"}
DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Chromium with an empty profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.program(), args=ARGUMENTS)
        yield browser
        browser.close()


def wait_for(page: Page | Frame, script: str, *, within: float = 15) -> None:
    """Until this is so in the page. Promises are waited for, which Playwright's own way takes for a yes; and
    where a policy forbids `eval`, that way only ever looks once at what is no function.
    """
    for _look in range(int(within * 20)):
        if page.evaluate(script):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not within {within:.0f} seconds: {script}")


SLOWED = int(os.environ.get("SLOWED", "1"))


def slowed(page: Page) -> None:
    """`SLOWED=6 pytest tests/journeys/…`: as on a machine six times slower, to find tests that race."""
    if SLOWED > 1:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})


class Watch:
    """Collects what must not happen: requests to other hosts, errors in the console, scripts that broke."""

    def __init__(self) -> None:
        self._seen: list[str] = []
        self._forgiven: list[str] = []

    def over(self, context: BrowserContext) -> None:
        context.route(ELSEWHERE, self._refuse)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)

    def forgive(self, text: str) -> None:
        """What contains these words is meant to happen in this test: a 404 page says so in the console."""
        self._forgiven.append(text)

    @property
    def complaints(self) -> list[str]:
        return [seen for seen in self._seen if not any(text in seen for text in self._forgiven)]

    def _refuse(self, route: Route) -> None:
        self._seen.append(f"asked another host: {route.request.url}")
        route.abort("addressunreachable")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._seen.append(f"error in the console: {message.text} ({message.location.get('url', '')})")

    def _on_error(self, error: WebError) -> None:
        self._seen.append(f"a script broke: {error.error}")


def keep_evidence(name: str, *, pages: list[Page], logs: dict[str, str]) -> None:
    """What one wants to see of a failed journey: each open page as picture and HTML, the last log lines."""
    folder = RESULTS / re.sub(r"[^\w-]+", "-", name)
    folder.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(pages, start=1):
        page.screenshot(path=folder / f"page-{number}.png", full_page=True)
        (folder / f"page-{number}.html").write_text(f"<!-- {page.url} -->\n{page.content()}")
    for program, lines in logs.items():
        (folder / f"{program}.log").write_text(lines)
