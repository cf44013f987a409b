"""P2 and P3: cards, by the shop's own Stripe and by way of Cider; money taken is what tickets cost."""

from typing import Any

from playwright.sync_api import expect

from acceptance.errors import CannotWalk
from acceptance.visit import Doing, Visit

from .choosing import CASTLE, CAT, hold, take_the_first
from .paying import (
    CARD_OF_A_BANK_THAT_ASKS,
    DECLINED_CARD,
    GOOD_CARD,
    SECOND_LINE,
    Way,
    bank,
    fill_in,
    hold_two,
    listed,
    may_buy,
    press,
    see_bought,
    type_card,
)


def p2_own_stripe(visit: Visit) -> None:
    if visit.shop.stripe_is_live:
        raise CannotWalk("this shop's Stripe is in live mode, where no test card is taken")
    page = visit.page
    with visit.step("Have tickets of event 7AB held, and pay with a card that is declined") as step:
        hold_two(visit, Way.STRIPE)
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
            hold_two(visit)
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
    taken, held = _sum(one["stripe"]["taken"]), _sum(one["stripe"]["held"])
    seen = f"sold for {_sum(one['sold_for'])}, taken {taken}, held {held}"
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
        hold_two(visit, Way.CIDER)
        may_buy(visit)
        _pay_by(visit, DECLINED_CARD)
        _see_declined(visit, step)
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
            step.find("a token for each supplier goes with the purchase", listed(sent), is_met=is_met)


def _see_declined(visit: Visit, step: Doing) -> None:
    """An intent's bank answers at once, and a source's with the purchase, after which seats are held anew."""
    page = visit.page
    failed = page.locator("#progress[data-state=failed]")
    said = (
        page.locator("#card-problem").filter(has_text="declined").or_(failed.filter(has_text="did not agree"))
    )
    step.see("the page says that the bank did not agree", said)
    if failed.count():
        step.see("and that nothing is charged", failed, "You are not charged")
        step.picture(page)
        page.get_by_role("button", name="Hold the same tickets again").click()
        visit.is_at("checkout")
    step.see("the tickets are held, to be paid by another card", page.locator("#pay"))


def _see_cider(visit: Visit, step: Doing) -> None:
    """Which form Cider was given the card in, and what went with it."""
    if visit.shop.doors is None:
        step.note("What Cider was told was not looked at: that is seen only at the practice box office.")
        return
    call = visit.asked("purchase")[-1]
    tokens = [name for name, _value in call["params"] if name.endswith("callback/cider_token")]
    step.find("Cider's token goes with the purchase", listed(tokens), is_met=bool(tokens))
    row = visit.transaction()
    told = [str(name) for saved in row["payment_metadata"] for name in saved]
    step.find("metadata goes to Cider", listed(told), is_met=bool(told))
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
