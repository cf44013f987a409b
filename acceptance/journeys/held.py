"""R6, R9 and R10: what Ingresso requires of reservations that are given up, refused, or come otherwise."""

import re

from playwright.sync_api import expect

from acceptance.visit import Doing, Visit

from .choosing import CAT, TOY, choose_sending, hold, hold_seats, map_is_ready, open_performance, pick, seat

WENT_BACK = "You went back, so your seats have been released."
RELEASED = "Your seats have been released."
SEATS = ("B3", "B4")
DEEDS = ("reserve", "release")


def r6_released_by_whoever_turns_back(visit: Visit) -> None:
    page = visit.page
    with visit.step("Have B3 and B4 of event 7AB held, and press the browser's back button twice") as step:
        hold_seats(visit, CAT, *SEATS)
        expect(page.get_by_role("timer")).to_contain_text(re.compile(r"\d:\d\d"))
        page.evaluate("history.go(-2)")
        visit.is_at("performance")
        step.see("a message says that the seats are released", page.get_by_text(WENT_BACK))
        map_is_ready(page)
        free = [name for name in SEATS if seat(page, name).count()]
        step.find("both are on offer again", f"free: {', '.join(free) or 'neither'}", is_met=len(free) == 2)
    with visit.step("Have them held again, and press “Back to your trolley”") as step:
        hold_seats(visit, CAT, *SEATS)
        page.get_by_role("button", name="Back to your trolley").click()
        step.see("a message says that the seats are released", page.locator(".message"), RELEASED)
    with visit.step("Have them held again, and choose something else") as step:
        visit.is_at("trolley")
        hold(visit)
        open_performance(visit, TOY)
        pick(visit, "B5", "B6")
        choose_sending(visit)
        step.see("a message says that the seats are released", page.locator(".message"), RELEASED)
    with visit.step("Have all of it held, and empty the trolley") as step:
        hold(visit)
        visit.go("/trolley/")
        page.get_by_role("button", name="Remove").first.click()
        step.see("a message says that the seats are released", page.locator(".messages"), RELEASED)
        step.absent("nothing is held any more", page.locator(".held"))
    with visit.step("What the box office was asked", picture=False) as step:
        _see_releases_first(visit, step)


def _see_releases_first(visit: Visit, step: Doing) -> None:
    """By the practice box office's log, or by the shop's own record of its orders."""
    if visit.shop.doors:
        asked = [one["endpoint"] for one in visit.asked_in_order(*DEEDS)]
    else:
        told = [one.what for one in visit.shop.books.asked_for(visit.orders)]
        asked = ["release" if what == "released" else "reserve" for what in told if _is_deed(what)]
    is_met = asked == [deed for _hold in range(4) for deed in DEEDS]
    step.find("each release comes before the next reserve", ", ".join(asked), is_met=is_met)


def _is_deed(what: str) -> bool:
    return what in {"released", "held", "held in part"}


def r9_what_cannot_be_held(visit: Visit) -> None:
    page = visit.page
    for event_id in (CAT, TOY):
        with visit.step(f"Have seat H10 of event {event_id} held") as step:
            hold_seats(visit, event_id, "H10")
            title = page.get_by_role("heading", level=1)
            step.see("it could not be held", title, "These tickets could not be held")
            missing = page.locator("main li")
            step.see(
                "what could not be held is named, with its ticket type and price band", missing, "Circle"
            )
            step.see("and its seat", missing, "H10")
            step.see("no card was charged", page.get_by_text("No card has been charged."))
        visit.page.context.clear_cookies()


def r10_other_seats(visit: Visit) -> None:
    page = visit.page
    with visit.step("Have D6 and D7 of event 7AB held") as step:
        hold_seats(visit, CAT, "D6", "D7")
        asked, got = (page.locator(".asked-and-got dd").nth(number) for number in range(2))
        step.see(
            "the page asks for a look", page.get_by_role("heading", level=1), "Please look at what is held"
        )
        step.see("the seats that were asked for", asked, "D6, D7")
        seats = " ".join(got.inner_text().split())
        step.find("beside them those that were got", seats, is_met=bool(seats) and "D7" not in seats)
        count = page.get_by_label("First name", exact=True).count()
        step.find("nothing can be paid before that", f"{count} forms for paying", is_met=count == 0)
        page.locator(".asked-and-got").scroll_into_view_if_needed()
    with visit.step("Accept them") as step:
        page.get_by_role("button", name="Accept these for").click()
        step.see("now it can be paid", page.get_by_role("heading", level=1), "Your tickets are held")
    with visit.step("Let them go, ask once more, and let the other seats go instead") as step:
        page.get_by_role("button", name="Let these tickets go", exact=True).click()
        visit.is_at("trolley")
        page.context.clear_cookies()
        hold_seats(visit, CAT, "D6", "D7")
        page.get_by_role("button", name="Let them go").click()
        step.see("they are released", page.locator(".message"), RELEASED)
