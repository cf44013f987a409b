"""What was filled in wrongly is said first and in the title, leads to its field; nothing typed is lost."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.cancelling import bought
from tests.journeys.states import HOTEL, Visit
from tests.journeys.steps import go_on

WAYS = [True, False]
SCRIPTS = pytest.mark.parametrize("scripts", WAYS, ids=["with scripts", "without"])


@pytest.fixture
def visit(visitor, shop, sandbox, watch, scripts: bool) -> Visit:
    watch.forgive("responded with a status of 422")
    return Visit(visitor(viewport={"width": 1280, "height": 900}, java_script_enabled=scripts), shop, sandbox)


def expect_said_first(page: Page, words: str) -> Locator:
    """The title says so, and the sentence has the focus: it is what is read first."""
    page.wait_for_load_state()
    expect(page).to_have_title(re.compile("^Error: "))
    said = page.get_by_role("alert").filter(has_text=words)
    expect(said).to_be_focused()
    return said


def expect_led_to(said: Locator, field: Locator, *, words: str = "") -> None:
    """By its link; the field itself says what is wrong, too."""
    said.get_by_role("link").first.click()
    expect(field).to_be_focused()
    if words:
        expect(field).to_have_accessible_description(re.compile(words))


def without_the_browsers_own_check(page: Page) -> None:
    """Browsers stop most of it themselves, each in its own way; others send it."""
    page.locator("main form").evaluate_all("forms => forms.forEach(form => form.noValidate = true)")


@SCRIPTS
def test_b7_an_order_that_cannot_be_looked_for(visit: Visit) -> None:
    page = visit.page
    page.goto("/orders/find/")
    page.get_by_label("Email").fill("nobody")
    page.get_by_role("button", name="Find the order").click()
    said = expect_said_first(page, "Email")
    email = page.get_by_role("textbox", name="Email")
    expect(email).to_have_value("nobody")
    expect(email).to_have_attribute("aria-invalid", "true")
    said.get_by_role("link", name=re.compile("^Email")).click()
    expect(email).to_be_focused()
    expect(email).to_have_accessible_description(re.compile("email", re.IGNORECASE))


@SCRIPTS
def test_b7_a_stay_that_cannot_be(visit: Visit) -> None:
    page = visit.page
    visit.open_event(HOTEL)
    page.locator(".days button").first.click()
    page.get_by_label("Departure").fill("2020-01-01")
    page.get_by_role("button", name="See what is free").click()
    said = expect_said_first(page, "The departure must be after the arrival.")
    departure = page.get_by_label("Departure")
    expect(departure).to_have_value("2020-01-01")
    expect(departure).to_have_attribute("aria-invalid", "true")
    expect_led_to(said, departure, words="after the arrival")
    departure.fill((datetime.now(UTC) + timedelta(days=40)).date().isoformat())
    page.get_by_role("button", name="See what is free").click()
    expect(page).not_to_have_title(re.compile("^Error"))


@SCRIPTS
def test_b7_tickets_that_nobody_chose(visit: Visit) -> None:
    page = visit.page
    visit.open_performance("7AB")
    page.locator("[name=send]").first.check()
    go_on(page)
    said = expect_said_first(page, "Please choose your tickets first.")
    expect_led_to(said, page.locator("#found-title"))


@SCRIPTS
def test_b7_a_country_that_was_not_said(visit: Visit) -> None:
    page = visit.page
    visit.open_performance("6IF")
    page.locator("[name=from]").first.check()
    page.locator(".send-methods li").filter(has_text="UK & Ireland").get_by_role("radio").check()
    go_on(page)
    page.locator("body[data-page=trolley]").wait_for()
    without_the_browsers_own_check(page)
    page.get_by_role("button", name="Hold these tickets").click()
    said = expect_said_first(page, "in which country")
    country = page.locator("#id-destination")
    expect(country).to_have_attribute("aria-invalid", "true")
    expect_led_to(said, country, words="in which country")


@SCRIPTS
def test_b7_a_cancellation_of_nothing(visit: Visit) -> None:
    page = visit.page
    order = bought(visit, "7AB", "LN40")
    page.goto(f"{order}cancel/")
    page.get_by_role("button", name="See what comes back").click()
    said = expect_said_first(page, "Please choose what you want to cancel.")
    expect_led_to(said, page.locator("#items"), words="Please choose what you want to cancel.")


@SCRIPTS
def test_b7_a_withdrawal_from_nothing(visit: Visit) -> None:
    page = visit.page
    order = bought(visit, "LN42")
    page.goto(f"{order}withdraw/")
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_role("button", name="Confirm withdrawal").click()
    said = expect_said_first(page, "Please choose what you withdraw from.")
    expect_led_to(said, page.locator("#items"), words="Please choose what you withdraw from.")


@SCRIPTS
def test_b7_details_that_lack_something_keep_the_rest(visit: Visit) -> None:
    page = visit.page
    visit.fill_trolley("7AB")
    visit.hold()
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Email", exact=True).fill("ada@")
    page.get_by_role("button", name="Buy for").click()
    said = expect_said_first(page, "Email")
    email = page.get_by_label("Email", exact=True)
    expect(page.get_by_label("First name")).to_have_value("Ada")
    expect(email).to_have_value("ada@")
    said.get_by_role("link", name=re.compile("^Email")).click()
    expect(email).to_be_focused()
    wrong = page.locator("[aria-invalid=true]")
    assert wrong.count() >= 3
    for field in wrong.all():
        expect(field).to_have_accessible_description(re.compile(r"\w"))
