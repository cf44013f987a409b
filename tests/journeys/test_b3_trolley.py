"""The trolley is changed where it stands: numbers, kinds, sending; out and back; what left, and why."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.looking import problems
from tests.journeys.states import Visit

CAT, OPERA = "The Unremarkable Incident of the Cat at Lunchtime", "Toy Story - The Opera"
NUTCRACKER, DINNER = "Matthew Bourne's Nutcracker TEST", "Moulin Rouge (Dinner Show)"


def order(page: Page, name: str) -> Locator:
    return page.locator(".in-trolley").filter(has=page.get_by_role("heading", name=name))


def bundle_of(page: Page, name: str) -> Locator:
    return page.locator(".bundle").filter(has=page.get_by_role("heading", name=name))


def total(page: Page) -> Locator:
    return page.locator(".grand-total")


def send(part: Locator, way: str) -> None:
    part.locator(".sent summary").click()
    part.get_by_label(way).check()
    part.get_by_role("button", name="Send them so").click()


def test_b3_numbers_and_kinds_are_changed_where_they_stand(visit: Visit) -> None:
    page = visit.page
    visit.fill_trolley("6IF")
    mine = order(page, NUTCRACKER)
    mine.get_by_text("Change numbers and kinds").click()
    mine.get_by_label("Adult standard").select_option("1")
    mine.get_by_label("Child rate").select_option("2")
    mine.get_by_role("button", name="Change the number").click()
    expect(page.locator(".message")).to_contain_text("are changed")
    expect(mine).to_contain_text("1 ticket: Upper circle, Adult standard")
    expect(mine).to_contain_text("2 tickets: Upper circle, Child rate")


def test_b3_seats_are_changed_on_their_page_and_take_the_place_of_the_first(visit: Visit) -> None:
    page = visit.page
    visit.fill_trolley("7AB")
    order(page, CAT).get_by_role("link", name="Change the seats").click()
    expect(page.locator("body[data-page=performance]")).to_be_visible()
    page.goto(f"{re.sub('seat=[^&#]+&?', '', page.url).partition('#')[0]}&seat=0%3AA7")
    # Where it is narrow there are two of them, and one is shown.
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Continue").locator("visible=true").click()
    expect(page.locator("body[data-page=trolley]")).to_be_visible()
    expect(page.locator(".in-trolley")).to_have_count(1)
    expect(order(page, CAT)).to_contain_text("A7")


def test_b3_what_is_removed_comes_back_in_one_press_after_several_too(visit: Visit) -> None:
    page = visit.page
    for event_id in ("7AB", "7AA", "6IF"):
        visit.fill_trolley(event_id)
    before = total(page).inner_text()
    for name in (CAT, OPERA, NUTCRACKER):
        order(page, name).get_by_role("button", name="Remove").click()
        expect(page.locator(".message").last).to_contain_text(f"{name} is out of your trolley")
    expect(page.get_by_text("Your trolley is empty.")).to_be_visible()
    for name in (OPERA, CAT, NUTCRACKER):
        page.get_by_role("button", name=f"Bring back {name}").click()
        expect(order(page, name)).to_be_visible()
    expect(total(page)).to_have_text(re.compile(re.escape(before.split()[-1])))
    expect(page.get_by_role("button", name="Bring back")).to_have_count(0)


def test_b3_each_supplier_sends_in_its_own_way_and_the_country_is_asked_before_the_hold(visit: Visit) -> None:
    page = visit.page
    visit.fill_trolley("6IF")
    visit.fill_trolley("7AA")
    expect(page.locator(".bundle")).to_have_count(2)
    send(bundle_of(page, NUTCRACKER), "Post (UK & Ireland only)")
    send(bundle_of(page, OPERA), "Post worldwide")
    expect(bundle_of(page, NUTCRACKER).locator(".sent")).to_contain_text("Post (UK & Ireland only) £3.50")
    expect(bundle_of(page, OPERA).locator(".sent")).to_contain_text("Post worldwide £4.50")
    country = page.get_by_label("In which country shall the tickets arrive?")
    expect(country.locator("option")).to_have_text(["Please choose", "Ireland", "United Kingdom"])
    page.get_by_role("button", name="Hold these tickets").click()
    expect(page.locator("body[data-page=trolley]")).to_be_visible()  # the browser asks for it first
    country.select_option("uk")
    page.get_by_role("button", name="Hold these tickets").click()
    expect(page.locator("body[data-page=checkout]")).to_be_visible()


def test_b3_what_could_not_stay_is_named_with_the_reason_and_is_not_lost(visit: Visit) -> None:
    page = visit.page
    visit.fill_trolley("7AB")
    visit.fill_trolley("DBZ")
    expect(page.locator(".message")).to_contain_text(
        f"{CAT} left your trolley: it is sold in another currency"
    )
    expect(page.locator(".in-trolley")).to_have_count(1)
    order(page, DINNER).get_by_role("button", name="Remove").click()
    page.get_by_role("button", name=f"Bring back {CAT}").click()
    expect(order(page, CAT)).to_be_visible()


def test_b3_two_tabs_agree(visit: Visit) -> None:
    page = visit.page
    visit.fill_trolley("7AB")
    other = page.context.new_page()
    Visit(other, visit.shop, visit.sandbox).fill_trolley("6IF")
    order(page, CAT).get_by_role("button", name="Remove").click()
    expect(page.locator(".in-trolley")).to_have_count(1)
    expect(order(page, NUTCRACKER)).to_be_visible()
    order(other, CAT).get_by_role("button", name="Remove").click()
    expect(other.locator(".message")).to_contain_text("not in your trolley any more")
    expect(order(other, NUTCRACKER)).to_be_visible()


def test_r7_printable_eticket_and_post_worldwide_with_their_costs(visit: Visit) -> None:
    page = visit.page
    visit.open_performance("7AA")
    expect(page.locator(".send-methods li")).to_contain_text(
        ["Printable eTicket free", "Post worldwide £4.50"]
    )
    visit.fill_trolley("7AA")
    page.locator(".sent summary").click()
    expect(page.locator(".send-methods li")).to_contain_text(
        ["Printable eTicket free", "Post worldwide £4.50"]
    )
    page.get_by_label("Post worldwide").check()
    page.get_by_role("button", name="Send them so").click()
    expect(page.locator(".totals")).to_contain_text(re.compile(r"Post worldwide\s*£4\.50"))
    visit.hold()
    expect(page.locator(".totals")).to_contain_text(re.compile(r"Post worldwide\s*£4\.50"))


def test_b3_every_state_of_the_trolley_can_be_used_by_anyone(page: Page, shop, sandbox) -> None:
    visit, found = Visit(page, shop, sandbox), {}
    visit.fill_trolley("6IF")
    visit.fill_trolley("7AB")
    send(bundle_of(page, NUTCRACKER), "Post (UK & Ireland only)")
    for summary in page.locator("main summary").all():
        summary.click()
    found["everything open"] = problems(page)
    order(page, CAT).get_by_role("button", name="Remove").click()
    found["one removed"] = problems(page)
    order(page, NUTCRACKER).get_by_role("button", name="Remove").click()
    found["all removed"] = problems(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
