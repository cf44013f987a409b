"""Every page of the shop in every state that buyers meet, one after the other, to be looked at.

Each walk is a generator: it brings the page to its next state, and gives that state's name.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from playwright.sync_api import Page, expect

from rehearsal.shop import ShopProcess
from tests.journeys.steps import (
    PATIENCE,
    fill_in,
    go_on,
    let_time_pass,
    open_first_performance,
    say_destination,
    slow_down,
)
from tests.sandbox_process import SandboxProcess

# Events by what is special about them.
EVENTS = {"few dates": "7AB", "months": "LN04", "undated": "LN42"}
PERFORMANCES = {"offers": "7AB", "sending-costs": "6IF", "undated": "LN42", "no-sending": "9XW"}
CHOICES = {
    "refused": ("7AA", "seat=0:B3&seat=0:B5"),
    "gone": ("7AB", "seat=0:A3&seat=0:Z9"),
    "beside": ("7AB", "seat=0:A3&beside=1"),
    "kinds": ("6IF", "from=0&number:0:ADULT=1&number:0:CHILD=2"),
    "split": ("LN17", "together=4"),
    "too-many": ("6IF", "together=9"),
    "chosen": ("7AB", "band=%5B%22STALLS%22%2C%22B%2Fpool%22%5D&seat=0:C5&seat=0:C6"),
}
ODD_EVENTS = {
    "long name": "LN25",
    "right to left": "DB01",
    "emoji": "LN04",
    "awkward id": "W/8 É+",
    "many dates": "DP9",
    "several a day": "LN51",
    "names without times": "ED03",
}
GONE = "KE03"
HOTEL = "I3R"
FIRST_CHOICES = ("[name=group], [name=from]", "[name=send]")


@dataclass(frozen=True)
class Visit:
    """One buyer's browser, and what makes things happen behind the shop."""

    page: Page
    shop: ShopProcess
    sandbox: SandboxProcess

    def open_event(self, event_id: str) -> None:
        self.page.goto(f"/event/{quote(event_id, safe='')}/any/")

    def open_performance(self, event_id: str, *, on: str = "") -> None:
        """The event's first performance, on a day whose words these are."""
        self.open_event(event_id)
        open_first_performance(self.page, on=on)

    def fill_trolley(self, event_id: str, *, on: str = "") -> None:
        """The first choice of everything."""
        self.open_performance(event_id, on=on)
        for names in FIRST_CHOICES:
            self.page.locator(names).first.check()
        go_on(self.page)
        self.page.locator("body[data-page=trolley]").wait_for()
        self.page.wait_for_load_state()

    def hold(self) -> None:
        say_destination(self.page)
        self.page.get_by_role("button", name="Hold these tickets").click()
        self.page.locator("body[data-page=checkout]").wait_for()
        self.page.wait_for_load_state()  # what fills in the form again is there before anybody types

    def run_out(self) -> None:
        """Every hold has ended, as if its minutes had gone by."""
        self.in_the_shop("OrderRecord.objects.filter(state='reserved').update(hold_ends_at=timezone.now())")

    def wait_until(self, is_so: Callable[[], object], *, what: str) -> None:
        patience = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < patience, f"not in time: {what}"
            time.sleep(0.05)

    def wait_until_asked(self, endpoint: str) -> None:
        self.wait_until(lambda: self.sandbox.log(endpoint=endpoint), what=f"{endpoint} is asked for")

    def in_the_shop(self, deed: str) -> None:
        """Do something behind the shop's back, in its own database."""
        names = (
            "from datetime import timedelta; from django.utils import timezone; "
            "from catalog.models import Event; from checkout.models import OrderRecord; "
        )
        self.shop.manage("shell", "--no-imports", "-c", names + deed)


def catalogue(visit: Visit) -> Iterator[str]:
    page = visit.page
    page.goto("/")
    yield "home"
    page.goto("/search/?q=london")
    yield "search"
    page.goto("/search/?q=zzzz")
    yield "search-without-results"
    for name, event_id in EVENTS.items():
        visit.open_event(event_id)
        yield f"event-{name}".replace(" ", "-")
    # It stays gone: no other journey asks for it.
    visit.in_the_shop(f"Event.objects.filter(event_id='{GONE}').update(is_on_sale=False)")
    visit.open_event(GONE)
    yield "event-gone"


def odd_events(visit: Visit) -> Iterator[str]:
    for name, event_id in ODD_EVENTS.items():
        visit.open_event(event_id)
        yield f"event-{name}".replace(" ", "-")


def performances(visit: Visit) -> Iterator[str]:
    for name, event_id in {
        "offers": "7AB",
        "sending-costs": "6IF",
        "undated": "LN42",
        "no-sending": "9XW",
    }.items():
        visit.open_performance(event_id)
        yield f"performance-{name}"
    for name, (event_id, query) in CHOICES.items():
        visit.open_performance(event_id)
        visit.page.goto(f"{visit.page.url}?{query}")
        yield f"performance-{name}"
    visit.sandbox.fault("availability", kind="down")
    visit.open_performance("7AB")
    yield "performance-down"
    visit.open_event("LN16")
    yield "event-sold-out"


def failures(visit: Visit) -> Iterator[str]:
    page = visit.page
    page.goto("/no/such/page")
    yield "404"
    visit.open_event("7AB")
    visit.sandbox.fault("availability", kind="garbage")
    page.locator(".days a").first.click()
    yield "503"
    visit.open_performance("7AB")
    for names in FIRST_CHOICES:
        page.locator(names).first.check()
    page.locator("[name=csrfmiddlewaretoken]").evaluate("field => field.remove()")
    page.get_by_role("button", name="Continue").click()
    yield "stale-form"


def trolley_and_hold(visit: Visit) -> Iterator[str]:
    page, sandbox = visit.page, visit.sandbox
    page.goto("/trolley/")
    yield "trolley-empty"
    visit.fill_trolley("7AB")
    visit.fill_trolley("6IF")
    yield "trolley"
    visit.hold()
    yield "checkout"
    page.get_by_label("First name").fill("Ada")
    page.get_by_role("button", name="Buy for").click()
    page.locator(".error-summary").wait_for()
    yield "checkout-with-errors"
    address = page.url
    page.get_by_role("button", name="Let these tickets go", exact=True).click()
    yield "trolley-after-letting-go"
    page.goto(address)
    yield "let-go"
    page.goto("/trolley/")
    yield from _being_held(visit)
    visit.run_out()
    page.reload()
    yield "ran-out"
    page.goto("/trolley/")
    sandbox.fault("reserve", kind="lost")
    visit.hold()
    yield "lost"
    visit.fill_trolley("6IE", on="Tuesday")
    visit.hold()
    yield "checkout-in-part"
    page.context.clear_cookies()
    visit.fill_trolley("6IE", on="Tuesday")
    visit.hold()
    yield "not-held"
    page.context.clear_cookies()
    yield from _otherwise(visit)


def _otherwise(visit: Visit) -> Iterator[str]:
    """Other seats than those asked for; agreed to; still held elsewhere in the shop; and run out in place."""
    page = visit.page
    visit.open_performance("7AB")
    page.goto(f"{page.url}?band=%5B%22STALLS%22%2C%22B%2Fpool%22%5D&seat=0:D6&seat=0:D7")
    page.locator("[name=send]").first.check()
    page.get_by_role("button", name="Continue").click()
    page.locator("body[data-page=trolley]").wait_for()
    visit.hold()
    yield "checkout-otherwise"
    page.get_by_role("button", name="Accept these for").click()
    page.locator("form.customer").wait_for()
    yield "checkout-agreed"
    address = page.url
    page.goto("/trolley/")
    yield "trolley-while-held"
    page.goto(address)
    page.get_by_role("timer").wait_for()
    visit.run_out()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_role("alert").wait_for()
    yield "ran-out-in-place"


def _being_held(visit: Visit) -> Iterator[str]:
    """The answer takes its time; the buyer looks in again meanwhile."""
    page = visit.page
    slow_down(visit.sandbox, "reserve")
    press = page.locator("[name=press]").input_value()
    page.locator("form[action$='reserve/']").evaluate("form => { form.target = '_blank'; form.submit(); }")
    open_until(page, f"/checkout/{press}/", "#progress[data-state=reserving]")
    yield "holding"
    let_time_pass(visit.sandbox, "reserve")
    page.locator("body[data-page=checkout] form.customer").wait_for()


def open_until(page: Page, address: str, selector: str) -> None:
    """Ask for a page again and again, as impatient people do, until it shows what they wait for."""
    patience = time.monotonic() + PATIENCE
    while not page.locator(selector).count():
        assert time.monotonic() < patience, f"{address} never showed {selector}"
        page.goto(address)


def purchase(visit: Visit) -> Iterator[str]:
    page = visit.page
    visit.fill_trolley("6IE", on="Thursday")
    visit.hold()
    fill_in(page, **{"Address, second line (optional)": "fail part one"})
    slow_down(visit.sandbox, "purchase")
    page.get_by_role("button", name="Buy for").click()
    page.locator("body[data-page=progress]").wait_for()
    yield from _waiting(visit)
    yield "progress"
    let_time_pass(visit.sandbox, "purchase")
    expect(page.get_by_role("heading", level=1)).to_have_text("The tickets were not bought")
    yield "failed"


def _waiting(visit: Visit) -> Iterator[str]:
    """The page in whatever it may be waited for, and for how long; in the end it is as it was."""
    for seconds in (11, 61, 181):
        yield _as_if(visit, "attempting", seconds=seconds)
    for state in ("called_out", "handed_over", "authorising"):
        yield _as_if(visit, state)
    yield _as_if(visit, "authorising", seconds=181)
    _as_if(visit, "attempting")


def _as_if(visit: Visit, state: str, *, seconds: int = 0) -> str:
    """The order has been in this state for so long; the name of what is shown."""
    of = "state__in=('authorising', 'attempting', 'called_out', 'handed_over')"
    since = f"timezone.now() - timedelta(seconds={seconds})"
    visit.in_the_shop(f"OrderRecord.objects.filter({of}).update(state='{state}', changed_at={since})")
    visit.page.reload()
    visit.page.locator(f"#progress[data-state={state}]").wait_for()
    return f"progress-{state}-{seconds}"


def orders(visit: Visit) -> Iterator[str]:
    """With square and long barcodes, with a voucher, with tickets to be collected."""
    page = visit.page
    for event_id in ("7AB", "ED42", "6IF"):
        visit.fill_trolley(event_id)
    visit.hold()
    fill_in(page)
    page.get_by_role("button", name="Buy for").click()
    page.locator("body[data-page=order]").wait_for()
    page.wait_for_load_state()
    yield "order"
    visit.fill_trolley("NY01")
    visit.hold()
    page.get_by_role("button", name="Buy for").click()
    page.locator("body[data-page=order]").wait_for()
    page.wait_for_load_state()  # with its pictures
    yield "order-with-long-barcodes"


def afterwards(visit: Visit) -> Iterator[str]:
    """What is read and filled in beside a purchase, and after it."""
    page = visit.page
    page.goto("/accessibility/")
    yield "accessibility"
    page.goto("/orders/find/")
    yield "find-order"
    page.get_by_role("button", name="Find the order").click()
    page.locator(".error-summary").wait_for()
    yield "find-order-with-errors"
    visit.open_event(HOTEL)
    page.locator(".days button, .stay button").first.click()
    page.get_by_role("heading", name="How long do you stay?").wait_for()
    yield "stay"
    page.get_by_role("button", name="See what is free").click()
    page.locator(".error-summary").wait_for()
    yield "stay-with-errors"
    for event_id in ("7AB", "LN40"):
        visit.fill_trolley(event_id)
    visit.hold()
    fill_in(page)
    page.get_by_role("button", name="Buy for").click()
    page.locator("body[data-page=order]").wait_for()
    order = page.url
    page.goto(f"{order}ticket/1/")
    yield "ticket"
    page.goto(f"{order}cancel/")
    yield "cancel"
    page.get_by_role("button", name="See what comes back").click()
    page.get_by_role("alert").wait_for()
    yield "cancel-nothing-chosen"
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="See what comes back").click()
    page.get_by_role("heading", name="Cancel these tickets?").wait_for()
    yield "cancel-check"
    page.get_by_role("button", name="Cancel these tickets").click()
    page.get_by_role("heading", name="Your tickets are cancelled").wait_for()
    yield "cancelled"


WALKS = (catalogue, performances, failures, trolley_and_hold, purchase, orders, afterwards)
