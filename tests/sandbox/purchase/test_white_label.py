"""The white-label checkout: a held transaction is handed over, paid for there, or left."""

from urllib.parse import urlencode

import pytest

from sandbox import app
from sandbox.http import Request
from tests.sandbox.purchase.asking import FORM, Caller, control, json_of, row

BACK = "http://shop.example/checkout/?a=1&b=2"
DONE = "http://shop.example/checkout/done/<uuid>/"
BUYER = {
    "first_name": "Ada",
    "last_name": "Marlow",
    "address_line_one": "12 Linden Walk",
    "country_code": "uk",
    "phone": "020 7946 0018",
    "email_address": "ada@buyers.example",
}


class Visit:
    """A buyer on the white-label page of one transaction."""

    def __init__(self, caller, uuid, *, token):
        self.world, self.uuid = caller.world, uuid
        self.handed = {"trolley_token": token, "referer_url": BACK}

    def look(self, **changes):
        query = {name: value for name, value in (self.handed | changes).items() if value is not None}
        return app.answer(self.world, Request("GET", self._path, tuple(query.items())))

    def pay(self, **fields):
        body = urlencode(self.handed | BUYER | fields).encode()
        return app.answer(self.world, Request("POST", self._path, headers={"Content-Type": FORM}, body=body))

    @property
    def _path(self):
        return f"/api/complete_booking/{self.uuid}/"


def token_for(caller, event_id):
    return caller.read("trolley", **caller._choice(event_id, 2))["trolley_token"]


def hand_over(caller, *, event_id="7AB"):
    """Hold tickets and go there, as a shop does."""
    token = token_for(caller, event_id)
    held = json_of(caller.post("reserve", trolley_token=token))
    return Visit(caller, held["trolley_contents"]["transaction_uuid"], token=token)


@pytest.fixture
def visit(demo):
    return hand_over(demo)


def status(caller, visit):
    return caller.read("status", transaction_uuid=visit.uuid)["transaction_status"]


def test_it_shows_what_is_held_and_the_price(demo, visit):
    text = visit.look().body.decode()
    assert "The Unremarkable Incident of the Cat at Lunchtime" in text
    assert "Pay £110.00" in text
    assert f'href="{BACK.replace("&", "&amp;")}"' in text
    assert status(demo, visit) == "reserved"


def test_paid_the_tickets_are_bought_and_the_buyer_goes_to_the_confirmation(world, demo, visit):
    control(world, "POST", "white_label", {"return_url": DONE})
    answer = visit.pay()
    assert (answer.status, answer.headers["Location"]) == (302, DONE.replace("<uuid>", visit.uuid))
    assert status(demo, visit) == "purchased"
    seen = row(world, visit.uuid)
    assert (seen["money_taken"], seen["sold_for"]) == ({"ext_test1": 110}, {"gbp": 110})
    assert seen["purchase_calls"] == 1
    [letter] = json_of(control(world, "GET", "mail"))["messages"]
    assert letter["to"] == ["ada@buyers.example"]


def test_pressing_twice_buys_once_and_leads_there_again(world, visit):
    control(world, "POST", "white_label", {"return_url": DONE})
    assert visit.pay().headers["Location"] == visit.pay().headers["Location"]
    assert visit.look().status == 302
    assert row(world, visit.uuid)["purchase_calls"] == 1


def test_without_an_arrangement_it_says_itself_that_all_is_bought(visit):
    answer = visit.pay()
    assert (answer.status, b"Thank you" in answer.body) == (200, True)


def test_leaving_lets_nothing_go(demo, visit):
    visit.look()
    assert status(demo, visit) == "reserved"


def test_a_hold_that_ran_out_is_said_with_a_way_back(world, demo, visit):
    control(world, "POST", "clock", {"minutes": 16})
    for answer in (visit.look(), visit.pay()):
        assert (answer.status, b"no longer held" in answer.body) == (410, True)
        assert b"Back to the shop" in answer.body
    assert status(demo, visit) == "released"


def test_an_unknown_booking_is_said(visit):
    visit.uuid = "U-NOBODY"
    assert visit.look().status == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"trolley_token": None},
        {"trolley_token": "nonsense"},
        {"referer_url": None},
        {"referer_url": "javascript:alert(1)"},
        {"referer_url": "/checkout/"},
    ],
)
def test_it_insists_on_a_trolley_token_and_a_way_back(demo, visit, changes):
    answer = visit.look(**changes)
    assert answer.status == 400
    assert b"javascript:" not in answer.body


def test_a_supplier_who_refuses_leaves_nothing_taken(world, demo, visit):
    answer = visit.pay(address_line_two="fail source ext_test1")
    assert (answer.status, b"Nothing was charged" in answer.body) == (410, True)
    assert status(demo, visit) == "failed"
    assert row(world, visit.uuid)["money_taken"] == {"ext_test1": 0}


def test_a_form_that_is_not_right_keeps_the_hold(demo, visit):
    answer = visit.pay(email_address="ada")
    assert (answer.status, b"Email address is invalid" in answer.body) == (422, True)
    assert status(demo, visit) == "reserved"


@pytest.mark.parametrize("user", ["demo-stripe", "demo-redirect", "demo-stripe-intent"])
def test_whatever_the_account_pays_by_it_is_paid_here(world, user):
    caller = Caller(world, user)
    visit = hand_over(caller)
    visit.pay()
    assert status(caller, visit) == "purchased"
    assert row(world, visit.uuid)["money_taken"] == {"ext_test1": 110}


def test_a_fault_may_strike_there_too(world):
    added = json_of(control(world, "POST", "faults", {"endpoint": "white_label", "kind": "502_after"}))
    assert added["faults"][0]["endpoint"] == "white_label"


@pytest.mark.parametrize("address", ["http://shop.example/done/", "javascript:<uuid>", 7, "/done/<uuid>/"])
def test_a_confirmation_that_names_no_transaction_is_refused(world, address):
    assert control(world, "POST", "white_label", {"return_url": address}).status == 400


def test_a_reset_forgets_the_arrangement(world):
    control(world, "POST", "white_label", {"return_url": DONE})
    control(world, "POST", "reset")
    assert json_of(control(world, "GET", "white_label")) == {"return_url": ""}
