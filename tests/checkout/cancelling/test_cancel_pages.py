"""The buyer chooses, sees what it costs and what comes back, presses, is told; nobody else sees anything."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from checkout import cancelling
from checkout.cancelling import dates, doing
from checkout.models import Cancellation, OrderRecord
from checkout.models import CancellationStanding as S
from tests import cancelling as do
from tests.cancelling_pages import form_of, text, text_and_messages
from tests.rules.pages import HouseRulesClient

pytestmark = pytest.mark.django_db


def offered(page):
    return re.findall(
        r'<input type="checkbox" name="item" id="item-\d+" value="(\d+)"', page.content.decode()
    )


# Choosing


def test_the_order_s_page_leads_to_it(pages):
    it = pages(do.CAT)
    order = it.get(f"/order/{it.record.pk}/")
    assert f'href="{it.address}"' in order.content.decode()
    assert "These tickets can be given back" in text(order)


def test_each_item_is_there_with_performance_seats_and_price(pages):
    it = pages(do.CAT, do.CASTLE)
    page = it.get()
    assert offered(page) == ["1", "2"]
    for item in it.record.items.all():
        assert item.event_name in text(page)
        assert item.seats in text(page)
    assert "£55.00" in text(page)
    assert 'data-page="cancel-order"' in page.content.decode()


def test_what_cannot_be_cancelled_says_why_and_what_can_be_done(pages, settings):
    settings.DEFAULT_FROM_EMAIL = "The shop <tickets@shop.example>"
    it = pages(do.BERLIN, do.PARIS)
    page = it.get()
    assert offered(page) == ["2"]
    assert "The venue or its supplier does not take these tickets back." in text(page)
    assert "We do not sell tickets on for you" in text(page)
    assert "tickets@shop.example" in text(page)
    assert it.record.transaction_id in text(page)


def test_where_nothing_can_be_cancelled_there_is_no_button(pages):
    it = pages(do.BERLIN)
    page = it.get()
    assert "These tickets cannot be cancelled here" in text(page)
    assert "<form" not in page.content.decode().partition("<main")[2]
    assert "cannot be cancelled here" in text(it.get(f"/order/{it.record.pk}/"))


# What it costs, and what comes back


def test_what_comes_back_is_said_before_anything_is_done(by_card, bank):
    it = by_card()
    page = it.check(1)
    for said in ("Price of these tickets £55.00", "What cancelling costs nothing", "Comes back £55.00"):
        assert said in text(page)
    assert "It goes back to the card that you paid with" in text(page)
    assert "Cancel these tickets, and get £55.00 back" in text(page)
    assert (do.asked(bank), it.record.cancellations.count()) == ([], 0)


def test_what_it_costs_is_said_too(by_card, settings):
    settings.CANCELLATION_COST_PERCENT = 10
    it = by_card(do.CAT, do.OPERA, send="POST")
    page = text(it.check(1))
    assert "What cancelling costs £5.50" in page
    assert "Comes back £49.50" in page
    assert "Sending" not in page
    assert "Sending £4.50" in text(it.check(1, 2))


def test_what_goes_only_together_is_said_before_anything_is_done(pages, f13):
    it = pages(do.CRUISE, do.WALK)
    page = it.check(1)
    assert "takes its tickets of this order back only together" in text(page)
    assert form_of(page)["item"] == ["1", "2"]
    assert do.asked(f13) == []


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("credit", "Whoever bills you for these tickets takes them off the bill"),
        ("cider", "Ingresso took your payment, and gives the money back the way you paid"),
        ("redirect", "Ingresso took your payment"),
        ("white-label", "Ingresso took your payment"),
    ],
)
def test_who_gives_the_money_back_is_said_truly(pages, way, said):
    it = pages(do.CAT)
    OrderRecord.objects.update(payment=way)
    assert said in text(it.check(1))
    it.press(it.check(1))
    assert said in text(it.get(Cancellation.objects.get().get_absolute_url()))
    assert it.record.refunds.count() == 0


def test_chosen_is_nothing(pages):
    assert "Please choose what you want to cancel." in text_and_messages(pages(do.CAT).check())


# Pressing


def test_pressed_it_is_cancelled_and_the_page_says_what_went_back(by_card, bank):
    it = by_card()
    page = it.press(it.check(1))
    assert "Your tickets are cancelled" in text(page)
    assert "£55.00 was given back to the card that you paid with" in text(page)
    assert do.given_back(bank, it.record) == 5500
    assert "Cancelled on" in text(it.get(f"/order/{it.record.pk}/"))
    assert "Nothing is left to cancel" in text(it.get())


def test_pressed_twice_in_two_tabs_and_after_going_back_it_is_one(by_card, bank):
    it = by_card(do.CAT, do.CASTLE)
    here, there = it.check(1), it.check(1)
    first = it.press(here)
    for page in (it.press(here), it.press(there)):
        assert page.request["PATH_INFO"] == first.request["PATH_INFO"]
    assert (Cancellation.objects.count(), do.asked(bank), it.record.refunds.count()) == (1, ["1"], 1)


def test_while_one_is_under_way_every_page_leads_to_it(pages, f13):
    it = pages(do.CAT, do.CASTLE)
    f13.fault("cancel", kind="lost", seconds=150)
    page = it.check(1)
    address = it.press(page).request["PATH_INFO"]
    for answer in (it.get(), it.check(2), it.press(page), it.send({"item": ["2"], "offer": "x"})):
        assert answer.request["PATH_INFO"] == address
    assert Cancellation.objects.count() == 1


def test_what_was_shown_otherwise_is_shown_again_and_not_done(by_card, bank, settings):
    it = by_card()
    page = it.check(1)
    settings.CANCELLATION_COST_PERCENT = 10
    answer = it.press(page)
    assert "What comes back has changed since you looked" in text_and_messages(answer)
    assert "Comes back £49.50" in text(answer)
    assert (do.asked(bank), Cancellation.objects.count()) == ([], 0)


def test_what_can_no_longer_be_cancelled_is_said(pages, monkeypatch):
    it = pages(do.CAT)
    page = it.check(1)
    monkeypatch.setattr(dates, "has_begun", lambda order, now: True)
    assert "This can no longer be cancelled" in text_and_messages(it.press(page))
    assert "It has begun, or is over." in text(it.get())
    assert Cancellation.objects.count() == 0


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"item": "7"},
        {"item": "1x"},
        {"item": "9" * 4000},
        {"item": "\N{ARABIC-INDIC DIGIT ONE}"},
        {"item": ["1", "7"]},
        {"item": "1"},
        {"item": "1", "offer": ""},
        {"item": "1", "offer": "1: 99.00 gbp"},
    ],
)
def test_forged_it_does_nothing(pages, f13, form):
    it = pages(do.CAT)
    assert it.send(form).status_code == 200
    assert (do.asked(f13), Cancellation.objects.count()) == ([], 0)


# What became of it


def test_while_nobody_knows_the_page_waits_and_says_so(pages, f13):
    it = pages(do.CAT)
    f13.fault("cancel", kind="lost")
    f13.fault("status", kind="502_before", times=20)
    page = it.press(it.check(1))
    assert "Your tickets are being cancelled" in text(page)
    assert "data-is-under-way" in page.content.decode()
    assert 'http-equiv="refresh"' in page.content.decode()
    cancellation = Cancellation.objects.get()
    with time_machine.travel(timezone.now() + timedelta(minutes=4)):
        page = it.get(cancellation.get_absolute_url())
        assert "You may close this page: we send an email once it is settled." in text(page)
    f13.no_faults()
    do.run(cancellation)
    page = it.get(cancellation.get_absolute_url())
    assert "Your tickets are cancelled" in text(page)
    assert "data-is-under-way" not in page.content.decode()


def test_others_that_would_have_to_go_too_are_shown_and_asked_for_anew(pages, f13, monkeypatch):
    """As f13 tells it, where nothing else did."""
    it = pages(do.CRUISE, do.WALK)
    cancellation = do.cancelled(it.record, 1)
    assert (cancellation.standing, cancellation.must_also) == (S.REFUSED, [2])
    page = it.get(cancellation.get_absolute_url())
    assert "Nothing is cancelled. The supplier takes these back only together with" in text(page)
    assert it.record.items.get(number=2).event_name in text(page)
    numbers = re.findall(r'type="hidden" name="item" value="(\d)"', page.content.decode())
    done = it.press(it.check(*numbers))
    assert "Your tickets are cancelled" in text(done)
    assert do.asked(f13) == ["1", "1,2"]


def test_others_that_cannot_go_leave_it_to_people(pages, monkeypatch):
    it = pages(do.CRUISE, do.WALK)
    cancellation = do.cancelled(it.record, 1)
    monkeypatch.setattr(dates, "has_begun", lambda order, now: True)
    page = text(it.get(cancellation.get_absolute_url()))
    assert "Not all of these can be cancelled" in page
    assert "Write to us" in page


def test_what_the_supplier_did_not_accept_is_said_plainly(pages):
    it = pages(do.CAT, customer={"address_line_two": "fail cancel"})
    page = text(it.press(it.check(1)))
    assert "The tickets are not cancelled" in page
    assert "They are as good as before, and no money has moved." in page
    assert "Write to us" in page


def test_what_was_lost_for_good_may_be_tried_again(pages, f13, settings):
    it = pages(do.CAT)
    f13.fault("cancel", kind="cut", times=2)
    it.press(it.check(1))
    cancellation = Cancellation.objects.get()
    for minutes in (11, 11, 22):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            do.run(cancellation)
    page = it.get(cancellation.get_absolute_url())
    assert "We have made sure that nothing was cancelled" in text(page)
    assert f'href="{it.address}"' in page.content.decode()


def test_a_part_says_which(pages, f13, settings):
    it = pages(do.CAT, do.CASTLE)
    f13.fault("cancel", kind="cut")
    it.press(it.check(1, 2))
    doing.get_service("en").cancel(it.record.transaction_uuid, items=[1])
    cancellation = Cancellation.objects.get()
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        do.run(cancellation)
    page = text(it.get(cancellation.get_absolute_url()))
    assert "Some of the tickets are cancelled, and some are not" in page
    assert page.index("Cat at Lunchtime") < page.index("Not cancelled")


def test_money_that_people_see_to_is_said_so(by_card, bank):
    it = by_card()
    it.press(it.check(1))
    it.record.refunds.update(standing="asked", needs_staff="refused")
    page = text(it.get(Cancellation.objects.get().get_absolute_url()))
    assert "£55.00 is to go back to you, and has not arrived at your bank" in page


def test_tickets_that_are_cancelled_are_on_the_order_s_page_no_more(pages):
    it = pages(do.CAT)
    assert "Barcode of ticket 1" in it.get(f"/order/{it.record.pk}/").content.decode()
    it.press(it.check(1))
    assert "Barcode of ticket" not in it.get(f"/order/{it.record.pk}/").content.decode()


# Nobody else


def test_every_address_is_a_404_for_anybody_else(pages, f13):
    it = pages(do.CAT)
    form = form_of(it.check(1))
    cancellation = do.cancelled(it.record)
    before = OrderRecord.objects.values().get()
    stranger, other = HouseRulesClient(), HouseRulesClient()
    other.get("/trolley/")
    for client in (stranger, other):
        for address in (it.address, f"{it.address}check/", cancellation.get_absolute_url(), withdrawing(it)):
            assert client.get(address).status_code == 404
            assert client.post(address, form).status_code in {404, 405}
    assert OrderRecord.objects.values().get() == before


def test_another_order_s_cancellation_is_a_404_too(pages, bought):
    it, cancellation = pages(do.CAT), do.cancelled(bought(do.CASTLE))
    assert it.client.get(f"{it.address}{cancellation.pk}/").status_code == 404
    assert it.client.get(f"{it.address}{uuid.uuid4()}/").status_code == 404


def test_of_an_order_that_is_not_bought_there_is_nothing_to_cancel(client, f13):
    record = do.held(client, do.CAT)
    for address in ("cancel/", "cancel/check/", "withdraw/"):
        assert client.get(f"/order/{record.pk}/{address}").status_code == 404


def withdrawing(it):
    return f"/order/{it.record.pk}/withdraw/"


def test_looking_at_an_order_asks_f13_nothing(pages, f13):
    it = pages(do.CAT)
    f13.clear_log()
    it.get()
    it.check(1)
    assert [row["endpoint"] for row in f13.log()] == []


def test_it_is_under_way_once(pages):
    it = pages(do.CAT)
    cancelling.ask(it.record, [1])
    assert "Being cancelled:" in text(it.get(f"/order/{it.record.pk}/"))
