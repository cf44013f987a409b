"""R11: a purchase that failed leaves no charge, its details, and a press that asks for the same again."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import PHONE
from tests.journeys.holding import statuses
from tests.journeys.states import Visit
from tests.journeys.steps import buy, fill_in

SECOND_LINE = "Address, second line (optional)"
AGAIN = "Hold the same tickets again"


@pytest.fixture(params=[{"viewport": {"width": 1280, "height": 900}}, PHONE], ids=["desk", "phone"])
def visit(visitor, shop, sandbox, request: pytest.FixtureRequest) -> Visit:
    return Visit(visitor(**request.param), shop, sandbox)


def fail(visit: Visit, line: str) -> None:
    """Swan Lake on a day without other conditions, held and pressed; the purchase goes as the line says."""
    visit.fill_trolley("6IE", on="Friday")
    visit.hold()
    fill_in(visit.page, **{SECOND_LINE: line})
    visit.page.get_by_role("button", name="Buy for").click()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("The tickets were not bought")


def second_line(page: Page):
    page.wait_for_load_state()  # its style says whether it is folded
    if not page.get_by_label(SECOND_LINE).is_visible():
        page.get_by_text(SECOND_LINE).first.click()
    return page.get_by_label(SECOND_LINE)


def test_r11_a_failed_purchase_holds_again_by_one_press_with_the_details_kept(visit: Visit) -> None:
    page, sandbox = visit.page, visit.sandbox
    fail(visit, "fail part one")
    expect(page.locator("#progress")).to_contain_text("ticket system did not sell these tickets")
    expect(page.locator("#progress")).to_contain_text("Nothing has been charged.")
    assert [row["money_taken"] for row in sandbox.transactions()] == [{}]
    page.get_by_role("button", name=AGAIN).click()
    expect(page.locator("body[data-page=checkout]")).to_be_visible()
    expect(page.get_by_role("region", name="The purchase before this did not succeed")).to_be_visible()
    expect(page.get_by_label("First name")).to_have_value("Ada")
    expect(second_line(page)).to_have_value("fail part one")
    assert statuses(sandbox) == ["failed", "reserved"]
    second_line(page).fill("")
    buy(page)
    assert statuses(sandbox) == ["failed", "purchased"]
    assert len(sandbox.log(endpoint="purchase")) == 2


def test_r11_other_seats_are_confirmed_before_anything_is_paid(visit: Visit, visitor, shop) -> None:
    page = visit.page
    fail(visit, "fail part one")
    other = Visit(visitor(), shop, visit.sandbox)
    other.fill_trolley("6IE", on="Friday")
    other.hold()
    page.get_by_role("button", name=AGAIN).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please look at what is held")
    expect(page.get_by_role("region", name="Not everything is as you asked")).to_contain_text("Asked for")
    page.get_by_role("button", name="Accept these for").click()
    expect(page.get_by_label("First name")).to_have_value("Ada")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("decline", "Your bank did not agree to the payment."),
        ("fail 3d secure", "Your bank asked whether it is you who pays"),
        ("fail cv2", "The security code of the card was not the right one."),
    ],
)
def test_r11_what_a_bank_refuses_has_words_of_its_own(visitor, shop, sandbox, line: str, said: str) -> None:
    visit = Visit(visitor(), shop, sandbox)
    fail(visit, line)
    expect(visit.page.locator("#progress")).to_contain_text(said)
    expect(visit.page.get_by_role("button", name=AGAIN)).to_be_visible()
