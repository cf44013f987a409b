import pytest

from tests.builders import a_choice, a_performance, a_trolley, mirrored

pytestmark = pytest.mark.django_db


def test_an_empty_trolley_leads_on(client):
    page = client.get("/trolley/").content.decode()
    assert "Your trolley is empty" in page
    assert "See what is on" in page


def test_it_shows_ticket_fee_sending_and_a_total(client, f13):
    page = a_trolley(
        client, perf_id=a_performance("6IF"), band='["STALLS", "B/pool"]', quantity=3, send="COBO"
    )
    assert "3 tickets: Stalls" in page
    assert "<dt>Tickets</dt><dd>£54.00</dd>" in page
    assert "<dt>Fees</dt><dd>£9.00</dd>" in page
    assert "Collect from the venue</dt><dd>£1.50</dd>" in page
    assert "<dt>Total</dt><dd>£64.50</dd>" in page


def test_the_way_of_sending_is_the_one_chosen(client, f13):
    page = a_trolley(client, perf_id=a_performance("6IF"), send="POST")
    _before, _, totals = page.partition('<dl class="totals">')
    assert "£3.50" in totals
    assert "£1.50" not in totals


def test_two_suppliers_make_two_bundles_in_one_total(client, f13):
    a_trolley(client, perf_id=a_performance("6IF"), send="COBO")
    page = a_trolley(client, perf_id=a_performance("7AB"))
    assert page.count('<article class="order">') == 2
    assert page.count("grand-total") == 1


def test_an_order_can_be_taken_out(client, f13):
    a_trolley(client)
    client.post("/trolley/remove/1/")
    assert "Your trolley is empty" in client.get("/trolley/").content.decode()


def test_taking_out_what_is_not_there_changes_nothing(client, f13):
    a_trolley(client)
    client.post("/trolley/remove/77/")
    assert '<article class="order">' in client.get("/trolley/").content.decode()


def test_nothing_is_held_by_putting_tickets_into_it(client, f13):
    a_trolley(client)
    assert f13.transactions() == []


@pytest.mark.parametrize(
    "tampered",
    [
        {"number:0:NORMAL": "0"},
        {"number:0:NORMAL": "10000"},
        {"number:0:NORMAL": "7"},
        {"number:0:NORMAL": "two"},
        {"number:0:NORMAL": "-1"},
        {"number:0:BEGGAR": "1"},
        {"from": "7"},
        {"from": ""},
        {"seat": "0:Z99"},
        {"seat": ["0:A3", "0:A3"]},
        {"seat": "7:A3"},
        {"seat": "0:A3", "kind:0:A3": "BEGGAR"},
        {"group": '["0:A3", "0:Z99"]'},
        {"group": "A3"},
        {"band": '["STALLS", "Z/pool"]'},
        {"band": '["NOWHERE", "A/pool"]'},
        {"band": "not json"},
        {"band": '["STALLS"]'},
        {"band": "[1, 2]"},
        {"band": '{"a": 1}'},
        {"band": "[" * 2000},
        {"band": '["STALLS", "\\ud800"]'},
        {"band": '["\\u0000", "A/pool"]'},
        {"send": "PIGEON"},
        {"send": ""},
        {"perf_id": "NO-SUCH"},
        {"perf_id": ""},
        {"perf_id": "7AB-5\x00"},
    ],
)
def test_a_tampered_choice_gets_a_plain_sentence_and_puts_nothing_in(client, f13, tampered):
    mirrored("7AB")
    choice = a_choice() | tampered
    f13.clear_log()
    answer = client.post("/trolley/add/", choice)
    assert answer.status_code == 302
    said = [str(message) for message in answer.wsgi_request._messages]
    assert said or 'id="objection"' in client.get(answer["Location"]).content.decode()
    assert f13.log(endpoint="trolley") == []
    assert "Your trolley is empty" in client.get("/trolley/").content.decode()


def test_an_add_on_is_not_sold_alone(client, f13):
    client.post("/trolley/add/", a_choice(a_performance("7AC")))
    assert "Your trolley is empty" in client.get("/trolley/").content.decode()


def test_without_f13_the_trolley_is_kept(client, f13):
    a_trolley(client)
    f13.fault("trolley", kind="502_before", times=50)
    assert client.get("/trolley/").status_code == 503
    f13.no_faults()
    assert '<article class="order">' in client.get("/trolley/").content.decode()


@pytest.mark.parametrize("address", ["/trolley/add/", "/trolley/reserve/", "/trolley/remove/1/"])
def test_looking_changes_nothing(client, address):
    assert client.get(address).status_code == 405


def test_what_cannot_stay_beside_a_new_choice_is_said(client, f13):
    a_trolley(client)
    page = a_trolley(client, perf_id=a_performance("DBZ"))
    assert (
        "Unremarkable Incident of the Cat at Lunchtime left your trolley: it is sold in another currency"
        in page
    )
    assert page.count('<article class="order">') == 1
    assert "€" in page
