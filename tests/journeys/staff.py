"""Staff in their browser: an account in a role, and the way in by password and phone."""

import secrets
import time
from dataclasses import dataclass

from django_otp.oath import TOTP
from playwright.sync_api import Page, expect

from rehearsal.shop import ShopProcess

PASSWORD = "correct horse battery staple"
MAKE = """
from django.contrib.auth.models import Group, User
from django_otp.plugins.otp_totp.models import TOTPDevice
user = User.objects.create_user({name!r}, email={name!r} + '@boxoffice.test', password={password!r},
    is_staff=True, is_superuser={root!r})
user.groups.set(Group.objects.filter(name__in={roles!r}))
if {key!r}: TOTPDevice.objects.create(user=user, key={key!r}, confirmed=True, name='authenticator')
"""


# What Django's admin has around each page: not ours to mend.
DJANGOS = (".breadcrumbs", "#nav-sidebar", "#toggle-nav-sidebar", "#user-tools", ".theme-toggle")


@dataclass(frozen=True)
class Account:
    name: str
    key: str = ""  # of the authenticator, where one was set up

    @property
    def code(self) -> str:
        return code_of(bytes.fromhex(self.key))


def code_of(key: bytes) -> str:
    """What the phone shows now."""
    totp = TOTP(key)
    totp.time = time.time()
    return f"{totp.token():06}"


def an_account(shop: ShopProcess, *roles: str, is_new: bool = False, root: bool = False) -> Account:
    """One of its own for each test: a code is good once. `is_new`: no authenticator is set up yet."""
    account = Account(f"staff-{secrets.token_hex(4)}", "" if is_new else secrets.token_hex(20))
    made = {"name": account.name, "key": account.key, "roles": roles, "password": PASSWORD, "root": root}
    shop.manage("shell", "--no-imports", "-c", MAKE.format(**made))
    return account


def say_password(page: Page, name: str, *, password: str = PASSWORD) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def say_code(page: Page, code: str, *, button: str = "Go on") -> None:
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name=button).click()


def come_in(page: Page, shop: ShopProcess, *roles: str, root: bool = False) -> Account:
    account = an_account(shop, *roles, root=root)
    say_password(page, account.name)
    say_code(page, account.code)
    expect(page.get_by_role("heading", name="Site administration")).to_be_visible()
    return account


def go_to(page: Page, name: str) -> None:
    """By the links above every page of staff's."""
    page.get_by_role("navigation", name="Staff").get_by_role("link", name=name).click()


def open_order(page: Page, words: str) -> None:
    """Found by whatever the buyer says."""
    go_to(page, "Orders")
    page.get_by_role("searchbox").or_(page.locator("#searchbar")).first.fill(words)
    page.get_by_role("button", name="Search").click()
    page.locator("#result_list tbody a").first.click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()


def agree(page: Page, button: str) -> list[str]:
    """What was read before the button was pressed."""
    expect(page.get_by_role("heading", name="This is what will happen")).to_be_visible()
    sentences = page.locator(".sentences").first.get_by_role("listitem").all_inner_texts()
    page.get_by_role("button", name=button, exact=True).click()
    return sentences
