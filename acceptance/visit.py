"""One buyer on a journey: what they do is a step, what they look for is an expectation, and both are kept."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect
from playwright.sync_api import Error as PlaywrightError

from .browser import Device, is_of, open_context, picture_of
from .doors import Doors
from .errors import CannotWalk, NotAsExpected
from .evidence import Expectation, Picture, Step
from .shop import Shop

PATIENCE = 20.0  # seconds, for a page to show what it should
MOST_SEEN = 220  # characters
ORDER = re.compile(r"/(?:checkout|order)/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")
HEADER = "x-request-id"


@dataclass
class Doing:
    """A step while it is done."""

    done: str
    device: Device
    expectations: list[Expectation] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    shop_ids: list[str] = field(default_factory=list)

    def see(self, expected: str, where: Locator, words: str | re.Pattern[str] = "") -> None:
        """Waits until this is in sight, with these words in it. Raises NotAsExpected."""
        try:
            expect(where.first).to_be_visible(timeout=PATIENCE * 1000)
            if words:
                expect(where.first).to_contain_text(words, timeout=PATIENCE * 1000)
        except AssertionError:
            self._missed(expected, _words_of(where) or "nothing of the kind on the page")
        self.expectations.append(Expectation(expected, _words_of(where)))

    def absent(self, expected: str, where: Locator) -> None:
        """Waits until nothing of the kind is on the page."""
        try:
            expect(where).to_have_count(0, timeout=PATIENCE * 1000)
        except AssertionError:
            self._missed(expected, _words_of(where))
        self.expectations.append(Expectation(expected, "nothing of the kind on the page"))

    def find(self, expected: str, seen: str, *, is_met: bool) -> None:
        """Something that is compared by the walk itself: `seen` is what there was."""
        if not is_met:
            self._missed(expected, seen)
        self.expectations.append(Expectation(expected, _short(seen)))

    def note(self, words: str) -> None:
        """What was not looked at, and why; or what else there is to say."""
        self.notes.append(words)

    def picture(self, page: Page, told: str = "") -> None:
        self.pictures.append(picture_of(page, device=self.device, told=told or self.done))

    def _missed(self, expected: str, seen: str) -> None:
        self.expectations.append(Expectation(expected, _short(seen), is_met=False))
        raise NotAsExpected(f"expected: {expected}; seen: {_short(seen)}")

    def kept(self) -> Step:
        return Step(
            self.done,
            tuple(self.expectations),
            tuple(self.pictures),
            tuple(self.notes),
            tuple(dict.fromkeys(self.shop_ids)),
        )


class Visit:
    """A buyer in front of the shop, the `steps` that were taken, and the `orders` that were made."""

    def __init__(self, browser: Browser, shop: Shop, device: Device) -> None:
        self.browser, self.shop, self.device = browser, shop, device
        self.steps: list[Step] = []
        self.orders: list[str] = []
        self._doing: Doing | None = None
        self._contexts: list[BrowserContext] = []
        self._log_began = shop.doors.last_request() if shop.doors else ""
        self.page = self.another_page()

    def another_page(self, device: Device | None = None, *, storage: Any = None) -> Page:
        """Of somebody without this buyer's cookies, unless they are given in `storage`."""
        context = open_context(
            self.browser, device or self.device, root=f"{self.shop.root}/", patience=PATIENCE
        )
        if storage:
            context.add_cookies(storage)
        context.on("response", self._heard)
        self._contexts.append(context)
        return context.new_page()

    def close(self) -> None:
        for context in self._contexts:
            with suppress(PlaywrightError):
                context.close()

    @property
    def doors(self) -> Doors:
        """The practice box office's. Raises CannotWalk at any other."""
        if self.shop.doors is None:
            raise CannotWalk("needs the control doors of a practice box office")
        return self.shop.doors

    def asked(self, endpoint: str) -> list[dict[str, Any]]:
        """What the practice box office was asked at this endpoint since the journey began."""
        return self.asked_in_order(endpoint)

    def asked_in_order(self, *endpoints: str) -> list[dict[str, Any]]:
        """The same of several endpoints, as they were asked one after the other."""
        return self.doors.calls(endpoints, since=self._log_began)

    def transaction(self) -> dict[str, Any]:
        """The practice box office's own record of what was purchased last on this journey."""
        (*_, call) = self.asked("purchase")
        return self.doors.transactions()[dict(call["params"])["transaction_uuid"]]

    @contextmanager
    def step(self, done: str, *, picture: bool = True) -> Iterator[Doing]:
        """A step, kept however it ends: with a picture of where it went wrong, if it did."""
        doing = self._doing = Doing(done, self.device)
        try:
            yield doing
            if picture:
                self.page.wait_for_load_state()
                doing.picture(self.page)
        except (AssertionError, PlaywrightError, NotAsExpected):
            with suppress(PlaywrightError):
                doing.picture(self.page, f"Where it went wrong: {done}")
            raise
        finally:
            self.steps.append(doing.kept())
            self._doing = None

    def go(self, path: str) -> None:
        self.page.goto(f"{self.shop.root}{path}")

    def is_at(self, name: str, *, page: Page | None = None) -> None:
        """Waits for the page of this name, whole."""
        at = page or self.page
        at.locator(f"body[data-page={name}]").wait_for()
        at.wait_for_load_state()

    def wait_for(self, what: str, is_so: Callable[[], object], *, within: float = PATIENCE) -> None:
        """Looks until it is so. Raises NotAsExpected."""
        until = time.monotonic() + within
        while not is_so():
            if time.monotonic() > until:
                raise NotAsExpected(f"not within {within:.0f} seconds: {what}")
            self.page.wait_for_timeout(100)

    def _heard(self, response: Response) -> None:
        """Notes the shop's own ids, and the orders whose pages were shown."""
        if not is_of(self.shop.address, response.url):
            return
        if (found := ORDER.search(response.url)) and found[1] not in self.orders:
            self.orders.append(found[1])
        if response.request.is_navigation_request() and self._doing is not None:
            with suppress(PlaywrightError):
                if known := response.headers.get(HEADER):
                    self._doing.shop_ids.append(known)


def _words_of(where: Locator) -> str:
    with suppress(PlaywrightError):
        if where.count():
            return _short(
                where.first.inner_text(timeout=1000) or where.first.text_content(timeout=1000) or ""
            )
    return ""


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= MOST_SEEN else f"{plain[: MOST_SEEN - 1]}…"
