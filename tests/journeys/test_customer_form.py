"""The form on the checkout page, in a browser: with and without scripts, on a phone, for any account."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from checkout.customer.suggestions import DOMAINS, ENDINGS, suggestion
from rehearsal.environment import shop_environment
from rehearsal.shop import ShopProcess
from tests.journeys.browser import PHONE, USUAL, wait_for
from tests.journeys.looking import problems
from tests.journeys.states import Visit
from tests.journeys.steps import buy, fill_in
from tests.sandbox_process import READS_ONCE

NARROW = {"viewport": {"width": 320, "height": 640}}
ADDRESSES = (
    "gmial.com",
    "hotmial.con",
    "gmail.com",
    "mail.com",
    "theatre.con",
    "gmail.co",
    "yahoo.co.ul",
    "b.example",
)
IS_RENDERED = "one => one.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})"
HEIGHT = "one => one.getBoundingClientRect().bottom - one.closest('details').getBoundingClientRect().bottom"


@pytest.fixture
def visit(shop, sandbox, watch) -> Callable[[Page], Visit]:
    watch.forgive("responded with a status of 422")
    return lambda page: Visit(page, shop, sandbox)


def hold(visit: Visit, event_id: str = "7AB") -> Page:
    visit.fill_trolley(event_id)
    visit.hold()
    return visit.page


@pytest.mark.parametrize("options", [{}, {**NARROW}, {**NARROW, "java_script_enabled": False}], ids=str)
def test_it_is_filled_in_wrong_mended_and_sent(visitor, visit, sandbox, options) -> None:
    page = hold(visit(visitor(**options)))
    fill_in(page, Email="ada@nowhere", **{"First name": ""})
    page.get_by_label("Box office may write").check()
    page.get_by_role("button", name="Buy for").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Email").click()
    email = page.get_by_label("Email", exact=True)
    expect(email).to_have_attribute("aria-invalid", "true")
    said = re.compile("^For this order.*The part after the @ needs a dot")
    expect(email).to_have_accessible_description(said)
    expect(page.get_by_label("Box office may write")).to_be_checked()
    email.fill("ada@example.com")
    page.get_by_label("First name").fill("Ada")
    buy(page)
    sent = dict(sandbox.log(endpoint="purchase")[0]["params"])
    assert sent["user_can_use_customer_data"] == "true"
    assert "supplier_can_use_customer_data" not in sent


def test_on_a_phone_the_address_is_short_and_browsers_can_fill_in_all_of_it(visitor, visit) -> None:
    page = hold(visit(visitor(**PHONE)))
    page.wait_for_load_state()  # its style says what is folded
    line = page.locator("[name=address_line_two]")
    fold = page.locator("details", has=line)
    assert fold.evaluate("one => !one.open && one.querySelector('summary').checkVisibility()")
    assert line.evaluate(IS_RENDERED)  # browsers leave out what is not
    assert line.evaluate(HEIGHT) > 0  # and yet it takes no room
    line.evaluate("one => { one.value = 'Flat 3'; one.dispatchEvent(new Event('change', {bubbles: true})); }")
    expect(fold).to_have_attribute("open", "")
    assert line.evaluate(HEIGHT) <= 0


def test_who_comes_to_a_folded_field_by_keyboard_sees_it(visitor, visit) -> None:
    page = hold(visit(visitor(java_script_enabled=False, **NARROW)))
    line = page.locator("[name=address_line_two]")
    page.locator("details", has=line).locator("summary").focus()
    page.keyboard.press("Tab")
    expect(line).to_be_focused()
    assert line.evaluate(HEIGHT) <= 0


def test_at_a_desk_nothing_of_the_address_is_folded(page: Page, visit) -> None:
    hold(visit(page))
    assert page.locator("[name=county]").evaluate(HEIGHT) <= 0
    expect(page.locator(".fold-when-narrow > summary").first).to_be_hidden()


def test_a_slip_in_the_email_is_questioned_while_one_types_and_mended_by_one_press(
    page: Page, visit, sandbox
) -> None:
    hold(visit(page))
    fill_in(page, Email="ada@gmial.com")
    page.get_by_label("Phone").focus()
    expect(page.get_by_role("status").filter(has_text="Did you mean ada@gmail.com?")).to_be_visible()
    page.get_by_role("button", name="Yes, use this one").click()
    expect(page.get_by_label("Email", exact=True)).to_have_value("ada@gmail.com")
    expect(page.get_by_label("Email", exact=True)).to_be_focused()
    expect(page.get_by_text("Did you mean")).to_be_hidden()
    buy(page)
    assert dict(sandbox.log(endpoint="purchase")[0]["params"])["email_address"] == "ada@gmail.com"


def test_who_has_seen_the_question_and_presses_enter_keeps_the_address(page: Page, visit, sandbox) -> None:
    hold(visit(page))
    fill_in(page, Email="ada@gmial.com")
    page.get_by_label("Phone").focus()
    expect(page.get_by_text("Did you mean")).to_be_visible()
    page.get_by_label("Town or city").press("Enter")
    expect(page.locator("body[data-page=order]")).to_be_visible()
    assert dict(sandbox.log(endpoint="purchase")[0]["params"])["email_address"] == "ada@gmial.com"


def test_without_scripts_a_slip_is_questioned_once_and_one_press_mends_it(
    page_without_scripts: Page, visit, sandbox
) -> None:
    page = hold(visit(page_without_scripts))
    fill_in(page, Email="ada@gmial.com")
    page.get_by_role("button", name="Buy for").click()
    expect(page.get_by_text("Did you mean").last).to_be_visible()
    page.get_by_role("button", name="Yes, use this one").click()
    expect(page.get_by_label("Email", exact=True)).to_have_value("ada@gmail.com")
    expect(page.locator(".error-summary")).to_have_count(0)
    assert sandbox.log(endpoint="purchase") == []
    buy(page)


def test_both_make_the_same_offers(page: Page, visit) -> None:
    hold(visit(page))
    page.wait_for_load_state()  # its scripts make the offers
    email, offer = page.get_by_label("Email", exact=True), page.locator(".meant bdi")
    for domain in (*ADDRESSES, *DOMAINS, *(f"b.{ending}" for ending in ENDINGS)):
        email.fill(f"ada@{domain}")
        email.dispatch_event("change")
        assert (domain, offer.text_content()) == (domain, suggestion(f"ada@{domain}"))


def test_what_is_typed_survives_a_reload_and_a_new_hold_unsent(page: Page, visit) -> None:
    visit = visit(page)
    hold(visit)
    fill_in(page, **{"Title (optional)": "Dr"})
    page.get_by_label("External Test Backend 1 may write").check()
    page.reload()
    expect(page.get_by_label("Title (optional)")).to_have_value("Dr")
    expect(page.get_by_label("External Test Backend 1 may write")).to_be_checked()
    visit.run_out()
    page.reload()
    hold(visit, "6IF")
    expect(page.get_by_label("Last name")).to_have_value("Reader")
    expect(page.get_by_label("External Test Backend")).not_to_be_checked()
    fill_in(page)
    buy(page)
    wait_for(page, "() => sessionStorage.getItem('customer') === null")


# Accounts that know their customers

ACCOUNTS = ("demo-members", "demo-agent")


@pytest.fixture(scope="module")
def shops(sandbox_process, tmp_path_factory) -> Iterator[Callable[[str], ShopProcess]]:
    """A shop for each account, started when it is first asked for."""
    running: dict[str, ShopProcess] = {}

    def of(user: str) -> ShopProcess:
        if user not in running:
            folder = tmp_path_factory.mktemp(user)
            database = f"sqlite:///{folder / 'shop.sqlite3'}"
            settings = shop_environment(
                sandbox_process,
                database_url=database,
                **READS_ONCE,
                ANSWERS_SHARED_SECONDS="0",
                F13_USER=user,
            )
            running[user] = ShopProcess(settings, logs=folder)
            running[user].manage("migrate", "--noinput")
            running[user].collect()
            running[user].manage("refresh_catalogue")
            running[user].start()
            running[user].wait_until_ready()
        return running[user]

    yield of
    for shop in running.values():
        shop.stop()


@pytest.fixture
def at(shops, sandbox, browser: Browser, watch) -> Iterator[Callable[..., Visit]]:
    """A visitor of the shop of an account."""
    contexts = []
    watch.forgive("responded with a status of 422")

    def come(user: str, **options) -> Visit:
        shop = shops(user)
        contexts.append(browser.new_context(base_url=shop.url, **(USUAL | options)))
        watch.over(contexts[-1])
        return Visit(contexts[-1].new_page(), shop, sandbox)

    yield come
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_billing_address_is_asked_by_a_tick(at, sandbox, scripts) -> None:
    page = hold(at("demo-members", java_script_enabled=scripts, **NARROW))
    expect(page.get_by_label("Email", exact=True)).to_have_value("members@buyers.example")
    expect(page.get_by_label("Billing address", exact=True)).to_be_hidden()
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Last name").fill("Reader")
    page.get_by_label("billing address of the card is another").check()
    page.get_by_role("button", name="Buy for").click()
    page.get_by_role("link", name="Billing address:").click()
    page.get_by_label("Billing address", exact=True).fill("2 Low Street")
    page.get_by_label("Billing town or city").fill("Tokyo")
    page.get_by_label("Billing country").select_option("jp")
    if scripts:
        assert problems(page) == []
    buy(page)
    sent = dict(sandbox.log(endpoint="purchase")[0]["params"])
    assert (sent["town"], sent["billing_town"], sent["billing_country_code"]) == ("Cork", "Tokyo", "jp")


def test_what_the_account_has_locked_can_be_read_and_not_typed_into(at, sandbox) -> None:
    page = hold(at("demo-agent"))
    line = page.get_by_label("Address", exact=True)
    expect(line).to_have_value("1 Harbour Street")
    expect(line).not_to_be_editable()
    line.evaluate("one => { one.readOnly = false; one.value = 'Elsewhere'; }")
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Last name").fill("Reader")
    page.get_by_label("Email", exact=True).fill("ada@example.com")
    page.get_by_label("Phone").fill("020 7946 0000")
    page.get_by_label("Your reference").fill("PO 7")
    assert problems(page) == []
    buy(page)
    sent = dict(sandbox.log(endpoint="purchase")[0]["params"])
    assert (sent["address_line_one"], sent["agent_reference"]) == ("1 Harbour Street", "PO 7")
