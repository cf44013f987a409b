"""R8, R11 and R12: what Ingresso requires of a purchase that goes well, badly, or slowly."""

import re

from acceptance.browser import DEVICES
from acceptance.visit import Doing, Visit

from .choosing import CAT, SWAN_LAKE, choose_sending, find_together, hold, open_performance, take_the_first
from .letters import see_letter
from .paying import BOUGHT, CUSTOMER, SECOND_LINE, fill_in, pay, press, see_bought

AGAIN = "Hold the same tickets again"
BUYING = "We are buying your tickets"
SLOW = 150  # seconds
EMAIL, REFERENCE = "Email address", "Reference"


def r8_tickets_with_barcodes(visit: Visit) -> None:
    page = visit.page
    with visit.step("Choose two seats of event 7AB, as printable eTickets, and have them held"):
        open_performance(visit, CAT, last=True)
        find_together(visit, 2)
        page.locator("[name=group]").first.check()
        choose_sending(visit, "Printable eTicket")
        hold(visit)
    with visit.step("Buy them") as step:
        fill_in(visit)
        pay(visit)
        see_bought(visit, step)
        _see_barcodes(visit, step)
    address = page.url
    with visit.step("Save the tickets as PDF", picture=False) as step:
        link = page.get_by_role("link", name="Tickets as PDF").get_attribute("href") or ""
        file = page.request.get(link if link.startswith("http") else f"{visit.shop.address}{link}")
        is_pdf = file.ok and file.body().startswith(b"%PDF-")
        step.find("a PDF of the tickets", f"{len(file.body())} bytes of a PDF", is_met=is_pdf)
    with visit.step("Look at the letter", picture=False) as step:
        letter = see_letter(visit, step, says=re.compile(r"\S*/order/\S+"), told="it links to the tickets")
        if letter:
            files = [one["name"] for one in letter["attachments"] if one["type"] == "application/pdf"]
            step.find("the tickets are in it as PDF", ", ".join(files) or "no PDF", is_met=bool(files))
    with visit.step("Come back to the saved order later") as step:
        visit.go("/")
        page.goto(address)
        see_bought(visit, step)
        _see_barcodes(visit, step)


def _see_barcodes(visit: Visit, step: Doing) -> None:
    codes = visit.page.locator(".admission .barcode")
    step.see("the tickets are on the page", visit.page.locator(".admission").first)
    visit.page.locator(".admission").first.scroll_into_view_if_needed()
    drawn = "all => all.filter((one) => one.complete && one.naturalWidth > 0).length"
    visit.wait_for("barcodes are drawn", lambda: codes.evaluate_all(drawn) == codes.count())
    seen = f"{codes.evaluate_all(drawn)} barcodes drawn"
    step.find(
        "a ticket for each of the two seats, each with its barcode", seen, is_met=seen == "2 barcodes drawn"
    )


def r11_a_purchase_that_fails(visit: Visit) -> None:
    page = visit.page
    with visit.step("Have tickets of event 6IE held, on a Friday"):
        take_the_first(visit, SWAN_LAKE, on="Friday")
        hold(visit)
    with visit.step("Buy them with “fail part one” in address line two") as step:
        fill_in(visit, **{SECOND_LINE: "fail part one"})
        press(visit)
        title = page.get_by_role("heading", level=1)
        step.see("the page says that nothing was bought", title, "The tickets were not bought")
        step.see(
            "and that nothing was charged",
            page.locator("#progress"),
            re.compile("not(hing)? .*charged", re.I),
        )
        if visit.shop.doors:
            row = visit.transaction()
            seen = f"{row['status']}, money taken: {row['money_taken'] or 'none'}"
            step.find("the box office has taken nothing", seen, is_met=seen == "failed, money taken: none")
    with visit.step(f"Press “{AGAIN}”") as step:
        page.get_by_role("button", name=AGAIN).click()
        visit.is_at("checkout")
        step.see("the page tells what went before", page.get_by_role("region", name="did not succeed"))
        step.see("a new reservation, with its seats, to be confirmed", page.locator(".order"), "Seat")
        accept = page.get_by_role("button", name="Accept these for")
        if accept.count():
            step.note(
                "Other seats were held this time; they were shown beside those asked for, and accepted."
            )
            accept.click()
        name = page.get_by_label("First name", exact=True).input_value()
        step.find("the details are kept", f"First name: {name}", is_met=name == CUSTOMER["First name"])


def r12_a_supplier_that_is_slow(visit: Visit) -> None:
    page, doors = visit.page, visit.doors
    with visit.step("Have tickets of event 7AB held"):
        take_the_first(visit, CAT, last=True)
        hold(visit)
        fill_in(visit)
    with visit.step(f"Buy them, while the supplier takes {SLOW} seconds") as step:
        doors.fault("purchase", kind="slow", seconds=SLOW)
        press(visit)
        visit.is_at("progress")
        title = page.get_by_role("heading", level=1)
        step.see("a page that shows how it goes", title, BUYING)
        doors.wait_for("the purchase is asked for", lambda: visit.asked("purchase"))
        address = page.url
    with visit.step("Load the page anew, go back, and come again") as step:
        page.reload()
        step.see("it goes on", title, BUYING)
        page.go_back()
        page.goto(address)
        step.see("it goes on still", title, BUYING)
    cookies = page.context.cookies()
    with visit.step("Close the laptop, and look from another device by the page's address") as step:
        link = page.locator("#elsewhere a").get_attribute("href") or address
        page.context.close()
        visit.page = other = visit.another_page(DEVICES["phone"])
        other.goto(link)
        step.device = DEVICES["phone"]
        step.see("it goes on there", other.get_by_role("heading", level=1), BUYING)
        known = [word for word in CUSTOMER.values() if word in other.content()]
        step.find("nothing of the customer is shown there", ", ".join(known) or "nothing", is_met=not known)
    with visit.step(f"The {SLOW} seconds pass, by the practice box office's clock") as step:
        doors.move_clock(seconds=SLOW + 1)
        step.device = DEVICES["phone"]
        step.see("the other device says that it ended", other.get_by_role("heading", level=1), "are bought")
    with visit.step("Open the laptop again") as step:
        visit.page = visit.another_page(storage=cookies)
        visit.page.goto(address)
        visit.is_at("order")
        step.see("the order is confirmed", visit.page.get_by_role("heading", level=1), BOUGHT)
        calls, row = len(visit.asked("purchase")), visit.transaction()
        seen = f"{calls} purchase call, {row['status']}"
        step.find("it was bought once", seen, is_met=seen == "1 purchase call, purchased")
