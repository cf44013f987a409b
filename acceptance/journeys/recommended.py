"""S1 to S7: what Ingresso recommends, and of seats requires where they can be chosen."""

import re

from playwright.sync_api import Locator

from acceptance.visit import Doing, Visit

from .choosing import (
    CAT,
    NUTCRACKER,
    TOY,
    band,
    choose_sending,
    find_together,
    hold,
    map_is_ready,
    open_event,
    open_performance,
    pick,
)


def s1_free_seats(visit: Visit) -> None:
    with visit.step("Open a performance of event 7AB") as step:
        open_performance(visit, CAT)
        map_is_ready(visit.page)
        seats = visit.page.locator("seat-map [name=seat]").count()
        step.find("free seats on a map", f"{seats} free seats on the map", is_met=seats > 0)
        rows = visit.page.locator(".groups li")
        step.see("free seats as a list, row by row", rows, re.compile("row", re.I))
        visit.page.locator("seat-map").scroll_into_view_if_needed()


def s2_a_seat_left_alone(visit: Visit) -> None:
    with visit.step("Choose B3 and B4 of event 7AA, which leaves B2 alone") as step:
        open_performance(visit, TOY)
        pick(visit, "B3", "B4")
        step.see("a warning that B2 would be left single", _complaint(visit), re.compile("B ?2"))
        _see_nothing_asked(visit, step)
        _complaint(visit).scroll_into_view_if_needed()


def s3_seats_apart(visit: Visit) -> None:
    with visit.step("Choose B3 and B5 of event 7AA") as step:
        open_performance(visit, TOY)
        pick(visit, "B3", "B5")
        step.see("that seats must be next to each other", _complaint(visit), "next to each other")
        _see_nothing_asked(visit, step)
        _complaint(visit).scroll_into_view_if_needed()


def s4_seats_apart_where_they_may_be(visit: Visit) -> None:
    page = visit.page
    with visit.step("Choose B3 and B5 of event 7AB") as step:
        open_performance(visit, CAT)
        pick(visit, "B3", "B5")
        step.absent("no complaint", page.locator(".objection, .chosen-problem").locator("visible=true"))
        page.locator("#chosen").scroll_into_view_if_needed()
    with visit.step("Have them held") as step:
        choose_sending(visit)
        hold(visit)
        step.see("both are held", page.locator(".order"), re.compile("B3.*B5", re.S))


def s5_offers(visit: Visit) -> None:
    page = visit.page
    with visit.step("Search for “cat at lunchtime”") as step:
        visit.go("/search/?q=cat+at+lunchtime")
        step.see(
            "the offer is marked in the list", page.locator(".card .offer"), re.compile("fee|off|sav", re.I)
        )
    with visit.step("Open event 7AB") as step:
        open_event(visit, CAT)
        step.see("the event's page tells of it", page.locator(".event-offer"), "No fees on some tickets")
        page.locator(".event-offer").first.scroll_into_view_if_needed()
    with visit.step("Open a performance, and find seats in the circle") as step:
        open_performance(visit, CAT)
        find_together(visit, 2, area="CIRCLE")
        circle = page.locator(".groups li").filter(has_text="8% off")
        step.see("8% off in circle A, with the price before", circle, re.compile(r"before £40\.00.*£3\.20"))
        circle.first.scroll_into_view_if_needed()
    with visit.step("Find seats in the stalls") as step:
        page.locator("[name=area]").select_option("STALLS")
        page.get_by_label("Up to, each").fill("41")
        page.get_by_role("button", name="Find seats").click()
        page.wait_for_url(re.compile("under=41"))
        stalls = page.locator(".groups li").filter(has_text="No booking fee")
        step.see("no fee in stalls B, with the price before", stalls, re.compile(r"before £45\.00.*£5\.00"))
        stalls.first.scroll_into_view_if_needed()


def s6_kinds_of_ticket(visit: Visit) -> None:
    with visit.step("Open a performance of event 6IF, and take the stalls, band A") as step:
        open_performance(visit, NUTCRACKER)
        stalls = band(visit, "STALLS", "A")
        stalls.get_by_role("radio").check()
        for code, name in (
            ("ADULT", "Adult"),
            ("CHILD", "Child"),
            ("STUDENT", "Student"),
            ("OAP", "Senior"),
        ):
            kind = stalls.get_by_role("combobox", name=re.compile(name, re.I))
            step.find(f"{code} can be chosen", f"{kind.count()} to choose", is_met=kind.count() == 1)
        stalls.scroll_into_view_if_needed()
        before = _price(stalls)
    with visit.step("Take a child's ticket for one of them") as step:
        stalls.get_by_role("button", name=re.compile("^One more: Child")).click()
        visit.wait_for("the price changes", lambda: _price(stalls) != before)
        step.find(
            "the price changes", f"“{before}”, then “{_price(stalls)}”", is_met=_price(stalls) != before
        )


def s7_what_an_event_tells(visit: Visit) -> None:
    page = visit.page
    with visit.step("Open event 6IF") as step:
        open_event(visit, NUTCRACKER)
        _see_pictures(visit, step)
    with visit.step("Read on") as step:
        step.see("the text about it", page.get_by_role("heading", name="Overview"))
        step.see("reviews by critics", page.get_by_role("heading", name="What critics say"))
        step.see("reviews by visitors", page.get_by_role("heading", name="What visitors say"))
        page.get_by_role("heading", name="Overview").scroll_into_view_if_needed()
    with visit.step("Look for the venue and its seating plan") as step:
        step.see("the venue's address", page.locator("address"), "Rosebery Avenue")
        step.see("its seating plan", page.get_by_role("link", name="The seating plan as a picture"))
        page.locator("address").first.scroll_into_view_if_needed()
    with visit.step("Open event 7AB, and play its film") as step:
        open_event(visit, CAT)
        page.get_by_role("link", name="Play the film").click()
        step.see("the film, on the page", page.locator("press-film iframe"))


def _see_pictures(visit: Visit, step: Doing) -> None:
    pictures = visit.page.locator(".event-picture img, .gallery img, .plan")
    for number in range(pictures.count()):
        pictures.nth(number).scroll_into_view_if_needed()
    loaded = "all => all.filter((one) => one.complete && one.naturalWidth > 0).length"
    visit.wait_for("pictures are loaded", lambda: pictures.evaluate_all(loaded) == pictures.count())
    count = pictures.count()
    step.find("pictures, all of them loaded", f"{count} pictures loaded", is_met=count > 0)
    visit.page.evaluate("scrollTo(0, 0)")


def _complaint(visit: Visit) -> Locator:
    """What is wrong with the choice, wherever on the page it is said."""
    return visit.page.locator(".objection, .chosen-problem").locator("visible=true").first


def _see_nothing_asked(visit: Visit, step: Doing) -> None:
    if visit.shop.doors:
        asked = len(visit.asked("reserve")) + len(visit.asked("trolley"))
        step.find("it is said before any reserve", f"{asked} calls so far", is_met=asked == 0)
    else:
        held = len(visit.orders)
        step.find("it is said before any reserve", f"{held} reservations so far", is_met=held == 0)


def _price(stalls: Locator) -> str:
    return " ".join(stalls.locator(".kinds-total").inner_text().split())
