"""When it is on, for how much: a list, a sheet, no date, a stay; wide, narrow, and without scripts."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looking import problems
from tests.journeys.states import Visit, open_until
from tests.sandbox_process import SandboxProcess


def the_next_month(page: Page) -> None:
    page.get_by_role("navigation", name="Months").locator("[rel=next]").click()
    expect(page.locator(".days")).to_be_visible()


def test_b2_a_month_by_days_with_the_cheapest_price_and_offers_of_each(visit: Visit) -> None:
    page = visit.page
    visit.open_event("LN40")
    the_next_month(page)
    expect(page).to_have_url(re.compile(r"\?month=\d{4}-\d\d#dates$"))
    page.wait_for_load_state()
    days = page.locator(".sheet .is-open")
    assert days.count() >= 28
    expect(days.first).to_contain_text(re.compile(r"from £\d+\.\d\d"))
    expect(days.first).to_contain_text("Offer: save up to 10%")
    days.first.get_by_text("17 times").click()
    days.first.get_by_role("link", name="09:30").click()
    expect(page.locator("body[data-page=performance] .lead")).to_contain_text(", 09:30")


def test_b2_months_are_turned_both_ways_and_chosen_by_name(visit: Visit) -> None:
    page = visit.page
    visit.open_event("LN04")
    first = page.locator(".months [aria-current]").inner_text().splitlines()[0]
    expect(page.locator("[rel=prev]")).to_have_count(0)
    the_next_month(page)
    expect(page.locator("[rel=prev]")).to_have_text(first)
    page.locator(".months .row a").last.click()
    expect(page.locator("[rel=next]")).to_have_count(0)
    expect(page.locator(".days a").first).to_be_visible()


def test_b2_performances_are_named_where_they_have_names(visit: Visit) -> None:
    visit.open_event("BA41")
    the_next_month(visit.page)
    named = visit.page.locator(".days a", has_text="Captain's table").first
    expect(named).to_contain_text("18:30")
    named.click()
    expect(visit.page.locator(".lead")).to_contain_text("Captain's table")


def test_b2_where_there_is_no_date_one_button_leads_on(visit: Visit) -> None:
    visit.open_event("6KS")
    expect(visit.page.locator(".days")).to_have_count(0)
    visit.page.get_by_role("link", name="Choose tickets").click()
    expect(visit.page.locator("[name=from]").first).to_be_visible()


def test_b2_hotels_ask_for_the_nights_and_pass_them_on(visit: Visit, sandbox: SandboxProcess) -> None:
    page = visit.page
    visit.open_event("AM43")
    page.get_by_label("Nights").fill("3")
    page.locator(".days button").first.click()
    expect(page.locator(".stay-said")).to_contain_text("3 nights")
    for name in ("from", "send"):
        page.locator(f"[name={name}]").first.check()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("body[data-page=trolley]")).to_be_visible()
    added = dict(sandbox.log(endpoint="trolley")[0]["params"])
    assert added["duration"] == "3"


def test_b2_hotels_ask_for_the_departure_until_it_can_be(visit: Visit, sandbox: SandboxProcess) -> None:
    page = visit.page
    visit.open_event("I3R")
    page.locator(".days button").first.click()
    expect(page.get_by_role("heading", name="How long do you stay?")).to_be_visible()
    page.get_by_label("Departure").fill("2020-01-01")
    page.get_by_role("button", name="See what is free").click()
    expect(page.locator(".errorlist")).to_have_text("The departure must be after the arrival.")
    page.get_by_label("Departure").fill((datetime.now(UTC) + timedelta(days=40)).date().isoformat())
    page.get_by_role("button", name="See what is free").click()
    expect(page.locator(".stay-said")).to_contain_text("Departure on")
    asked = [dict(entry["params"]) for entry in sandbox.log(endpoint="availability")]
    assert "departure_date" in asked[-1]


@pytest.mark.parametrize("event_id", ["LN40", "LV42", "BA41", "7AB", "DP9"])
def test_b2_calendars_can_be_used_by_anyone(page: Page, shop, sandbox, event_id: str) -> None:
    visit = Visit(page, shop, sandbox)
    visit.open_event(event_id)
    assert problems(page) == []


def test_b2_a_sheet_stays_a_table_for_those_who_hear_it_narrow_as_it_may_be(
    phone: Page, shop, sandbox
) -> None:
    visit = Visit(phone, shop, sandbox)
    visit.open_event("LN40")
    the_next_month(phone)
    table = phone.get_by_role("table", name=re.compile(r"\w+ \d{4}"))
    expect(table).to_be_visible()
    expect(table.get_by_role("cell").first).to_contain_text(re.compile(r"\w+day, 1 \w+ \d{4}"))


def test_n4_an_hour_without_the_supplier_the_dates_are_there(page: Page, shop, sandbox, watch) -> None:
    visit = Visit(page, shop, sandbox)
    visit.open_event("LN12")
    expect(page.locator(".days a").first).to_be_visible()
    visit.in_the_shop(
        "from catalog.models import KeptAnswer; from datetime import timedelta; "
        "from boxoffice.models import Shared; Shared.objects.all().delete(); "
        "from boxoffice import pages; pages.changed(); "
        "KeptAnswer.objects.filter(event_id='LN12').update(asked_at=timezone.now() - timedelta(minutes=50))"
    )
    sandbox.fault("*", kind="502_before", times=500)
    open_until(page, page.url, "text=minutes old and may have changed")
    expect(page.get_by_text("50 minutes old and may have changed")).to_be_visible()
    expect(page.locator(".days a").first).to_be_visible()
    watch.forgive("responded with a status of 503")
    page.locator(".days a").first.click()
    expect(page.get_by_text("cannot reach the box office")).to_be_visible()
