"""purchase.v1 and callback.v1 as `demo-redirect`: the buyer goes to a payment page and comes back."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from pyticketswitch.exceptions import CallbackGoneError
from pyticketswitch.payment_methods import RedirectionDetails

from tests.contract.asking import CUSTOMER
from tests.contract.buying import a_choice, a_customer, a_mixed_trolley
from tests.contract.payment_page import PaymentPage

FIRST, SECOND, THIRD, FOURTH = (f"token-{name}" for name in ("one", "two", "three", "four"))
PAY, REFUSE = "pay", "refuse"


def return_url(token):
    return f"http://127.0.0.1:9/return/{token}/"  # nobody is there: the walk ends before it


def details(token=FIRST):
    return {
        "return_token": token,
        "return_url": return_url(token),
        "client_http_user_agent": "Mozilla/5.0",
        "client_http_accept": "text/html",
        "remote_site": "shop.example",
    }


@pytest.fixture
def redirect(api_for):
    return api_for("demo-redirect")


@pytest.fixture
def held(redirect):
    return redirect.reserve(**a_choice(redirect))


@pytest.fixture
def callout(redirect, held):
    return redirect.buy(held, **details())["callout"]


@pytest.fixture
def visits():
    """A shop that writes down who comes: its address, and (method, path, cookies) of each visit."""
    seen = []

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append((self.command, self.path, self.headers.get("Cookie")))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format, *args):
            """Quietly."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Shop) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", seen
        server.shutdown()


def call_back(api, back, *, this, next_):
    headers = {"Referer": back.referrer}
    return api.ask("POST", f"/f13/callback.v1/this.{this}/next.{next_}", data=back.params, headers=headers)


def test_the_client_is_called_out_and_calls_back(client_for, redirect, held):
    client = client_for("demo-redirect")
    payment = RedirectionDetails(FIRST, return_url(FIRST), "Mozilla/5.0", "text/html", "shop.example")
    status, callout, _ = client.make_purchase(held, a_customer(), payment_method=payment)
    assert status is None
    assert callout.destination.startswith("http")
    pending = redirect.read("status", transaction_uuid=held)["pending_callout"]
    back = PaymentPage(pending).press(PAY)
    status, callout, _ = client.next_callout(FIRST, SECOND, dict(back.params))
    assert (status.status, callout) == ("purchased", None)


def test_a_callout_says_where_to_go_and_with_what(callout):
    assert callout["callout_type"] in {"get", "post"}
    assert callout["callout_parameters"]["return_url"] == return_url(FIRST)
    assert callout["debitor_integration_data"]["debit_base_amount"] > 0


def test_while_the_buyer_is_away_the_status_shows_the_callout(redirect, held, callout):
    answer = redirect.read("status", transaction_uuid=held)
    assert (answer["transaction_status"], answer["pending_callout"]) == ("attempting", callout)


def test_paid_it_is_purchased(redirect, held, callout):
    back = PaymentPage(callout).press(PAY)
    answer = call_back(redirect, back, this=FIRST, next_=SECOND).json()
    assert answer["transaction_status"] == "purchased"
    assert "pending_callout" not in redirect.read("status", transaction_uuid=held)


def test_refused_it_fails_and_the_seats_are_free(sandbox, redirect, held, callout):
    back = PaymentPage(callout).press(REFUSE)
    answer = call_back(redirect, back, this=FIRST, next_=SECOND).json()
    assert answer["transaction_status"] == "failed"
    assert sandbox.transaction(held)["status"] == "failed"


@pytest.mark.parametrize(("way", "method"), [("get", "GET"), ("post", "POST"), ("both", "POST")])
def test_the_buyer_may_come_back_by_get_by_post_or_with_a_bit_of_each(redirect, callout, way, method):
    back = PaymentPage(callout).press(PAY, back=way)
    assert back.method == method
    assert ("?" in back.url) is (way != "post")
    assert call_back(redirect, back, this=FIRST, next_=SECOND).json()["transaction_status"] == "purchased"


def test_parameters_come_back_with_repeats_and_blanks(callout):
    names = [name for name, _ in PaymentPage(callout).press(PAY).params]
    assert len(names) > len(set(names))
    assert "" in [value for _, value in PaymentPage(callout).press(PAY).params]


def test_a_callout_may_begin_again(redirect, callout):
    back = PaymentPage(callout).press("start over")
    again = call_back(redirect, back, this=FIRST, next_=SECOND).json()["callout"]
    last = PaymentPage(again).press(PAY)
    assert call_back(redirect, last, this=SECOND, next_=THIRD).json()["transaction_status"] == "purchased"


def test_a_second_callout_may_follow(redirect, held):
    first = redirect.buy(held, **details(), address_line_two="two hops")["callout"]
    again = call_back(redirect, PaymentPage(first).press(PAY), this=FIRST, next_=SECOND).json()["callout"]
    assert again["callout_parameters"]["return_url"] == return_url(SECOND)
    assert again["callout_parameters"]["title"] != first["callout_parameters"]["title"]
    last = PaymentPage(again).press(PAY)
    assert call_back(redirect, last, this=SECOND, next_=THIRD).json()["transaction_status"] == "purchased"


def test_a_callout_may_be_a_form_to_post(redirect, held):
    callout = redirect.buy(held, **details(), address_line_two="callout post")["callout"]
    assert callout["callout_type"] == "post"
    back = PaymentPage(callout).press(PAY)
    assert call_back(redirect, back, this=FIRST, next_=SECOND).json()["transaction_status"] == "purchased"


def test_a_callout_s_parameters_may_have_an_order(redirect, held):
    callout = redirect.buy(held, **details(), address_line_two="callout ordered")["callout"]
    names = callout["callout_parameters_order"]
    assert sorted(names) == sorted(callout["callout_parameters"])
    assert names != sorted(names)
    back = PaymentPage(callout).press(PAY)
    assert call_back(redirect, back, this=FIRST, next_=SECOND).json()["transaction_status"] == "purchased"


def test_nothing_is_bought_before_the_buyer_is_back(sandbox, redirect, held, callout):
    PaymentPage(callout).press(PAY)
    assert sandbox.transaction(held)["status"] == "attempting"


def test_a_used_token_is_gone(client_for, redirect, callout):
    back = PaymentPage(callout).press(PAY)
    call_back(redirect, back, this=FIRST, next_=SECOND)
    assert call_back(redirect, back, this=FIRST, next_=THIRD).status_code == 410
    with pytest.raises(CallbackGoneError):
        client_for("demo-redirect").next_callout(FIRST, FOURTH, dict(back.params))


def test_an_unknown_token_is_refused(redirect):
    assert redirect.ask("POST", "/f13/callback.v1/this.nobody/next.knows").status_code in {400, 404, 410}


def test_coming_back_without_having_paid_buys_nothing(redirect, held, callout):
    answer = redirect.ask("POST", f"/f13/callback.v1/this.{FIRST}/next.{SECOND}")
    assert answer.status_code >= 400 or answer.json().get("transaction_status") != "purchased"
    assert redirect.read("status", transaction_uuid=held)["transaction_status"] != "purchased"


def test_after_a_buyer_wandered_off_the_debitor_comes_back_with_nothing(sandbox, redirect, visits):
    address, seen = visits
    given = details() | {"return_url": f"{address}/return/{FIRST}/"}
    held = redirect.reserve(**a_choice(redirect))
    redirect.buy(held, **given)
    sandbox.abandon(held)
    assert seen == [("GET", f"/return/{FIRST}/", None)]


@pytest.mark.parametrize("name", ["return_token", "return_url"])
def test_without_a_way_back_it_is_refused_and_still_held(redirect, held, name):
    given = {key: value for key, value in details().items() if key != name}
    assert redirect.post("purchase", transaction_uuid=held, **CUSTOMER, **given).status_code == 400
    assert redirect.read("status", transaction_uuid=held)["transaction_status"] == "reserved"


def test_the_return_address_must_contain_the_token(redirect, held):
    given = details() | {"return_url": "http://127.0.0.1:9/return/"}
    assert redirect.post("purchase", transaction_uuid=held, **CUSTOMER, **given).status_code in {400, 460}


def test_a_trolley_of_two_suppliers_is_paid_for_in_one_or_two_callouts(redirect):
    uuid = redirect.reserve(trolley_token=a_mixed_trolley(redirect))
    answer, this = redirect.buy(uuid, **details()), FIRST
    for next_ in (SECOND, THIRD):
        if "callout" not in answer:
            break
        back = PaymentPage(answer["callout"]).press(PAY)
        answer, this = call_back(redirect, back, this=this, next_=next_).json(), next_
    assert [b["purchase_result"]["success"] for b in answer["trolley_contents"]["bundle"]] == [True, True]
