"""The letter that lists an address's orders: to that address alone, and once an hour at most."""

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail

from checkout import access, orders_letters, tasks
from checkout.models import OrdersLetter, State
from tests.orders import CUSTOMER, EVENT, a_bundle, an_order, bought
from tests.rules.pages import HouseRulesClient

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.on_sqlite_too,
    pytest.mark.usefixtures("no_tries_yet"),
]

NOW = datetime.fromisoformat("2027-06-01T12:00:00+00:00")
ADDRESS = "ada@example.com"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def asked(email=ADDRESS, *, language="en"):
    """Somebody asked, and a worker came by."""
    letter_id = orders_letters.promise(email, language=language)
    tasks.send_orders.call_local(letter_id)
    return OrdersLetter.objects.get(pk=letter_id)


def test_it_lists_the_orders_each_with_a_link_that_opens_it(client):
    records = [
        bought(),
        bought(a_bundle(an_order(event=EVENT.__class__("E2", "Opera"))), transaction_id="T2"),
    ]
    asked(" Ada@Example.com ")
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == ("Your orders at Box office", ["Ada@Example.com"])
    for text in (letter.body, letter.alternatives[0][0]):
        for record, name in zip(records, ("Play", "Opera"), strict=True):
            assert name in text
            assert record.transaction_id in text
            assert access.link_to(record) in text
    for address in re.findall(r"http://testserver(/order/\S+/open/\S+)", letter.body):
        assert client.get(address, follow=True).status_code == 200


def test_the_press_of_the_button_has_the_worker_send_it(client, django_capture_on_commit_callbacks):
    bought()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/orders/find/send/", {"email": ADDRESS})
    assert len(mail.outbox) == 1


def test_without_an_order_there_is_no_letter():
    assert asked("nobody@example.com").settled_at == NOW
    assert mail.outbox == []


def test_it_goes_to_the_orders_own_address_and_lists_nobody_elses():
    mine = bought()
    other = bought(customer={**CUSTOMER, "email_address": "eve@example.com"}, transaction_id="T2")
    asked()
    (letter,) = mail.outbox
    assert str(mine.pk) in letter.body
    assert str(other.pk) not in letter.body


def test_what_was_not_bought_or_whose_links_have_ended_is_not_listed(clock):
    bought(state=State.FAILED)
    record = bought()
    clock.move_to(access.ends_at(record))
    asked()
    assert mail.outbox == []


def test_an_address_is_written_to_once_an_hour_whoever_asks(clock):
    bought()
    for minutes in (0, 30, 29):
        clock.shift(timedelta(minutes=minutes))
        asked("ADA@example.com")
    assert len(mail.outbox) == 1
    clock.shift(timedelta(minutes=1))
    asked()
    assert len(mail.outbox) == 2
    assert mail.outbox[0].extra_headers["Message-ID"] != mail.outbox[1].extra_headers["Message-ID"]
    assert OrdersLetter.objects.count() == 1


def test_two_workers_send_one(monkeypatch):
    bought()
    letter_id = orders_letters.promise(ADDRESS, language="en")
    listed = orders_letters.orders_of

    def another_worker_comes(address):
        monkeypatch.setattr(orders_letters, "orders_of", listed)
        orders_letters.send(letter_id)
        return listed(address)

    monkeypatch.setattr(orders_letters, "orders_of", another_worker_comes)
    orders_letters.send(letter_id)
    assert len(mail.outbox) == 1


def test_what_a_lost_task_or_a_dead_worker_left_the_sweep_finds(clock):
    bought()
    letter_id = orders_letters.promise(ADDRESS, language="en")
    OrdersLetter.objects.filter(pk=letter_id).update(look_again_at=NOW + timedelta(minutes=5), tries=1)
    tasks.sweep.call_local()
    assert mail.outbox == []
    clock.shift(timedelta(minutes=5))
    tasks.sweep.call_local()
    tasks.sweep.call_local()
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_away_is_tried_again_and_at_last_given_up(settings, clock):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    bought()
    letter = asked()
    assert (letter.settled_at, letter.tries) == (None, 1)
    assert letter.look_again_at == NOW + orders_letters.TRIED_AGAIN_AFTER
    for _ in range(orders_letters.MOST_TRIES + 2):
        clock.shift(orders_letters.TAKEN_FOR)
        tasks.sweep.call_local()
    letter.refresh_from_db()
    assert letter.tries == orders_letters.MOST_TRIES


@pytest.mark.parametrize(("language", "prefix"), [("fr", "/fr"), ("ar", "/ar")])
def test_it_is_written_in_the_language_in_which_it_was_asked_for(language, prefix):
    bought(language="de")
    asked(language=language)
    ((html, _kind),) = mail.outbox[0].alternatives
    assert f'<html lang="{language}"' in html
    assert "http://testserver/de/order/" in html  # while the order keeps its own


def test_names_are_shown_as_they_are_and_never_as_html():
    name = "O'<b>Reader</b>"
    bought(a_bundle(an_order(event=EVENT.__class__("E2", name))), customer={**CUSTOMER, "last_name": name})
    asked()
    (letter,) = mail.outbox
    assert letter.body.count(name) == 2
    assert "<b>" not in letter.alternatives[0][0]


def test_an_agents_thousands_are_cut_to_the_newest(monkeypatch):
    monkeypatch.setattr(orders_letters, "MOST_ORDERS", 3)
    records = [
        bought(created_at=NOW + timedelta(minutes=number), transaction_id=f"T{number}") for number in range(4)
    ]
    assert orders_letters.orders_of(ADDRESS) == records[:0:-1]


def test_no_address_is_kept_for_having_been_typed(clock):
    asked("nobody@example.com")
    clock.shift(timedelta(hours=23))
    tasks.tidy.call_local()
    assert OrdersLetter.objects.count() == 1
    clock.shift(timedelta(hours=1))
    tasks.tidy.call_local()
    assert not OrdersLetter.objects.exists()


def test_a_stranger_who_asks_gets_nothing_in_hand():
    record = bought()
    stranger = HouseRulesClient()
    response = stranger.post("/orders/find/send/", {"email": ADDRESS})
    assert not [name for name in response.cookies if name.startswith("order")]
    assert stranger.get(f"/order/{record.pk}/").status_code == 404
