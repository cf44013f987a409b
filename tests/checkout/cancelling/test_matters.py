"""Staff see what is open about cancelling, have it looked at at once, and say that they have seen to it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checkout import cancelling, matters
from checkout.cancelling import doing, giving_back
from checkout.models import CancellationStanding as S
from checkout.models import CancellationTrouble, OrderRecord, RefundTrouble
from tests import cancelling as do

pytestmark = pytest.mark.django_db
LIST = "/admin/checkout/orderrecord/"


def is_open(record, kind):
    found = [matter.kind for matter in matters.of(record)]
    in_list = [kind for kind in matters.Kind if OrderRecord.objects.filter(matters.condition(kind)).exists()]
    assert sorted(found) == sorted(in_list)
    return kind in found


def test_one_that_nobody_began_is_open_after_a_minute(bought):
    record = bought(do.CAT)
    cancellation = cancelling.ask(record, [1])
    assert not is_open(record, "cancellation")
    cancellation.change(made_at=timezone.now() - timedelta(minutes=2))
    assert is_open(record, "cancellation")
    do.run(cancellation)
    assert not is_open(record, "cancellation")


def test_one_whose_answer_is_lost_is_open_until_it_is_certain(bought, f13):
    record = bought(do.CAT)
    f13.fault("cancel", kind="lost")
    cancellation = do.cancelled(record)
    assert is_open(record, "cancellation")
    assert "its answer is lost" in matters.of(record)[0].why
    do.run(cancellation)
    assert not is_open(record, "cancellation")


def test_a_withdrawal_names_what_the_shop_could_not_cancel(bought):
    record = bought(do.TOKYO_ANY_DAY)
    cancelling.withdraw(record, [1])
    assert is_open(record, "withdrawal")
    assert "from items 1," in matters.of(record)[0].why


def test_a_sum_that_is_not_known_is_for_staff(client, bank):
    record = do.bought_by_card(client, bank)
    cancellation = cancelling.ask(record, [1])
    cancellation.change(kept_offer='{"lines":[{"number":1,"source_code":"ext_test1"}]}')
    do.run(cancellation)
    assert (cancellation.standing, cancellation.needs_staff) == (S.DONE, CancellationTrouble.UNKNOWN_SUM)
    assert is_open(record, "cancellation")
    assert do.given_back(bank, record) == 0


def a_trouble(client, bank, kind):
    """One order that has this matter; its row."""
    if kind == "withdrawal":
        record = do.bought_by_card(client, bank, do.TOKYO_ANY_DAY)
        return record, cancelling.withdraw(record, [1])
    record = do.bought_by_card(client, bank)
    cancellation = do.cancelled(record)
    if kind == "cancellation":
        cancellation.change(needs_staff=CancellationTrouble.UNKNOWN_SUM)
        return record, cancellation
    refund = record.refunds.get()
    refund.change(standing="failed", needs_staff=RefundTrouble.FAILED)
    return record, refund


@pytest.mark.parametrize("kind", ["cancellation", "withdrawal", "refund"])
def test_what_staff_have_seen_to_is_open_no_longer(client, bank, admin_client, kind):
    record, row = a_trouble(client, bank, kind)
    assert is_open(record, kind)
    trouble = row.needs_staff
    page = admin_client.get(f"{LIST}{record.pk}/change/").content.decode()
    assert f'action="{LIST}{record.pk}/see-to/"' in page
    admin_client.post(f"{LIST}{record.pk}/see-to/")
    row.refresh_from_db()
    assert row.needs_staff == ""
    assert not is_open(record, kind)
    assert record.steps.last().detail == f"admin: {trouble}"


def test_asked_again_all_of_it_is_looked_at_at_once(
    client, bank, admin_client, monkeypatch, django_capture_on_commit_callbacks
):
    record, later = do.bought_by_card(client, bank), timezone.now() + timedelta(hours=1)
    cancellation = do.cancelled(record)
    refund = record.refunds.get()
    cancellation.change(standing="uncertain", look_again_at=later)
    refund.change(standing="asked", look_again_at=later)
    seen = []
    monkeypatch.setattr(doing, "run", seen.append)
    monkeypatch.setattr(giving_back, "settle", seen.append)
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(f"{LIST}{record.pk}/ask-again/")
    assert {cancellation.pk, refund.pk} <= set(seen)
