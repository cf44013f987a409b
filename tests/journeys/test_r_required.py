"""What Ingresso requires of every partner before it goes on sale."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import buy, choose, fill_in, hold, open_event, open_first_performance

CAT = "The Unremarkable Incident of the Cat at Lunchtime"
NUTCRACKER = "Matthew Bourne's Nutcracker TEST"


@pytest.mark.parametrize("timezone", ["Europe/London", "Pacific/Auckland", "America/Los_Angeles"])
def test_r1_both_performances_are_listed_in_the_venues_time(visitor, timezone: str) -> None:
    page = visitor(timezone_id=timezone)
    open_event(page, CAT)
    year = datetime.now(UTC).year
    dates = page.locator(".days time")
    expect(dates).to_have_count(2)
    for number in (1, 2):
        expect(dates.nth(number - 1)).to_contain_text(f"1 January {year + number}, 15:30")


def test_r2_three_tickets_of_a_band_are_reserved(page: Page, sandbox) -> None:
    open_event(page, NUTCRACKER)
    open_first_performance(page)
    choose(page, area="Stalls", price="£21.00", quantity=3, send="Collect from the venue")
    hold(page)
    expect(page.locator(".order")).to_contain_text("3 tickets: Stalls")
    expect(page.get_by_role("button", name="Buy for £64.50")).to_be_enabled()
    (transaction,) = sandbox.transactions()
    assert transaction["status"] == "reserved"


def test_r3_the_full_price_is_shown_in_its_parts_and_the_total_stands_out(page: Page) -> None:
    open_event(page, CAT)
    open_first_performance(page)
    choose(page, area="Stalls", price="£55.00", quantity=1, send="Printable eTicket")
    hold(page)
    totals = page.locator(".totals")
    expect(totals).to_contain_text(re.compile(r"Tickets\s*£50\.00"))
    expect(totals).to_contain_text(re.compile(r"Fees\s*£5\.00"))
    expect(totals.locator(".grand-total")).to_contain_text(re.compile(r"Total\s*£55\.00"))
    usual, grand = (
        totals.locator(row).evaluate("row => parseFloat(getComputedStyle(row).fontSize)")
        for row in ("div:first-child", ".grand-total")
    )
    assert grand > usual


def test_r3_a_way_of_sending_that_costs_is_a_line_of_its_own(page: Page) -> None:
    open_event(page, NUTCRACKER)
    open_first_performance(page)
    choose(page, area="Stalls", price="£24.00", quantity=2, send="Post")
    hold(page)
    expect(page.locator(".totals")).to_contain_text(re.compile(r"Post \(UK & Ireland only\)\s*£3\.50"))
    expect(page.locator(".grand-total")).to_contain_text("£51.50")


def test_r8_a_ticket_per_seat_with_its_barcode_on_screen_and_again_later(page: Page) -> None:
    open_event(page, CAT)
    open_first_performance(page)
    choose(page, area="Stalls", price="£55.00", quantity=2, send="Printable eTicket")
    hold(page)
    fill_in(page)
    buy(page)
    for _visit in ("at once", "again later"):
        barcodes = page.locator(".admission .barcode")
        expect(barcodes).to_have_count(2)
        for number in range(2):
            expect(barcodes.nth(number)).to_have_js_property("complete", True)
            assert barcodes.nth(number).evaluate("picture => picture.naturalWidth") > 0
        page.goto(page.url)
