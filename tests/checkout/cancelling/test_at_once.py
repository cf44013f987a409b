"""Presses that arrive in the same moment: one cancellation, and no more money back than was taken."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection, connections

from checkout import cancelling
from checkout.models import Cancellation, OrderRecord, Refund
from tests import cancelling as do

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 6


@pytest.fixture
def at_once():
    """Does it in so many threads, each with a connection of its own."""
    if connection.vendor == "sqlite":
        pytest.skip("a database in memory has one connection; PostgreSQL is where presses meet")
    barrier = Barrier(MANY)

    def alone(deed):
        barrier.wait(timeout=30)
        try:
            return deed()
        finally:
            connections.close_all()

    def together(deed):
        with ThreadPoolExecutor(MANY) as threads:
            return list(threads.map(alone, [deed] * MANY))

    return together


def test_one_cancellation_is_asked_for(client, bank, at_once):
    record = do.bought_by_card(client, bank, do.CAT, do.CASTLE)
    asked = at_once(lambda: cancelling.ask(OrderRecord.objects.get(pk=record.pk), [1]))
    assert {one.pk for one in asked} == {Cancellation.objects.get().pk}


def test_one_withdrawal_is_received(client, bank, at_once):
    record = do.bought_by_card(client, bank, do.ANY_DAY)
    received = at_once(lambda: cancelling.withdraw(OrderRecord.objects.get(pk=record.pk), [1]))
    assert [one for one in received if one] == [Cancellation.objects.get()]


def test_staff_give_back_no_more_than_was_taken(client, bank, at_once):
    record = do.bought_by_card(client, bank)
    at_once(lambda: cancelling.refund(OrderRecord.objects.get(pk=record.pk), Decimal(20), by="ada"))
    assert [refund.amount for refund in Refund.objects.all()] == [2000, 2000]


def test_workers_that_come_at_once_ask_and_give_back_once(client, bank, at_once):
    record = do.bought_by_card(client, bank, do.CAT, do.CASTLE)
    cancellation = cancelling.ask(record, [1])
    at_once(lambda: do.run(Cancellation.objects.get(pk=cancellation.pk)))
    at_once(do.recover)
    assert do.asked(bank) == ["1"]
    assert do.given_back(bank, record) == 5500
    assert do.books_agree(bank, record)
