"""Staff as they come in: by password, by their phone, in a role."""

import time
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

PASSWORD = "correct horse battery staple"


def somebody(name: str = "grace", *roles: str, **columns: Any) -> User:
    """An account of staff with these roles."""
    user = User.objects.create_user(name, password=PASSWORD, **({"is_staff": True} | columns))
    user.groups.set(Group.objects.filter(name__in=roles))
    assert user.groups.count() == len(roles)
    return user


def a_phone(user: User) -> TOTPDevice:
    """An authenticator that has been set up."""
    return TOTPDevice.objects.create(user=user, name="authenticator", confirmed=True)


def code_of(device: TOTPDevice, *, later: int = 0) -> str:
    """What the phone shows now, or so many half minutes later."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + later * device.step
    return f"{totp.token():06}"


def log_in(browser: Client, name: str = "grace", *, password: str = PASSWORD, **extra: Any) -> Any:
    form = {"username": name, "password": password, "next": "/admin/"}
    return browser.post("/admin/login/", form, **extra)


def inside(user: User) -> Client:
    """A browser in which this user has shown both."""
    browser = Client()
    browser.force_login(user)
    session = browser.session
    session["otp_device_id"] = (TOTPDevice.objects.filter(user=user).first() or a_phone(user)).persistent_id
    session.save()
    return browser


def inside_as(*roles: str, name: str = "") -> Client:
    return inside(somebody(name or "-".join(("grace", *roles)), *roles))


def is_inside(browser: Client) -> bool:
    return browser.get("/admin/").status_code == 200
