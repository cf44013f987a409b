"""Faults on demand: what goes wrong, and whether the deed was done."""

import pytest
import requests

from tests.contract.asking import CUSTOMER
from tests.contract.buying import a_choice


def test_a_fault_strikes_as_often_as_told_and_then_no_more(sandbox, api):
    sandbox.fault("events", kind="502_before", times=2)
    assert [api.get("events").status_code for _ in range(3)] == [502, 502, 200]


def test_a_fault_strikes_its_endpoint_only(sandbox, api):
    sandbox.fault("events", kind="502_before")
    assert api.get("performances", event_id="6IF").status_code == 200
    assert api.get("events").status_code == 502


def test_faults_can_be_taken_back(sandbox, api):
    sandbox.fault("events", kind="502_before")
    sandbox.no_faults()
    assert api.get("events").status_code == 200


def test_a_502_names_code_4(sandbox, api):
    sandbox.fault("reserve", kind="502_before")
    assert api.post("reserve", **a_choice(api)).json()["error_code"] == 4
    assert sandbox.transactions() == []


def test_a_502_afterwards_has_done_the_deed(sandbox, api):
    sandbox.fault("reserve", kind="502_after")
    assert api.post("reserve", **a_choice(api)).status_code == 502
    assert [row["status"] for row in sandbox.transactions()] == ["reserved"]


def test_a_cut_connection_has_done_nothing(sandbox, api):
    choice = a_choice(api)
    sandbox.fault("reserve", kind="cut")
    with pytest.raises(requests.ConnectionError):
        api.post("reserve", **choice)
    assert sandbox.transactions() == []


@pytest.mark.parametrize("kind", ["half", "garbage"])
def test_an_unreadable_answer_has_done_the_deed(sandbox, api, kind):
    choice = a_choice(api)
    sandbox.fault("reserve", kind=kind)
    with pytest.raises((requests.RequestException, ValueError)):
        api.post("reserve", **choice).json()
    assert [row["status"] for row in sandbox.transactions()] == ["reserved"]


def test_a_lost_answer_leaves_the_deed_going_on(sandbox, api):
    held = api.reserve(**a_choice(api))
    sandbox.fault("purchase", kind="lost", seconds=300)
    with pytest.raises(requests.ConnectionError):
        api.post("purchase", transaction_uuid=held, **CUSTOMER)
    wait_for(sandbox, held, is_running=True)
    assert api.read("status", transaction_uuid=held)["transaction_status"] == "reserved"
    sandbox.move_clock(minutes=6)
    assert wait_for(sandbox, held, is_running=False) == "purchased"


def test_a_hold_does_not_run_out_under_a_purchase_that_takes_long(sandbox, api):
    held = api.reserve(**a_choice(api))
    sandbox.move_clock(minutes=14)
    sandbox.fault("purchase", kind="lost", seconds=150)
    with pytest.raises(requests.ConnectionError):
        api.post("purchase", transaction_uuid=held, **CUSTOMER)
    wait_for(sandbox, held, is_running=True)
    sandbox.move_clock(minutes=2)
    assert api.read("status", transaction_uuid=held)["transaction_status"] == "reserved"
    sandbox.move_clock(minutes=1)
    assert wait_for(sandbox, held, is_running=False) == "purchased"


def wait_for(sandbox, held, *, is_running):
    """The status once the deed has begun, or is over. Each question takes its time: no sleep is needed."""
    for _ in range(1000):
        row = sandbox.transaction(held)
        if row["is_running"] is is_running:
            return row["status"]
    raise AssertionError(row)


def test_410_is_had_on_demand(sandbox, api):
    sandbox.fault("status", kind="410")
    assert api.get("status", transaction_uuid="any").status_code == 410


def test_a_slow_answer_is_late_and_right(sandbox, api):
    sandbox.fault("events", kind="slow", seconds=0.2)
    answer = api.get("events")
    assert (answer.status_code, answer.elapsed.total_seconds() >= 0.2) == (200, True)


def test_the_purchases_of_a_transaction_are_counted(sandbox, api):
    held = api.reserve(**a_choice(api))
    for _ in range(2):
        api.post("purchase", transaction_uuid=held, **CUSTOMER)
    assert sandbox.transaction(held)["purchase_calls"] == 2
    assert len(sandbox.log(endpoint="purchase")) == 2


def test_reset_forgets_everything(sandbox, api):
    api.reserve(**a_choice(api))
    sandbox.move_clock(days=3)
    sandbox.fault("events", kind="502_before")
    sandbox.reset()
    assert (sandbox.transactions(), sandbox.log(), sandbox.mail()) == ([], [], [])
    assert api.get("events").status_code == 200
