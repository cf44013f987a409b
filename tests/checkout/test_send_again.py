"""The letter once more: to the order's own address, for whoever may see the order, not without end."""

import pytest

from checkout import letters
from checkout.models import State
from tests.orders import BUYER, as_buyer, bought
from tests.rules.pages import HouseRulesClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_tries_yet")]


@pytest.fixture
def promised(monkeypatch):
    """What was asked of whoever writes letters; it promises each."""
    asked = []

    def promise_again(record, *, kind, by):
        asked.append((record.pk, kind, by))
        return True

    monkeypatch.setattr(letters, "promise_again", promise_again)
    return asked


def press(client, record):
    return client.post(f"/order/{record.pk}/send-again/", follow=True)


def test_it_is_promised_and_its_address_named_so_that_its_owner_knows_it(client, promised):
    record = bought()
    response = press(as_buyer(client), record)
    assert promised == [(record.pk, "confirmation", "")]
    assert response.redirect_chain == [(f"/order/{record.pk}/", 302)]
    assert "The letter is on its way to a…@example.com." in response.content.decode()


def test_what_cannot_be_promised_is_not(client, monkeypatch):
    monkeypatch.setattr(letters, "promise_again", lambda record, **asked: False)
    page = press(as_buyer(client), bought()).content.decode()
    assert "cannot be sent at this moment" in page
    assert "on its way" not in page


def test_it_is_sent_three_times_an_hour_at_most(client, promised, time_machine):
    time_machine.move_to("2027-06-01T12:00:00Z", tick=False)
    record = bought()
    as_buyer(client)
    assert [press(client, record).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert press(client, record)["Retry-After"] == "3600"
    assert len(promised) == 3
    assert press(client, bought()).status_code == 200
    time_machine.shift(3600)
    assert press(client, record).status_code == 200


def test_nobody_else_has_it_sent(client, promised):
    assert press(HouseRulesClient(), bought()).status_code == 404
    assert as_buyer(client).get(f"/order/{bought().pk}/send-again/").status_code == 405
    assert press(as_buyer(client), bought(visitor="somebody else")).status_code == 404
    assert promised == []


def test_of_what_was_not_bought_there_is_none(client, promised):
    assert press(as_buyer(client), bought(state=State.FAILED)).status_code == 404
    assert promised == []


def test_without_an_address_it_is_not_offered(client):
    page = as_buyer(client).get(f"/order/{bought(customer={}).pk}/").content.decode()
    assert "Send the letter again" not in page
    assert BUYER not in page
