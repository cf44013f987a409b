"""Whole visits in a browser, through the balancer: each page may come from another copy of the shop."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.cluster.machine import Cluster
from tests.journeys.browser import DESK, USUAL, Watch, a_browser
from tests.journeys.holding import go_back, hold_seats, is_on_offer
from tests.journeys.states import Visit
from tests.journeys.steps import buy, choose, fill_in, hold, open_event, open_first_performance

PATIENCE = 20_000  # milliseconds
CAT = "The Unremarkable Incident of the Cat at Lunchtime"


@pytest.fixture(scope="module")
def pages(cluster: Cluster) -> Iterator[Page]:
    """A new page for each test, with cookies of its own."""
    watch = Watch()
    expect.set_options(timeout=PATIENCE)
    with a_browser() as browser:
        context = browser.new_context(base_url=cluster.url, **USUAL, **DESK)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        yield context.new_page()
        context.close()
    assert watch.complaints == []


@pytest.fixture
def page(pages: Page) -> Page:
    pages.context.clear_cookies()
    return pages


def copies_asked(cluster: Cluster, size: int) -> int:
    """How many copies have answered since the balancer's log was so long."""
    with cluster.balancer.log.open() as log:
        log.seek(size)
        said = log.read()
    return sum(f'"asked":"127.0.0.1:{port}"' in said for port in cluster.ports)


def test_p1_tickets_are_chosen_held_and_bought_by_way_of_all_copies(cluster, page):
    size = cluster.balancer.log.stat().st_size
    open_event(page, CAT)
    open_first_performance(page)
    choose(page, area="Stalls", price="£55.00", quantity=2, send="Printable eTicket")
    hold(page)
    fill_in(page)
    buy(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your tickets are bought")
    assert copies_asked(cluster, size) == len(cluster.ports)


# Another copy is asked each time. Other seats: what one visitor lets go, the next may hear two seconds later.
@pytest.mark.parametrize("seats", [("B3", "B4"), ("A3", "A4"), ("B8", "B9")], ids=", ".join)
def test_r6_seats_that_were_let_go_are_on_offer_at_once_whichever_copy_is_asked(cluster, page, seats):
    visit = Visit(page, cluster.shop(), cluster.sandbox)
    hold_seats(visit, "7AB", *seats)
    go_back(page, pages=2)
    expect(page.locator("body[data-page=performance]")).to_be_visible()
    is_on_offer(page, seats[0])
