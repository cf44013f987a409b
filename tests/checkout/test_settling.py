"""What became of a purchase whose answer is lost: looked up until it is certain."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from boxoffice.ticketing import (
    BadEmailAddress,
    Callout,
    SalesPage,
    SoldOrder,
    Transaction,
    Trolley,
    Unreadable,
    get_service,
)
from boxoffice.ticketing.types import PurchaseResult, TransactionStatus
from checkout import callouts, concluding, reservation, settling
from checkout.models import NeedsStaff, State
from tests.builders import CUSTOMER, a_hold, pressed, run

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]

GRACE = timedelta(minutes=10, seconds=1)


def steps(record):
    return list(record.steps.values_list("what", flat=True))


def only_the_sales_report_answers(f13):
    for endpoint in ("purchase_page_archive", "status", "trans_id_status"):
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


# What only the sales report knows


class Told:
    """A service that gives these answers, and raises those of them that are errors."""

    def __init__(self, *, status=None, sales=(), by_id=None):
        self.answers = {"status": status, "sales": SalesPage(orders=tuple(sales)), "by_id": by_id}
        self.asked = []

    def get_purchase(self, transaction_uuid):
        raise Unreadable(request_id="archive-1")

    def get_status(self, transaction_uuid):
        return self._answer("status")

    def list_orders_sold(self, wanted):
        return self._answer("sales")

    def get_status_by_id(self, transaction_id):
        self.asked.append(transaction_id)
        return self._answer("by_id")

    def _answer(self, name):
        answer = self.answers[name]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def looked_up_long_after(client, f13, monkeypatch):
    """An order whose answer is lost, after a look at what this service says, long after the hold's end."""

    def look(service, *, times=1):
        record = pressed(client)
        f13.fault("purchase", kind="cut")
        run(record)
        monkeypatch.setattr(settling, "get_service", lambda language: service)
        with long_after(record):
            for _ in range(times):
                run(record)
        return record

    return look


def reserved():
    return Transaction(TransactionStatus.RESERVED, request_id="status-1")


def test_a_sale_of_the_report_is_certain_by_its_transaction_id(client, f13):
    record = pressed(client)
    f13.fault("purchase", kind="garbage")
    run(record)
    for endpoint in ("purchase_page_archive", "status"):
        f13.fault(endpoint, kind="410", times=1000)
    with long_after(record):
        run(record)
    assert (record.state, record.needs_staff) == (State.PURCHASED, "")
    assert record.transaction_id
    assert len(f13.log(endpoint="trans_id_status")) == 1


def test_another_transaction_under_that_id_is_not_taken_for_ours(looked_up_long_after):
    strange = Transaction(TransactionStatus.PURCHASED, Trolley(transaction_uuid="another"), request_id="r")
    service = Told(status=reserved(), sales=[SoldOrder(transaction_id="T000-1")], by_id=strange)
    record = looked_up_long_after(service)
    assert service.asked == ["T000-1"]
    assert (record.state, record.needs_staff) == (State.ATTEMPTING, NeedsStaff.SALES)


def test_sales_of_others_prove_nothing_either_way(looked_up_long_after):
    """f13 may have ignored whose sales were asked for."""
    service = Told(status=reserved(), sales=[SoldOrder(transaction_uuid="another", transaction_id="T000-1")])
    record = looked_up_long_after(service)
    assert service.asked == []
    assert (record.state, record.needs_staff) == (State.ATTEMPTING, NeedsStaff.SALES)


def test_a_failed_sale_is_no_sale(looked_up_long_after):
    record = looked_up_long_after(Told(status=reserved(), sales=[SoldOrder(purchase_succeeded=False)]))
    assert record.state == State.FAILED


@pytest.mark.parametrize("said", ["attempting", "purchased", "failed", ""])
def test_absence_proves_nothing_while_status_says_more_than_reserved(looked_up_long_after, said):
    """`failed` beside a success, `purchased` beside a failure: contradictions, which free no money."""
    result = PurchaseResult(success=said == "failed")
    found = Transaction(TransactionStatus(said), Trolley(purchase_result=result), request_id="status-1")
    record = looked_up_long_after(Told(status=found))
    assert (record.state, record.needs_staff) == (State.ATTEMPTING, NeedsStaff.DOUBT)


def test_absence_proves_nothing_while_status_does_not_answer(looked_up_long_after):
    record = looked_up_long_after(Told(status=Unreadable(request_id="status-1")))
    assert (record.state, record.needs_staff) == (State.ATTEMPTING, NeedsStaff.DOUBT)


def test_what_each_look_finds_is_said_once_with_every_request_id(looked_up_long_after):
    record = looked_up_long_after(Told(status=Unreadable(request_id="status-1")), times=4)
    repeated = {step.what: step.times for step in record.steps.all() if step.times > 1}
    assert repeated == {
        "no answer from the archive": 4,
        "no answer from status": 4,
        "the sales report does not know it: staff must look": 4,
    }
    step = record.steps.get(what="no answer from status")
    assert [request_id for _at, request_id in step.occasions] == ["status-1"] * 4
    assert len(set(steps(record))) == len(steps(record))


def test_another_finding_is_another_step_and_so_is_the_same_after_a_move(client, f13):
    record = a_hold(client)
    for detail in ("one", "two", "one"):
        record.note_again("seen", detail=detail)
    record.move(State.EXPIRED, what="over")
    record.note_again("seen", detail="one")
    assert list(record.steps.filter(what="seen").values_list("detail", "state", "times")) == [
        ("one", "reserved", 2),
        ("two", "reserved", 1),
        ("one", "expired", 1),
    ]


def test_a_callout_that_the_shop_does_not_know_is_said_once(client, f13):
    record = pressed(client)
    f13.fault("purchase", kind="cut")
    run(record)
    for number in range(3):
        callouts.go_out(
            record, Callout("https://bank.example", return_token="unknown", request_id=f"r-{number}")
        )
    step = record.steps.get(what=callouts.UNKNOWN)
    assert (step.times, [request_id for _at, request_id in step.occasions]) == (3, ["r-0", "r-1", "r-2"])
    assert record.needs_staff == NeedsStaff.CALLOUT


def test_an_answer_that_says_otherwise_after_the_end_is_for_staff_and_changes_nothing(client, f13):
    record = pressed(client)
    stale = pressed(client)
    stale.pk, stale.state = record.pk, State.ATTEMPTING
    run(record)
    assert record.state == State.PURCHASED
    failed = Transaction(TransactionStatus.FAILED, request_id="r-1")
    for _ in range(2):
        concluding.finish(stale, State.FAILED, failed, request_id="r-1", why_failed="supplier")
        stale.state = State.ATTEMPTING
    record.refresh_from_db()
    assert (record.state, record.needs_staff) == (State.PURCHASED, NeedsStaff.CONTRADICTION)
    assert record.steps.get(what__contains="another answer says").times == 2


def test_a_release_that_stays_uncertain_is_said_once(client, f13):
    record = a_hold(client)
    f13.fault("release", kind="502_before", times=3)
    for _ in range(3):
        reservation.release(record)
    assert record.steps.get(what="release is not certain").times == 3


def test_what_is_open_for_an_hour_is_looked_up_less_often(client, f13):
    record = pressed(client)
    f13.fault("purchase", kind="lost", seconds=500)
    run(record)
    assert settling._pause(settling.MANY_LOOKS) == settling.LONGEST_PAUSE
    record.change(looks=settling.MANY_LOOKS)
    run(record)
    pause = (record.look_again_at - record.created_at).total_seconds()
    assert pause > settling.LONG_PAUSE - 1


def test_a_look_that_repeats_itself_costs_no_more_queries_the_hundredth_time(
    client, f13, django_assert_max_num_queries
):
    record = pressed(client)
    f13.fault("purchase", kind="lost", seconds=500)
    run(record)
    for _ in range(100):
        record.note_again("status says reserved", request_id="r")
    with django_assert_max_num_queries(3):
        record.note_again("status says reserved", request_id="r")
