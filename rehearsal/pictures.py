"""`make pictures`: the shop as buyers see it, with the sandbox's catalogue, for the documents."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import FloatRect, Locator, Page, ViewportSize, sync_playwright

from rehearsal import chromium
from rehearsal.buyer import CUSTOMER
from rehearsal.environment import free_port, process_environment, shop_environment
from rehearsal.programs import ROOT, Program, ProgramFailed
from rehearsal.shop import ShopProcess

FOLDER = ROOT / "docs" / "pictures"
SIZE: ViewportSize = {"width": 1280, "height": 900}
TOP: FloatRect = {"x": 0, "y": 0, "width": 1280, "height": 900}
# At the top, with every picture in view there, the lazy ones too.
SETTLED = """async () => {
    document.activeElement.blur();
    scrollTo(0, 0);
    const seen = [...document.images].filter((one) => one.getBoundingClientRect().top < innerHeight);
    await Promise.all(seen.map((one) => one.decode()));
}"""
EVENT = "/event/7AB/cat/"
# One event for each kind of hall, by what is particular about it.
HALLS = {
    "odd-and-even": "MC02",
    "numbers-missing": "LN21",
    "boxes": "LN10",
    "tables": "LN13",
    "rows-of-two-letters": "LN03",
    "stands": "MC05",
}


@dataclass(frozen=True)
class SandboxAddress:
    url: str
    smtp_port: int


def main(folder: Path = FOLDER) -> int:
    """Take them all; 1 when something is missing or fails."""
    program = chromium.program()
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as logs,
        a_shop(Path(logs)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(base_url=address, viewport=SIZE, locale="en-GB", color_scheme="light")
        for name in _walk(page):
            page.screenshot(path=folder / f"{name}.png", full_page=True, clip=TOP)
            print(f"{name}.png", flush=True)
        for name, event_id in HALLS.items():
            _whole_hall(page, event_id).screenshot(path=folder / "halls" / f"{name}.png")
            print(f"halls/{name}.png", flush=True)
        browser.close()
    return 0


@contextmanager
def a_shop(folder: Path, **changes: str) -> Iterator[str]:
    """The shop beside a sandbox of its own, on free ports; its address. `changes` of its settings."""
    at = SandboxAddress(f"http://127.0.0.1:{free_port()}", free_port())
    sandbox = _sandbox(at, log=folder / "sandbox.log")
    settings = shop_environment(at, database_url=f"sqlite:///{folder / 'shop.sqlite3'}", **changes)
    shop = ShopProcess(settings, logs=folder)
    try:
        sandbox.start()
        shop.manage("migrate", "--noinput")
        shop.collect()
        sandbox.wait_until_it_answers(f"{at.url}/mail/")
        shop.manage("refresh_catalogue")
        shop.start()
        shop.wait_until_ready()
        yield shop.url
    finally:
        shop.stop()
        sandbox.stop()


def _sandbox(at: SandboxAddress, *, log: Path) -> Program:
    port = at.url.rpartition(":")[2]
    command = [sys.executable, "-m", "sandbox", "--port", port, "--smtp-port", str(at.smtp_port)]
    return Program("sandbox", command=command, environment=process_environment({}), log=log)


def _walk(page: Page) -> Iterator[str]:
    """One purchase; the name of each page that is worth a picture."""
    page.goto("/")
    yield "home"
    page.goto(EVENT)
    yield "event"
    page.locator(".days a").first.click()
    page.locator("[name=group]").first.check()
    page.locator("[name=send]").first.check()
    yield "performance"
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Hold these tickets").click()
    for label, value in CUSTOMER.items():
        page.get_by_label(label, exact=True).fill(value)
    yield "checkout"
    page.get_by_role("button", name="Buy for").click()
    page.locator("body[data-page=order]").wait_for()
    yield "order"


def _whole_hall(page: Page, event_id: str) -> Locator:
    """The seat map of the event's first date, the best two chosen."""
    page.goto(f"/event/{event_id}/any/")
    page.goto(page.locator("a[href^='/performance/']").first.get_attribute("href") or "")
    page.locator("seat-map[data-ready]").wait_for()
    page.get_by_role("button", name="Best seats").click()
    page.get_by_role("button", name="Whole hall").click()
    return page.locator("seat-map")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (ProgramFailed, FileNotFoundError) as failed:
        sys.exit(str(failed))
