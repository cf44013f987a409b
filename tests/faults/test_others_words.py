"""What f13 says to a partner's staff never reaches a buyer: its errors, comments and reasons."""

import pytest

from checkout.models import State
from tests.builders import CUSTOMER, PHONE, a_hold, a_performance, a_purchase, pressed, run

pytestmark = pytest.mark.django_db

TUESDAY, FRIDAY = 1, 4
REFUSED = CUSTOMER | {"email": "ada@example.invalid"}


def shown(client, *addresses):
    return "".join(client.get(address, follow=True).content.decode() for address in addresses)


def test_why_nothing_was_held(client, f13):
    record = a_hold(client, perf_id=a_performance("6IE", weekday=TUESDAY))
    comment = record.reservation.unreserved_orders[0].reserve_failure_comment
    assert comment
    assert comment not in shown(client, f"/checkout/{record.pk}/", "/trolley/")


def test_why_nothing_was_bought(client, f13, django_capture_on_commit_callbacks):
    record = a_purchase(
        client,
        django_capture_on_commit_callbacks,
        customer=CUSTOMER | {"address_line_two": "fail part one"},
        perf_id=a_performance("6IE", weekday=FRIDAY),
    )
    assert record.state == State.FAILED
    results = [bundle.purchase_result for bundle in record.trolley.bundles]
    reasons = {text for one in results for text in (one.failure_reason, one.internal_error_comment) if text}
    assert reasons
    page = shown(client, f"/checkout/{record.pk}/progress/", f"/checkout/{record.pk}/")
    assert not [reason for reason in reasons if reason in page]


def test_what_is_wrong_with_an_email_address(client, f13):
    record = run(pressed(client, customer=REFUSED))
    key = record.customer_errors["email"]
    page = shown(client, f"/checkout/{record.pk}/")
    assert "Please check the part after the @" in page
    assert key not in page


def test_no_log_holds_what_buyers_type(client, f13, caplog, django_capture_on_commit_callbacks):
    caplog.set_level("DEBUG")
    a_purchase(client, django_capture_on_commit_callbacks)
    run(pressed(client, customer=REFUSED, perf_id=a_performance("6IF")))
    assert "purchase.v1" in caplog.text
    typed = [CUSTOMER[name] for name in ("last_name", "email", "address_line_one", "postcode")]
    assert not [text for text in [*typed, "example.invalid", *PHONE] if text in caplog.text]
