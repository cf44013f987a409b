"""What came of a purchase: what is not beyond doubt is no outcome, and is asked again."""

import pytest

from boxoffice.ticketing import (
    Callout,
    Failed,
    PartlyPurchased,
    Purchased,
    Unreadable,
    Unsettled,
    parsing,
)

CALLOUT = {"callout_destination_url": "https://pay.test/", "callout_type": "post"}


def answer(status, *bundles, whole=None, **more):
    """A purchase's answer: each bundle by its success, or None where it does not say."""
    results = [{} if one is None else {"purchase_result": {"success": one}} for one in bundles]
    contents = {"bundle": [{"bundle_source_code": f"src{n}", **one} for n, one in enumerate(results)]}
    return {
        "transaction_status": status,
        "trolley_contents": {**contents, **({"purchase_result": whole} if whole else {})},
        **more,
    }


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        (answer("purchased", True), Purchased),
        (answer("purchased", True, True, whole={"success": True, "is_partial": False}), Purchased),
        (answer("purchased", None), Purchased),
        (answer("purchased", True, False), PartlyPurchased),
        (answer("purchased", True, True, whole={"success": True, "is_partial": True}), PartlyPurchased),
        (answer("failed", False, True), PartlyPurchased),
        (answer("failed", False), Failed),
        (answer("failed", None), Failed),
        (answer("failed"), Failed),
        (answer("failed", False, False, whole={"success": False}), Failed),
        ({"callout": CALLOUT}, Callout),
        (answer("attempting", None, pending_callout=CALLOUT), Callout),
    ],
)
def test_an_outcome_is_what_the_answer_says(data, outcome):
    assert isinstance(parsing.outcome_from(data), outcome)


@pytest.mark.parametrize(
    "data",
    [
        answer("reserved", None),
        answer("attempting", None),
        answer("released"),
        answer("something new", True),
        answer("purchased"),
        answer("purchased", False),
        answer("purchased", True, whole={"success": False}),
        answer("failed", None, whole={"success": True}),
    ],
)
def test_what_is_not_beyond_doubt_is_unsettled(data):
    with pytest.raises(Unsettled):
        parsing.outcome_from(data)


def test_a_card_that_was_refused_is_told_from_a_supplier_that_failed():
    refused = answer("failed", False, whole={"success": False, "failed_3d_secure": True})
    assert parsing.outcome_from(refused).is_card_refusal
    assert not parsing.outcome_from(answer("failed", False)).is_card_refusal


def test_bundles_say_which_of_them_was_bought():
    transaction = parsing.outcome_from(answer("purchased", True, False)).transaction
    assert [bundle.is_purchased for bundle in transaction.trolley.bundles] == [True, False]


def test_a_callout_s_parameters_keep_the_order_that_is_asked_for():
    parameters = {"b": "2", "a": ["1", None], "c": True, "n": 5}
    data = {
        "callout": {**CALLOUT, "callout_parameters": parameters, "callout_parameters_order": ["a", "zz", "b"]}
    }
    callout = parsing.outcome_from(data)
    assert callout.parameters == (("a", "1"), ("a", ""), ("b", "2"), ("c", "true"), ("n", "5"))
    assert callout.is_post


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//pay.test", "", None, "data:text/html,x"])
def test_a_buyer_is_sent_to_web_addresses_only(address):
    with pytest.raises(Unreadable):
        parsing.outcome_from({"callout": {**CALLOUT, "callout_destination_url": address}})
