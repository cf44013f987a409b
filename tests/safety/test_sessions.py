"""A session that somebody else knows the key of is worth nothing to them: at a hold, and at staff's login."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from checkout import visitor
from tests.builders import CUSTOMER, a_hold, a_trolley, hold_form
from tests.rules.pages import HouseRulesClient
from tests.staff import PASSWORD, a_phone, code_of, is_inside, log_in, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]

LATER = visitor.FORMER_KEY_LASTS + timedelta(seconds=1)


def with_key(key, kind=HouseRulesClient):
    browser = kind()
    browser.cookies["sessionid"] = key
    return browser


def key_of(browser):
    return browser.cookies["sessionid"].value


@pytest.fixture
def planted(f13):
    """The key of a real session, with a trolley, that somebody has made and put into another's browser."""
    attacker = HouseRulesClient()
    a_trolley(attacker)
    return key_of(attacker)


def held_in(browser):
    page = browser.get("/trolley/").content.decode()
    answer = browser.post("/trolley/reserve/", hold_form(page))
    for _ in range(2):  # the second look is with the key that the first one brought
        assert browser.get(answer["Location"]).status_code == 200
    return answer["Location"]


def test_who_planted_a_session_sees_nothing_of_what_is_held_and_bought_in_it(planted, time_machine):
    time_machine.move_to(datetime.now(UTC), tick=False)
    victim, attacker = with_key(planted), with_key(planted)
    address = held_in(victim)
    assert key_of(victim) != planted
    time_machine.shift(LATER)
    assert attacker.get(address).status_code == 404
    assert attacker.post(address, CUSTOMER).status_code == 404
    assert victim.get(address).status_code == 200
    assert victim.post(address, CUSTOMER).status_code == 302
    order = address.replace("checkout", "order")
    assert (victim.get(order).status_code in {200, 302}, attacker.get(order).status_code) == (True, 404)


def test_nor_is_a_session_that_has_held_before_good_for_it(planted, time_machine):
    time_machine.move_to(datetime.now(UTC), tick=False)
    attacker = with_key(planted)
    held_in(attacker)
    known = key_of(attacker)
    victim = with_key(known)
    a_trolley(victim)
    address = held_in(victim)
    time_machine.shift(LATER)
    assert with_key(known).get(address).status_code == 404
    assert victim.get(address).status_code == 200


def test_the_former_key_cannot_be_made_to_last(planted, time_machine):
    time_machine.move_to(datetime.now(UTC), tick=False)
    victim, attacker = with_key(planted), with_key(planted)
    address = held_in(victim)
    for _ in range(5):
        attacker.get(address)
        attacker.post("/trolley/send/", {})
        a_trolley(attacker)  # changes the session, and so writes it anew
        time_machine.shift(timedelta(seconds=4))
    assert key_of(attacker) != planted or attacker.get(address).status_code == 404
    assert with_key(planted).get(address).status_code == 404


def test_where_the_answer_with_the_new_key_was_lost_the_hold_is_still_the_buyers(f13, time_machine):
    time_machine.move_to(datetime.now(UTC), tick=False)
    browser = HouseRulesClient()
    page = a_trolley(browser)
    address = browser.post("/trolley/reserve/", hold_form(page))["Location"]
    known = key_of(browser)
    with_key(known).get(address)  # nobody hears its answer
    time_machine.shift(LATER)
    assert browser.get(address).status_code == 200
    assert key_of(browser) == known
    assert browser.post(address, CUSTOMER).status_code == 302
    time_machine.shift(visitor.UNHEARD_KEY_LASTS)
    assert with_key(known).get(address).status_code == 404


def test_the_former_key_gets_no_new_one_by_another_hold(planted, time_machine):
    time_machine.move_to(datetime.now(UTC), tick=False)
    victim, attacker = with_key(planted), with_key(planted)
    held_in(victim)
    a_trolley(attacker)
    held_in(attacker)
    assert key_of(attacker) == planted


def test_a_tab_that_asked_with_the_former_key_keeps_its_visitor(planted):
    victim = with_key(planted)
    address = held_in(victim)
    slow_tab = with_key(planted)
    answer = slow_tab.get(address)
    assert (answer.status_code, "sessionid" in answer.cookies) == (200, False)


def test_of_what_was_typed_nothing_lies_under_the_former_key(planted):
    victim = with_key(planted)
    held_in(victim)
    assert set(Session.objects.get(pk=planted).get_decoded()) == {"visitor", "left", "_session_expiry"}


def test_looking_again_gives_no_other_key(client, f13):
    record = a_hold(client)
    client.get(f"/checkout/{record.pk}/")
    key = key_of(client)
    client.get(f"/checkout/{record.pk}/")
    client.get("/trolley/")
    assert key_of(client) == key


@pytest.mark.parametrize("key", ["a" * 32, "abc", "../../x", "'"])
def test_a_key_that_the_shop_has_not_given_becomes_nobodys(f13, key):
    browser = with_key(key)
    a_trolley(browser)
    assert key_of(browser) != key
    assert not Session.objects.filter(pk=key).exists()


class TestStaff:
    def test_a_planted_session_is_not_theirs_after_login(self, settings, planted):
        settings.STAFF_TWO_FACTOR = True
        user = somebody("grace", is_superuser=True)
        phone = a_phone(user)
        victim, attacker = with_key(planted, Client), with_key(planted, Client)
        log_in(victim, password=PASSWORD)
        by_password = key_of(victim)
        assert by_password != planted
        victim.post("/admin/two-factor/", {"code": code_of(phone), "next": "/admin/"})
        assert key_of(victim) not in {planted, by_password}
        assert is_inside(victim)
        assert not is_inside(attacker)
        assert not is_inside(with_key(by_password, Client))

    def test_nor_is_a_session_alive_after_logging_out(self):
        somebody("grace")
        browser = Client()
        log_in(browser)
        key = key_of(browser)
        assert is_inside(browser)
        browser.post("/admin/logout/")
        assert not is_inside(with_key(key, Client))


def test_cookies_are_for_no_script_and_for_no_other_site(f13):
    browser = HouseRulesClient()
    a_trolley(browser)
    cookie = browser.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (
        True,
        "Lax",
        "/",
        "",
    )
