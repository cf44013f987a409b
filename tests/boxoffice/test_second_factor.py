"""Staff come in with a password and a code of their phone; the password alone opens nothing."""

import base64
import re

import pytest
import time_machine
import zxingcpp
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.urls import get_resolver
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.staff import a_phone, code_of, inside, is_inside, log_in, somebody

pytestmark = pytest.mark.django_db
NOW = "2027-03-01T12:00:00Z"


@pytest.fixture(autouse=True)
def _wanted(settings):
    settings.STAFF_TWO_FACTOR = True


@pytest.fixture
def moving():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def ask(browser, code, **form):
    return browser.post("/admin/two-factor/", {"code": code, "next": "/admin/auth/user/"} | form)


def test_a_password_alone_leads_to_the_second_factor_and_nowhere_else(client):
    a_phone(somebody(is_superuser=True))
    log_in(client)
    response = client.get("/admin/auth/user/", follow=True)
    assert [address for address, _status in response.redirect_chain] == [
        "/admin/login/?next=/admin/auth/user/",
        "/admin/two-factor/?next=%2Fadmin%2Fauth%2Fuser%2F",
    ]
    assert "authenticator" in response.content.decode()


def addresses_of_the_admin():
    """One of each kind of page that the admin has."""
    admin = [one for one in get_resolver().url_patterns if str(one.pattern) == "admin/"]
    found = []
    for one in (pattern for part in admin for pattern in part.url_patterns):
        for inner in getattr(one, "url_patterns", [one]):
            path = str(one.pattern) + (str(inner.pattern) if inner is not one else "")
            found.append("/admin/" + re.sub(r"<[^>]*>", "1", path).replace("\\", "").replace("^", ""))
    return [path for path in found if "(?P" not in path]


OPEN = ("/admin/login/", "/admin/two-factor/", "/admin/jsi18n/")


def test_no_page_of_the_admin_opens_to_a_password_alone(client):
    a_phone(somebody(is_superuser=True))
    log_in(client)
    addresses = [path for path in addresses_of_the_admin() if not path.startswith(OPEN)]
    assert {"/admin/checkout/orderrecord/", "/admin/dashboard/"} < set(addresses)
    for path in addresses:
        for response in (client.get(path), client.post(path)):
            assert response.status_code == 302, path
            assert response["Location"].startswith(("/admin/login/", "/admin/")), path


def test_the_right_code_lets_in_once_and_goes_on_to_where_one_was_going(client, moving):
    phone = a_phone(somebody(is_superuser=True))
    log_in(client)
    assert ask(client, code_of(phone))["Location"] == "/admin/auth/user/"
    assert is_inside(client)
    client.post("/admin/logout/")
    log_in(client)
    assert ask(client, code_of(phone)).status_code == 200  # used already: whoever looked over the shoulder
    assert not is_inside(client)
    moving.shift(61)
    assert ask(client, code_of(phone)).status_code == 302


def test_it_goes_on_to_no_other_shop(client, moving):
    phone = a_phone(somebody())
    log_in(client)
    assert ask(client, code_of(phone), next="https://evil.example/")["Location"] == "/admin/"


def test_a_wrong_code_is_refused_and_the_next_one_waits_twice_as_long(client, moving):
    phone = a_phone(somebody())
    log_in(client)
    for wait in (1, 2, 4, 8):
        page = ask(client, "000000").content.decode()
        assert f"in {wait} second" in page
        assert ask(client, code_of(phone)).status_code == 200  # right, and too early
        moving.shift(wait)
    assert ask(client, code_of(phone)).status_code == 302


def test_a_code_that_was_written_down_lets_in_once(client, moving):
    user = somebody()
    a_phone(user)
    browser = inside(user)
    page = browser.post("/admin/two-factor/own/").content.decode()
    codes = re.findall(r"<code>(\w+)</code>", page)
    assert len(set(codes)) == 10
    log_in(client)
    assert ask(client, f" {codes[0][:4].upper()} {codes[0][4:]} ").status_code == 302
    client.post("/admin/logout/")
    log_in(client)
    assert ask(client, codes[0]).status_code == 200
    moving.shift(60)
    assert ask(client, codes[1]).status_code == 302


def test_wrong_codes_of_one_kind_do_not_block_the_other(client, moving):
    user = somebody()
    phone = a_phone(user)
    inside(user).post("/admin/two-factor/own/")
    log_in(client)
    for _ in range(5):
        ask(client, "notacode")
    assert ask(client, code_of(phone)).status_code == 302


def test_at_the_first_login_an_authenticator_is_set_up(client, moving):
    user = somebody()
    log_in(client)
    response = client.get("/admin/", follow=True)
    page = response.content.decode()
    assert response.redirect_chain[-1][0].startswith("/admin/two-factor/set-up/")
    device = TOTPDevice.objects.get(user=user)
    assert not device.confirmed
    assert not is_inside(client)
    page = client.post("/admin/two-factor/set-up/", {"code": code_of(device)}).content.decode()
    assert len(re.findall(r"<li><code>\w+</code></li>", page)) == 10
    assert is_inside(client)
    assert LogEntry.objects.filter(user=user, object_id=str(user.pk)).count() == 1


def test_the_picture_and_the_key_below_it_say_the_same(client):
    user = somebody("grâce:ö")
    log_in(client, "grâce:ö")
    page = client.get("/admin/two-factor/set-up/").content.decode()
    device = TOTPDevice.objects.get(user=user)
    svg = base64.b64decode(re.search(r"svg\+xml;base64,([^\"]+)", page)[1]).decode()
    drawn = zxingcpp.create_barcode(device.config_url, zxingcpp.BarcodeFormat.QRCode)
    assert svg == drawn.to_svg(scale=4)
    assert zxingcpp.read_barcodes(drawn.to_image(scale=4))[0].text == device.config_url
    key = re.search(r'<code dir="ltr">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")
    assert base64.b32decode(key) == device.bin_key
    assert f"secret={key}" in device.config_url


def test_who_has_a_second_factor_cannot_replace_it_with_the_password_alone(client, moving):
    user = somebody()
    a_phone(user)
    log_in(client)
    assert client.get("/admin/two-factor/set-up/").status_code == 302
    thief = TOTPDevice.objects.create(user=user, confirmed=False)
    assert client.post("/admin/two-factor/set-up/", {"code": code_of(thief)}).status_code == 302
    assert not is_inside(client)
    assert not TOTPDevice.objects.get(pk=thief.pk).confirmed


def test_another_phone_takes_the_place_of_the_first(client, moving):
    user = somebody()
    old = a_phone(user)
    browser = inside(user)
    browser.get("/admin/two-factor/set-up/")
    new = TOTPDevice.objects.get(user=user, confirmed=False)
    browser.post("/admin/two-factor/set-up/", {"code": code_of(new)})
    assert is_inside(browser)
    assert [device.pk for device in TOTPDevice.objects.filter(user=user)] == [new.pk]
    log_in(client)
    assert ask(client, code_of(old)).status_code == 200


def test_a_superuser_resets_it_and_open_sessions_end(moving):
    user, root = somebody("lost"), somebody("root", is_superuser=True)
    browser = inside(user)
    assert is_inside(browser)
    chosen = {"action": "forget_second_factor", "_selected_action": [str(user.pk)]}
    inside(root).post("/admin/auth/user/", chosen)
    assert not TOTPDevice.objects.filter(user=user).exists()
    assert not is_inside(browser)
    assert LogEntry.objects.filter(user=root, object_id=str(user.pk)).exists()


def test_who_may_only_change_accounts_resets_nobodys(moving):
    user, other = somebody("lost"), somebody("other")
    phone = a_phone(user)
    other.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
    chosen = {"action": "forget_second_factor", "_selected_action": [str(user.pk)]}
    inside(other).post("/admin/auth/user/", chosen)
    assert TOTPDevice.objects.filter(pk=phone.pk).exists()


def test_a_command_resets_the_last_superusers(capsys):
    user = somebody(is_superuser=True)
    a_phone(user)
    call_command("forget_second_factor", "grace")
    assert not TOTPDevice.objects.filter(user=user).exists()
    call_command("forget_second_factor", "grace")
    assert "had no second factor" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("forget_second_factor", "nobody")


def test_the_secret_and_the_codes_are_kept_by_no_cache(client):
    somebody()
    log_in(client)
    response = client.get("/admin/two-factor/set-up/")
    assert "no-store" in response["Cache-Control"]


def test_a_session_of_staff_is_shorter_than_a_buyers(client, moving, settings):
    phone = a_phone(somebody())
    log_in(client)
    ask(client, code_of(phone))
    moving.shift(settings.STAFF_SESSION_HOURS * 3600 - 60)
    assert is_inside(client)
    moving.shift(settings.STAFF_SESSION_HOURS * 3600 + 60)
    assert not is_inside(client)


def test_who_cannot_show_it_can_log_out(client):
    a_phone(somebody())
    log_in(client)
    assert client.get("/admin/two-factor/leave/").status_code == 405
    client.post("/admin/two-factor/leave/")
    assert "_auth_user_id" not in client.session


def test_buyers_and_strangers_are_sent_to_the_login(client):
    for path in ("/admin/two-factor/", "/admin/two-factor/set-up/", "/admin/two-factor/own/"):
        assert client.get(path)["Location"].startswith("/admin/login/")
    somebody("buyer", is_staff=False)
    client.force_login(somebody("another", is_staff=False))
    assert client.get("/admin/two-factor/set-up/")["Location"].startswith("/admin/login/")
    assert not TOTPDevice.objects.exists()


def test_a_shop_for_practice_does_without(client, settings):
    settings.STAFF_TWO_FACTOR = False
    somebody()
    log_in(client)
    assert is_inside(client)
    assert client.get("/admin/two-factor/own/")["Location"] == "/admin/"


def test_making_new_codes_ends_the_old_ones(client, moving):
    user = somebody()
    browser = inside(user)
    browser.post("/admin/two-factor/own/")
    old = set(StaticToken.objects.values_list("token", flat=True))
    browser.post("/admin/two-factor/own/")
    assert old.isdisjoint(StaticToken.objects.values_list("token", flat=True))
    assert "10 of the codes" in browser.get("/admin/two-factor/own/").content.decode()
