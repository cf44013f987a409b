"""purchase.v1 as `demo`: nothing is paid here; and what its archive keeps."""

from datetime import datetime

import pytest

from tests.contract.asking import CUSTOMER, orders_in, seat_ids_in
from tests.contract.buying import a_choice, a_customer, a_mixed_trolley


@pytest.fixture
def held(api):
    return api.reserve(**a_choice(api))


def test_the_client_buys(client, api, held):
    status, callout, meta = client.make_purchase(held, a_customer())
    assert (status.status, callout) == ("purchased", None)
    assert status.trolley.purchase_result.success is True
    assert status.trolley.bundles[0].is_purchased()
    assert status.trolley.get_orders()[0].backend_purchase_reference
    assert meta.get_currency("gbp").places == 2


def test_what_was_held_is_what_was_bought(api, held):
    before = seat_ids_in(api.read("status", transaction_uuid=held))
    assert seat_ids_in(api.buy(held)) == before != []


def test_times_are_told(api, held):
    answer = api.buy(held)
    reserved, bought = (
        datetime.fromisoformat(answer[f"{what}_iso8601_date_and_time"]) for what in ("reserve", "purchase")
    )
    assert reserved <= bought


def test_the_customer_comes_back_with_latin_spellings(api, held):
    customer = api.buy(held, first_name="Zoë", last_name="Łukasz")["customer"]
    assert (customer["first_name"], customer["last_name"]) == ("Zoë", "Łukasz")
    assert customer["first_name_latin"].isascii()


def test_opting_in_is_kept(api, held):
    customer = api.buy(held, user_can_use_customer_data="true")["customer"]
    assert customer["user_can_use_customer_data"] is True
    assert customer["supplier_can_use_customer_data"] is False


@pytest.mark.parametrize("name", ["first_name", "last_name", "address_line_one", "country_code", "phone"])
def test_what_the_venue_needs_is_required_and_the_hold_survives_its_lack(api, held, name):
    answer = api.post("purchase", transaction_uuid=held, **{k: v for k, v in CUSTOMER.items() if k != name})
    assert (answer.status_code, answer.json()["error_code"]) == (400, 8)
    assert api.read("status", transaction_uuid=held)["transaction_status"] == "reserved"
    assert api.buy(held)["transaction_status"] == "purchased"


def test_two_other_phones_do_for_one(api, held):
    customer = {k: v for k, v in CUSTOMER.items() if k != "phone"}
    answer = api.do("purchase", transaction_uuid=held, work_phone="1", home_phone="2", **customer)
    assert answer["transaction_status"] == "purchased"


def test_bought_twice_is_bought_once(sandbox, api, held):
    api.buy(held)
    api.post("purchase", transaction_uuid=held, **CUSTOMER)
    (row,) = sandbox.transactions()
    assert (row["status"], row["tickets_sold"]) == ("purchased", 2)


def test_an_expired_hold_cannot_be_bought(sandbox, api, held):
    sandbox.move_clock(minutes=16)
    answer = api.post("purchase", transaction_uuid=held, **CUSTOMER)
    is_bought = answer.status_code == 200 and answer.json().get("transaction_status") == "purchased"
    assert not is_bought
    assert sandbox.transaction(held)["status"] != "purchased"


def test_a_trolley_of_two_suppliers_is_bought_in_one_call(api):
    held = api.reserve(trolley_token=a_mixed_trolley(api))
    bundles = api.buy(held)["trolley_contents"]["bundle"]
    assert [bundle["purchase_result"]["success"] for bundle in bundles] == [True, True]


def test_the_reference_that_the_venue_knows_is_on_each_order(api):
    answer = api.buy(api.reserve(trolley_token=a_mixed_trolley(api)))
    references = [order["backend_purchase_reference"] for order in orders_in(answer)]
    assert all(references)
    assert len(set(references)) == 2


def test_the_archive_has_the_purchase_s_answer_verbatim(client, api, held):
    assert api.buy(held) == api.read("purchase_page_archive", transaction_uuid=held)
    status, _, _ = client.get_purchase(held)
    assert status.status == "purchased"


def test_before_a_purchase_the_archive_has_nothing(api, held):
    answer = api.get("purchase_page_archive", transaction_uuid=held)
    assert (answer.status_code, answer.json()["error_code"]) == (400, 8)


def test_the_archive_keeps_refusals_too(api, held):
    refused = api.post("purchase", transaction_uuid=held, **CUSTOMER | {"email_address": "nonsense"})
    kept = api.get("purchase_page_archive", transaction_uuid=held)
    assert kept.json() == refused.json()
    assert kept.json()["error_code"] == 2000


def test_the_archive_forgets_after_a_year(sandbox, api, held):
    api.buy(held)
    sandbox.move_clock(days=364)
    assert api.get("purchase_page_archive", transaction_uuid=held).status_code == 200
    sandbox.move_clock(days=2)
    assert api.get("purchase_page_archive", transaction_uuid=held).status_code == 410


def test_a_confirmation_is_mailed_only_when_asked_for(sandbox, api):
    quiet, told = (api.reserve(**a_choice(api)) for _ in range(2))
    api.buy(quiet)
    assert sandbox.mail() == []
    api.buy(told, send_confirmation_email="true")
    assert [message["to"] for message in sandbox.mail()] in ([["ada@buyers.example"]], ["ada@buyers.example"])


def test_a_lost_answer_was_a_purchase_all_the_same(sandbox, api, held):
    sandbox.fault("purchase", kind="502_after")
    assert api.post("purchase", transaction_uuid=held, **CUSTOMER).status_code == 502
    assert api.read("purchase_page_archive", transaction_uuid=held)["transaction_status"] == "purchased"


def test_a_502_before_the_deed_leaves_the_hold(sandbox, api, held):
    sandbox.fault("purchase", kind="502_before")
    assert api.post("purchase", transaction_uuid=held, **CUSTOMER).json()["error_code"] == 4
    assert api.read("status", transaction_uuid=held)["transaction_status"] == "reserved"


@pytest.mark.parametrize(
    ("script", "flag"),
    [("fail 3d secure", "failed_3d_secure"), ("fail avs", "failed_avs"), ("fail cv2", "failed_cv_two")],
)
def test_why_no_payment_was_taken_is_a_flag_of_the_bundle(api, held, script, flag):
    answer = api.buy(held, address_line_two=script)
    (bundle,) = answer["trolley_contents"]["bundle"]
    flags = ("failed_3d_secure", "failed_avs", "failed_cv_two")
    assert answer["transaction_status"] == "failed"
    assert [name for name in flags if bundle["purchase_result"].get(name)] == [flag]


def test_one_supplier_may_fail_and_the_other_sell(sandbox, api):
    held = api.reserve(trolley_token=a_mixed_trolley(api))
    trolley = api.buy(held, address_line_two="fail source ext_test1")["trolley_contents"]
    assert (trolley["purchase_result"]["success"], trolley["purchase_result"]["is_partial"]) == (True, True)
    assert [bundle["purchase_result"]["success"] for bundle in trolley["bundle"]] == [True, False]
    assert sandbox.transaction(held)["tickets_sold"] == 2
