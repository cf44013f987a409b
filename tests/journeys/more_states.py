"""The rest of the shop's pages: what comes after the sale, and what goes wrong seldom."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from tests.journeys.cancelling import bought
from tests.journeys.cards import (
    ASKS_THE_BANK,
    DECLINED,
    GOOD,
    expect_complaint,
    hold_for_card,
    pay,
    type_card,
)
from tests.journeys.states import Visit
from tests.journeys.steps import fill_in

UNDATED = "LN42"
MANY_FIELDS = """form => {
    for (let number = 0; number < 1100; number += 1)
        form.append(Object.assign(document.createElement("input"), {name: `field${number}`, value: "1"}));
    form.submit();
}"""


def after_the_sale(visit: Visit) -> Iterator[str]:
    page = visit.page
    order = bought(visit, "7AB", UNDATED)
    visit.wait_until(visit.sandbox.mail, what="the letter")
    page.goto(f"{visit.sandbox.url}/mail/1/html/")
    yield "letter"
    page.goto(f"{order}kept/")
    yield "kept"
    page.goto(f"{order}withdraw/")
    yield "withdraw"
    page.goto(f"{order}open/nobody-signed-this/")
    yield "link-ended"
    page.goto("/orders/find/sent/")
    yield "orders-sent"
    page.goto("/orders/find/")
    for _try in range(4):
        if page.locator("[name=reference]").count():
            page.locator("[name=reference]").fill("NOBODYS-1234")
            page.get_by_label("Email").fill("ada@example.com")
            page.get_by_role("button", name="Find the order").click()
            page.wait_for_load_state()
    page.locator("body[data-page=too-often]").wait_for()
    yield "too-often"
    path = urlsplit(order).path
    uuid = path.strip("/").split("/")[-1]
    visit.in_the_shop(f"OrderRecord.objects.filter(pk='{uuid}').update(kept_transaction='broken')")
    page.goto(path)
    page.locator("body[data-page=failure]").wait_for()
    yield "failure"


def seldom(visit: Visit) -> Iterator[str]:
    page = visit.page
    page.goto("/checkout/done/nobody/")
    yield "done"
    visit.open_performance("7AB")
    page.locator("form.choose").evaluate(MANY_FIELDS)
    page.locator("body[data-page=bad-request]").wait_for()
    yield "bad-request"


def own_pages(visit: Visit) -> Iterator[str]:
    """What the brand brings along, in two languages, and the home page from right to left."""
    page = visit.page
    for language in ("", "/fr"):
        page.goto(f"{language}/")
        page.locator(".foot-columns a[href*='/pages/']").first.click()
        page.locator("body[data-page=legal]").wait_for()
        yield f"legal{language.replace('/', '-')}"
    page.goto("/ar/")
    yield "home-ar"


def own_card(visit: Visit) -> Iterator[str]:
    """In a shop that takes cards by its own Stripe."""
    page = visit.page
    hold_for_card(visit)
    yield "checkout-own-card"
    type_card(page, DECLINED)
    pay(page)
    expect_complaint(page, "declined")
    yield "checkout-card-declined"


def missing_card(visit: Visit) -> Iterator[str]:
    """In a shop whose account pays by way of Cider."""
    page = visit.page
    visit.sandbox.stripe_bank("redirect")
    visit.fill_trolley("7AB")
    hold_for_card(visit, "LN40")
    type_card(page, ASKS_THE_BANK, entry=0)
    type_card(page, GOOD, entry=1)
    yield "checkout-card"
    pay(page)
    page.get_by_role("button", name="Complete").click()
    page.locator("body[data-page=missing-card]").wait_for()
    yield "missing-card"


def handing_over(visit: Visit) -> Iterator[str]:
    """In a shop that hands its buyers over to Ingresso's own checkout."""
    page = visit.page
    visit.sandbox.white_label(f"{visit.shop.url}/checkout/done/<uuid>/")
    visit.fill_trolley("7AB")
    visit.hold()
    yield "checkout-white-label"
    page.get_by_role("button", name="Go on and pay").click()
    page.get_by_role("link", name="Leave, and change the booking").click()
    page.get_by_role("heading", name="Your tickets wait to be paid").wait_for()
    yield "handed-over"


def going_out(visit: Visit) -> Iterator[str]:
    """In a shop whose debitor has payment pages of its own, where no script leads there at once."""
    page = visit.page
    page.route("**/leave.*.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    visit.fill_trolley("7AB")
    visit.hold()
    fill_in(page, **{"Address, second line (optional)": "callout post"})
    page.get_by_role("button", name="Pay £").click()
    page.get_by_role("heading", name="On to the payment").wait_for()
    yield "going-out"


def style(visit: Visit) -> Iterator[str]:
    """In a shop that is being worked on."""
    visit.page.goto("/style/")
    yield "style"
