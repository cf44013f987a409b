"""N4: the supplier's API is gone for an hour. What needs nothing of it goes on, and nothing is lost."""

import re

from playwright.sync_api import expect

from tests.journeys.browser import DESK
from tests.journeys.states import Visit
from tests.journeys.steps import buy, fill_in

AN_HOUR = 5_000  # questions: more than anybody asks meanwhile
A_WHILE = 60_000  # milliseconds: what is lost is looked up after pauses that grow


def at_the_button(visit: Visit) -> None:
    visit.fill_trolley("7AB")
    visit.hold()
    fill_in(visit.page)


def test_n4_catalogue_and_orders_go_on_and_what_was_being_bought_is_settled_afterwards(
    visitor, shop, sandbox, watch
) -> None:
    watch.forgive("status of 503")
    owner, buyer = (Visit(visitor(**DESK), shop, sandbox) for _ in range(2))
    at_the_button(owner)
    buy(owner.page)
    order = owner.page.url
    (sold,) = sandbox.transactions()
    at_the_button(buyer)
    sandbox.fault("purchase", kind="lost")
    sandbox.fault("*", kind="502_before", times=AN_HOUR)
    buyer.page.get_by_role("button", name="Buy for").click()
    expect(buyer.page.get_by_role("heading", level=1)).to_have_text("We are buying your tickets")

    page = owner.page
    for address, name in (("/", "home"), ("/search/?q=cat", "search"), ("/event/7AB/any/", "event")):
        page.goto(address)
        expect(page.locator(f"body[data-page={name}]")).to_be_visible()
    page.goto(order)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your tickets are bought")
    assert page.request.get(f"{order}tickets.pdf").body().startswith(b"%PDF")
    stranger = visitor(**DESK)
    stranger.goto("/orders/find/")
    stranger.get_by_label(re.compile("reference", re.IGNORECASE)).first.fill(sold["transaction_id"])
    stranger.get_by_label(re.compile("email", re.IGNORECASE)).first.fill("ada@example.com")
    stranger.get_by_role("main").get_by_role("button").first.click()
    expect(stranger.locator("body[data-page=order]")).to_be_visible()

    sandbox.no_faults()
    expect(buyer.page.locator("body[data-page=order]")).to_be_visible(timeout=A_WHILE)
    assert [row["purchase_calls"] for row in sandbox.transactions()] == [1, 1]
