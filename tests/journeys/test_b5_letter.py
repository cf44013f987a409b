"""B5, R4, R8: the letter after buying, as a mail program shows it; and what is changed elsewhere later."""

import pytest
from playwright.sync_api import Page, expect

from rehearsal.shop import ShopProcess
from tests.faults.night import wait_until
from tests.journeys.looking import problems
from tests.journeys.shops import Open
from tests.journeys.steps import (
    SOLD_OUT_ON_SATURDAYS,
    buy,
    choose,
    choose_first_sending,
    fill_in,
    hold,
    open_event,
    open_first_performance,
)
from tests.letters import Received, received
from tests.sandbox_process import SandboxProcess

# A mail program shows it inside a page of its own, which has the landmarks.
OF_WHOLE_PAGES = ("landmark-one-main", "region")
CAT = "The Unremarkable Incident of the Cat at Lunchtime"


@pytest.fixture(scope="session")
def shop(open_shop: Open) -> ShopProcess:
    """Orders that are opened are compared at once, however short the time since."""
    return open_shop("comparing", COMPARE_PAUSE_SECONDS="0")


def bought(page: Page) -> None:
    open_event(page, CAT)
    open_first_performance(page)
    choose(page, area="Stalls", price="£55.00", quantity=2, send="Printable eTicket")
    hold(page)
    fill_in(page)
    buy(page)


def the_letters(sandbox: SandboxProcess, number: int) -> list[Received]:
    wait_until(lambda: len(sandbox.mail()) >= number, what=f"{number} letters have come")
    return received(sandbox)


def problems_of(program: Page) -> list[str]:
    return [one for one in problems(program) if not one.startswith(OF_WHOLE_PAGES)]


def opened(page: Page, letter: Received) -> Page:
    """The letter in a mail program: a page of its own, at nobody's address."""
    program = page.context.new_page()
    program.set_content(letter.html)
    return program


def test_b5_the_letter_has_all_that_the_page_has(page: Page, sandbox: SandboxProcess) -> None:
    bought(page)
    reference = page.locator(".references dd").first.inner_text()
    (letter,) = the_letters(sandbox, 1)
    program = opened(page, letter)
    expect(program.get_by_role("heading", level=1)).to_have_text("Your tickets are bought")
    expect(program.get_by_role("heading", name=CAT)).to_be_visible()
    expect(program.locator("body")).to_contain_text(reference)
    expect(program.locator("body")).to_contain_text("£110.00")
    link = program.get_by_role("link", name="Show my tickets").get_attribute("href") or ""
    assert f"/order/{page.url.split('/order/')[1].split('/')[0]}/" in link
    assert len(letter.barcodes()) == 2


def test_b5_it_can_be_read_by_everyone_at_any_width_in_light_and_dark(
    page: Page, sandbox: SandboxProcess
) -> None:
    bought(page)
    (letter,) = the_letters(sandbox, 1)
    assert problems_of(opened(page, letter)) == []


def test_r4_restricted_views_are_said_in_the_letter(page: Page, sandbox: SandboxProcess) -> None:
    open_event(page, "Matthew Bourne's Swan Lake test")
    assert SOLD_OUT_ON_SATURDAYS
    open_first_performance(page, on="Thursday")
    page.goto(f"{page.url}?together=3")
    page.locator(".groups li, .bands li").get_by_role("radio").first.check()
    choose_first_sending(page)
    hold(page)
    fill_in(page)
    buy(page)
    (letter,) = the_letters(sandbox, 1)
    assert letter.text.count("(Restricted view)") == letter.shown.words.count("(Restricted view)") == 2


def test_b5_what_ingresso_changes_is_on_the_page_and_in_a_letter(page: Page, sandbox: SandboxProcess) -> None:
    bought(page)
    the_letters(sandbox, 1)
    (sold,) = sandbox.transactions()
    before = ", ".join(sold["orders"][0]["seats"])
    sandbox.change_order(sold["transaction_uuid"], seats=["D1", "D2"], minutes_later=60)
    page.reload()
    _first, letter = the_letters(sandbox, 2)
    assert letter.subject.startswith("Your tickets have changed")
    page.reload()
    changes = page.get_by_role("region", name="What has changed")
    expect(changes).to_contain_text("D1, D2")
    expect(changes).to_contain_text(before.split(",")[0])
    expect(changes).to_contain_text("16:30")
    assert problems(page) == []
    assert problems_of(opened(page, letter)) == []
