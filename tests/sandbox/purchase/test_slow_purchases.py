"""A purchase that takes minutes: what is seen meanwhile, and that it ends once, whoever still listens."""

import threading
from datetime import timedelta

from sandbox.http import Response
from tests.sandbox.purchase.asking import RETURN, control, error_of, json_of, row


class Running:
    """A deed in a thread of its own, from the moment when it waits on the clock."""

    def __init__(self, clock, deed) -> None:
        self.answers: list[Response] = []
        self.clock = clock
        clock.somebody_waits.clear()
        self.thread = threading.Thread(target=lambda: self.answers.append(deed()))
        self.thread.start()
        assert clock.somebody_waits.wait(10)

    def finish(self, *, after: float) -> Response:
        self.clock.move(timedelta(seconds=after))
        self.thread.join(10)
        return self.answers[0]


def test_meanwhile_it_reads_reserved_and_has_no_answer_in_the_archive(clock, demo):
    uuid = demo.reserve()
    running = Running(clock, lambda: demo.purchase(uuid, delay=150))
    assert demo.read("status", transaction_uuid=uuid)["transaction_status"] == "reserved"
    assert error_of(demo.get("purchase_page_archive", transaction_uuid=uuid)) == (400, 8, "")
    assert json_of(running.finish(after=150))["transaction_status"] == "purchased"
    assert demo.read("status", transaction_uuid=uuid)["transaction_status"] == "purchased"


def test_meanwhile_the_hold_does_not_run_out(world, clock, demo):
    uuid = demo.reserve()
    running = Running(clock, lambda: demo.purchase(uuid, delay=1800))
    clock.move(timedelta(minutes=20))
    assert row(world, uuid)["status"] == "reserved"
    assert json_of(running.finish(after=600))["transaction_status"] == "purchased"


def test_meanwhile_a_second_purchase_is_refused_and_changes_nothing(world, clock, demo):
    uuid = demo.reserve()
    running = Running(clock, lambda: demo.purchase(uuid, delay=150))
    assert error_of(demo.purchase(uuid)) == (400, 8, "")
    assert demo.get("purchase_page_archive", transaction_uuid=uuid).status == 400
    first = running.finish(after=150)
    assert demo.get("purchase_page_archive", transaction_uuid=uuid).body == first.body
    assert row(world, uuid)["purchase_calls"] == 2
    assert row(world, uuid)["tickets_sold"] == 2


def test_meanwhile_it_cannot_be_released(clock, demo):
    uuid = demo.reserve()
    running = Running(clock, lambda: demo.purchase(uuid, delay=150))
    assert json_of(demo.post("release", transaction_uuid=uuid)) == {"released_ok": False}
    assert json_of(running.finish(after=150))["transaction_status"] == "purchased"


def test_wrong_data_is_refused_at_once_and_the_hold_can_be_bought_afterwards(world, clock, demo):
    uuid = demo.reserve()
    assert demo.purchase(uuid, email_address="ada", delay=150).status == 400
    assert not clock.somebody_waits.is_set()
    assert not row(world, uuid)["is_running"]
    assert demo.purchase(uuid).status == 200


def test_after_a_reset_a_purchase_that_was_under_way_leaves_nothing_behind(world, clock, demo):
    uuid = demo.reserve()
    running = Running(clock, lambda: demo.purchase(uuid, delay=150, send_confirmation_email="yes"))
    control(world, "POST", "reset")
    assert running.finish(after=200).status == 410
    assert world.mailbox.messages == []
    assert json_of(control(world, "GET", "transactions")) == {"transactions": []}


def test_a_slow_callback_reads_attempting_and_its_callout_is_taken(clock, redirect_user):
    uuid = redirect_user.reserve()
    redirect_user.purchase(uuid, **RETURN)
    paid = [("success", "yes")]
    running = Running(clock, lambda: redirect_user.callback("first", "second", paid, delay=150))
    status = redirect_user.read("status", transaction_uuid=uuid)
    assert status["transaction_status"] == "attempting"
    assert "pending_callout" not in status
    assert redirect_user.callback("first", "third", paid).status == 410
    assert json_of(running.finish(after=150))["transaction_status"] == "purchased"


def test_of_many_who_press_at_once_one_buys(world, demo):
    uuid = demo.reserve()
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(demo.purchase(uuid).status)) for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(statuses) == [200] + [400] * 19
    assert row(world, uuid)["purchase_calls"] == 20


def test_one_slow_purchase_keeps_nobody_else_waiting(clock, demo):
    slow, others = demo.reserve(), [demo.reserve() for _ in range(5)]
    running = Running(clock, lambda: demo.purchase(slow, delay=150))
    assert [demo.purchase(uuid).status for uuid in others] == [200] * 5
    assert json_of(running.finish(after=150))["transaction_status"] == "purchased"
