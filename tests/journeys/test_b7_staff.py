"""Staff's pages for everyone: the way in asks nobody to remember, or to copy by hand."""

import re

import pytest
from playwright.sync_api import Page, expect

from rehearsal.shop import ShopProcess
from tests.journeys.browser import DESK, PHONE
from tests.journeys.looking import problems
from tests.journeys.staff import DJANGOS, PASSWORD, an_account, come_in, go_to

PAGES = ("Dashboard", "Orders", "Buyers", "Finance", "A customer's data")
ICON_FOR_A_LABEL = (
    "#searchbar"  # Django's field to search has a picture in place of words, with a name of its own
)
PASTE = """([one, text]) => {
    one.focus();
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
    if (one.dispatchEvent(event)) document.execCommand("insertText", false, text);
}"""


@pytest.fixture
def shop(staff_shop: ShopProcess) -> ShopProcess:
    return staff_shop


def paste(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label)
    field.evaluate(f"(one, text) => ({PASTE})([one, text])", text)
    expect(field).to_have_value(text)


def test_b7_a_password_and_a_code_may_be_pasted_and_kept_by_a_program(page: Page, shop, sandbox) -> None:
    account = an_account(shop, "support")
    page.goto("/admin/")
    expect(page.get_by_label("Username")).to_have_attribute("autocomplete", "username")
    expect(page.get_by_label("Password")).to_have_attribute("autocomplete", "current-password")
    paste(page, "Username", account.name)
    paste(page, "Password", PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_label("Code")).to_have_attribute("autocomplete", "one-time-code")
    paste(page, "Code", account.code)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Site administration")).to_be_visible()


def test_b7_a_wrong_password_is_said_first_and_the_name_is_kept(page: Page, shop, sandbox) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill("nobody-of-ours")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_title(re.compile("^Error"))
    said = page.locator(".errornote")
    expect(said).to_have_attribute("role", "alert")
    expect(said).to_be_focused()
    expect(page.get_by_label("Username")).to_have_value("nobody-of-ours")
    assert problems(page) == []


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_b7_staffs_main_pages_are_for_everyone(visitor, shop, sandbox, screen) -> None:
    page = visitor(**screen)
    come_in(page, shop, "support", root=True)
    found = {}
    for name in PAGES:
        page.set_viewport_size(screen["viewport"])
        go_to(page, name)
        page.wait_for_load_state()
        found[name] = problems(page, besides=(*DJANGOS, ICON_FOR_A_LABEL))
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
