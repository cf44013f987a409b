"""What buyers do before they pay: find an event, choose a date and seats, have them held, let them go."""

import json
import re
from urllib.parse import urljoin

from playwright.sync_api import Locator, Page, expect

from acceptance.errors import CannotWalk
from acceptance.visit import Visit

CAT, TOY, NUTCRACKER, SWAN_LAKE, CASTLE = "7AB", "7AA", "6IF", "6IE", "LN48"
NAMES = {CAT: "The Unremarkable Incident of the Cat at Lunchtime", NUTCRACKER: "Nutcracker"}
# No availability on Saturday nights, says f13's documentation of it.
NOT_ON = {NUTCRACKER: "Saturday"}
FIND = re.compile("^(Find seats|Look)$")
FIRST_CHOICES = ("[name=group], [name=from]", "[name=send]")


def open_event(visit: Visit, event_id: str) -> None:
    visit.go(f"/event/{event_id}/any/")
    visit.is_at("event")


def open_performance(visit: Visit, event_id: str, *, on: str = "", last: bool = False) -> None:
    """The event's first performance, or its last, on a day whose words these are. Raises CannotWalk.

    Of the first month that has such a day.
    """
    open_event(visit, event_id)
    days = visit.page.locator(".days a, .dates .button").filter(has_text=on)
    if event_id in NOT_ON:
        days = days.filter(has_not_text=NOT_ON[event_id])
    next_month = visit.page.locator(".months a[rel=next]")
    while not days.count() and next_month.count():
        visit.page.goto(urljoin(visit.page.url, next_month.get_attribute("href")))
    visit.page.locator(".days details").evaluate_all("days => days.forEach(day => day.open = true)")
    if not days.count():
        raise CannotWalk(f"{event_id} has no date {f'on a {on}' if on else 'to choose'} at the moment")
    (days.last if last else days.first).click()
    visit.is_at("performance")


def seat(page: Page, name: str) -> Locator:
    return page.locator(f"[name=seat][value$=':{name}']")


def pick(visit: Visit, *names: str) -> None:
    """Seats by name. Raises CannotWalk where somebody else has one: that says nothing about the shop."""
    map_is_ready(visit.page)
    if gone := [name for name in names if not seat(visit.page, name).count()]:
        raise CannotWalk(
            f"{', '.join(gone)} is not free at the moment: somebody else holds it, or has bought it"
        )
    for name in names:
        seat(visit.page, name).first.check()


def band(visit: Visit, area: str, letter: str) -> Locator:
    """The choice of one price band, by f13's codes. Raises CannotWalk where it has no tickets."""
    values = visit.page.locator("form.choose [name=band][type=hidden]").evaluate_all(
        "all => all.map((one) => one.value)"
    )
    for index, value in enumerate(values):
        codes = json.loads(value)
        if codes[0] == area and codes[1].startswith(letter):
            return visit.page.locator(".bands li").filter(
                has=visit.page.locator(f"[name=from][value='{index}']")
            )
    raise CannotWalk(f"{area}, band {letter}, has no tickets at the moment")


def map_is_ready(page: Page) -> None:
    page.wait_for_load_state()
    expect(page.locator("seat-map:defined:not([data-ready])")).to_have_count(0)


def choose_sending(visit: Visit, words: str = "") -> None:
    """A way of sending, the first where none is named; and into the trolley."""
    ways = visit.page.locator(".send-methods li").filter(has_text=words)
    ways.get_by_role("radio").first.check()
    go_on(visit)
    visit.is_at("trolley")


def go_on(visit: Visit) -> None:
    """By the button in sight: on a phone it moves into the summary of the seats once that is there."""
    map_is_ready(visit.page)
    visit.page.get_by_role("button", name="Continue").click()


def take_the_first(visit: Visit, event_id: str, *, on: str = "", last: bool = False) -> None:
    """The first choice of everything into the trolley."""
    open_performance(visit, event_id, on=on, last=last)
    for names in FIRST_CHOICES:
        visit.page.locator(names).first.check()
    go_on(visit)
    visit.is_at("trolley")


def find_together(visit: Visit, number: int, *, area: str = "") -> None:
    """By the finder above the list."""
    page = visit.page
    page.get_by_label(re.compile("^(Tickets )?together$", re.IGNORECASE)).select_option(str(number))
    if area:
        page.locator("[name=area]").select_option(area)
    page.get_by_role("button", name=FIND).click()
    page.wait_for_url(re.compile(f"together={number}"))
    expect(page.locator("#found[aria-busy]")).to_have_count(0)


def hold(visit: Visit) -> None:
    """What is in the trolley. A country is said where one is asked for."""
    country = visit.page.locator("[name=destination]")
    if country.count():
        country.select_option(index=1)
    visit.page.get_by_role("button", name="Hold these tickets").click()
    visit.is_at("checkout")


def hold_seats(visit: Visit, event_id: str, *names: str) -> None:
    open_performance(visit, event_id)
    pick(visit, *names)
    choose_sending(visit)
    hold(visit)


def let_go(visit: Visit) -> None:
    """Whatever this buyer still holds, so that the next one finds it free."""
    visit.go("/trolley/")
    button = visit.page.locator(".held").get_by_role("button", name="Let them go")
    if button.count():
        button.first.click()
        expect(visit.page.locator(".held")).to_have_count(0)
