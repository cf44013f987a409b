"""P5: two suppliers, one of which fails: what was bought, what was not, what was charged."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import PHONE
from tests.journeys.states import Visit
from tests.journeys.steps import fill_in


@pytest.fixture(params=[{"viewport": {"width": 1280, "height": 900}}, PHONE], ids=["desk", "phone"])
def visit(visitor, shop, sandbox, request: pytest.FixtureRequest) -> Visit:
    return Visit(visitor(**request.param), shop, sandbox)


def test_p5_one_of_two_suppliers_fails(visit: Visit) -> None:
    page, sandbox = visit.page, visit.sandbox
    visit.fill_trolley("7AB")
    visit.fill_trolley("6IF")
    visit.hold()
    fill_in(page, **{"Address, second line (optional)": "fail source ext_test0"})
    page.get_by_role("button", name="Buy for").click()
    expect(page.locator("body[data-page=order]")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Some of your tickets are bought")
    expect(page.locator(".bought")).to_contain_text("The Unremarkable Incident of the Cat")
    expect(page.locator(".not-bought")).to_contain_text("Nutcracker")
    expect(page.locator(".not-bought")).to_contain_text("ticket system did not sell these tickets")
    expect(page.locator(".paid")).to_contain_text(
        re.compile(r"You pay £110\.00, for what was bought\. The £\d+\.\d\d for the rest is not taken\.")
    )
    (row,) = sandbox.transactions()
    assert {code: Decimal(str(sum_)) for code, sum_ in row["sold_for"].items()} == {"gbp": Decimal(110)}
    expect(page.locator(".admission")).to_have_count(2)
    page.get_by_role("link", name="They are kept in your trolley").click()
    page.get_by_role("button", name=re.compile("Bring back .*Nutcracker")).click()
    expect(page.locator(".in-trolley")).to_contain_text("Nutcracker")
    visit.hold()
    expect(page.get_by_label("First name")).to_have_value("Ada")


def test_p5_the_link_on_another_device_says_that_it_is_a_part(visit: Visit, visitor) -> None:
    page = visit.page
    visit.fill_trolley("7AB")
    visit.fill_trolley("6IF")
    visit.hold()
    link = page.get_by_label("This address shows how long").input_value()
    fill_in(page, **{"Address, second line (optional)": "fail source ext_test0"})
    page.get_by_role("button", name="Buy for").click()
    expect(page.locator("body[data-page=order]")).to_be_visible()
    other = visitor()
    other.goto(link)
    expect(other.get_by_role("heading", level=1)).to_have_text(
        "Some of the tickets are bought, and some are not"
    )
