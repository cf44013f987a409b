"""What goes with a choice: add-ons, further ideas, promo codes; at a desk, on a phone, without scripts."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.looking import problems
from tests.journeys.states import FIRST_CHOICES, Visit
from tests.journeys.steps import choose_first_sending, go_on, hold, open_first_performance

CAT, LUNCHBOX = "7AB", "Unremarkable Cat Lunchbox"
LAMPLIGHTER, PROGRAMME, DRINKS = "LN01", "Programme: The Lamplighter's Daughter", "Interval Drinks"
TAP, BACKSTAGE = "NY03", "Backstage at the Majestic"
NUTCRACKER, BROADWAY = "6IF", "NY01"


def fill_trolley(visit: Visit, event_id: str) -> None:
    """The first choice of everything."""
    visit.open_performance(event_id)
    choose_first(visit.page)


def choose_first(page: Page) -> None:
    for names in FIRST_CHOICES:
        page.locator(names).first.check()
    put_in(page)


def put_in(page: Page) -> None:
    """On to the trolley; on the way it may be asked for whom each seat is."""
    before = page.url
    go_on(page)
    page.wait_for_url(lambda address: address != before)
    if page.locator("body[data-page=performance]").count():
        go_on(page)
    expect(page.locator("body[data-page=trolley]")).to_be_visible()
    page.wait_for_load_state()


def order(page: Page, name: str) -> Locator:
    return page.locator(".in-trolley").filter(has=page.get_by_role("heading", name=name))


def add_on(page: Page, name: str) -> Locator:
    return page.locator(".add-on").filter(has_text=name)


def add(page: Page, name: str) -> None:
    add_on(page, name).get_by_role("button").click()
    expect(order(page, name)).to_be_visible()


def test_b3_an_add_on_goes_with_its_tickets_counts_with_them_and_is_held_with_them(visit: Visit) -> None:
    page = visit.page
    visit.open_performance(CAT)
    page.locator(".groups input").first.check()
    choose_first_sending(page)
    expect(add_on(page, LUNCHBOX)).to_contain_text("One for each of your 2 tickets")
    add(page, LUNCHBOX)
    expect(order(page, LUNCHBOX)).to_contain_text("2 tickets")
    expect(add_on(page, LUNCHBOX)).to_have_count(0)
    hold(page)
    expect(page.locator(".order")).to_have_count(2)


def test_b3_of_some_the_number_is_chosen_for_the_time_of_the_tickets(visit: Visit) -> None:
    page = visit.page
    fill_trolley(visit, LAMPLIGHTER)
    expect(add_on(page, PROGRAMME).locator("select")).to_have_count(0)
    drinks = add_on(page, DRINKS)
    expect(drinks.locator("time")).to_have_count(1)
    drinks.get_by_role("combobox").select_option("3")
    add(page, DRINKS)
    expect(order(page, DRINKS)).to_contain_text("3 tickets")


def test_b3_where_an_add_on_has_a_choice_of_its_own_it_is_made_on_its_page(visit: Visit) -> None:
    page = visit.page
    visit.open_event(TAP)
    page.locator(".turn a[rel=next]").click()  # what goes with tonight may have begun by now
    open_first_performance(page)
    choose_first(page)
    add_on(page, BACKSTAGE).get_by_role("combobox").select_option(index=2)
    add_on(page, BACKSTAGE).get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(BACKSTAGE)
    page.locator(".bands li").filter(has_text="With a guide").get_by_role("radio").check()
    go_on(page)  # it is sent as the tickets are
    expect(order(page, BACKSTAGE)).to_contain_text("With a guide")


def test_b3_an_add_on_goes_when_its_tickets_go(visit: Visit) -> None:
    page = visit.page
    fill_trolley(visit, CAT)
    add(page, LUNCHBOX)
    order(page, "The Unremarkable Incident").get_by_role("button", name="Remove").click()
    expect(page.locator(".in-trolley")).to_have_count(0)


def test_b3_further_ideas_lead_to_their_pages(visit: Visit) -> None:
    page = visit.page
    fill_trolley(visit, NUTCRACKER)
    ideas = page.get_by_role("region", name="You may also like")
    names = ideas.locator(".card-name").all_inner_texts()
    assert len(names) == len(set(names)) >= 2
    ideas.get_by_role("link", name="Swan Lake").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Swan Lake")


def test_b3_a_promo_code_shows_its_prices_and_goes_with_the_tickets_into_the_hold(visit: Visit) -> None:
    page = visit.page
    visit.open_performance(BROADWAY)
    page.get_by_text("I have a promo code").click()
    page.get_by_label("Promo code", exact=True).fill("SESAME")
    page.get_by_role("button", name="Show its prices").click()
    expect(page).to_have_url(re.compile("promo=SESAME"))
    expect(page.get_by_text("These are the prices with the code “SESAME”.")).to_be_visible()
    first = page.locator(".groups li").first
    expect(first).to_contain_text("Friends of the house")
    total = re.search(r"\$[\d.,]+", first.locator(".group-total").inner_text())[0]
    first.get_by_role("radio").check()
    page.locator("[name=send]").last.check()
    put_in(page)
    expect(page.locator(".order")).to_contain_text("With the promo code “SESAME”")
    hold(page)
    expect(page.locator(".order")).to_contain_text("Friends of the house")
    expect(page.locator(".grand-total")).to_contain_text(total)


def test_b3_a_code_that_changes_nothing_is_said_where_another_can_be_typed(visit: Visit) -> None:
    page = visit.page
    visit.open_performance(BROADWAY)
    page.get_by_text("I have a promo code").click()
    page.get_by_label("Promo code", exact=True).fill("OPENSAYSME")
    page.get_by_role("button", name="Show its prices").click()
    expect(page.get_by_text("The code “OPENSAYSME” changes nothing for this date.")).to_be_visible()
    code = page.get_by_label("Promo code", exact=True)
    expect(code).to_have_value("OPENSAYSME")
    expect(code).to_have_accessible_description(re.compile("changes nothing"))
    page.get_by_role("link", name="Without the code").click()
    expect(page.get_by_text("changes nothing")).to_have_count(0)


def test_b3_finding_seats_with_scripts_keeps_the_code(page: Page, shop, sandbox) -> None:
    visit = Visit(page, shop, sandbox)
    visit.open_performance(BROADWAY)
    page.goto(f"{page.url}?promo=SESAME")
    page.get_by_label("Together", exact=True).select_option("3")
    expect(page.get_by_role("heading", name="The best 3 together")).to_be_visible()
    expect(page.locator(".groups li").first).to_contain_text("Friends of the house")
    expect(page).to_have_url(re.compile("promo=SESAME"))


def test_b3_these_pages_can_be_used_by_anyone(page: Page, shop, sandbox) -> None:
    visit = Visit(page, shop, sandbox)
    found = {}
    fill_trolley(visit, LAMPLIGHTER)
    add(page, PROGRAMME)
    found["trolley with add-ons"] = problems(page)
    fill_trolley(visit, TAP)
    found["trolley with a choice of dates"] = problems(page)
    visit.open_performance(BROADWAY)
    address = page.url
    for code in ("SESAME", "OPENSAYSME"):
        page.goto(f"{address}?promo={code}")
        found[code] = problems(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
