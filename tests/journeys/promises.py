"""What some states promise besides: to those who listen, and to those who print."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect


def errors_are_read_out_first_and_lead_to_their_fields(page: Page) -> None:
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="Email").click()
    email = page.get_by_label("Email")
    expect(email).to_be_focused()
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_accessible_description(re.compile("Please enter your email address"))
    expect(page.get_by_label("First name")).to_have_value("Ada")


def news_will_be_said(page: Page) -> None:
    expect(page.locator("[aria-live=polite]")).to_contain_text("We are buying your tickets")
    page.evaluate("window.isTheSamePage = true")


def news_came_without_a_new_page(page: Page) -> None:
    expect(page.locator("[aria-live=polite]")).to_contain_text("The tickets were not bought")
    expect(page).to_have_title(re.compile("^Not bought"))
    assert page.evaluate("window.isTheSamePage")


def tickets_print_whole_and_dark_on_white(page: Page) -> None:
    ticket = page.locator(".admission").first
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".site-header")).to_be_hidden()
    expect(ticket).to_have_css("break-inside", "avoid")
    expect(ticket.locator(".barcode")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")
    page.emulate_media(media="screen", color_scheme="light")


def long_barcodes_are_long_and_crisp(page: Page) -> None:
    barcode = page.locator(".barcode").first
    width, height, modules = barcode.evaluate(
        "one => [one.clientWidth - 16, one.clientHeight - 16, one.naturalWidth]"
    )
    assert width > 2 * height
    assert width % modules == 0


PROMISES: dict[str, Callable[[Page], None]] = {
    "checkout-with-errors": errors_are_read_out_first_and_lead_to_their_fields,
    "progress": news_will_be_said,
    "failed": news_came_without_a_new_page,
    "order": tickets_print_whole_and_dark_on_white,
    "order-with-long-barcodes": long_barcodes_are_long_and_crisp,
}
