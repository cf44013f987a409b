"""What buyers do with cards, on the checkout page and in front of their bank."""

import re
import time
from typing import Any

from playwright.sync_api import FrameLocator, Page, expect

from tests.journeys.states import Visit
from tests.journeys.steps import PATIENCE, fill_in
from tests.sandbox_process import SandboxProcess

GOOD = "4242424242424242"
DECLINED = "4000000000000002"
WITHOUT_FUNDS = "4000000000009995"
ASKS_THE_BANK = "4000002500003155"
SETTLED = re.compile(r"Your tickets are bought")


def card_frame(page: Page, number: int = 0) -> FrameLocator:
    return page.frame_locator("#card iframe").nth(number)


def bank(page: Page) -> FrameLocator:
    """The bank's question over the page."""
    return page.frame_locator("[role=dialog] iframe")


def hold_for_card(visit: Visit, event_id: str = "7AB") -> str:
    """Something held, the form filled in, the card's fields there; the checkout page's address."""
    visit.fill_trolley(event_id)
    visit.hold()
    fill_in(visit.page)
    expect(pay_button(visit.page)).to_be_visible()
    return visit.page.url


def type_card(page: Page, number: str = GOOD, *, entry: int = 0) -> None:
    frame = card_frame(page, entry)
    for label, text in (("Card number", number), ("Expiration date", "1240"), ("Security code", "123")):
        frame.get_by_label(label).fill("")
        frame.get_by_label(label).press_sequentially(text)


def pay_button(page: Page) -> Any:
    return page.locator("#pay")


def pay(page: Page) -> None:
    pay_button(page).click()


def expect_bought(page: Page) -> None:
    expect(page.locator("body[data-page=order]")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(SETTLED)


def expect_complaint(page: Page, words: str) -> None:
    problem = page.locator("#card-problem")
    expect(problem).to_contain_text(words)
    expect(problem).to_be_focused()
    expect(pay_button(page)).to_be_enabled()


def money(sandbox: SandboxProcess) -> dict[str, Any]:
    """All of the sandbox's books at once: what was sold, taken, and is still held."""
    rows = sandbox.transactions()
    return {
        "sold_for": _sum(row["sold_for"] for row in rows),
        "taken": _sum(row["stripe"]["taken"] for row in rows),
        "held": _sum(row["stripe"]["held"] for row in rows),
    }


def settled(sandbox: SandboxProcess) -> dict[str, Any]:
    """The books, once money and tickets agree; the last ones read where they never do."""
    until = time.monotonic() + PATIENCE
    while (books := money(sandbox))["taken"] != books["sold_for"] or books["held"]:
        if time.monotonic() > until:
            break
        time.sleep(0.1)
    return books


def _sum(amounts: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for amount in amounts:
        for currency, value in amount.items():
            found[currency.lower()] = found.get(currency.lower(), 0) + float(value)
    return {currency: value for currency, value in found.items() if value}
