"""The second thing that staff show: a code of their phone's authenticator, or one that they wrote down.

Codes are tried one at a time: after each wrong one the next is waited for twice as long.
"""

from base64 import b32encode
from datetime import timedelta
from math import ceil
from typing import Any

import zxingcpp
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_otp import login
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

WRITTEN_DOWN = 10  # codes
DIGITS = 6


def is_shown(user: Any) -> bool:
    """Whether it was shown in this session, or is not asked for in this shop."""
    return not settings.STAFF_TWO_FACTOR or user.is_verified()


def is_set_up(user: Any) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def new_device(user: Any) -> TOTPDevice:
    """The authenticator to be set up: the same until it has shown a code, however often it is looked at."""
    waiting = TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk").first()
    return waiting or TOTPDevice.objects.create(user=user, confirmed=False, name="authenticator")


def set_up(request: HttpRequest, code: str) -> list[str]:
    """The new authenticator has shown a code: it replaces what there was. Ten codes to write down, or none.

    Pressed twice at once, only the first is heard: the second finds nothing to set up.
    """
    user: Any = request.user
    with transaction.atomic():
        devices = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False)
        device = devices.order_by("pk").first()
        if device is None or not device.verify_token(_plain(code)):
            return []
        TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        codes = new_codes(user)
    let_in(request, device)
    return codes


def show(request: HttpRequest, code: str) -> bool:
    """Whether this code lets the user in. Which of the two it is says its shape: neither blocks the other."""
    with transaction.atomic():
        device = _devices(request.user, _plain(code)).select_for_update().order_by("pk").first()
        is_right = device is not None and device.verify_token(_plain(code))
    if is_right:
        let_in(request, device)
    return is_right


def let_in(request: HttpRequest, device: Any) -> None:
    """From here on this session is that of staff, and a shorter one than a buyer's."""
    request.session.cycle_key()
    login(request, device)
    request.session.set_expiry(timedelta(hours=settings.STAFF_SESSION_HOURS))


def seconds_to_wait(user: Any, code: str) -> int:
    """Until another code is looked at; 0 where one would be now."""
    with transaction.atomic():
        device = _devices(user, _plain(code)).order_by("pk").first()
    if device is None:
        return 0
    is_allowed, why = device.verify_is_allowed()
    return (
        0 if is_allowed or not why else max(1, ceil((why["locked_until"] - timezone.now()).total_seconds()))
    )


def new_codes(user: Any) -> list[str]:
    """To be written down, each good once; former ones are not any more."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="written down")
    codes = [StaticToken.random_token() for _ in range(WRITTEN_DOWN)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def codes_left(user: Any) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def forget(user: Any) -> bool:
    """The phone is lost: whoever knows the password sets up another. False where there was nothing."""
    count = TOTPDevice.objects.filter(user=user).delete()[0]
    return bool(count + StaticDevice.objects.filter(user=user).delete()[0])


def picture(device: TOTPDevice) -> str:
    """What the phone's camera reads, as SVG."""
    return zxingcpp.create_barcode(device.config_url, zxingcpp.BarcodeFormat.QRCode).to_svg(scale=4)


def secret(device: TOTPDevice) -> str:
    """The same to be typed, in groups of four."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _devices(user: Any, code: str) -> Any:
    is_of_phone = len(code) == DIGITS and code.isdigit()
    return (TOTPDevice if is_of_phone else StaticDevice).objects.filter(user=user, confirmed=True)


def _plain(code: str) -> str:
    """As it is kept: spaces between groups, and capitals, are how people write it down."""
    return "".join(code.split()).casefold()[:32]
