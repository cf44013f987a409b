"""What buyers do on a seat map."""

import json

import requests
from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import first_in_time
from tests.sandbox_process import SandboxProcess

SEATS = ".row > input"


def open_map(page: Page, event_id: str, *, language: str = "") -> None:
    """The first date of an event, its map ready."""
    page.goto(f"/event/{event_id}/any/")
    address = first_in_time(page.locator("a[href^='/performance/']")).get_attribute("href")
    page.goto(f"{language}{address}")
    expect(page.locator("seat-map[data-ready]")).to_be_attached()
    page.locator(".seats-view").evaluate("one => one.scrollIntoView({block: 'center'})")


def seat(page: Page, words: str) -> Locator:
    """A seat by the beginning of its words: `Stalls, row B, seat 3`."""
    return page.locator(f'{SEATS}[aria-label^="{words},"]')


def seat_at_stop(page: Page) -> Locator:
    """Where the tab key leads."""
    return page.locator(f'{SEATS}[tabindex="0"]')


def said(page: Page) -> Locator:
    return page.locator("#chosen [aria-live]")


def chosen(page: Page) -> Locator:
    return page.locator("#chosen li")


def somebody_else_takes(page: Page, sandbox: SandboxProcess, *values: str) -> None:
    """Seats of one band, by their checkboxes' values, held by another shop."""
    perf_id = page.locator("form.choose [name=perf_id]").input_value()
    index = int(values[0].partition(":")[0])
    area, band = json.loads(page.locator("form.choose [name=band][type=hidden]").nth(index).input_value())
    order = {
        "perf_id": perf_id,
        "ticket_type_code": area,
        "price_band_code": band,
        "no_of_seats": len(values),
    }
    seats = {f"seat{number}": value.partition(":")[2] for number, value in enumerate(values)}
    answer = requests.post(
        f"{sandbox.url}/f13/reserve.v1", data=order | seats, auth=("demo", "demopass"), timeout=10
    )
    assert answer.ok, answer.text
