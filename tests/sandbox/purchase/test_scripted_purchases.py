"""What address line two makes happen, and that seats and money are where they belong afterwards."""

import pytest

from tests.sandbox.purchase.asking import json_of, row


def result_of(answer):
    return answer["trolley_contents"]["purchase_result"]


def is_free(caller, uuid):
    """Whether the seats of a transaction are on offer again."""
    box_office = caller.world.box_office
    order = caller.transaction(uuid).orders[0]
    blocks = box_office.free_blocks(order.performance, order.area, order.band)
    free = {seat.id for run in blocks for seat in run}
    return {ticket.seat.id for ticket in order.tickets} <= free


def test_fail_part_one_fails_swan_lake_and_frees_its_seats(demo):
    uuid = demo.reserve("6IE")
    assert not is_free(demo, uuid)
    answer = json_of(demo.purchase(uuid, line_two="fail part one"))
    assert answer["transaction_status"] == "failed"
    assert result_of(answer)["success"] is False
    assert is_free(demo, uuid)


def test_fail_part_one_says_nothing_to_other_events(demo):
    assert json_of(demo.purchase(demo.reserve("6IF"), line_two="fail part one"))["transaction_status"] == (
        "purchased"
    )


def test_when_one_supplier_of_two_fails_the_purchase_is_partial(demo):
    uuid = demo.reserve("6IE", "7AB")
    answer = json_of(demo.purchase(uuid, line_two="Fail  Part One"))
    assert answer["transaction_status"] == "purchased"
    assert result_of(answer) == {"is_partial": True, "success": True}
    bundles = answer["trolley_contents"]["bundle"]
    assert [bundle["purchase_result"]["success"] for bundle in bundles] == [False, True]
    references = [bundle["order"][0]["backend_purchase_reference"] for bundle in bundles]
    assert [bool(reference) for reference in references] == [False, True]
    assert is_free(demo, uuid)


def test_a_supplier_can_be_named(demo):
    answer = json_of(demo.purchase(demo.reserve("6IF", "7AB"), line_two="fail source ext_test1"))
    results = [bundle["purchase_result"]["success"] for bundle in answer["trolley_contents"]["bundle"]]
    assert results == [True, False]


@pytest.mark.parametrize(
    ("line_two", "flag"),
    [
        ("decline", None),
        ("fail 3d secure", "failed_3d_secure"),
        ("fail avs", "failed_avs"),
        ("fail cv2", "failed_cv_two"),
    ],
)
def test_a_payment_can_be_declined_in_four_ways(world, demo, line_two, flag):
    uuid = demo.reserve()
    answer = json_of(demo.purchase(uuid, line_two=line_two))
    assert answer["transaction_status"] == "failed"
    raised = [name for name in result_of(answer) if name.startswith("failed_") and result_of(answer)[name]]
    assert raised == ([flag] if flag else [])
    assert result_of(answer)["failure_reason"]
    assert is_free(demo, uuid)
    assert row(world, uuid)["tickets_sold"] == 0
