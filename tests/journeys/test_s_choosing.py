"""Choosing seats and tickets: from the list, on the map, without scripts, and when it cannot be had."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.states import Visit
from tests.journeys.steps import choose_first_sending, choose_sending, go_on, hold, look_for

CAT, TOY, NUTCRACKER = "7AB", "7AA", "6IF"


def group(page: Page, words: str | re.Pattern[str]):
    return page.locator(".groups li").filter(has_text=words)


def seat(page: Page, id: str, *, band: int = 0):
    return page.locator(f'[name=seat][value="{band}:{id}"]')


def complaint(page: Page):
    """What is wrong with the choice, wherever on the page it is said."""
    return page.locator(".objection, .chosen-problem").locator("visible=true").first


def picked(page: Page) -> list[str]:
    return page.locator("[name=seat]:checked").evaluate_all("seats => seats.map(seat => seat.value)")


def test_s1_free_seats_are_shown_as_a_list_and_on_a_map(visit: Visit) -> None:
    visit.open_performance(CAT)
    expect(group(visit.page, "Stalls, row A")).not_to_have_count(0)
    expect(visit.page.locator("seat-map [name=seat]")).to_have_count(48)


def test_s1_the_list_answers_how_many_where_and_for_how_much(visit: Visit) -> None:
    page = visit.page
    visit.open_performance(CAT)
    page.get_by_label("Together", exact=True).select_option("3")
    page.get_by_label("Up to, each").fill("40")
    page.get_by_label("No restricted view").check()
    page.get_by_role("button", name="Find seats").click()
    expect(page.get_by_role("heading", name="The best 3 together")).to_be_visible()
    expect(page).to_have_url(re.compile("under=40.*clear=yes"))
    expect(page.locator("#found[aria-busy]")).to_have_count(0)
    for one in page.locator(".groups li").all():
        expect(one).to_contain_text(re.compile(r"£(40\.00|36\.80|35\.00)"))
        expect(one).not_to_contain_text("Restricted view")


def test_r5_restricted_views_and_texts_are_seen_while_choosing_and_before_paying(visit: Visit) -> None:
    page = visit.page
    visit.open_performance(CAT)
    look_for(page, together=4, under=40, area="STALLS")
    its_seats = group(page, "C3, C4, C5")
    expect(its_seats).to_contain_text("C5 (Restricted view)")
    expect(its_seats).to_contain_text("C6 (Restricted view. Haunted seat)")
    its_seats.get_by_role("radio").check()
    choose_sending(page, "Printable eTicket")
    expect(page.locator(".order")).to_contain_text("C6 (Restricted view. Haunted seat)")
    hold(page)
    expect(page.locator(".order")).to_contain_text(re.compile(r"C5 \(Restricted view\)", re.IGNORECASE))
    expect(page.locator(".order")).to_contain_text("C6 (Restricted view. Haunted seat)")


def pick_at_the_toy_story(visit: Visit, *seats: str) -> None:
    """With scripts a choice is judged as it is made; without them once it is sent."""
    visit.open_performance(TOY)
    for one in seats:
        seat(visit.page, one).check()
    if not visit.page.evaluate("!!window.customElements?.get('seat-map')"):
        visit.page.locator("[name=send]").first.check()
        go_on(visit.page)


def test_s2_a_seat_left_alone_is_said_before_any_reserve_and_what_would_do(visit: Visit) -> None:
    page = visit.page
    pick_at_the_toy_story(visit, "B3", "B4")
    expect(complaint(page)).to_contain_text("2")
    assert sorted(picked(page)) == ["0:B3", "0:B4"]
    assert visit.sandbox.log(endpoint="reserve") == []
    assert visit.sandbox.log(endpoint="trolley") == []


def test_s3_seats_apart_are_said_to_be_apart(visit: Visit) -> None:
    page = visit.page
    pick_at_the_toy_story(visit, "B3", "B5")
    expect(complaint(page)).to_contain_text("next to each other")
    assert visit.sandbox.log(endpoint="trolley") == []


def test_s3_the_offer_to_mend_it_mends_it(visit: Visit) -> None:
    page = visit.page
    visit.open_performance(TOY)
    page.goto(page.url + "?seat=0:B3&seat=0:B5")
    page.locator(".objection a, .chosen-problem button").locator("visible=true").first.click()
    expect(page.locator(".objection, .chosen-problem").locator("visible=true")).to_have_count(0)
    choose_sending(page, "Printable eTicket")
    hold(page)


def test_s4_seats_apart_where_that_is_allowed_are_no_complaint(visit: Visit) -> None:
    page = visit.page
    visit.open_performance(CAT)
    for one in ("B3", "B5"):
        seat(page, one).check()
    choose_sending(page, "Printable eTicket")
    hold(page)
    expect(page.locator(".order")).to_contain_text(re.compile("B3.*B5"))


def test_s5_offers_are_marked_where_seats_are_chosen(visit: Visit) -> None:
    page = visit.page
    visit.open_performance(CAT)
    look_for(page, together=2, area="CIRCLE")
    expect(group(page, "row E").first).to_contain_text("before £40.00, you save £3.20")
    look_for(page, together=2, area="STALLS", under=41)
    expect(group(page, "row D").first).to_contain_text("No fees")


def test_s6_kinds_of_ticket_change_the_price(visit: Visit) -> None:
    page = visit.page
    visit.open_performance(NUTCRACKER)
    stalls = page.locator(".bands li").filter(has_text="Stalls").filter(has_text="£24.00")
    stalls.get_by_role("radio").check()
    for name in ("Adult standard", "Child rate", "Student rate", "Senior citizen rate"):
        expect(stalls.get_by_role("combobox", name=name)).to_be_visible()
    stalls.get_by_role("combobox", name="Adult standard").select_option("1")
    stalls.get_by_role("combobox", name="Child rate").select_option("2")
    choose_sending(page, "Collect from the venue")
    expect(page.locator(".order")).to_contain_text("Child rate")
    expect(page.locator(".grand-total")).to_contain_text("£51.50")


def test_s6_the_total_follows_what_is_chosen(page: Page, shop, sandbox) -> None:
    visit = Visit(page, shop, sandbox)
    visit.open_performance(NUTCRACKER)
    stalls = page.locator(".bands li").filter(has_text="£24.00")
    stalls.get_by_role("radio").check()
    total = stalls.locator(".kinds-total")
    expect(total).to_have_text("£49.50 in all, with sending")
    stalls.get_by_role("button", name="One more: Child rate").click()
    expect(total).to_have_text("£62.50 in all, with sending")
    page.locator(".send-methods li").filter(has_text="Post").get_by_role("radio").check()
    expect(total).to_have_text("£64.50 in all, with sending")


def test_n2_seats_of_two_areas_are_chosen_in_one_go_and_held_together(visit: Visit, sandbox) -> None:
    page = visit.page
    visit.open_performance("LN07")
    seats = [page.locator(f'[name=seat][value^="{band}:"]').nth(20) for band in (0, 2)]
    values = [seat.get_attribute("value").partition(":")[2] for seat in seats]
    for seat in seats:
        seat.check()
    choose_sending(page, "eTicket")
    expect(page.get_by_role("main")).to_contain_text("Floor")
    expect(page.get_by_role("main")).to_contain_text("Lower tier")
    sandbox.clear_log()
    hold(page)
    for value in values:
        expect(page.get_by_role("main")).to_contain_text(value)
    assert len(sandbox.log(endpoint="reserve")) == 1


def test_n2_more_areas_than_go_together_are_said_before_anything_is_lost(visit: Visit) -> None:
    page = visit.page
    visit.open_performance("LN07")
    values = [
        page.locator(f'[name=seat][value^="{band}:"]').first.get_attribute("value") for band in range(3)
    ]
    look_for(page, seat=values)
    expect(complaint(page)).to_be_visible()
    assert len(picked(page)) == 3
    assert visit.sandbox.log(endpoint="trolley") == []


def test_n2_where_the_account_may_not_the_choice_is_still_there(visit: Visit) -> None:
    page = visit.page
    visit.open_performance(CAT)
    look_for(page, seat=["0:A3", "2:E4"])
    page.locator("[name=send]").first.check()
    go_on(page)
    expect(complaint(page)).to_be_visible()
    assert sorted(picked(page)) == ["0:A3", "2:E4"]
    page.goto("/trolley/")
    expect(page.get_by_text("Your trolley is empty")).to_be_visible()


def test_n2_where_one_area_is_all_there_can_be_it_is_said_first(visit: Visit) -> None:
    visit.open_performance("LN05")
    expect(visit.page.locator(".one-band")).to_be_visible()


def test_so_many_cannot_be_together_and_what_can(visit: Visit) -> None:
    page = visit.page
    visit.open_performance("LN17")
    look_for(page, together=4)
    expect(page.get_by_role("heading", name="4 together cannot be had here")).to_be_visible()
    expect(page.get_by_text("The nearest to it, in parts:")).to_be_visible()
    page.locator(".ways-on a").last.click()
    expect(page.get_by_role("heading", name="The best")).to_be_visible()
    page.locator("[name=group]").first.check()
    choose_first_sending(page)


def test_b8_a_supplier_that_recovers_is_noticed_and_the_choice_is_still_there(
    page: Page, shop, sandbox
) -> None:
    visit = Visit(page, shop, sandbox)
    page.clock.install()
    visit.open_performance(CAT)
    address = page.url + "?seat=0:A3&seat=0:A4"
    sandbox.fault("availability", kind="throttled", times=2)
    page.goto(address)
    expect(page.get_by_text("Many people are asking")).to_be_visible()
    expect(page.get_by_text("We try again by ourselves in 5 seconds.")).to_be_visible()
    page.clock.fast_forward(5_000)
    expect(page.get_by_text("in 10 seconds")).to_be_visible()
    page.clock.fast_forward(10_000)
    expect(page.locator("seat-map")).to_be_visible()
    expect(page.locator("[name=seat]:checked")).to_have_count(2)
    assert picked(page) == ["0:A3", "0:A4"]


def test_b8_seats_that_went_meanwhile_are_said_and_the_others_kept(visit: Visit) -> None:
    page = visit.page
    visit.open_performance(CAT)
    page.goto(page.url + "?seat=0:A3&seat=0:Z9")
    expect(page.locator(".objection")).to_contain_text("Z9")
    assert picked(page) == ["0:A3"]
