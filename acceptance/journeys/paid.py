"""P1 and P4 to P7: on credit, on others' payment pages, in part, more than once, at the white label."""

import re
from typing import Any

from playwright.sync_api import expect

from acceptance.errors import CannotWalk
from acceptance.visit import Doing, Visit

from .choosing import CAT, NAMES, NUTCRACKER, hold, take_the_first
from .paying import (
    BOUGHT,
    SECOND_LINE,
    Way,
    fill_in,
    hold_two,
    listed,
    may_buy,
    needs,
    pay,
    press,
    see_bought,
    way_of,
)

OF_PAYMENT = re.compile("callback/|card|stripe|cider")


def p1_on_credit(visit: Visit) -> None:
    with visit.step("Have two tickets of event 7AB held, and fill in the form"):
        hold_two(visit, Way.CREDIT)
    with visit.step("Buy them") as step:
        pay(visit)
        see_bought(visit, step)
        if visit.shop.doors:
            (call,) = visit.asked("purchase")
            sent = [name for name, _value in call["params"] if OF_PAYMENT.search(name)]
            step.find(
                "the purchase says who the customer is, and nothing of payment",
                listed(sent),
                is_met=not sent,
            )


def p4_redirect(visit: Visit) -> None:
    page, doors = visit.page, visit.doors
    title = page.get_by_role("heading", level=1)
    with visit.step("Have tickets of event 7AB held, and go out by GET, with ordered parameters") as step:
        _go_out(visit, script="callout ordered")
        step.see("the debitor's page", title, "Practice payment page")
    with visit.step("Pay there, and come back by GET") as step:
        _answer(visit, "Pay", back="by GET")
        _see_verbatim(visit, step)
    with visit.step("Have others held, and go out by POST", picture=False) as step:
        _go_out(visit, script="callout post")
        step.see("the debitor's page", title, "Practice payment page")
    with visit.step("Pay there, and come back by POST without a cookie, as from another site") as step:
        order = visit.orders[-1]
        cookies: Any = page.context.cookies()
        page.context.clear_cookies()
        _answer(visit, "Pay", back="by POST")
        step.see("the return is understood without one", title, re.compile("The tickets are bought"))
        step.picture(page)
        page.context.add_cookies(cookies)
        visit.go(f"/checkout/{order}/progress/")
        _see_verbatim(visit, step)
    with visit.step("Go out by two hops: pay, then 3-D Secure", picture=False) as step:
        _go_out(visit, script="two hops")
        _answer(visit, "Pay", back="by POST")
        step.see("the second page", title, "3-D Secure")
        _answer(visit, "Pay", back="by GET")
        _see_verbatim(visit, step)
    with visit.step("Go out, and refuse there") as step:
        _go_out(visit)
        _answer(visit, "Refuse", back="by POST")
        _see_not_charged(visit, step)
    with visit.step("Go out and wander off; f13 fetches the return address itself") as step:
        _go_out(visit)
        order = visit.orders[-1]
        page.get_by_role("link", name="Wander off").click()
        status = doors.abandon(visit.transaction()["transaction_uuid"])
        step.find("the shop's return address answers", f"status {status}", is_met=status < 400)
        visit.go(f"/checkout/{order}/progress/")
        _see_not_charged(visit, step)


def _go_out(visit: Visit, *, script: str = "") -> None:
    take_the_first(visit, CAT, last=True)
    hold(visit)
    needs(visit, Way.REDIRECT)
    fill_in(visit, **({SECOND_LINE: script} if script else {}))
    press(visit)
    expect(visit.page.get_by_label("Come back")).to_be_visible()


def _answer(visit: Visit, button: str, *, back: str) -> None:
    ways = visit.page.get_by_label("Come back")
    ways.select_option(
        label=str(ways.locator("option").filter(has_text=re.compile(f"^{back}$")).inner_text())
    )
    visit.page.get_by_role("button", name=button, exact=True).click()


def _see_verbatim(visit: Visit, step: Doing) -> None:
    see_bought(visit, step)
    row = visit.transaction()
    told = f"{row['status']}, {row['purchase_calls']} purchase call, {len(row['callbacks'])} callbacks"
    is_met = row["status"] == "purchased" and all(one["is_verbatim"] for one in row["callbacks"])
    step.find(
        "what the debitor said reached f13 word for word", told, is_met=is_met and row["purchase_calls"] == 1
    )


def _see_not_charged(visit: Visit, step: Doing) -> None:
    step.see("nothing is charged", visit.page.locator("#progress[data-state=failed]"), "You are not charged")
    row = visit.transaction()
    seen = f"{row['status']}, money taken: {row['money_taken'] or 'none'}"
    step.find("the box office has taken nothing", seen, is_met=seen == "failed, money taken: none")


def p5_one_of_two_suppliers(visit: Visit) -> None:
    page = visit.page
    with visit.step("Have tickets of events 7AB and 6IF held, which two suppliers sell"):
        take_the_first(visit, CAT, last=True)
        take_the_first(visit, NUTCRACKER)
        hold(visit)
        fill_in(visit, **{SECOND_LINE: "fail source ext_test0"})
    with visit.step("Buy them, while the supplier of 6IF refuses (“fail source ext_test0”)") as step:
        press(visit)
        visit.is_at("order")
        title = page.get_by_role("heading", level=1)
        step.see("the page says that it is a part", title, "Some of your tickets are bought")
        step.see("what was bought", page.locator(".bought"), NAMES[CAT])
        step.see("what was not", page.locator(".not-bought"), NAMES[NUTCRACKER])
        step.see("what is charged, and what is not", page.locator(".paid"), re.compile(r"You pay £\d+\.\d\d"))
        if visit.shop.doors:
            row = visit.transaction()
            step.find(
                "the box office has sold a part",
                str(row["status"]),
                is_met=0 < row["tickets_sold"] < row["tickets"],
            )


def p6_pressed_more_than_once(visit: Visit) -> None:
    page = visit.page
    way = None
    with visit.step("Have tickets of event 7AB held, and open the checkout in a second tab", picture=False):
        hold_two(visit)
        way = way_of(visit)
        if way is not Way.CREDIT:
            raise CannotWalk(f"two presses at once are walked on credit alone; here buyers pay {way.value}")
        address = page.url
        other = page.context.new_page()
        other.goto(address)
        may_buy(visit)
    with visit.step("Press “Buy” twice at once") as step:
        page.locator("form.customer").evaluate("form => { form.submit(); form.submit(); }")
        see_bought(visit, step)
    order = page.url
    with visit.step("Press it in the second tab too", picture=False) as step:
        other.get_by_role("button", name="Buy for").click()
        visit.is_at("order", page=other)
        step.find("it shows the same order", other.url.rsplit("?")[0], is_met=other.url == order)
    with visit.step("Go back, and open the checkout once more") as step:
        page.go_back()
        page.goto(address)
        visit.is_at("order")
        step.see("the same order again", page.get_by_role("heading", level=1), BOUGHT)
    with visit.step("What was asked and charged", picture=False) as step:
        if visit.shop.doors:
            calls, row = len(visit.asked("purchase")), visit.transaction()
            seen = f"{calls} purchase call, {row['purchase_calls']} of this transaction"
            step.find("one purchase call", seen, is_met=(calls, row["purchase_calls"]) == (1, 1))
        else:
            told = [one.what for one in visit.shop.books.asked_for(visit.orders) if one.what == "bought"]
            step.find("bought once, by the shop's record", f"{len(told)} times", is_met=len(told) == 1)


def p7_white_label(visit: Visit) -> None:
    page, doors = visit.page, visit.doors
    doors.white_label_returns_to(f"{visit.shop.address}/checkout/done/<uuid>/")
    with visit.step("Have tickets of event 7AB held, and go on to Ingresso's checkout") as step:
        hold_two(visit, Way.WHITE_LABEL)
        press(visit)
        page.wait_for_url(re.compile("/api/complete_booking/"))
        step.see("what is held, and its price", page.locator("body"), re.compile("£"))
    with visit.step("Leave it, and change one's mind") as step:
        page.get_by_role("link", name="Leave, and change the booking").click()
        step.see("the tickets wait", page.get_by_role("heading", level=1), "Your tickets wait to be paid")
    with visit.step("Go on after all, and pay there") as step:
        page.get_by_role("link", name="Go on and pay").click()
        page.get_by_role("button", name=re.compile("^Pay ")).click()
        see_bought(visit, step)
        calls = len(visit.asked("purchase"))
        step.find("the shop itself has purchased nothing", f"{calls} purchase calls", is_met=calls == 0)
