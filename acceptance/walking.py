"""Walks journeys one after the other. One that fails ends there, and the others go on."""

import platform
import re
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version

from playwright.sync_api import Browser
from playwright.sync_api import Error as PlaywrightError

from .browser import DEVICES, a_browser
from .errors import CannotWalk, NotAsExpected
from .evidence import Result, SetUp, Verdict, Walk
from .journeys import Journey
from .journeys.choosing import let_go
from .shop import Shop
from .visit import Visit

MOST_WHY = 400  # characters
ANSI = re.compile(r"\x1b\[[0-9;]*m")
Say = Callable[[str], None]


def walk(shop: Shop, journeys: Iterable[Journey], *, say: Say) -> Walk:
    """All of them in one browser, each by a buyer of its own. Raises Unusable, and Refused."""
    with a_browser() as browser:
        set_up = _set_up(shop, chromium=browser.version)
        results = []
        for journey in journeys:
            results.append(result := _walked(browser, shop, journey))
            say(f"{result.id:<4}{result.verdict}{f': {result.why}' if result.why else ''}")
    return Walk(set_up, tuple(replace(one, asked=shop.books.asked_for(one.orders)) for one in results))


def _walked(browser: Browser, shop: Shop, journey: Journey) -> Result:
    nothing = Result(
        journey.id, journey.title, journey.asks, Verdict.NOT_WALKED, device=DEVICES[journey.device].name
    )
    if why := _why_not(shop, journey):
        return replace(nothing, why=why)
    began, visit = time.monotonic(), Visit(browser, shop, DEVICES[journey.device])
    verdict, why = Verdict.PASSED, ""
    try:
        journey.walk(visit)
    except CannotWalk as reason:
        verdict, why = Verdict.NOT_WALKED, str(reason)
    except (AssertionError, PlaywrightError, NotAsExpected) as wrong:
        verdict, why = Verdict.FAILED, _plain(wrong)
    finally:
        _tidy(visit)
    return replace(
        nothing,
        verdict=verdict,
        why=why,
        seconds=round(time.monotonic() - began, 1),
        steps=tuple(visit.steps),
        orders=tuple(visit.orders),
    )


def _why_not(shop: Shop, journey: Journey) -> str:
    """What this shop, its account or its box office lacks for the journey."""
    if missing := [event for event in journey.events if event not in shop.account.sells]:
        return f"this account does not sell {', '.join(missing)}"
    if journey.needs_doors and shop.doors is None:
        return journey.needs_doors
    return ""


def _tidy(visit: Visit) -> None:
    """What is still held goes, and the box office is left as it was found."""
    with suppress(AssertionError, PlaywrightError):
        let_go(visit)
    visit.close()
    if visit.shop.doors:
        visit.shop.doors.no_faults()
        visit.shop.doors.right_clock()


def _plain(wrong: BaseException) -> str:
    """The first lines of what went wrong, without the colours of a terminal."""
    words = " ".join(ANSI.sub("", str(wrong)).split()) or type(wrong).__name__
    return words if len(words) <= MOST_WHY else f"{words[: MOST_WHY - 1]}…"


def _set_up(shop: Shop, *, chromium: str) -> SetUp:
    return SetUp(
        shop=shop.address,
        api=shop.account.root,
        user=shop.account.user,
        account=shop.account.name,
        payment=shop.payment,
        is_practice=shop.account.is_practice,
        shop_version=shop.version,
        chromium=chromium,
        python=platform.python_version(),
        playwright=version("playwright"),
        at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
