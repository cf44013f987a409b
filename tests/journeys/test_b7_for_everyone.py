"""By keyboard alone, with scripts off, and with all the time in the world."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys.states import Visit
from tests.journeys.steps import CUSTOMER, fill_in, let_time_pass, slow_down

FOCUS = """() => {
    const one = document.activeElement;
    const style = getComputedStyle(one);
    const isVisible = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return [one.id || one.textContent.trim(), isVisible];
}"""
MOST_KEYS = 120


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus; every stop on the way shows where it is."""
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        name, is_visible = page.evaluate(FOCUS)
        assert is_visible, f"the focus on {name} cannot be seen"
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab never came to {target}")


def press(page: Page, target: Locator) -> None:
    tab_to(page, target)
    page.keyboard.press("Space")


def follow(page: Page, target: Locator) -> None:
    """Press Enter on what leads to another page, and arrive there."""
    tab_to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_b7_a_purchase_by_keyboard_alone(page: Page, sandbox) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.goto("/search/?q=cat+at+lunchtime")
    follow(page, page.locator(".card-link").first)
    follow(page, page.locator(".days a").first)
    press(page, page.locator("[name=group]").first)
    press(page, page.locator("[name=send]").first)
    follow(page, page.get_by_role("button", name="Continue"))
    follow(page, page.get_by_role("button", name="Hold these tickets"))
    for label, value in CUSTOMER.items():
        tab_to(page, page.get_by_label(label, exact=True))
        page.keyboard.type(value)
    follow(page, page.get_by_role("button", name="Buy for"))
    expect(page.locator("body[data-page=order]")).to_be_visible()
    assert len(sandbox.log(endpoint="purchase")) == 1


def test_b7_without_scripts_every_state_leads_on(page_without_scripts: Page, shop, sandbox, watch) -> None:
    watch.forgive("responded with a status of 422")
    page = page_without_scripts
    visit = Visit(page, shop, sandbox)
    visit.fill_trolley("7AB")
    visit.hold()
    expect(page.get_by_role("timer")).to_have_text("Time left: 14 minutes")
    page.get_by_role("button", name="Buy for").click()
    expect(page.get_by_role("link", name="First name")).to_be_visible()
    fill_in(page)
    slow_down(sandbox, "purchase")
    page.get_by_role("button", name="Buy for").click()
    expect(page.get_by_role("link", name="Look again")).to_be_visible()
    let_time_pass(sandbox, "purchase")
    expect(page.locator("body[data-page=order]")).to_be_visible()
