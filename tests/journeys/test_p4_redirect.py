"""Debitors with payment pages of their own: out and back in a real browser."""

import re
from collections.abc import Callable
from urllib.parse import unquote, urlencode

import pytest
from playwright.sync_api import Page, Request, Route, expect

from rehearsal.shop import ShopProcess
from tests.journeys.browser import PHONE
from tests.journeys.conftest import Visitor
from tests.journeys.states import Visit
from tests.journeys.steps import fill_in, let_time_pass, slow_down
from tests.sandbox_process import SandboxProcess

ELSEWHERE = "http://pay.example"  # another site, as cookies see it; its pages are the test's own
BY_POST, BY_BOTH = "by POST", "by POST, half of it in the address"
ON_POSTGRESQL = pytest.param("", marks=pytest.mark.on_postgresql)


@pytest.fixture
def shop(redirect_shop: ShopProcess) -> ShopProcess:
    return redirect_shop


@pytest.fixture
def visit(page: Page, shop: ShopProcess, sandbox: SandboxProcess) -> Visit:  # at a desk, with scripts
    return Visit(page, shop, sandbox)


@pytest.fixture
def without_scripts(visitor: Visitor, shop: ShopProcess, sandbox: SandboxProcess) -> Visit:
    return Visit(visitor(**PHONE | {"java_script_enabled": False}), shop, sandbox)


def press_pay(visit: Visit, *, script: str = "") -> None:
    """Two tickets held, the form filled in, pay pressed."""
    visit.fill_trolley("7AB")
    visit.hold()
    fill_in(visit.page, **{"Address, second line (optional)": script})
    visit.page.get_by_role("button", name=re.compile("^Pay £")).click()


def is_at_the_debitor(page: Page, *, title: str = "Practice payment page") -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def answer(page: Page, button: str, *, back: str = "by GET") -> None:
    page.get_by_label("Come back").select_option(back)
    page.get_by_role("button", name=button, exact=True).click()


def has_tickets(visit: Visit) -> None:
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Your tickets are bought")
    (row,) = visit.sandbox.transactions()
    assert (row["status"], row["purchase_calls"]) == ("purchased", 1)
    assert all(callback["is_verbatim"] for callback in row["callbacks"])


def is_not_charged(visit: Visit) -> None:
    expect(visit.page.locator("#progress[data-state=failed]")).to_contain_text("You are not charged")
    (row,) = visit.sandbox.transactions()
    assert (row["status"], row["money_taken"]) == ("failed", {})


@pytest.mark.parametrize(
    "script", [ON_POSTGRESQL, "callout ordered", "callout post", "callout post; callout ordered"]
)
@pytest.mark.parametrize("back", ["by GET", BY_POST, BY_BOTH])
def test_p4_out_and_back(visit: Visit, script: str, back: str) -> None:
    press_pay(visit, script=script)
    is_at_the_debitor(visit.page)
    answer(visit.page, "Pay", back=back)
    has_tickets(visit)


@pytest.mark.parametrize("script", ["two hops", "two hops; callout post"])
def test_p4_two_hops(visit: Visit, script: str) -> None:
    press_pay(visit, script=script)
    is_at_the_debitor(visit.page)
    answer(visit.page, "Pay", back=BY_POST)
    is_at_the_debitor(visit.page, title="Practice 3-D Secure page")
    answer(visit.page, "Pay")
    has_tickets(visit)
    assert len(visit.sandbox.log(endpoint="callback")) == 2


def test_p4_the_debitor_starts_over(visit: Visit) -> None:
    press_pay(visit)
    is_at_the_debitor(visit.page)
    first = visit.page.url
    answer(visit.page, "Start over")
    visit.page.wait_for_url(lambda url: url != first and "/pay/" in url)
    answer(visit.page, "Pay")
    has_tickets(visit)


def test_p4_on_a_phone(visitor: Visitor, shop: ShopProcess, sandbox: SandboxProcess) -> None:
    visit = Visit(visitor(**PHONE), shop, sandbox)
    press_pay(visit, script="callout post")
    is_at_the_debitor(visit.page)
    answer(visit.page, "Pay")
    has_tickets(visit)


def test_p4_a_link_without_scripts(without_scripts: Visit) -> None:
    press_pay(without_scripts)
    is_at_the_debitor(without_scripts.page)
    answer(without_scripts.page, "Pay")
    has_tickets(without_scripts)


def test_p4_a_form_without_scripts(without_scripts: Visit) -> None:
    page = without_scripts.page
    press_pay(without_scripts, script="callout post")
    expect(page.get_by_role("heading", level=1)).to_have_text("On to the payment")
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    page.get_by_role("button", name="Go on and pay").click()
    is_at_the_debitor(page)
    answer(page, "Pay", back=BY_POST)
    page.get_by_role("button", name="Go back").click()
    has_tickets(without_scripts)


@pytest.mark.parametrize("is_slow", [False, True])
def test_p4_a_post_from_another_site_finds_its_buyers_order(visit: Visit, is_slow: bool) -> None:
    """Such a POST carries no cookie; what follows it shows the buyer's own order all the same."""
    press_pay(visit)
    is_at_the_debitor(visit.page)
    if is_slow:
        slow_down(visit.sandbox, "callback")
    came_with_session = posted_from_elsewhere(visit.page, pairs=[("success", "yes"), ("item", "1")])
    if is_slow:
        expect(visit.page.get_by_role("heading", level=1)).to_have_text("We are buying your tickets")
        let_time_pass(visit.sandbox, "callback")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Your tickets are bought")
    assert came_with_session("/checkout/return/") is False
    assert came_with_session("/order/") is True


def posted_from_elsewhere(page: Page, *, pairs: list[tuple[str, str]]) -> Callable[[str], bool]:
    """A page of another site posts these to the return address. Tells which visits brought the session."""
    (address,) = re.findall(r"return_url=([^&]+)", page.url)
    fields = "".join(f'<input name="{name}" value="{value}">' for name, value in pairs)
    form = f'<form method="post" action="{unquote(address)}">{fields}<button>Back</button></form>'
    visits: list[Request] = []

    def show(route: Route) -> None:
        route.fulfill(body=f"<!doctype html><title>Bank</title><h1>Bank</h1>{form}", content_type="text/html")

    def came_with_session(path: str) -> bool:
        (first, *_) = (visit for visit in visits if path in visit.url)
        return "sessionid" in first.all_headers().get("cookie", "")

    page.route(f"{ELSEWHERE}/**", show)
    page.goto(f"{ELSEWHERE}/")
    page.on("request", lambda request: visits.append(request) if request.is_navigation_request() else None)
    page.get_by_role("button", name="Back").click()
    return came_with_session


def test_p4_refused_at_the_page(visit: Visit) -> None:
    press_pay(visit)
    is_at_the_debitor(visit.page)
    answer(visit.page, "Refuse", back=BY_POST)
    is_not_charged(visit)


def test_p4_abandoned_and_fetched_by_the_api_itself(visit: Visit) -> None:
    press_pay(visit)
    is_at_the_debitor(visit.page)
    visit.page.get_by_role("link", name="Wander off").click()
    (row,) = visit.sandbox.transactions()
    assert visit.sandbox.abandon(row["transaction_uuid"]) == 303
    visit.page.goto(f"{visit.shop.url}/trolley/")
    visit.page.goto(progress_of(visit))
    is_not_charged(visit)


def progress_of(visit: Visit) -> str:
    """The address that its buyer may have kept."""
    (call,) = visit.sandbox.log(endpoint="purchase")
    return f"/checkout/{dict(call['params'])['agent_reference']}/progress/"


def test_p4_who_got_lost_is_sent_on_by_the_progress_page(visit: Visit) -> None:
    press_pay(visit)
    is_at_the_debitor(visit.page)
    visit.page.goto("/")
    visit.page.goto(progress_of(visit))
    is_at_the_debitor(visit.page)
    answer(visit.page, "Pay")
    has_tickets(visit)


@pytest.mark.parametrize("script", ["", "callout post"])
def test_p4_back_from_the_debitors_page_is_no_trap(visit: Visit, script: str) -> None:
    press_pay(visit, script=script)
    page = visit.page
    is_at_the_debitor(page)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("On to the payment")
    page.wait_for_timeout(500)  # in which a page that sends on would have
    expect(page.locator("#way-out, #way-out button").last).to_be_visible()
    page.locator("a#way-out, #way-out button").click()
    is_at_the_debitor(page)
    answer(page, "Pay")
    has_tickets(visit)


def test_p4_who_went_back_is_told_when_it_goes_on_elsewhere(visit: Visit) -> None:
    press_pay(visit)
    page = visit.page
    is_at_the_debitor(page)
    at = page.url
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("On to the payment")
    other = page.context.new_page()
    other.goto(f"{at}&{urlencode({'decision': 'pay'})}")
    has_tickets(visit)


def test_p4_another_device_sees_that_it_is_being_paid_and_not_where(visit: Visit, visitor: Visitor) -> None:
    press_pay(visit)
    is_at_the_debitor(visit.page)
    other = visitor(**PHONE)
    other.goto(progress_of(visit))
    expect(other.locator("#progress[data-state=called_out]")).to_be_visible()
    assert "/pay/" not in other.content()
    answer(visit.page, "Pay")
    expect(other.get_by_role("heading", level=1)).to_have_text("The tickets are bought")
