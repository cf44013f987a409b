"""B5 and R4: what was bought, found again elsewhere by reference or by a link; and its calendar file."""

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.journeys.conftest import WAYS
from tests.journeys.looking import problems
from tests.journeys.states import Visit
from tests.journeys.steps import buy, choose_first_sending, fill_in, hold

EVENT = "The Unremarkable Incident of the Cat at Lunchtime"
RESTRICTED = re.compile("restricted view", re.IGNORECASE)


@pytest.fixture
def email() -> str:
    """An address of this test's own: orders of other tests lie in the same shop."""
    return f"Ada.{uuid.uuid4().hex[:8]}@example.com"


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def come(visitor: Callable[..., Page], request: pytest.FixtureRequest) -> Callable[[], Page]:
    """One more browser, of one of the ways in which a shop is visited."""
    return lambda: visitor(**request.param)


def bought(page: Page, *, email: str, query: str, event_id: str = "7AB", on: str = "") -> str:
    """Buys what the query chooses; the reference that the venue knows."""
    visit = Visit(page, None, None)  # type: ignore[arg-type]  # of the shop itself nothing is asked
    visit.open_performance(event_id, on=on)
    page.goto(f"{page.url}?{query}")
    if page.locator("[name=from]").count():
        page.locator("[name=from]").first.check()
    choose_first_sending(page)
    hold(page)
    fill_in(page, Email=email)
    buy(page)
    reference = page.locator(".venue-reference dd").first.inner_text()
    assert reference
    return reference


def look_for(page: Page, reference: str, email: str) -> None:
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="Find your order").click()
    expect(page.locator("body[data-page=find-order]")).to_be_visible()
    page.get_by_role("textbox", name="Reference").fill(reference)
    page.get_by_label("Email").fill(email)
    page.get_by_role("button", name="Find the order").click()


def test_b5_the_order_is_found_in_another_browser_by_reference_and_address(come, email: str, watch) -> None:
    watch.forgive("status of 422")
    reference = bought(come(), email=email, query="band=%5B%22STALLS%22%2C%22A%2Fpool%22%5D&seat=0:A6")
    page = come()
    look_for(page, reference[:-1], email)
    expect(page.locator(".error-summary")).to_contain_text("We found no order with this reference")
    expect(page.get_by_role("textbox", name="Reference")).to_have_value(reference[:-1])
    page.get_by_role("textbox", name="Reference").fill(f" {reference.lower().replace('-', ' ')} ")
    page.get_by_label("Email").fill(email.upper())
    page.get_by_role("button", name="Find the order").click()
    expect(page.locator("body[data-page=order]")).to_be_visible()
    expect(page.locator(".venue-reference")).to_contain_text(reference)
    expect(page.locator(".bought")).to_contain_text(EVENT)
    expect(page.locator(".admission .barcode")).to_have_js_property("complete", True)
    page.reload()
    expect(page.locator(".venue-reference")).to_contain_text(reference)
    page.get_by_role("link", name="Français").click()
    expect(page.locator("html[lang=fr] .venue-reference")).to_contain_text(reference)


def test_b5_a_letters_link_opens_it_in_another_browser(come, email: str, sandbox, watch) -> None:
    watch.forgive("status of 422")
    watch.forgive("status of 404")
    reference = bought(come(), email=email, query="band=%5B%22STALLS%22%2C%22A%2Fpool%22%5D&seat=0:B4")
    asking = come()
    look_for(asking, "I forgot it", email)
    asking.get_by_role("button", name="Send the orders to this address").click()
    expect(asking.locator("body[data-page=orders-sent]")).to_contain_text("If there are orders")
    link = _link_in_the_letter(asking, sandbox, email)
    page = come()
    page.goto(link)
    expect(page.locator("body[data-page=order]")).to_contain_text(reference)
    assert "/open/" not in page.url
    page.go_back()
    forged = come()
    forged.goto(re.sub(r"/open/(.+)/", lambda found: f"/open/{found[1][::-1]}/", link))
    expect(forged.locator("body[data-page=link-ended]")).to_be_visible()
    forged.goto(page.url if "/order/" in page.url else link.partition("open/")[0])
    expect(forged.locator("body[data-page=not-found]")).to_contain_text("Find your order")


def _link_in_the_letter(page: Page, sandbox, email: str) -> str:
    """The worker sends it: as soon as it is there."""
    patience = datetime.now(UTC).timestamp() + 15
    while not (letters := [one for one in sandbox.mail() if _lists_orders(one, email)]):
        assert datetime.now(UTC).timestamp() < patience, "no letter came"
        page.wait_for_timeout(100)
    (letter,) = letters
    link = re.search(r"http://\S+/open/\S+/", letter["text"])
    assert link
    assert link[0] in letter["html"]
    return link[0]


def _lists_orders(letter: dict[str, Any], email: str) -> bool:
    return email in letter["to"] and letter["subject"] == "Your orders at Box office"


def test_b5_the_calendar_file_has_the_evening(come, email: str, tmp_path: Path) -> None:
    page = come()
    reference = bought(
        page, email=email, query="band=%5B%22STALLS%22%2C%22B%2Fpool%22%5D&seat=0:C5&seat=0:C6"
    )
    with page.expect_download() as coming:
        page.get_by_role("link", name="Add to calendar").click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    assert file.suffix == ".ics"
    (entry,) = Calendar.from_ical(file.read_bytes()).events
    assert entry["summary"] == EVENT
    assert entry.start.strftime("%d %m %H:%M") == "01 01 15:30"
    assert reference in entry["description"]
    assert "Haunted seat" in entry["description"]
    assert entry["url"] == page.url


def test_r4_restricted_views_are_said_again_on_the_confirmation(come, email: str) -> None:
    page = come()
    reference = bought(page, email=email, query="together=3", event_id="6IE", on="Thursday")
    again = come()
    look_for(again, reference, email)
    for one in (page, again):
        expect(one.locator(".bought .seat-note.is-warning")).to_have_count(2)
        expect(one.locator(".bought")).to_contain_text(RESTRICTED)


def test_b5_every_page_of_it_can_be_used_by_anyone(page: Page, email: str, sandbox, watch) -> None:
    watch.forgive("status of 4")
    found = {}
    bought(page, email=email, query="band=%5B%22STALLS%22%2C%22B%2Fpool%22%5D&seat=0:C5&seat=0:C6")
    order = page.url
    found["order"] = problems(page)
    page.get_by_role("button", name="Send the letter again").click()
    found["after sending"] = problems(page)
    page.goto("/orders/find/")
    found["find"] = problems(page)
    look_for(page, "", "")
    expect(page.locator(".error-summary")).to_be_focused()
    found["nothing typed"] = problems(page)
    look_for(page, "I forgot it", email)
    found["not found"] = problems(page)
    page.get_by_role("button", name="Send the orders to this address").click()
    found["sent"] = problems(page)
    page.goto(f"{order}open/forged/")
    found["link ended"] = problems(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_b5_on_paper_there_is_the_order_and_nothing_to_press(page: Page, email: str) -> None:
    bought(page, email=email, query="band=%5B%22STALLS%22%2C%22B%2Fpool%22%5D&seat=0:C5&seat=0:C6")
    page.emulate_media(media="print", color_scheme="dark")
    for there in (".venue-reference", ".bought .seat-note", ".totals", ".on-paper", ".admission .barcode"):
        expect(page.locator(there).first).to_be_visible()
    for gone in (".site-header", ".site-footer", ".order-actions", "button"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator(".on-paper").last).to_contain_text("/orders/find/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
