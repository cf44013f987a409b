"""Which places of a worker an order needs: a purchase may take minutes, looking one up does not."""

import pytest

from boxoffice import places
from checkout import purchase
from checkout.models import CalloutStep, State
from tests.builders import a_purchase, pressed

pytestmark = pytest.mark.django_db


def test_before_it_is_asked_for_it_needs_one_of_its_suppliers_places(client, f13):
    record = pressed(client)
    (bundle,) = record.reservation.trolley.bundles
    assert purchase.kinds(record.pk) == places.purchases((bundle.source_code,))


def test_a_card_that_is_confirmed_may_be_bought_with_at_once(client, f13):
    record = pressed(client)
    record.change(state=State.AUTHORISING)
    assert "purchases" in purchase.kinds(record.pk)


def test_once_asked_it_is_only_looked_up(client, f13):
    record = pressed(client)
    record.change(purchase_asked_at=record.pressed_at)
    assert purchase.kinds(record.pk) == places.deeds()


def test_what_came_back_is_sent_on_which_may_take_minutes_again(client, f13):
    record = pressed(client)
    record.change(purchase_asked_at=record.pressed_at)
    CalloutStep.objects.create(record=record, returned_at=record.pressed_at)
    assert "purchases" in purchase.kinds(record.pk)


@pytest.mark.parametrize("state", [State.CALLED_OUT, State.HANDED_OVER])
def test_whoever_waits_for_the_buyer_is_looked_up(client, f13, state):
    record = pressed(client)
    record.change(state=state)
    assert purchase.kinds(record.pk) == places.deeds()


def test_an_order_that_ended_keeps_no_purchase_waiting(client, f13, django_capture_on_commit_callbacks):
    record = a_purchase(client, django_capture_on_commit_callbacks)
    assert purchase.kinds(record.pk) == places.deeds()
