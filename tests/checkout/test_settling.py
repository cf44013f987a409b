"""What became of a purchase whose answer is lost: looked up until it is certain."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from boxoffice.ticketing import BadEmailAddress, get_service
from boxoffice.ticketing.types import PurchaseResult, TransactionStatus
from checkout import settling
from checkout.models import State
from tests.builders import CUSTOMER, pressed, run

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]

GRACE = timedelta(minutes=10, seconds=1)


def steps(record):
    return list(record.steps.values_list("what", flat=True))


def only_the_sales_report_answers(f13):
    for endpoint in ("purchase_page_archive", "status"):
        f13.fault(endpoint, kind="410", times=1000)


def long_after(record):
    return time_machine.travel(record.hold_ends_at + GRACE, tick=True)


def test_what_the_sales_report_does_not_know_long_after_the_hold_was_never_bought(client, f13):
    record = pressed(client)
    f13.fault("purchase", kind="cut")
    run(record)
    only_the_sales_report_answers(f13)
    run(record)
    assert record.state == State.ATTEMPTING
    with long_after(record):
        run(record)
    assert (record.state, record.why_failed) == (State.FAILED, "unknown")


def test_what_the_sales_report_knows_is_never_taken_for_failed(client, f13):
    record = pressed(client)
    f13.fault("purchase", kind="garbage")
    run(record)
    only_the_sales_report_answers(f13)
    with long_after(record):
        run(record)
        assert record.state == State.ATTEMPTING
        assert "the sales report knows it: staff must look" in steps(record)
        f13.no_faults()
        run(record)
    assert record.state == State.PURCHASED


def test_a_status_that_contradicts_itself_frees_no_money(client, f13):
    record = pressed(client)
    f13.fault("purchase", kind="garbage")
    run(record)
    told = get_service().get_status(record.transaction_uuid)
    assert told.trolley.bundles[0].is_purchased
    says_both = replace(
        told,
        status=TransactionStatus.FAILED,
        trolley=replace(told.trolley, purchase_result=PurchaseResult(success=False)),
    )

    class Service:
        def get_status(self, transaction_uuid):
            return says_both

    settling._from_status(record, Service())
    record.refresh_from_db()
    assert record.state == State.ATTEMPTING


def test_a_fault_of_ours_in_one_place_does_not_keep_the_others_from_being_asked(client, f13, monkeypatch):
    record = pressed(client)
    f13.fault("purchase", kind="garbage")
    run(record)
    monkeypatch.setitem(settling.PLACES, "the archive", lambda record, service: 1 / 0)
    run(record)
    assert record.state == State.PURCHASED


def test_it_can_be_looked_up_for_years(client, f13):
    record = pressed(client)
    f13.fault("purchase", kind="lost", seconds=500)
    run(record)
    record.change(looks=1_000_000)
    run(record)
    assert record.looks == 1_000_001


def test_a_lost_refusal_of_the_email_address_comes_back_at_the_field(client, f13):
    record = pressed(client, customer=CUSTOMER | {"email": "ada@example.invalid"})
    f13.fault("purchase", kind="502_after")
    run(record)
    assert record.state == State.ATTEMPTING
    run(record)
    assert record.state == State.RESERVED
    assert 'href="#id_email"' in client.get(f"/checkout/{record.pk}/").content.decode()


def test_of_a_second_attempt_it_might_be_the_first_ones_answer(client, f13):
    record = pressed(client, customer=CUSTOMER | {"email": "ada@example.invalid"})
    run(record)
    client.post(f"/checkout/{record.pk}/", CUSTOMER)
    f13.fault("purchase", kind="lost", seconds=150)
    run(record)

    class Service:
        def get_purchase(self, transaction_uuid):
            raise BadEmailAddress(error_key="addr_bad_email_domain")

    with pytest.raises(BadEmailAddress):
        settling._from_archive(record, Service())
    record.refresh_from_db()
    assert record.state == State.ATTEMPTING


@pytest.mark.parametrize("kind", ["410", "cut", "502_before"])
def test_a_purchase_that_did_not_happen_ends_once_f13_has_freed_the_seats(client, f13, kind):
    record = pressed(client)
    f13.fault("purchase", kind=kind)
    run(record)
    run(record)
    assert record.state == State.ATTEMPTING
    f13.move_clock(minutes=16)
    run(record)
    assert record.state == State.FAILED
    assert len(f13.log(endpoint="purchase")) == 1
