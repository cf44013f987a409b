"""A hall of 3,000 free seats in Chromium, beside a bare grid of 3,000 checkboxes under the same gunicorn.

Both are asked in turn, each time by a browser that knows nothing of them, so that whatever else the machine
does strikes both.
"""

import re
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from benches.bare import a_bare
from benches.catalogue import a_shop
from rehearsal import chromium

EVENT = "TK03"  # of the sandbox: an arena in which nobody sits yet
SEATS = 3_000
ROUNDS, PRESSES = 11, 12
MOST_READY, MOST_PRESS = 1.3, 1.2  # times the floor
FRAME, LONG = 1000 / 60, 50.0  # milliseconds
MOST_ELEMENTS = 2  # for each seat
MOST_BYTES = 60_000  # compressed, with all that the page loads
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
CHOOSABLE = ".row > input, main > input"

# From the first byte of the answer: what comes before is the server's, and upstream's.
WATCH = """
    window.told = {tasks: [], presses: []};
    new PerformanceObserver(list => told.tasks.push(...list.getEntries().map(one => one.duration)))
        .observe({type: "longtask", buffered: true});
    const painted = deed => requestAnimationFrame(() => {
        const {port1, port2} = new MessageChannel();
        port1.onmessage = () => deed(performance.now());
        port2.postMessage(0);
    });
    addEventListener("load", () => painted(at => {
        const {responseStart} = performance.getEntriesByType("navigation")[0];
        told.ready = at - responseStart;
        told.waited = responseStart;
        // A bare grid has no script to wait for.
        const whole = () => document.querySelector("seat-map:not([data-ready])") ?
            requestAnimationFrame(whole) : told.whole = performance.now() - responseStart;
        whole();
    }));
    addEventListener("click", ({timeStamp}) =>
        painted(at => told.presses.push(told.pressed = at - timeStamp)), true);
"""
UNTIL = "async what => { while (!told[what]) await new Promise(done => setTimeout(done, 20)); }"
WEIGHT = """() => performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
    .reduce((sum, one) => sum + one.encodedBodySize, 0)"""
PLACES = f"""() => [...document.querySelectorAll("{CHOOSABLE}")].slice(5, {PRESSES * 3})
    .map(one => one.getBoundingClientRect())
    .filter(({{left, right}}) => left > 120 && right < innerWidth - 120)
    .slice(0, {PRESSES}).map(({{left, top, width, height}}) => [left + width / 2, top + height / 2])"""


@dataclass
class Measured:
    """One page, opened again and again."""

    address: str
    ready: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    presses: list[float] = field(default_factory=list)
    tasks: list[float] = field(default_factory=list)
    elements: int = 0
    weight: int = 0

    def open(self, browser: Browser) -> None:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(self.address)
        page.evaluate(UNTIL, "whole")
        assert page.locator(CHOOSABLE).count() == SEATS
        self._press(page)
        self._note(page)
        context.close()

    def _press(self, page: Page) -> None:
        page.locator(CHOOSABLE).first.scroll_into_view_if_needed()
        for x, y in page.evaluate(PLACES):
            page.evaluate("told.pressed = 0")
            page.mouse.click(x, y)
            page.evaluate(UNTIL, "pressed")

    def _note(self, page: Page) -> None:
        told = page.evaluate("told")
        self.ready.append(told["ready"])
        self.waited.append(told["waited"])
        self.whole.append(told["whole"])
        self.presses += told["presses"]
        self.tasks += told["tasks"]
        self.elements = page.evaluate("document.querySelectorAll('*').length")
        self.weight = page.evaluate(WEIGHT)


def main() -> int:
    """Print the figures; 1 when one of them is not what is promised."""
    with (
        tempfile.TemporaryDirectory() as folder,
        a_shop(Path(folder)) as shop,
        a_bare("grid", folder=Path(folder)) as (grid, _program),
    ):
        shop.worker.stop()
        hall, bare = Measured(shop.url + _performance(shop.url)), Measured(grid)
        with a_browser() as browser:
            for _round in range(ROUNDS):
                for one in (bare, hall):
                    one.open(browser)
    return 0 if told(hall, bare) else 1


def told(hall: Measured, bare: Measured) -> bool:
    """Say it; whether all of it is as promised."""
    print(f"{'':<26}{'hall':>10}{'bare grid':>12}")
    _say("first byte", median(hall.waited), median(bare.waited), unit="ms, upstream's answer in it")
    _say("last script", median(hall.whole), median(bare.whole), unit="ms")
    return all(
        [
            _say("ready after it", median(hall.ready), median(bare.ready), times=MOST_READY),
            _say("press to paint", median(hall.presses), median(bare.presses), times=MOST_PRESS),
            _say("press to paint", median(hall.presses), median(bare.presses), most=FRAME),
            _say("longest task", max(hall.tasks, default=0), max(bare.tasks, default=0), most=LONG),
            _say(
                "elements for each seat",
                hall.elements / SEATS,
                bare.elements / SEATS,
                most=MOST_ELEMENTS,
                unit="",
            ),
            _say("kilobytes", hall.weight / 1000, bare.weight / 1000, most=MOST_BYTES / 1000, unit=""),
        ]
    )


def _say(what: str, hall: float, bare: float, *, times: float = 0, most: float = 0, unit: str = "ms") -> bool:
    wanted = (
        f"{hall / bare:.2f} times, wanted {times}" if times else f"wanted {most:.3g} at most" if most else ""
    )
    print(f"{what:<26}{hall:>10.1f}{bare:>12.1f} {unit:<4}{wanted}")
    return not (times and hall > times * bare) and not (most and hall > most)


def _performance(url: str) -> str:
    """The address of the event's first date."""
    with urllib.request.urlopen(f"{url}/event/{EVENT}/any/") as answer:  # noqa: S310 -- our own server
        found = re.search(r'href="(/performance/[^"?#]+)', answer.read().decode())
    assert found, f"{EVENT} has no dates"
    return found[1]


@contextmanager
def a_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.program(), args=ARGUMENTS)
        yield browser
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
