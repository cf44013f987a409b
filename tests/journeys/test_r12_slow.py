"""The supplier takes 150 seconds of its clock: the purchase ends once, and whoever watches sees how."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.browser import PHONE
from tests.journeys.states import Visit, open_until
from tests.journeys.steps import fill_in
from tests.words import stands_in

SLOW = 150
BUYING = "We are buying your tickets"
BOUGHT = "Your tickets are bought"
WORDS = {11: "has not answered yet", 61: "is slow today", 181: "This is being looked into"}
BOUGHT_ELSEWHERE = "The tickets are bought"


def pressed(visit: Visit) -> str:
    """Pay was pressed, and the supplier takes its time; the progress page's address."""
    visit.fill_trolley("7AB")
    visit.hold()
    fill_in(visit.page)
    visit.sandbox.clear_log()
    visit.sandbox.fault("purchase", kind="slow", seconds=SLOW)
    visit.page.get_by_role("button", name="Buy for").click()
    visit.page.locator("body[data-page=progress]").wait_for()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text(BUYING)
    visit.wait_until_asked("purchase")
    return visit.page.url


def lasts(visit: Visit, seconds: int) -> None:
    """As if pay had been pressed so long ago."""
    since = f"timezone.now() - timedelta(seconds={seconds})"
    visit.in_the_shop(f"OrderRecord.objects.filter(state='attempting').update(changed_at={since})")


def ends(visit: Visit) -> None:
    visit.sandbox.move_clock(seconds=SLOW + 1)


def bought_once(visit: Visit) -> bool:
    assert [row["status"] for row in visit.sandbox.transactions()] == ["purchased"]
    return len(visit.sandbox.log(endpoint="purchase")) == 1


@pytest.fixture
def at_desk(page: Page, shop, sandbox) -> Visit:
    return Visit(page, shop, sandbox)


def test_r12_in_every_way_it_survives_reload_and_back_and_ends_in_tickets(visit: Visit) -> None:
    address = pressed(visit)
    page = visit.page
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(BUYING)
    page.go_back()  # to the checkout, which leads here again as long as it is being bought
    open_until(page, re.sub("progress/$", "", address), "#progress[data-state=attempting]")
    expect(page).to_have_url(address)
    ends(visit)
    expect(page.locator("body[data-page=order]")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(BOUGHT)
    assert bought_once(visit)


def test_r12_the_laptop_is_closed_and_the_purchase_goes_on(at_desk: Visit, visitor) -> None:
    address = pressed(at_desk)
    cookies = at_desk.page.context.storage_state()
    at_desk.page.context.close()
    ends(at_desk)
    later: Page = visitor(storage_state=cookies)
    later.goto(address)
    expect(later.locator("body[data-page=order]")).to_be_visible()
    assert bought_once(at_desk)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_r12_another_device_watches_by_the_link_and_sees_nothing_personal(
    at_desk: Visit, visitor, scripts: bool
) -> None:
    pressed(at_desk)
    link = at_desk.page.locator("#elsewhere a").get_attribute("href")
    other: Page = visitor(**PHONE, java_script_enabled=scripts)
    other.goto(str(link))
    expect(other.get_by_role("heading", level=1)).to_have_text(BUYING)
    ends(at_desk)
    expect(other.get_by_role("heading", level=1)).to_have_text(BOUGHT_ELSEWHERE)
    assert not stands_in(other.content(), "Ada")
    expect(at_desk.page.locator("body[data-page=order]")).to_be_visible()
    assert bought_once(at_desk)


def test_r12_the_link_is_copied_by_one_press(at_desk: Visit) -> None:
    context: BrowserContext = at_desk.page.context
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    address = pressed(at_desk)
    at_desk.page.get_by_role("button", name="Copy the link").click()
    expect(at_desk.page.get_by_text("The link is copied.")).to_be_visible()
    assert at_desk.page.evaluate("navigator.clipboard.readText()") == address
    ends(at_desk)
    expect(at_desk.page.locator("body[data-page=order]")).to_be_visible()


def test_r12_what_the_waiting_is_for_is_said_in_place_and_an_email_follows(at_desk: Visit) -> None:
    address = pressed(at_desk)
    page = at_desk.page
    page.evaluate("window.isTheSamePage = true")
    expect(page.locator("#progress")).to_have_attribute("aria-live", "polite")
    for seconds, words in (
        (11, "has not answered yet"),
        (61, "is slow today"),
        (181, "This is being looked into"),
    ):
        lasts(at_desk, seconds)
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.locator("#waiting")).to_contain_text(words)
    assert page.evaluate("window.isTheSamePage")
    page.reload()
    expect(page.locator("#waiting")).to_contain_text("an email tells you once it is settled")
    ends(at_desk)
    at_desk.wait_until(lambda: at_desk.sandbox.mail(), what="the letter arrives")
    (letter,) = at_desk.sandbox.mail()
    assert letter["subject"].startswith(BOUGHT)
    assert address.partition("/checkout/")[2].partition("/")[0] in letter["text"]
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("body[data-page=order]")).to_be_visible()
    assert bought_once(at_desk)


def test_r12_without_a_network_the_page_says_so_quietly_and_goes_on_by_itself(at_desk: Visit, watch) -> None:
    watch.forgive("ERR_INTERNET_DISCONNECTED")
    pressed(at_desk)
    page = at_desk.page
    page.wait_for_load_state("networkidle")  # the last scripts are there
    page.context.set_offline(True)
    trouble = page.get_by_role("status").filter(has_text="cannot reach us")
    expect(trouble).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(BUYING)
    page.context.set_offline(False)
    expect(trouble).to_have_count(0)
    ends(at_desk)
    expect(page.locator("body[data-page=order]")).to_be_visible()
    assert bought_once(at_desk)
