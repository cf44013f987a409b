"""Cards by the shop's own Stripe, in a real browser: whatever happens, money taken is what tickets cost."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from rehearsal.shop import ShopProcess
from tests.journeys.browser import PHONE
from tests.journeys.cards import (
    ASKS_THE_BANK,
    DECLINED,
    GOOD,
    WITHOUT_FUNDS,
    bank,
    expect_bought,
    expect_complaint,
    hold_for_card,
    pay,
    pay_button,
    settled,
    type_card,
)
from tests.journeys.holding import come_back, leave
from tests.journeys.looking import problems
from tests.journeys.states import Visit
from tests.journeys.steps import CUSTOMER, fill_in

HELD = "Your tickets are held"
NARROW = {"viewport": {"width": 320, "height": 640}}
DARK = {"color_scheme": "dark"}


@pytest.fixture
def shop(stripe_shop: ShopProcess) -> ShopProcess:
    return stripe_shop


@pytest.fixture
def visit(page: Page, shop: ShopProcess, sandbox, webhook, watch) -> Iterator[Visit]:
    """After each visit the books agree: money taken is what tickets cost, and none is kept."""
    watch.forgive("402 (Payment Required)")  # Stripe's own answer where a card is declined
    watch.forgive("422 (Unprocessable")  # this shop's, where something has to be put right
    watch.forgive("409 (Conflict)")  # and where it is to be paid elsewhere or not any more
    yield Visit(page, shop, sandbox)
    books = settled(sandbox)
    assert books["taken"] == books["sold_for"]
    assert books["held"] == {}


def sold(visit: Visit) -> int:
    return sum(bool(row["sold_for"]) for row in visit.sandbox.transactions())


def test_p2_a_good_card_buys(visit: Visit) -> None:
    hold_for_card(visit)
    assert problems(visit.page) == []
    type_card(visit.page)
    pay(visit.page)
    expect_bought(visit.page)
    assert sold(visit) == 1
    (intent,) = visit.sandbox.stripe()["intents"]
    assert intent["status"] == "succeeded"


@pytest.mark.parametrize("number", [DECLINED, WITHOUT_FUNDS])
def test_p2_a_refused_card_and_then_another(visit: Visit, number: str) -> None:
    page = visit.page
    hold_for_card(visit)
    type_card(page, number)
    pay(page)
    expect_complaint(page, {DECLINED: "declined", WITHOUT_FUNDS: "insufficient funds"}[number])
    assert problems(page) == []
    type_card(page)
    pay(page)
    expect_bought(page)
    assert sold(visit) == 1


def test_p2_the_bank_asks_in_front_of_the_page(visit: Visit) -> None:
    hold_for_card(visit)
    type_card(visit.page, ASKS_THE_BANK)
    pay(visit.page)
    bank(visit.page).get_by_role("button", name="Complete").click()
    expect_bought(visit.page)
    assert sold(visit) == 1


def test_p2_who_fails_the_banks_question_can_take_another_card(visit: Visit) -> None:
    page = visit.page
    hold_for_card(visit)
    type_card(page, ASKS_THE_BANK)
    pay(page)
    bank(page).get_by_role("button", name="Fail").click()
    expect_complaint(page, "bank did not confirm that it is you")
    type_card(page)
    pay(page)
    expect_bought(page)


def test_p2_by_way_of_the_banks_own_page(visit: Visit) -> None:
    visit.sandbox.stripe_bank("redirect")
    hold_for_card(visit)
    type_card(visit.page, ASKS_THE_BANK)
    pay(visit.page)
    visit.page.get_by_role("button", name="Complete").click()
    expect_bought(visit.page)
    assert sold(visit) == 1


def test_p2_failed_at_the_banks_own_page_the_tickets_are_held_and_another_card_buys(visit: Visit) -> None:
    page = visit.page
    visit.sandbox.stripe_bank("redirect")
    hold_for_card(visit)
    type_card(page, ASKS_THE_BANK)
    pay(page)
    page.get_by_role("button", name="Fail").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HELD)
    expect(page.locator(".error-summary")).to_be_visible()
    for label, value in CUSTOMER.items():
        expect(page.get_by_label(label, exact=True)).to_have_value(value)
    expect(pay_button(page)).to_be_visible()
    type_card(page)
    pay(page)
    expect_bought(page)


def test_p2_gone_back_from_the_bank_nothing_is_let_go_and_another_card_buys(visit: Visit) -> None:
    page = visit.page
    visit.sandbox.stripe_bank("redirect")
    address = hold_for_card(visit)
    type_card(page, ASKS_THE_BANK)
    pay(page)
    expect(page.get_by_role("button", name="Complete")).to_be_visible()
    page.go_back()
    page.goto(address)
    expect(page.locator("body[data-page=progress]")).to_be_visible()
    page.get_by_role("button", name="Back to my card").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HELD)
    assert visit.sandbox.log(endpoint="release") == []
    expect(pay_button(page)).to_be_visible()
    type_card(page)
    pay(page)
    expect_bought(page)
    assert sold(visit) == 1


def test_p2_reloaded_while_the_bank_asks(visit: Visit) -> None:
    page = visit.page
    hold_for_card(visit)
    type_card(page, ASKS_THE_BANK)
    pay(page)
    expect(bank(page).get_by_role("button", name="Complete")).to_be_visible()
    page.reload()
    expect(page.locator("body[data-page=progress]")).to_be_visible()
    page.get_by_role("button", name="Back to my card").click()
    expect(pay_button(page)).to_be_visible()
    type_card(page)
    pay(page)
    expect_bought(page)
    assert sold(visit) == 1


def test_p2_pressed_twice_at_once(visit: Visit) -> None:
    hold_for_card(visit)
    type_card(visit.page)
    pay_button(visit.page).evaluate("button => { button.click(); button.click(); }")
    expect_bought(visit.page)
    assert sold(visit) == 1
    assert len(visit.sandbox.stripe()["intents"]) == 1


def test_p2_two_tabs_pay_once(visit: Visit) -> None:
    page = visit.page
    address = hold_for_card(visit)
    other = page.context.new_page()
    other.goto(address)
    expect(pay_button(other)).to_be_visible()
    type_card(page, ASKS_THE_BANK)
    pay(page)
    expect(bank(page).get_by_role("button", name="Complete")).to_be_visible()
    type_card(other)
    pay(other)
    expect(other.locator("body[data-page=progress]")).to_be_visible()
    come_back(page)  # which asks for the time that is left, and must not take the bank's question away
    bank(page).get_by_role("button", name="Complete").click()
    expect_bought(page)
    expect(other.locator("body[data-page=order]")).to_be_visible()
    assert sold(visit) == 1


def test_p2_a_wrong_form_comes_back_and_the_card_stays(visit: Visit) -> None:
    page = visit.page
    hold_for_card(visit)
    fill_in(page, Email="nobody", Postcode="N1 9GU")
    type_card(page)
    pay(page)
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error:"))
    assert problems(page) == []
    page.get_by_label("Email", exact=True).fill("ada@gmial.com")
    page.get_by_label("Phone").focus()
    expect(page.get_by_text("Did you mean")).to_be_visible()  # the fields that came are as alive as the first
    page.get_by_label("Email", exact=True).fill("ada@example.com")
    pay(page)
    expect_bought(page)
    (call,) = visit.sandbox.log(endpoint="purchase")
    assert dict(call["params"])["email_address"] == "ada@example.com"


def test_p2_an_incomplete_card_is_said_and_nothing_is_pressed(visit: Visit) -> None:
    hold_for_card(visit)
    pay(visit.page)
    expect(visit.page.locator("#card-problem")).to_contain_text("complete the details of your card")
    expect(pay_button(visit.page)).to_be_enabled()
    assert visit.sandbox.stripe()["intents"] == []


def test_p2_the_buyer_is_asked_nothing_twice(visit: Visit) -> None:
    hold_for_card(visit)
    type_card(visit.page)
    pay(visit.page)
    expect_bought(visit.page)
    (call,) = [one for one in visit.sandbox.log(endpoint="stripe") if "/confirm" in one["path"]]
    sent = dict(call["params"])
    billing = "payment_method_data[billing_details]"
    assert sent[f"{billing}[name]"] == "Ada Reader"
    assert sent[f"{billing}[address][postal_code]"] == "N1 9GU"
    assert sent[f"{billing}[address][country]"] == "GB"


def test_p2_with_less_than_two_minutes_left_a_new_hold_comes_first(visit: Visit) -> None:
    page = visit.page
    hold_for_card(visit)
    type_card(page)
    leave(visit, seconds=100)
    come_back(page)
    expect(page.get_by_text("too little time left to pay by card")).to_be_visible()
    expect(pay_button(page)).to_have_count(0)
    page.get_by_role("button", name="Hold the same tickets again").click()
    expect(page.get_by_role("timer")).to_contain_text(re.compile(r"Time left: 14:\d\d"))
    for label, value in CUSTOMER.items():
        expect(page.get_by_label(label, exact=True)).to_have_value(value)
    expect(pay_button(page)).to_be_visible()
    type_card(page)
    pay(page)
    expect_bought(page)
    assert sold(visit) == 1


def test_p2_pressed_too_late_the_server_says_so(visit: Visit) -> None:
    page = visit.page
    hold_for_card(visit)
    type_card(page)
    leave(visit, seconds=100)  # of which this page has not heard
    pay(page)
    expect(page.get_by_text("too little time left to pay by card")).to_be_visible()
    assert visit.sandbox.stripe()["intents"] == []


def test_p2_run_out_during_entry_the_page_offers_the_same_again(visit: Visit) -> None:
    page = visit.page
    hold_for_card(visit)
    type_card(page)
    visit.run_out()
    come_back(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("The time for these tickets has run out")
    expect(pay_button(page)).to_have_count(0)
    page.get_by_role("button", name="Hold the same tickets again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HELD)
    expect(pay_button(page)).to_be_visible()


def test_p2_run_out_while_the_bank_asks_nobody_pays_without_tickets(visit: Visit) -> None:
    page = visit.page
    hold_for_card(visit)
    type_card(page, ASKS_THE_BANK)
    pay(page)
    expect(bank(page).get_by_role("button", name="Complete")).to_be_visible()
    gone = "hold_ends_at=timezone.now() - timezone.timedelta(seconds=5)"
    visit.in_the_shop(f"OrderRecord.objects.filter(state='authorising').update({gone})")
    visit.sandbox.move_clock(minutes=16)
    come_back(page)
    bank(page).get_by_role("button", name="Complete").click()
    # The same seats at the same price are held once more, and bought; or nothing is taken.
    expect(page.locator("body")).to_have_attribute("data-page", re.compile("order|checkout|progress"))
    assert sold(visit) <= 1


def test_p2_stripe_blocked_is_said_with_a_way_on(visit: Visit, watch) -> None:
    watch.forgive("ERR_FAILED")
    page = visit.page
    page.route("**/v3/", lambda route: route.abort())
    visit.fill_trolley("7AB")
    visit.hold()
    fill_in(page)
    expect(page.locator("#card-problem")).to_contain_text("The fields for your card did not come")
    expect(pay_button(page)).to_be_hidden()
    page.unroute("**/v3/")
    page.get_by_role("button", name="Load the card fields again").click()
    expect(pay_button(page)).to_be_visible()
    for label, value in CUSTOMER.items():
        expect(page.get_by_label(label, exact=True)).to_have_value(value)
    type_card(page)
    pay(page)
    expect_bought(page)


def test_p2_the_shops_own_script_stays_away_and_there_is_a_way_on(visit: Visit, watch) -> None:
    watch.forgive("ERR_FAILED")
    page = visit.page
    page.route("**/card.*.js", lambda route: route.abort())
    visit.fill_trolley("7AB")
    visit.hold()
    expect(page.locator("#card-news")).to_contain_text("The fields for your card are on their way")
    expect(pay_button(page)).to_be_hidden()
    page.unroute("**/card.*.js")
    page.get_by_role("link", name="load this page again").click()
    fill_in(page)
    type_card(page)
    pay(page)
    expect_bought(page)


def test_p2_the_shop_away_for_a_moment_loses_nothing(visit: Visit, watch) -> None:
    watch.forgive("ERR_INTERNET_DISCONNECTED")
    page = visit.page
    hold_for_card(visit)
    type_card(page)
    page.route("**/authorise/", lambda route: route.abort("internetdisconnected"))
    pay(page)
    expect_complaint(page, "could not be reached")
    page.unroute("**/authorise/")
    pay(page)
    expect_bought(page)


def test_p2_pressed_too_often_is_said_and_a_moment_later_it_buys(visit: Visit, watch) -> None:
    watch.forgive("429 (Too Many Requests)")
    page = visit.page
    hold_for_card(visit)
    type_card(page)
    said = "This was tried very often. Please wait a moment, and try again."
    page.route("**/authorise/", lambda route: route.fulfill(status=429, json={"said": said}))
    pay(page)
    expect_complaint(page, "Please wait a moment")
    page.unroute("**/authorise/")
    pay(page)
    expect_bought(page)
    assert sold(visit) == 1


def test_p2_stripe_away_for_the_shop_is_said_on_the_page(visit: Visit) -> None:
    page = visit.page
    hold_for_card(visit)
    type_card(page)
    visit.sandbox.fault("stripe.create", kind="502_before", times=1000)
    pay(page)
    expect(page.locator(".error-summary")).to_be_focused()
    visit.sandbox.no_faults()
    pay(page)
    expect_bought(page)
    assert sold(visit) == 1


def test_p2_by_keyboard_alone(visit: Visit) -> None:
    page = visit.page
    hold_for_card(visit)
    page.locator("[name=world_can_use_data]").focus()
    page.keyboard.press("Tab")
    for text in (GOOD, "1240", "123"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # the practice fields ask for a country too
    expect(pay_button(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect_bought(page)


@pytest.mark.parametrize("options", [NARROW, PHONE, PHONE | DARK, DARK], ids=["320", "phone", "dark", "desk"])
def test_p2_on_every_screen(visitor, shop, sandbox, webhook, watch, options) -> None:
    watch.forgive("402 (Payment Required)")
    visit = Visit(visitor(**options), shop, sandbox)
    page = visit.page
    hold_for_card(visit)
    assert problems(page) == []
    type_card(page, DECLINED)
    pay(page)
    expect_complaint(page, "declined")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]
    assert problems(page) == []


def test_p2_without_scripts_the_page_says_what_is_missing(page_without_scripts: Page, shop, sandbox) -> None:
    visit, page = Visit(page_without_scripts, shop, sandbox), page_without_scripts
    visit.fill_trolley("7AB")
    visit.hold()
    expect(page.locator("noscript .notice")).to_be_visible()
    expect(pay_button(page)).to_be_hidden()
    expect(page.locator("#card-news")).to_be_hidden()
    fill_in(page)
    page.get_by_label("Postcode", exact=True).press("Enter")
    expect(page.locator("noscript .notice")).to_be_visible()
    expect(page.get_by_label("First name")).to_have_value("Ada")
    page.get_by_role("button", name="Let these tickets go", exact=True).click()
    expect(page.locator("body[data-page=trolley]")).to_be_visible()
