"""The text for Ingresso says what it needs, in English, and nothing of the customer."""

import pytest
from django.utils import translation

from checkout import cancelling
from tests import cancelling as do
from tests.builders import CUSTOMER

pytestmark = pytest.mark.django_db


def test_it_names_transaction_items_references_and_what_the_api_says(bought):
    record = bought(do.BERLIN, do.DUBLIN)
    text = cancelling.text_to_ingresso(record, [1])
    item = record.items.get(number=1)
    for said in (
        record.transaction_id,
        record.transaction_uuid,
        item.reference,
        item.event_name,
        item.perf_id,
    ):
        assert said in text
    assert item.seats in text
    assert "cancelling through the API is not permitted" in text
    assert record.items.get(number=2).event_name not in text


def test_it_tells_what_was_tried_with_its_request_ids(bought):
    record = bought(do.CAT, customer={"address_line_two": "fail cancel"})
    cancellation = do.cancelled(record)
    text = cancelling.text_to_ingresso(record, cancellation.left_over)
    assert "it was tried through the API, and failed" in text
    assert cancellation.request_id in text
    assert record.transaction.orders[0].backend_cancellation_reference in text


def test_it_says_that_the_customer_has_withdrawn(bought):
    record = bought(do.TOKYO_ANY_DAY)
    assert "withdrawn" not in cancelling.text_to_ingresso(record, [1])
    cancelling.withdraw(record, [1])
    assert "The customer has withdrawn" in cancelling.text_to_ingresso(record, [1])


def test_it_says_nothing_of_the_customer_and_is_english_for_every_reader(bought):
    record = bought(do.CAT)
    with translation.override("de"):
        text = cancelling.text_to_ingresso(record, [1])
    for detail in CUSTOMER.values():
        assert not detail or len(detail) < 3 or detail not in text
    assert text.startswith("Please cancel items of transaction")
