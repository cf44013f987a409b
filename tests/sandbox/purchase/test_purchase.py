"""purchase.v1 on credit: what it needs, what it answers, and that a transaction is bought once."""

import re
from datetime import timedelta

import pytest

from sandbox.http import Request
from sandbox.vouchers import answer as ticket_page
from tests.sandbox.purchase.asking import error_of, json_of, row


def bundle_of(answer, number=0):
    return answer["trolley_contents"]["bundle"][number]


def status_of(caller, uuid):
    return caller.read("status", transaction_uuid=uuid)["transaction_status"]


def order_of(answer):
    return bundle_of(answer)["order"][0]


def seats_of(answer):
    return [
        seat for tickets in order_of(answer)["ticket_orders"]["ticket_order"] for seat in tickets["seats"]
    ]


def test_it_sells_what_is_held(world, demo):
    uuid = demo.reserve(tickets=3)
    answer = json_of(demo.purchase(uuid))
    assert answer["transaction_status"] == "purchased"
    assert answer["trolley_contents"]["purchase_result"] == {"is_partial": False, "success": True}
    assert answer["trolley_contents"]["transaction_uuid"] == uuid
    assert re.fullmatch(r"T000-0000-\w{4}-\w{4}", answer["trolley_contents"]["transaction_id"])
    assert row(world, uuid)["tickets_sold"] == 3


def test_on_credit_it_takes_no_money(world, demo):
    assert row(world, demo.bought())["money_taken"] == {}


def test_each_order_has_the_venues_reference_and_what_is_earned(demo):
    answer = json_of(demo.purchase(demo.reserve()))
    assert re.fullmatch(r"PURCHASE-[0-9A-F]+-1", order_of(answer)["backend_purchase_reference"])
    assert order_of(answer)["user_commission"]["commission_currency_code"] == "gbp"
    assert order_of(answer)["cancellation_status"] == "possible"
    assert bundle_of(answer)["purchase_result"]["success"] is True


def test_seats_carry_a_barcode_each_where_the_way_of_sending_gives_them(demo):
    barcodes = [seat["barcode"] for seat in seats_of(json_of(demo.purchase(demo.reserve("7AB"))))]
    assert len(set(barcodes)) == 2
    assert all(barcodes)
    assert all("barcode" not in seat for seat in seats_of(json_of(demo.purchase(demo.reserve("7AA")))))


def test_a_voucher_has_an_address_that_shows_it(world, demo):
    answer = json_of(demo.purchase(demo.reserve("LN13")))
    address = order_of(answer)["send_method"]["self_print_voucher_url"]
    path = address.removeprefix(world.public_url)
    shown = ticket_page(world, Request("GET", path))
    assert shown.status == 200
    assert order_of(answer)["backend_purchase_reference"] in shown.body.decode()
    assert ticket_page(world, Request("GET", "/voucher/nobody/1/")).status == 404


def test_a_pass_has_addresses_that_show_it(world, demo):
    seat = seats_of(json_of(demo.purchase(demo.reserve("ED03"))))[0]
    addresses = [
        seat["seat_apple_wallet_urls"]["apple_wallet_gen_url"],
        *seat["seat_google_pay_urls"].values(),
    ]
    pages = [ticket_page(world, Request("GET", one.removeprefix(world.public_url))) for one in addresses]
    assert [page.status for page in pages] == [200, 200, 200]


def test_the_customer_comes_back_in_f13s_spelling(demo):
    uuid = demo.reserve()
    answer = demo.purchase(
        uuid, last_name="Müller", county="Kent", title="Dr", dp_user="true",
        world_can_use_customer_data="true", agent_reference="A-17", privacy_policy_version="2.2.1",
    )  # fmt: skip
    customer = json_of(answer)["customer"]
    assert (customer["last_name"], customer["last_name_latin"]) == ("Müller", "Muller")
    assert (customer["country"], customer["country_code"]) == ("United Kingdom", "uk")
    assert (customer["home_phone"], customer["work_phone"]) == ("020 7946 0018", "020 7946 0018")
    assert (customer["agent_ref"], customer["privacy_policy_version"]) == ("A-17", "2.2.1")
    told = {name: customer[name] for name in customer if name.startswith("dp_") or name.endswith("_data")}
    assert told == {
        "dp_supplier": False, "supplier_can_use_customer_data": False,
        "dp_user": True, "user_can_use_customer_data": True,
        "dp_world": True, "world_can_use_customer_data": True,
    }  # fmt: skip


def test_an_address_that_is_not_to_be_edited_stays_as_it_is(world, demo):
    demo.user = "demo-agent"
    customer = json_of(demo.purchase(demo.reserve(), agent_reference="A-17"))["customer"]
    assert (customer["addr_line_one"], customer["town"]) == ("1 Harbour Street", "Whitby")


@pytest.mark.parametrize("missing", ["first_name", "last_name", "address_line_one", "country_code", "phone"])
def test_it_needs_a_name_an_address_a_country_and_a_phone(world, demo, missing):
    uuid = demo.reserve()
    assert error_of(demo.purchase(uuid, **{missing: ""})) == (400, 8, "")
    assert row(world, uuid)["status"] == "reserved"


@pytest.mark.parametrize("phone", ["home_phone", "work_phone"])
def test_one_phone_of_any_kind_is_enough(demo, phone):
    assert demo.purchase(demo.reserve(), phone="", **{phone: "1"}).status == 200


def test_a_bad_email_is_refused_with_its_key_and_the_hold_stands(world, demo):
    uuid = demo.reserve()
    assert error_of(demo.purchase(uuid, email_address="ada")) == (400, 2000, "addr_missing_at")
    assert row(world, uuid)["status"] == "reserved"
    assert demo.purchase(uuid).status == 200


def test_an_email_is_needed_for_a_letter_only(demo):
    uuid = demo.reserve()
    blank = error_of(demo.purchase(uuid, email_address="", send_confirmation_email="true"))
    assert blank == (400, 2000, "addr_may_not_be_blank")
    assert demo.purchase(uuid, email_address="").status == 200


def test_an_email_is_needed_where_the_reservation_said_so(demo):
    uuid = demo.reserve("AM01")  # sold by a supplier who sends tickets by email
    assert json_of(demo.transaction(uuid).reserve_answer)["needs_email_address"]
    assert error_of(demo.purchase(uuid, email_address=""))[1] == 2000


def test_an_agents_reference_is_needed_where_the_reservation_said_so(demo):
    demo.user = "demo-agent"
    uuid = demo.reserve()
    assert demo.purchase(uuid).status == 400
    assert demo.purchase(uuid, agent_reference="A-17").status == 200


def test_the_country_must_be_an_allowed_one(demo):
    uuid = demo.reserve()
    assert error_of(demo.purchase(uuid, country_code="zz")) == (460, 8, "")
    assert status_of(demo, uuid) == "reserved"
    assert demo.purchase(uuid, country_code="FR").status == 200


def test_tickets_are_not_posted_to_where_their_way_of_sending_does_not_go(demo):
    uuid = demo.reserve("KE01")
    assert demo.transaction(uuid).bundles[0].send_method.permitted_countries == ("uk",)
    assert demo.purchase(uuid, country_code="fr").status == 460
    assert demo.purchase(uuid).status == 200


def test_it_is_bought_once(world, demo):
    uuid = demo.bought()
    assert error_of(demo.purchase(uuid)) == (400, 8, "")
    assert row(world, uuid)["tickets_sold"] == 2
    assert row(world, uuid)["purchase_calls"] == 2


def test_a_failed_one_is_never_bought(world, demo):
    uuid = demo.bought(line_two="decline")
    assert error_of(demo.purchase(uuid)) == (400, 8, "")
    assert row(world, uuid)["status"] == "failed"


def test_a_released_one_is_gone(demo):
    uuid = demo.reserve()
    demo.post("release", transaction_uuid=uuid)
    assert demo.purchase(uuid).status == 410


def test_one_whose_hold_ran_out_is_gone(world, clock, demo):
    uuid = demo.reserve()
    clock.move(timedelta(minutes=16))
    assert demo.purchase(uuid).status == 410
    assert row(world, uuid)["status"] == "released"


def test_anothers_is_not_to_be_had(demo, redirect_user):
    uuid = demo.reserve()
    assert redirect_user.purchase(uuid).status == 403
    assert demo.purchase("nothing-like-it").status == 400


def test_the_events_of_the_answer_carry_what_the_call_asks_for(demo):
    answer = json_of(demo.purchase(demo.reserve("6IF"), req_cost_range="1"))
    assert "cost_range" in order_of(answer)["event"]


def test_a_letter_goes_out_when_asked_for_and_only_then(world, demo):
    demo.bought()
    assert world.mailbox.messages == []
    uuid = demo.bought("7AB", send_confirmation_email="yes")
    (letter,) = world.mailbox.messages
    assert letter.recipients == ("ada@buyers.example",)
    assert row(world, uuid)["transaction_id"] in letter.subject
    assert row(world, uuid)["orders"][0]["purchase_reference"] in letter.text


def test_no_letter_goes_out_for_a_failed_purchase(world, demo):
    demo.bought(line_two="decline", send_confirmation_email="yes")
    assert world.mailbox.messages == []
