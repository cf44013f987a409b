"""What has no date can be withdrawn from in two steps, with a receipt by letter; the rest says why not."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from checkout import cancelling
from checkout.models import Cancellation, Letter
from tests import cancelling as do
from tests.cancelling_pages import text, text_and_messages

pytestmark = pytest.mark.django_db
BUTTON = "Withdraw from contract here"


def address_of(it):
    return f"/order/{it.record.pk}/withdraw/"


def order_page(it):
    return it.get(f"/order/{it.record.pk}/")


def letter(kind="withdrawn"):
    return next(
        one for one in mail.outbox if one.extra_headers["Message-ID"].split("@")[0].endswith(f".{kind}")
    )


# The button


def test_what_has_no_date_has_the_button_and_says_until_when(pages):
    it = pages(do.ANY_DAY)
    page = order_page(it)
    assert BUTTON in text(page)
    assert "without giving a reason" in text(page)
    assert f'href="{address_of(it)}"' in page.content.decode()
    assert "leisure services" not in text(page)


def test_what_has_a_date_has_none_and_says_why(pages):
    page = order_page(pages(do.CAT))
    assert BUTTON not in text(page)
    assert "Article 16(l) of Directive 2011/83/EU" in text(page)


def test_of_both_each_says_its_own(pages):
    page = text(order_page(pages(do.ANY_DAY, do.CAT)))
    assert BUTTON in page
    assert "Article 16(l)" in page


@pytest.mark.parametrize(("days", "is_there"), [(13, True), (20, False)])
def test_it_is_there_for_the_whole_period_and_no_longer(pages, client, days, is_there):
    it = pages(do.ANY_DAY)
    it.record.items.update(purchased_at=timezone.now() - timedelta(days=days))
    assert (BUTTON in text(order_page(it))) is is_there
    assert (b"Confirm withdrawal" in it.get(address_of(it)).content) is is_there


# Two steps


def test_the_statement_names_the_buyer_the_contract_and_where_the_receipt_goes(pages):
    it = pages(do.ANY_DAY)
    page = it.get(address_of(it))
    for said in ("Ada Reader", it.record.transaction_id, "ada@example.com", "You need give no reason"):
        assert said in text(page)
    assert re.search(r'name="item" id="item-1" value="1" checked', page.content.decode())
    assert Cancellation.objects.count() == 0


def test_confirmed_it_is_received_and_the_receipt_comes_by_letter(pages, f13):
    it = pages(do.ANY_DAY)
    page = it.send({"item": "1"}, address_of(it))
    withdrawal = Cancellation.objects.get()
    at = f"{withdrawal.made_at:%H:%M} UTC"
    for said in ("We have received your withdrawal", at, "Ada Reader", it.record.transaction_id):
        assert said in text(page)
    received = letter()
    html = received.alternatives[0][0]
    assert received.to == ["ada@example.com"]
    for body in (received.body, html):
        for said in (at, "Ada Reader", it.record.transaction_id, "Clocks &", "fourteen days"):
            assert said in body.replace("&amp;", "&")
    assert do.asked(f13) == ["1"]
    assert "Cancelled" in text(page)


def test_where_no_address_is_known_the_page_is_the_receipt(pages):
    it = pages(do.ANY_DAY)
    it.record.change(customer={"first_name": "Ada", "last_name": "Reader"})
    assert "The confirmation goes to" not in text(it.get(address_of(it)))
    page = text(it.send({"item": "1"}, address_of(it)))
    assert "please print or save this page" in page
    assert "We send you the same by email" not in page


def test_all_that_was_paid_comes_back(by_card, bank, settings):
    settings.CANCELLATION_COST_PERCENT = 30
    it = by_card(do.MUG)
    it.send({"item": "1"}, address_of(it))
    assert do.books_agree(bank, it.record)


def test_sent_twice_it_is_one_withdrawal_and_one_letter(pages, f13):
    it = pages(do.ANY_DAY)
    first, second = (it.send({"item": "1"}, address_of(it)) for _ in range(2))
    assert first.request["PATH_INFO"] == second.request["PATH_INFO"]
    assert (Cancellation.objects.count(), do.asked(f13)) == (1, ["1"])
    assert Letter.objects.filter(kind="withdrawn").count() == 1


def test_where_the_supplier_does_not_permit_it_nobody_is_turned_away(pages, f13):
    it = pages(do.TOKYO_ANY_DAY)
    assert BUTTON in text(order_page(it))
    page = text(it.send({"item": "1"}, address_of(it)))
    assert "We have received your withdrawal" in page
    assert "so we ask it to" in page
    assert letter()
    assert do.asked(f13) == []
    assert "you withdrew from" in text(order_page(it))
    assert "There is nothing to withdraw from" in text(it.get(address_of(it)))


@pytest.mark.parametrize("form", [{}, {"item": "2"}, {"item": "7"}, {"item": "x"}, {"item": ["1", "2"]}])
def test_only_what_may_be_withdrawn_from_is(pages, form):
    it = pages(do.ANY_DAY, do.CAT)
    assert "Please choose what you withdraw from." in text_and_messages(it.send(form, address_of(it)))
    assert Cancellation.objects.count() == 0


def test_of_several_none_is_chosen_beforehand(pages):
    it = pages(do.ANY_DAY, do.MUG)
    assert " checked" not in it.get(address_of(it)).content.decode()
    it.send({"item": ["1", "2"]}, address_of(it))
    assert Cancellation.objects.get().cancelled == [1, 2]


def test_one_after_the_other_each_has_its_receipt(pages):
    it = pages(do.ANY_DAY, do.MUG)
    for number in ("1", "2"):
        assert "We have received your withdrawal" in text(it.send({"item": number}, address_of(it)))
    assert Cancellation.objects.filter(is_withdrawal=True).count() == 2


# Before the button that buys


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (do.CAT, "For tickets for a given date the law gives no right to withdraw"),
        (do.ANY_DAY, "you may withdraw from the contract within fourteen days, without giving a reason"),
        (do.MUG, "within fourteen days of having it in your hands"),
    ],
)
def test_before_they_buy_buyers_are_told(client, f13, event, said):
    record = do.held(client, event)
    assert said in text(client.get(f"/checkout/{record.pk}/"))


def test_a_withdrawal_of_an_old_order_counts_from_its_purchase(pages):
    """Not from when the record last changed."""
    it = pages(do.ANY_DAY, do.CAT)
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        do.cancelled(it.record, 2)
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        assert cancelling.withdrawable_items(it.record) == ()
