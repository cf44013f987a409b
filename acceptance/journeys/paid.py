"""P1 to P7: each way of paying, walked where the shop's buyers pay that way."""

import re
from typing import Any

from playwright.sync_api import expect

from acceptance.errors import CannotWalk
from acceptance.visit import Doing, Visit

from .choosing import CASTLE, CAT, NAMES, NUTCRACKER, hold, take_the_first
from .paying import (
    BOUGHT,
    CARD_OF_A_BANK_THAT_ASKS,
    DECLINED_CARD,
    GOOD_CARD,
    SECOND_LINE,
    Way,
    bank,
    fill_in,
    may_buy,
    needs,
    pay,
    press,
    see_bought,
    type_card,
    way_of,
)

OF_PAYMENT = re.compile("callback/|card|stripe|cider")


def _hold_two(visit: Visit, way: Way | None = None, *, event_id: str = CAT) -> None:
    """Something held and the form filled in, in a shop whose buyers pay this way."""
    take_the_first(visit, event_id, last=event_id == CAT)
    hold(visit)
    if way is not None:
        needs(visit, way)
    fill_in(visit)


def p1_on_credit(visit: Visit) -> None:
    with visit.step("Have two tickets of event 7AB held, and fill in the form"):
        _hold_two(visit, Way.CREDIT)
    with visit.step("Buy them") as step:
        pay(visit)
        see_bought(visit, step)
        if visit.shop.doors:
            (call,) = visit.asked("purchase")
            sent = [name for name, _value in call["params"] if OF_PAYMENT.search(name)]
            step.find(
                "the purchase says who the customer is, and nothing of payment",
                _listed(sent),
                is_met=not sent,
            )


def p2_own_stripe(visit: Visit) -> None:
    if visit.shop.stripe_is_live:
        raise CannotWalk("this shop's Stripe is in live mode, where no test card is taken")
    page = visit.page
    with visit.step("Have tickets of event 7AB held, and pay with a card that is declined") as step:
        _hold_two(visit, Way.STRIPE)
        may_buy(visit)
        _pay_by(visit, DECLINED_CARD)
        step.see("the page says so, and the tickets stay held", page.locator("#card-problem"), "declined")
        _see_money(visit, step, expected="nothing is taken", sold=False)
    if visit.shop.doors:
        with visit.step("Pay with a card whose bank asks, and fail the bank's question") as step:
            _pay_by(visit, CARD_OF_A_BANK_THAT_ASKS)
            bank(page).get_by_role("button", name="Fail").click()
            step.see("the page says so", page.locator("#card-problem"), "did not confirm")
        with visit.step("Pay with it again, and answer the bank") as step:
            _pay_by(visit, CARD_OF_A_BANK_THAT_ASKS)
            bank(page).get_by_role("button", name="Complete").click()
            see_bought(visit, step)
            _see_money(visit, step, expected="what is taken is what the tickets cost", sold=True)
    else:
        with visit.step("Pay with a good card") as step:
            _pay_by(visit, GOOD_CARD)
            see_bought(visit, step)
            step.note("3-D Secure was not walked: only the practice bank's page is known here.")
    if visit.shop.doors:
        with visit.step("Buy tickets that the supplier then refuses (“fail source ext_test1”)") as step:
            _hold_two(visit)
            fill_in(visit, **{SECOND_LINE: "fail source ext_test1"})
            press(visit)
            title = page.get_by_role("heading", level=1)
            step.see("the page says that nothing was bought", title, "The tickets were not bought")
            _see_money(visit, step, expected="the authorised money is let go", sold=False)


def _pay_by(visit: Visit, card: str) -> None:
    type_card(visit.page, card)
    visit.page.locator("#pay").click()


def _see_money(visit: Visit, step: Doing, *, expected: str, sold: bool) -> None:
    """By the practice box office's books, once they agree: Stripe's money for what this journey held last."""
    if visit.shop.doors is None:
        step.note("Stripe's books were not looked at: the practice box office keeps none here.")
        return
    doors = visit.shop.doors
    visit.wait_for("money and tickets agree", lambda: _agree(doors.latest_transaction()))
    one = doors.latest_transaction()
    seen = f"sold for {_sum(one['sold_for'])}, taken {_sum(one['stripe']['taken'])}, held {_sum(one['stripe']['held'])}"
    step.find(expected, seen, is_met=bool(one["sold_for"]) is sold)


def _agree(row: dict[str, Any]) -> bool:
    stripe = row["stripe"]
    return _sum(row["sold_for"]) == _sum(stripe["taken"]) and _sum(stripe["held"]) == "nothing"


def _sum(amounts: object) -> str:
    found = dict(amounts) if isinstance(amounts, dict) else {}
    return (
        ", ".join(f"{float(value):.2f} {code.upper()}" for code, value in found.items() if float(value))
        or "nothing"
    )


def p3_stripe_through_cider(visit: Visit) -> None:
    page = visit.page
    with visit.step("Have tickets of event 7AB held, and pay with a card that is declined") as step:
        _hold_two(visit, Way.CIDER)
        may_buy(visit)
        _pay_by(visit, DECLINED_CARD)
        step.see("the page says so, and the tickets stay held", page.locator("#card-problem"), "declined")
    with visit.step("Pay with a good card") as step:
        _pay_by(visit, GOOD_CARD)
        see_bought(visit, step)
        _see_cider(visit, step)
    if CASTLE not in visit.shop.account.sells:
        return
    with visit.step("Have tickets held of two suppliers, one of which takes its money itself"):
        take_the_first(visit, CAT, last=True)
        take_the_first(visit, CASTLE)
        hold(visit)
        fill_in(visit)
        entries = page.locator(".card-entry")
        expect(entries).to_have_count(2)
    with visit.step("Fill in a card for each, and pay") as step:
        for entry in (0, 1):
            type_card(page, GOOD_CARD, entry=entry)
        page.locator("#pay").click()
        see_bought(visit, step)
        if visit.shop.doors:
            sent = [name for name, _value in visit.asked("purchase")[-1]["params"] if "_callback/" in name]
            is_met = len([name for name in sent if name.endswith(("cider_token", "stripeToken"))]) == 2
            step.find("a token for each supplier goes with the purchase", _listed(sent), is_met=is_met)


def _see_cider(visit: Visit, step: Doing) -> None:
    """Which form Cider was given the card in, and what went with it."""
    if visit.shop.doors is None:
        step.note("What Cider was told was not looked at: that is seen only at the practice box office.")
        return
    (call,) = visit.asked("purchase")
    tokens = [name for name, _value in call["params"] if name.endswith("callback/cider_token")]
    step.find("Cider's token goes with the purchase", _listed(tokens), is_met=bool(tokens))
    row = visit.transaction()
    told = [str(name) for saved in row["payment_metadata"] for name in saved]
    step.find("metadata goes to Cider", _listed(told), is_met=bool(told))
    step.find(
        "so does the customer's address", str(row["remote_ip"] or "none"), is_met=bool(row["remote_ip"])
    )
    paths = [str(one["path"]) for one in visit.asked("stripe")]
    forms = {
        "/v1/sources": "a source",
        "/v1/tokens": "a token",
        "/confirm": "the reservation's payment intent",
    }
    used = [words for end, words in forms.items() if any(path.endswith(end) for path in paths)]
    step.note(f"The form in which this account takes cards: {', '.join(used) or 'not seen'}.")


def p4_redirect(visit: Visit) -> None:
    page, doors = visit.page, visit.doors
    for script, back, told in (
        ("callout ordered", "by GET", "by GET, with ordered parameters; back by GET"),
        ("callout post", "by POST", "by POST; back by POST"),
    ):
        with visit.step(f"Have tickets of event 7AB held, and go out {told}") as step:
            _go_out(visit, script=script)
            step.see("the debitor's page", page.get_by_role("heading", level=1), "Practice payment page")
        with visit.step("Pay there") as step:
            _answer(visit, "Pay", back=back)
            _see_verbatim(visit, step)
    with visit.step("Go out by two hops: pay, then 3-D Secure", picture=False) as step:
        _go_out(visit, script="two hops")
        _answer(visit, "Pay", back="by POST")
        step.see("the second page", page.get_by_role("heading", level=1), "3-D Secure")
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
        _hold_two(visit)
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
        _hold_two(visit, Way.WHITE_LABEL)
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


def _listed(names: list[str]) -> str:
    return ", ".join(sorted(names)) or "none"
