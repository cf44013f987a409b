"""The checkout page's form, and each way of paying, told by what the page offers."""

import re
from enum import StrEnum

from playwright.sync_api import FrameLocator, Page, expect

from acceptance.errors import CannotWalk, Refused
from acceptance.visit import Doing, Visit
from rehearsal.buyer import CUSTOMER

from .choosing import CAT, hold, take_the_first

SECOND_LINE = "Address, second line (optional)"
GOOD_CARD, DECLINED_CARD, CARD_OF_A_BANK_THAT_ASKS = (
    "4242424242424242",
    "4000000000000002",
    "4000002500003155",
)
BOUGHT = "Your tickets are bought"


class Way(StrEnum):
    """How the shop's buyers pay."""

    CREDIT = "on credit, no payment is taken in the shop"
    STRIPE = "by card, with the shop's own Stripe"
    CIDER = "by card, with Stripe through Cider"
    REDIRECT = "on the payment page of a debitor"
    WHITE_LABEL = "on Ingresso's own checkout"


def way_of(visit: Visit) -> Way:
    """How what is held on this checkout page would be paid."""
    page = visit.page
    if page.locator("#paying").count():
        return Way.STRIPE if visit.shop.payment == "stripe" else Way.CIDER
    if page.get_by_role("button", name=re.compile("^Go on and pay")).count():
        return Way.WHITE_LABEL
    if page.get_by_role("button", name=re.compile("^Pay ")).count():
        return Way.REDIRECT
    return Way.CREDIT


def needs(visit: Visit, way: Way) -> None:
    """Raises CannotWalk where the shop's buyers pay otherwise."""
    if (found := way_of(visit)) is not way:
        raise CannotWalk(f"this shop is not set up for it: its buyers pay {found.value}")


def fill_in(visit: Visit, **changes: str) -> None:
    """The test customer, with changes by label. With the white label it asks for nothing."""
    if way_of(visit) is Way.WHITE_LABEL:
        return
    for label, value in (CUSTOMER | changes).items():
        field = visit.page.get_by_label(label, exact=True)
        if not field.is_visible():
            visit.page.get_by_text(label).first.click()  # folded, for it is seldom asked
        field.fill(value)


def hold_two(visit: Visit, way: Way | None = None, *, event_id: str = CAT) -> None:
    """Something held and the form filled in, in a shop whose buyers pay this way."""
    take_the_first(visit, event_id, last=event_id == CAT)
    hold(visit)
    if way is not None:
        needs(visit, way)
    fill_in(visit)


def press(visit: Visit) -> None:
    """Whatever starts the purchase. Raises Refused where nobody can tell whose money that would be."""
    may_buy(visit)
    way, page = way_of(visit), visit.page
    if way in {Way.STRIPE, Way.CIDER}:
        type_card(page, GOOD_CARD)
        page.locator("#pay").click()
        return
    page.get_by_role("button", name=re.compile("^(Buy for|Pay|Go on and pay) ")).click()


def may_buy(visit: Visit) -> None:
    """Only in the shop of these settings, of whose account it is known that it is a demo one."""
    shop = visit.shop
    if shop.may_cost:
        return
    if not visit.orders or not shop.books.have(visit.orders[-1]):
        raise Refused(
            f"What was held at {shop.address} is not in the records of these settings: nobody can tell by "
            "which account that shop sells. Nothing was bought. Run this where the shop runs, or say "
            "--live-purchases."
        )


def pay(visit: Visit) -> None:
    """All the way to the order, in whatever way this shop has."""
    way = way_of(visit)
    press(visit)
    if way in {Way.REDIRECT, Way.WHITE_LABEL}:
        if visit.shop.doors is None:
            raise CannotWalk(f"buyers pay {way.value}: of those only the practice box office's page is known")
        visit.page.get_by_role("button", name=re.compile("^Pay")).first.click()
    visit.is_at("order")


def see_bought(visit: Visit, step: Doing) -> None:
    visit.is_at("order")
    step.see("the page says that the tickets are bought", visit.page.get_by_role("heading", level=1), BOUGHT)


def type_card(page: Page, number: str, *, entry: int = 0) -> None:
    """Any date to come and any code will do for a test card."""
    expect(page.locator("#pay")).to_be_visible()
    frame = card_frame(page, entry)
    for label, text in (("Card number", number), ("Expiration date", "1240"), ("Security code", "123")):
        frame.get_by_label(label).fill("")
        frame.get_by_label(label).press_sequentially(text)


def card_frame(page: Page, entry: int = 0) -> FrameLocator:
    return page.frame_locator("#card iframe").nth(entry)


def bank(page: Page) -> FrameLocator:
    """The practice bank's question over the page."""
    return page.frame_locator("[role=dialog] iframe")


def listed(names: list[str]) -> str:
    return ", ".join(sorted(names)) or "none"
