"""What buyers do with seats that are held, and what the practice box office says of them meanwhile."""

import json
import re
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from tests.journeys.states import Visit
from tests.journeys.steps import choose_first_sending, hold
from tests.sandbox_process import SandboxProcess

FRONT, REAR, CIRCLE = ["STALLS", "A/pool"], ["STALLS", "B/pool"], ["CIRCLE", "B/pool"]
DEEDS = {"reserve", "release", "purchase"}


def choose_seats(visit: Visit, event_id: str, *seats: str, band: list[str], others: str = "") -> None:
    """Seats by name into the trolley, as an address says them."""
    visit.open_performance(event_id)
    query = [("band", json.dumps(band)), *(("seat", f"0:{seat}") for seat in seats)]
    visit.page.goto(f"{visit.page.url.split('?')[0]}?{urlencode(query)}{others}")
    choose_first_sending(visit.page)


def hold_seats(visit: Visit, event_id: str, *seats: str, band: list[str] = FRONT) -> None:
    choose_seats(visit, event_id, *seats, band=band)
    hold(visit.page)


def go_back(page: Page, *, pages: int = 1) -> None:
    """By the browser's button, once the checkout page has settled."""
    expect(page.get_by_role("timer")).to_contain_text(re.compile(r"\d:\d\d"))
    page.evaluate(f"history.go(-{pages})")


def statuses(sandbox: SandboxProcess) -> list[str]:
    return [row["status"] for row in sandbox.transactions()]


def seats_of(sandbox: SandboxProcess) -> list[str]:
    """Of the latest hold."""
    return [seat for order in sandbox.transactions()[-1]["orders"] for seat in order["seats"]]


def deeds(sandbox: SandboxProcess) -> list[str]:
    return [row["endpoint"] for row in sandbox.log() if row["endpoint"] in DEEDS]


def is_on_offer(page: Page, seat: str) -> None:
    expect(page.locator(f".row > input[value$=':{seat}']")).to_have_count(1)


def is_gone(page: Page, seat: str) -> None:
    expect(page.locator(".row > input").first).to_be_attached()
    expect(page.locator(f".row > input[value$=':{seat}']")).to_have_count(0)


def leave(visit: Visit, *, seconds: float) -> None:
    """Every hold lasts for so long from now, as if the rest had gone by."""
    ends_at = f"timezone.now() + timezone.timedelta(seconds={seconds})"
    visit.in_the_shop(f"OrderRecord.objects.filter(state='reserved').update(hold_ends_at={ends_at})")


def come_back(page: Page) -> None:
    """The buyer looks at the page again, after whatever was in front of it."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
