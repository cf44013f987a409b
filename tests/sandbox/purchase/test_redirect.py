"""Callouts and callbacks: sent away to pay, and back, by any road, with every token working once."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from sandbox import app
from sandbox.http import Request
from tests.sandbox.purchase.asking import FORM, RETURN, control, error_of, json_of, row
from tests.sandbox.purchase.test_slow_purchases import Running

PAID = [("success", "yes")]


@pytest.fixture
def uuid(redirect_user):
    return redirect_user.reserve("7AB")


@pytest.fixture
def callout(redirect_user, uuid):
    return json_of(redirect_user.purchase(uuid, **RETURN))["callout"]


def visit(world, callout, *, method=None, order=None, **press):
    """A browser that follows the callout; `decision` and `back` press a button at once."""
    parameters = callout["callout_parameters"]
    names = order or callout["callout_parameters_order"] or list(parameters)
    pairs = tuple((name, parameters[name]) for name in names) + tuple(press.items())
    path = callout["callout_destination_url"].removeprefix(world.public_url)
    method = method or callout["callout_type"].upper()
    body = urlencode(pairs).encode() if method == "POST" else b""
    query = pairs if method == "GET" else ()
    return app.answer(world, Request(method, path, query=query, headers={"Content-Type": FORM}, body=body))


def brought_back(response):
    """The parameters in the address that a browser is sent back to."""
    address = urlsplit(response.headers["Location"])
    return address, parse_qsl(address.query, keep_blank_values=True)


def test_a_purchase_answers_with_a_callout_and_waits(redirect_user, uuid, callout):
    assert callout["callout_parameters"]["return_url"] == RETURN["return_url"]
    assert (callout["callout_type"], callout["callout_parameters_order"]) == ("get", [])
    assert callout["debitor_integration_data"] == {
        "debit_amount": 110,
        "debit_base_amount": 11_000,
        "debit_currency": "gbp",
        "debitor_specific_data": {"is_dummy_3d_secure": False},
        "debitor_type": "dummy",
    }
    status = redirect_user.read("status", transaction_uuid=uuid)
    assert status["transaction_status"] == "attempting"
    assert status["pending_callout"] == callout


def test_paid_and_back_it_is_bought(world, redirect_user, uuid, callout):
    response = visit(world, callout, decision="pay")
    address, pairs = brought_back(response)
    assert (response.status, address.path) == (302, "/return/first/")
    answer = json_of(redirect_user.callback("first", "second", pairs, referer="http://pay.example/"))
    assert answer["transaction_status"] == "purchased"
    assert row(world, uuid)["money_taken"] == {"ext_test1": 110}


def test_what_comes_back_repeats_has_blanks_and_letters_beyond_ascii(world, callout):
    _, pairs = brought_back(visit(world, callout, decision="pay"))
    names = [name for name, _ in pairs]
    assert names.count("item") == 2
    assert ("comment", "") in pairs
    assert not all(value.isascii() for _, value in pairs)


def test_the_control_door_tells_whether_they_came_on_word_for_word(world, redirect_user, uuid, callout):
    _, pairs = brought_back(visit(world, callout, decision="pay_3d"))
    redirect_user.callback("first", "second", pairs, referer="http://pay.example/")
    redirect_user.callback("second", "third", list(reversed(pairs)))
    first, second = row(world, uuid)["callbacks"]
    assert first == {
        "token": "first",
        "params": [list(pair) for pair in pairs],
        "referer": "http://pay.example/",
        "is_verbatim": True,
    }
    assert second["is_verbatim"] is False


def test_the_way_back_can_be_a_form_to_post(world, callout):
    page = visit(world, callout, decision="pay", back="post").body.decode()
    assert f'<form method="post" action="{RETURN["return_url"]}">' in page
    assert 'name="success" value="yes"' in page
    assert "<button>" in page


def test_the_way_back_can_be_both_at_once(world, callout):
    page = visit(world, callout, decision="pay", back="both").body.decode()
    assert f'action="{RETURN["return_url"]}?success=yes&amp;item=1&amp;item=2"' in page
    assert 'name="success"' not in page
    assert 'name="comment" value=""' in page


def test_the_page_has_a_button_for_everything(world, callout):
    page = visit(world, callout).body.decode()
    assert [
        f'value="{way}"' in page for way in ("pay", "pay_3d", "refuse", "restart", "get", "post", "both")
    ] == ([True] * 7)
    pressed = (("return_url", RETURN["return_url"]), ("decision", "refuse"), ("back", "get"))
    body = urlencode(pressed).encode()
    response = app.answer(world, Request("POST", "/pay/decide", headers={"Content-Type": FORM}, body=body))
    assert ("success", "no") in brought_back(response)[1]


def test_refused_it_fails_and_the_seats_are_free(world, redirect_user, uuid, callout):
    _, pairs = brought_back(visit(world, callout, decision="refuse"))
    answer = json_of(redirect_user.callback("first", "second", pairs))
    assert answer["transaction_status"] == "failed"
    assert answer["trolley_contents"]["purchase_result"]["purchase_error"] == "payment_failed"
    assert row(world, uuid)["money_taken"] == {}


def test_nobody_can_say_paid_when_the_page_was_told_to_refuse(world, redirect_user, callout):
    visit(world, callout, decision="refuse")
    assert json_of(redirect_user.callback("first", "second", PAID))["transaction_status"] == "failed"


def test_without_parameters_the_provider_itself_knows(world, redirect_user, uuid, callout):
    visit(world, callout, decision="pay")
    assert json_of(redirect_user.callback("first", "second", []))["transaction_status"] == "purchased"


def test_abandoned_and_without_parameters_it_fails(redirect_user, callout):
    assert json_of(redirect_user.callback("first", "second", []))["transaction_status"] == "failed"


def test_a_second_hop_follows_when_the_page_says_so(world, redirect_user, uuid, callout):
    _, pairs = brought_back(visit(world, callout, decision="pay_3d"))
    following = json_of(redirect_user.callback("first", "second", pairs))["callout"]
    assert following["callout_parameters"]["return_url"] == "http://shop.example/return/second/"
    assert following["debitor_integration_data"]["debitor_specific_data"] == {"is_dummy_3d_secure": True}
    assert row(world, uuid)["money_taken"] == {}
    _, pairs = brought_back(visit(world, following, decision="pay"))
    assert json_of(redirect_user.callback("second", "third", pairs))["transaction_status"] == "purchased"


def test_a_second_hop_that_fails_is_a_failed_3d_secure(world, redirect_user, uuid):
    redirect_user.purchase(uuid, line_two="two hops", **RETURN)
    redirect_user.callback("first", "second", PAID)
    answer = json_of(redirect_user.callback("second", "third", [("success", "no")]))
    assert answer["trolley_contents"]["purchase_result"]["failed_3d_secure"] is True


def test_f13_may_begin_a_callout_again_any_number_of_times(world, redirect_user, callout):
    tokens = ["first", "second", "third", "fourth", "fifth"]
    for this, following in pairwise(tokens):
        _, pairs = brought_back(visit(world, callout, decision="restart"))
        callout = json_of(redirect_user.callback(this, following, pairs))["callout"]
        assert callout["return_token"] == following
    _, pairs = brought_back(visit(world, callout, decision="pay"))
    assert json_of(redirect_user.callback("fifth", "sixth", pairs))["transaction_status"] == "purchased"


def test_each_bundle_has_its_callout(world, redirect_user):
    uuid = redirect_user.reserve("6IF", "7AB")
    first = json_of(redirect_user.purchase(uuid, **RETURN))["callout"]
    second = json_of(redirect_user.callback("first", "second", PAID))["callout"]
    assert [first["bundle_source_code"], second["bundle_source_code"]] == ["ext_test0", "ext_test1"]
    answer = json_of(redirect_user.callback("second", "third", [("success", "no")]))
    assert answer["trolley_contents"]["purchase_result"] == {"is_partial": True, "success": True}
    assert list(row(world, uuid)["money_taken"]) == ["ext_test0"]


def test_a_callout_can_be_a_form_to_post(world, redirect_user, uuid):
    callout = json_of(redirect_user.purchase(uuid, line_two="callout post", **RETURN))["callout"]
    assert callout["callout_type"] == "post"
    assert visit(world, callout).status == 200
    assert visit(world, callout, method="GET").status == 405


def test_a_callout_can_insist_on_the_order_of_its_parameters(world, redirect_user, uuid):
    callout = json_of(redirect_user.purchase(uuid, line_two="callout ordered", **RETURN))["callout"]
    order = callout["callout_parameters_order"]
    assert sorted(order) == sorted(callout["callout_parameters"])
    assert order != sorted(order)
    assert visit(world, callout).status == 200
    assert visit(world, callout, order=sorted(order)).status == 400


def test_the_control_door_sets_how_callouts_are_made(world, redirect_user, uuid):
    control(world, "POST", "callouts", {"hops": 2, "callout_type": "post", "ordered": True})
    callout = json_of(redirect_user.purchase(uuid, **RETURN))["callout"]
    assert (callout["callout_type"], bool(callout["callout_parameters_order"])) == ("post", True)
    assert "callout" in json_of(redirect_user.callback("first", "second", PAID))


def test_a_token_works_once(redirect_user, callout):
    assert redirect_user.callback("first", "second", PAID).status == 200
    assert redirect_user.callback("first", "third", PAID).status == 410


def test_the_next_token_must_be_new_and_nothing_is_used_up_by_a_bad_one(redirect_user, callout):
    for bad in ("first", "with space", ""):
        assert redirect_user.callback("first", bad, PAID).status == 400
    assert redirect_user.callback("first", "second", PAID).status == 200


def test_a_token_that_nobody_gave_is_bad_data(redirect_user, demo, callout):
    assert error_of(redirect_user.callback("nobodys", "second", PAID)) == (400, 8, "")
    assert error_of(demo.callback("first", "second", PAID)) == (400, 8, "")


@pytest.mark.parametrize(
    "change",
    [
        {"return_token": ""},
        {"return_url": ""},
        {"client_http_user_agent": ""},
        {"client_http_accept": ""},
        {"return_token": "other"},
        {"return_url": "http://shop.example/return/first/?q=1"},
        {"return_url": "ftp://shop.example/return/first/"},
        {"return_url": "http://[shop/return/first/"},
        {"return_url": "http://shop.example/return/first/\r\nSet-Cookie: a=b"},
        {"return_token": "a b", "return_url": "http://shop.example/a b/"},
    ],
)
def test_a_purchase_without_a_proper_way_back_is_refused_and_the_hold_stands(
    world, redirect_user, uuid, change
):
    assert error_of(redirect_user.purchase(uuid, **RETURN | change)) == (400, 8, "")
    assert row(world, uuid)["status"] == "reserved"


def test_a_return_token_is_for_one_transaction(redirect_user, callout):
    again = redirect_user.reserve("7AB")
    assert error_of(redirect_user.purchase(again, **RETURN)) == (400, 8, "")


def test_of_two_purchases_under_way_one_gets_the_token(clock, redirect_user):
    first, second = redirect_user.reserve(), redirect_user.reserve("7AB")
    running = Running(clock, lambda: redirect_user.purchase(first, delay=60, **RETURN))
    assert json_of(redirect_user.purchase(second, **RETURN))["callout"]
    assert error_of(running.finish(after=60)) == (400, 8, "")
    assert redirect_user.read("status", transaction_uuid=first)["transaction_status"] == "reserved"


def test_a_lapsed_callout_is_no_longer_pending(clock, redirect_user, uuid, callout):
    assert "pending_callout" in redirect_user.read("status", transaction_uuid=uuid)
    clock.move(timedelta(minutes=31))
    assert "pending_callout" not in redirect_user.read("status", transaction_uuid=uuid)


def test_while_it_is_called_out_it_cannot_be_purchased_again(redirect_user, uuid, callout):
    assert redirect_user.purchase(uuid, **RETURN | {"return_token": "x"}).status == 400


def test_called_out_it_outlives_the_hold_but_not_the_callout(world, clock, redirect_user, uuid, callout):
    clock.move(timedelta(minutes=20))
    assert row(world, uuid)["status"] == "attempting"
    clock.move(timedelta(minutes=11))
    assert row(world, uuid)["status"] == "failed"
    assert redirect_user.callback("first", "second", PAID).status == 410
    assert visit(world, callout).status == 410


def test_the_archive_has_the_callout_and_then_the_end(redirect_user, uuid, callout):
    assert redirect_user.read("purchase_page_archive", transaction_uuid=uuid)["callout"] == callout
    end = redirect_user.callback("first", "second", PAID)
    assert redirect_user.get("purchase_page_archive", transaction_uuid=uuid).body == end.body


def test_no_page_sends_anybody_to_an_address_that_waits_for_nobody(world, callout):
    callout["callout_parameters"]["return_url"] = "http://elsewhere.example/"
    assert visit(world, callout, decision="pay").status == 410


def test_the_debitor_itself_comes_back_for_a_buyer_who_left(world, redirect_user, uuid):
    seen: list[str] = []

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(302)
            self.send_header("Location", "/nobody/looks/here/")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Shop) as shop:
        thread = threading.Thread(target=shop.handle_request)
        thread.start()
        address = f"http://127.0.0.1:{shop.server_port}/return/first/"
        redirect_user.purchase(uuid, **RETURN | {"return_url": address})
        assert json_of(control(world, "POST", "abandon", {"transaction_uuid": uuid})) == {"status": 302}
        thread.join(10)
    assert seen == ["/return/first/"]


def test_there_is_nothing_to_abandon_where_nobody_waits(world):
    assert control(world, "POST", "abandon", {"transaction_uuid": "nobody"}).status == 400
