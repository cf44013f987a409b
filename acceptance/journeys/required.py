"""R1 to R7: what Ingresso requires to be seen before anything is bought."""

import re
from datetime import UTC, datetime

from acceptance.visit import Visit

from .choosing import (
    CAT,
    NUTCRACKER,
    SWAN_LAKE,
    TOY,
    band,
    choose_sending,
    find_together,
    hold,
    hold_seats,
    map_is_ready,
    open_event,
    open_performance,
    pick,
    seat,
)
from .letters import see_letter
from .paying import fill_in, pay, see_bought

RESTRICTED = re.compile("restricted view", re.IGNORECASE)


def r1_both_performances(visit: Visit) -> None:
    with visit.step("Open event 7AB") as step:
        open_event(visit, CAT)
        dates = visit.page.locator(".days time")
        year = datetime.now(UTC).year
        for number in (1, 2):
            words = f"1 January {year + number}, 15:30"
            step.see(f"the date {words}, in the venue's time", dates.nth(number - 1), words)
        found = dates.count()
        step.find("two performances and no more", f"{found} performances", is_met=found == 2)
        visit.page.locator(".days").first.scroll_into_view_if_needed()


def r2_three_of_a_band(visit: Visit) -> None:
    page = visit.page
    with visit.step("Ask for 3 tickets of event 6IF in the stalls, band B"):
        open_performance(visit, NUTCRACKER)
        find_together(visit, 3)
        band(visit, "STALLS", "B").get_by_role("radio").check()
        choose_sending(visit)
    with visit.step("Have them held") as step:
        hold(visit)
        step.see("3 tickets for the stalls are held", page.locator(".order"), "3 tickets: Stalls")
        step.see("the way on to payment", page.get_by_role("button", name=re.compile("^(Buy for|Pay|Go on)")))
        if visit.shop.doors:
            (call,) = visit.asked("reserve")
            found = dict(call["params"])
            held = [row for row in visit.doors.transactions().values() if row["status"] == "reserved"]
            order = held[-1]["orders"][0]
            seen = f"{order['tickets']} tickets of {order['area']}, {order['band']}"
            step.find(
                "the box office holds 3 tickets of STALLS, band B",
                seen,
                is_met=bool(found) and seen == "3 tickets of STALLS, B/pool",
            )


def r3_the_price_in_its_parts(visit: Visit) -> None:
    page = visit.page
    with visit.step("Have seat B4 of event 7AB held") as step:
        hold_seats(visit, CAT, "B4")
        totals = page.locator(".totals")
        step.see("£50.00 for the ticket", totals, re.compile(r"Tickets\s*£50\.00"))
        step.see("£5.00 of fees", totals, re.compile(r"Fees\s*£5\.00"))
        step.see("£55.00 in all", totals.locator(".grand-total"), re.compile(r"Total\s*£55\.00"))
        usual, grand = (
            totals.locator(row).evaluate("row => parseFloat(getComputedStyle(row).fontSize)")
            for row in ("div:first-child", ".grand-total")
        )
        step.find("the total stands out", f"{grand:g} px beside {usual:g} px", is_met=grand > usual)
    with visit.step("Choose tickets of event 6IF by post, and have them held") as step:
        open_performance(visit, NUTCRACKER)
        page.locator("[name=from], [name=group]").first.check()
        choose_sending(visit, "Post")
        hold(visit)
        words = re.compile(r"Post \(UK & Ireland only\)\s*£3\.50")
        step.see("what sending costs is a line of its own", page.locator(".totals"), words)


def r4_restricted_views_of_a_thursday(visit: Visit) -> None:
    page = visit.page
    with visit.step("Have 3 tickets held for a Thursday of event 6IE") as step:
        open_performance(visit, SWAN_LAKE, on="Thursday")
        find_together(visit, 3)
        page.locator("[name=from], [name=group]").first.check()
        choose_sending(visit)
        hold(visit)
        step.see("the restricted views are said before paying", page.locator(".order"), RESTRICTED)
        marked = page.locator(".order .seat-note.is-warning").count()
        step.find("two of the three seats are marked", f"{marked} seats marked", is_met=marked == 2)
    with visit.step("Buy them") as step:
        fill_in(visit)
        pay(visit)
        see_bought(visit, step)
        step.see("the confirmation says it again", page.get_by_text(RESTRICTED))
        see_letter(visit, step, says=RESTRICTED, told="the email says it too")


def r5_seats_with_something_to_say(visit: Visit) -> None:
    page = visit.page
    with visit.step("Choose seats C5 and C6 of event 7AB on the map") as step:
        open_performance(visit, CAT)
        pick(visit, "C5", "C6")
        chosen = page.locator("#chosen")
        for name in ("5", "6"):
            mine = chosen.locator("li").filter(has_text=re.compile(rf"C{name}|row C, seat {name}"))
            step.see(f"C{name} is said to have a restricted view", mine, RESTRICTED)
        step.see("C6 says “Haunted seat”", mine, "Haunted seat")
        labels = [str(seat(page, name).first.get_attribute("aria-label")) for name in ("C5", "C6")]
        told = all(RESTRICTED.search(label) for label in labels)
        step.find("both are restricted view on the map", "; ".join(labels), is_met=told)
        chosen.scroll_into_view_if_needed()
    with visit.step("Have them held") as step:
        choose_sending(visit)
        hold(visit)
        order = page.locator(".order")
        step.see("C5 is restricted view, before paying", order, re.compile(r"C5 \([^)]*restricted", re.I))
        step.see("C6 is restricted view, before paying", order, re.compile(r"C6 \([^)]*restricted", re.I))
        step.see("C6 says “Haunted seat”, before paying", order, re.compile(r"C6 \([^)]*Haunted seat"))


def r7_ways_of_sending(visit: Visit) -> None:
    with visit.step("Open a performance of event 7AA") as step:
        open_performance(visit, TOY)
        map_is_ready(visit.page)
        ways = visit.page.locator(".send-methods li")
        for name in ("Printable eTicket", "Post"):
            way = ways.filter(has_text=name)
            step.see(f"{name}, with what it costs", way, re.compile(r"free|£\d", re.IGNORECASE))
            count = way.get_by_role("radio").count()
            step.find(f"{name} can be chosen", f"{count} to choose", is_met=count > 0)
        ways.first.scroll_into_view_if_needed()
    with visit.step("Choose the post", picture=False) as step:
        way = ways.filter(has_text="Post").get_by_role("radio").first
        way.check()
        step.find("it is chosen", "chosen" if way.is_checked() else "not chosen", is_met=way.is_checked())
