"""What an event's page tells, and what it says of offers, with and without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looking import problems, too_wide
from tests.journeys.states import Visit
from tests.journeys.steps import look_for

HOSTILE_TEXTS = """
from dataclasses import replace
from pathlib import Path
from boxoffice import ticketing
from catalog.models import EventText
for path in sorted(Path('tests/catalog/hostile').glob('*.html')):
    text = EventText.objects.get(event__event_id='LN43', language='en')
    html = path.read_bytes().decode().replace(chr(0), '')
    told = ticketing.from_text(ticketing.Event, text.kept)
    piece = ticketing.Content(path.stem, path.stem, html=html)
    text.kept = ticketing.to_text(replace(told, content=(*told.content, piece)))
    text.save()
"""


@pytest.fixture
def nutcracker(page: Page, shop, sandbox) -> Page:
    Visit(page, shop, sandbox).open_event("6IF")
    return page


def test_s7_pictures_text_reviews_venue_and_seating_plan(nutcracker: Page) -> None:
    page = nutcracker
    pictures = page.locator(".event-picture img, .gallery img, .plan")
    assert pictures.count() >= 6
    for number in range(pictures.count()):
        pictures.nth(number).scroll_into_view_if_needed()
        expect(pictures.nth(number)).to_have_js_property("complete", True)
        assert pictures.nth(number).evaluate("picture => picture.naturalWidth") > 0
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    expect(page.get_by_role("heading", name="What critics say")).to_be_visible()
    expect(page.get_by_role("heading", name="What visitors say")).to_be_visible()
    expect(page.locator("address")).to_contain_text("Rosebery Avenue")
    expect(page.get_by_role("link", name="The seating plan as a picture")).to_be_visible()
    assert problems(page) == []


def test_s7_a_film_plays_where_it_is_pressed_and_is_loaded_no_sooner(page: Page, shop, sandbox) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    Visit(page, shop, sandbox).open_event("7AB")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/video/" in url]
    page.get_by_role("link", name="Play the film").click()
    frame = page.frame_locator("press-film iframe")
    expect(frame.get_by_text("The Unremarkable Incident of the Cat")).to_be_visible()
    expect(page.locator("press-film iframe")).to_be_focused()
    assert problems(page) == []


def test_s7_without_scripts_the_film_is_a_link(page_without_scripts: Page, shop, sandbox) -> None:
    page = page_without_scripts
    Visit(page, shop, sandbox).open_event("7AB")
    page.get_by_role("link", name="Play the film").click()
    expect(page).to_have_url(re.compile(r"/video/7AB/$"))


def test_s7_on_a_phone_price_and_dates_are_a_thumbs_way_off(phone: Page, shop, sandbox) -> None:
    Visit(phone, shop, sandbox).open_event("6IF")
    for words in ("from £21.00", "Choose a date"):
        expect(phone.locator(".event-head").get_by_text(words)).to_be_in_viewport()
    phone.get_by_role("link", name="Choose a date").click()
    expect(phone.locator(".days a").first).to_be_in_viewport()


@pytest.mark.parametrize("device", ["page", "phone", "page_without_scripts"])
def test_s5_offers_are_marked_on_the_list_the_event_and_the_prices(
    device: str, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(device)
    page.goto("/search/?q=cat+at+lunchtime")
    expect(page.locator(".card .offer")).to_have_text("No fees on some tickets")
    page.locator(".card-link").first.click()
    expect(page.locator(".event-offer")).to_contain_text("No fees on some tickets")
    expect(page.locator(".event-offer")).to_contain_text("£40.00 instead of £45.00")
    expect(page.locator(".days .offer")).to_have_count(2)
    page.locator(".days a").first.click()
    look_for(page, together=2, area="CIRCLE")
    circle = page.locator(".groups li").filter(has_text="8% off").first
    expect(circle).to_contain_text(re.compile(r"Dress Circle[^£]*£36\.80"))
    expect(circle.locator(".offer")).to_have_text("Offer: before £40.00, you save £3.20")
    look_for(page, together=2, area="STALLS", under=41)
    stalls = page.locator(".groups li").filter(has_text="No booking fee").first
    expect(stalls.locator(".price-total")).to_have_text("£40.00")
    expect(stalls.locator(".offer")).to_have_text("No fees: before £45.00, you save £5.00")


def test_hostile_texts_stay_within_the_layout_and_run_nothing(page: Page, shop, sandbox) -> None:
    visit = Visit(page, shop, sandbox)
    visit.in_the_shop(HOSTILE_TEXTS)
    visit.open_event("LN43")
    expect(page.locator(".event-text")).not_to_have_count(0)
    expect(page).to_have_title(re.compile("Box office"))
    expect(page.locator(".site-header")).to_be_visible()
    assert too_wide(page) == []
