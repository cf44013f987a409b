"""Staff come in at a desk and on a phone: by a password, and by a code of their phone or from their paper."""

import base64
import re

import pytest
from playwright.sync_api import Page, expect

from rehearsal.shop import ShopProcess
from tests.journeys.browser import DESK, PHONE
from tests.journeys.looking import problems
from tests.journeys.shops import FIRST
from tests.journeys.staff import DJANGOS, an_account, code_of, come_in, go_to, say_code, say_password

INSIDE = "Site administration"


@pytest.fixture
def shop(staff_shop: ShopProcess) -> ShopProcess:
    return staff_shop


def inside(page: Page) -> None:
    expect(page.get_by_role("heading", name=INSIDE)).to_be_visible()


def key_on(page: Page) -> bytes:
    return base64.b32decode(page.locator(".secret code").inner_text().replace(" ", ""))


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_staff_set_up_their_phone_at_the_first_login_and_come_in_with_it(visitor, shop, watch, screen):
    page = visitor(**screen)
    account = an_account(shop, "support", is_new=True)
    say_password(page, account.name)
    expect(page.get_by_role("heading", name="Set up your second factor")).to_be_visible()
    expect(page.get_by_role("img", name="A picture for your authenticator app")).to_be_visible()
    say_code(page, "000000", button="Set up")
    expect(page.get_by_text("This is not the code that is due now")).to_be_visible()
    page.goto("/admin/checkout/orderrecord/")  # a password alone opens nothing
    expect(page.get_by_role("heading", name="Set up your second factor")).to_be_visible()
    say_code_when_it_may_be(page)
    codes = page.locator(".codes code").all_inner_texts()
    assert len(set(codes)) == 10
    page.get_by_role("link", name="I have written them down").click()
    page.get_by_role("button", name="Log out").click()
    say_password(page, account.name)
    say_code(page, codes[0])  # the phone is flat
    inside(page)


def say_code_when_it_may_be(page: Page) -> None:
    """After a wrong one the next is waited for: a second here."""
    page.wait_for_timeout(1100)
    say_code(page, code_of(key_on(page)), button="Set up")
    expect(page.get_by_role("heading", name="Write these codes down")).to_be_visible()


def test_the_first_account_comes_from_the_environment(page, shop):
    say_password(page, FIRST["STAFF_USER"], password=FIRST["STAFF_PASSWORD"])
    expect(page.get_by_role("heading", name="Set up your second factor")).to_be_visible()
    for program in shop.programs:
        assert FIRST["STAFF_PASSWORD"] not in program.log.read_text()


def test_too_many_wrong_passwords_and_a_colleague_lets_in_again(visitor, shop, watch):
    watch.forgive("status of 429")
    page, colleague = visitor(**DESK), visitor(**PHONE)
    account = an_account(shop, "support")
    for _ in range(5):
        say_password(page, account.name, password="wrong")
    expect(page.get_by_text("Too many attempts")).to_be_visible()
    come_in(colleague, shop, "support")
    colleague.goto("/admin/axes/accessattempt/")
    row = colleague.locator("#result_list tbody tr").filter(has_text=account.name)
    row.get_by_role("checkbox").check()
    colleague.get_by_label("Action:").select_option(label="Let in again")
    colleague.get_by_role("button", name=re.compile("Go|Run")).first.click()
    expect(colleague.get_by_text("1 is let in again.")).to_be_visible()
    say_password(page, account.name)
    say_code(page, account.code)
    inside(page)


def test_a_lost_phone_is_forgotten_by_a_superuser(visitor, shop):
    page, superuser = visitor(**DESK), visitor(**DESK)
    account = come_in(page, shop, "support")
    come_in(superuser, shop, root=True)
    superuser.goto("/admin/auth/user/")
    row = superuser.locator("#result_list tbody tr").filter(has_text=account.name).first
    row.get_by_role("checkbox").check()
    superuser.get_by_label("Action:").select_option(label="Phone lost: have a second factor set up anew")
    superuser.get_by_role("button", name=re.compile("Go|Run")).first.click()
    expect(superuser.get_by_text("sets up another second factor")).to_be_visible()
    go_to(page, "Orders")
    expect(page.get_by_role("heading", name="Set up your second factor")).to_be_visible()


def test_anyone_can_use_the_way_in(visitor, shop, watch):
    page = visitor(**DESK)
    new, known = an_account(shop, "support", is_new=True), an_account(shop, "support")
    found = {}
    say_password(page, new.name)
    found["set up"] = problems(page)
    page.get_by_role("button", name="Log out").click()
    say_password(page, known.name)
    found["code"] = problems(page)
    say_code(page, known.code)
    inside(page)
    page.goto("/admin/two-factor/own/")
    found["own"] = problems(page, besides=DJANGOS)
    page.get_by_role("button", name="Make new codes").click()
    expect(page.get_by_role("heading", name="Write these codes down")).to_be_visible()
    found["codes"] = problems(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
