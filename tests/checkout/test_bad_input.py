"""Forged, stale, broken: one plain sentence and a way on, and upstream all is as it should be."""

import uuid
from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.utils import timezone

from checkout import tasks
from checkout.models import OrderRecord
from tests.bad_input import (
    MEGABYTE,
    Row,
    addresses,
    band,
    complaints,
    deeds,
    every_address,
    in_words,
    is_for_all,
    states,
    upstream,
)
from tests.builders import CUSTOMER, a_choice, a_performance, mirrored
from tests.rules.pages import HouseRulesClient
from tests.visits import CHECKOUT, Visitor

pytestmark = pytest.mark.django_db

TUESDAY = 1
NORMAL = "number:0:NORMAL"
CHOICES = (
    Row("no tickets are none", {NORMAL: "0"}),
    Row("fewer than none are none", {NORMAL: "-1"}),
    Row("ten thousand are more than anybody has", {NORMAL: "10000"}),
    Row("a number that no computer holds is more than anybody has", {NORMAL: "9" * 4000}),
    Row("letters are no number", {NORMAL: "two"}),
    Row("digits of another script are no number that pages send", {NORMAL: "\N{ARABIC-INDIC DIGIT THREE}"}),
    Row("a fraction is no number of tickets", {NORMAL: "1.5"}),
    Row("a kind of ticket that there is not", {NORMAL: None, "number:0:BEGGAR": "1"}),
    Row("a seat twice", {"seat": ["0:A3", "0:A3"]}),
    Row("a seat that there is not", {"seat": "0:Z99"}),
    Row("a seat of another band", {"band": band("STALLS", "B/pool"), "seat": "0:A3"}),
    Row("a seat of a band that was not named", {"seat": "7:A3"}),
    Row("a band that there is not", {"band": band("STALLS", "Z/pool")}),
    Row("an area that there is not", {"band": band("NOWHERE", "A/pool")}),
    Row("a band in broken JSON", {"band": '["STALLS", '}),
    Row("a band in JSON of another shape", {"band": '{"a": [1]}'}),
    Row("a band in JSON without end", {"band": "[" * 20000}),
    Row("a band of a megabyte", {"band": band(MEGABYTE, "A/pool")}),
    Row("half a character in a band", {"band": '["STALLS", "\\ud800"]'}),
    Row("the character that ends a text, in a band", {"band": '["\\u0000", "A/pool"]'}),
    Row("neighbours in broken JSON", {"group": '["0:A3"'}),
    Row("no way of sending", {"send": None}),
    Row("a way of sending that there is not", {"send": "PIGEON"}),
    Row("another event's way of sending", {"send": "COBO"}),
    Row("a way of sending of a megabyte", {"send": MEGABYTE}),
    Row("the character that ends a text, in a way of sending", {"send": "VOUCH\x00"}),
    Row("no performance", {"perf_id": None}),
    Row("a performance that there is not", {"perf_id": "7AB-NONE"}),
    Row("a performance of a megabyte", {"perf_id": MEGABYTE}),
    Row("the character that ends a text, in a performance", {"perf_id": "7AB-5\x00"}),
    Row("a performance that is an address elsewhere", {"perf_id": "//elsewhere.example/"}),
    Row("a day that there is not", {"departure": "2026-02-30"}),
    Row("nights without number", {"nights": "some"}),
    Row("nights without end", {"nights": "99999999999"}),
    Row("nothing at all", dict.fromkeys(("perf_id", "band", "from", "send", NORMAL))),
)
PRESSES = (
    Row("no press is a press of its own", {"press": None}),
    Row("a press that is no name is a press of its own", {"press": "first"}),
    Row("a press of a megabyte", {"press": MEGABYTE}),
    Row("the character that ends a text, in a press", {"press": "\x00"}),
    Row("a total of a megabyte", {"asked_total": MEGABYTE}),
    Row("the character that ends a text, in a total", {"asked_total": "\x00" * 300}),
    Row("a total that is none", {"asked_total": "<script>alert(1)</script>"}),
)
CUSTOMERS = (
    Row("nothing at all", dict.fromkeys(CUSTOMER)),
    Row("no name", {"last_name": None}),
    Row("a name of a megabyte", {"last_name": MEGABYTE}),
    Row("the character that ends a text, in a name", {"first_name": "A\x00da"}),
    Row("an email address that is none", {"email": "ada at example"}),
    Row("a phone number of letters", {"phone": "call me"}),
    Row("a country that there is not", {"country_code": "zz"}),
    Row("a country of a megabyte", {"country_code": MEGABYTE}),
    Row("no country", {"country_code": None}),
)
# As bytes, for no client of ours would write them: half a character, and what is no UTF-8 at all.
BROKEN_BYTES = (b"%ED%A0%80", b"%FF%FE", b"%C0%AF", b"%00", b"%")
BODIES = (b'{"perf_id": ', b"[]", b"\xff\xfe\x00", b"--x\r\nContent-Disp", b"")
TYPES = ("application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x", "")


@pytest.fixture
def visitor(f13):
    mirrored("7AB")
    return Visitor("Ada")


def a_right_choice(**changes):
    return {**a_choice(a_performance("7AB"), quantity=2), **changes}


def a_held(visitor, **choice):
    """Tickets held for the visitor; the name of the record, from the address of its checkout."""
    visitor.post("/trolley/add/", a_choice(**choice))
    form = visitor.get("/trolley/").form("/trolley/reserve/")
    return CHECKOUT.match(visitor.post(form.address, form.fields).address)[1]


@pytest.mark.parametrize("row", **in_words(CHOICES))
def test_what_cannot_be_chosen_is_said_and_f13_never_hears_of_it(visitor, f13, row):
    form = row.form(a_right_choice())
    if "seat" in row.changes or "group" in row.changes:
        form.pop("from", None)
    f13.clear_log()
    page = visitor.post("/trolley/add/", form)
    assert complaints(page) == []
    assert row.says in page.text
    assert f13.log(endpoint="trolley") == []
    assert visitor.get("/trolley/").form("/trolley/reserve/") is None


@pytest.mark.parametrize("instead", ["77", "-1", "1,2,3", "9" * 400, "one", "\x00", MEGABYTE])
def test_in_place_of_what_is_not_there_is_beside_it(visitor, f13, instead):
    page = visitor.post("/trolley/add/", a_right_choice(instead=instead))
    assert complaints(page) == []
    assert page.form("/trolley/reserve/")


@pytest.mark.parametrize("row", **in_words(PRESSES))
def test_a_press_that_cannot_be_read_holds_once(visitor, f13, row):
    visitor.post("/trolley/add/", a_right_choice())
    form = visitor.get("/trolley/").form("/trolley/reserve/")
    page = visitor.post(form.address, row.form(form.fields))
    assert complaints(page) == []
    assert (upstream(f13), states(), deeds(f13)) == (["reserved"], ["reserved"], ["reserve"])


def test_an_old_page_of_a_trolley_that_is_empty_by_now_holds_nothing(visitor, f13):
    visitor.post("/trolley/add/", a_right_choice())
    old = visitor.get("/trolley/").form("/trolley/reserve/")
    remove = next(form for form in visitor.get("/trolley/").forms if "/remove/" in form.address)
    visitor.post(remove.address, remove.fields)
    page = visitor.post(old.address, old.fields)
    assert complaints(page) == []
    assert "Your trolley is empty" in page.text
    assert upstream(f13) == states() == []


def test_a_press_that_is_replayed_after_its_seats_were_let_go_holds_nothing_again(visitor, f13):
    visitor.post("/trolley/add/", a_right_choice())
    form = visitor.get("/trolley/").form("/trolley/reserve/")
    release = visitor.post(form.address, form.fields).form("/release/")
    visitor.post(release.address, release.fields)
    page = visitor.post(form.address, form.fields)
    assert complaints(page) == []
    assert (upstream(f13), deeds(f13)) == (["released"], ["reserve", "release"])


def test_a_release_that_is_replayed_lets_go_nothing_else(visitor, f13):
    first = a_held(visitor)
    second = a_held(visitor, perf_id=a_performance("6IF"), send="COBO")
    assert complaints(visitor.post(f"/checkout/{first}/release/", {})) == []
    assert upstream(f13) == states() == ["released", "reserved"]
    assert OrderRecord.objects.get(pk=second).state == "reserved"


def test_a_removal_that_is_replayed_takes_out_nothing_else(visitor, f13):
    visitor.post("/trolley/add/", a_right_choice())
    visitor.post("/trolley/add/", a_choice(a_performance("6IF"), send="COBO"))
    remove = next(form for form in visitor.get("/trolley/").forms if "/remove/" in form.address)
    for _ in range(3):
        assert complaints(visitor.post(remove.address, remove.fields)) == []
    assert visitor.get("/trolley/").text.count('class="order"') == 1


@pytest.mark.parametrize("number", ["0", "77", "9" * 300])
def test_what_is_not_in_the_trolley_cannot_be_taken_out(visitor, f13, number):
    visitor.post("/trolley/add/", a_right_choice())
    assert complaints(visitor.post(f"/trolley/remove/{number}/", {})) == []
    assert visitor.get("/trolley/").form("/trolley/reserve/")


def test_a_trolley_that_f13_takes_no_longer_leads_on(visitor, f13):
    visitor.post("/trolley/add/", a_right_choice())
    f13.fault("trolley", kind="410")
    assert complaints(visitor.get("/trolley/")) == []
    f13.fault("reserve", kind="410")
    assert complaints(visitor.post("/trolley/reserve/", {"press": str(uuid.uuid4())})) == []
    assert upstream(f13) == []


@pytest.mark.parametrize("row", **in_words(CUSTOMERS))
def test_details_that_cannot_be_right_are_said_at_the_form_and_nothing_is_bought(visitor, f13, row):
    record = a_held(visitor)
    page = visitor.post(f"/checkout/{record}/", row.form(CUSTOMER))
    assert (page.status, complaints(page)) == (422, [])
    assert page.form("/release/")
    assert (upstream(f13), states(), deeds(f13)) == (["reserved"], ["reserved"], ["reserve"])


@pytest.mark.parametrize("country", ["us", "zz", "", "\x00", MEGABYTE])
def test_a_way_of_sending_for_the_wrong_country_holds_nothing(visitor, f13, country):
    visitor.post("/trolley/add/", a_choice(perf_id=a_performance("6IF"), send="POST"))
    form = visitor.get("/trolley/").form("/trolley/reserve/")
    page = visitor.post(form.address, form.fields | {"destination": country})
    assert complaints(page) == []
    assert page.form("/trolley/reserve/")
    assert upstream(f13) == states() == []


def test_the_wrong_country_in_the_address_buys_nothing(visitor, f13):
    visitor.post("/trolley/add/", a_choice(perf_id=a_performance("6IF"), send="POST"))
    form = visitor.get("/trolley/").form("/trolley/reserve/")
    address = visitor.post(form.address, form.fields | {"destination": "uk"}).address
    page = visitor.post(address, CUSTOMER | {"country_code": "us"})
    assert (page.status, complaints(page)) == (422, [])
    assert (upstream(f13), states()) == (["reserved"], ["reserved"])


def test_bytes_that_are_no_text_are_answered_in_words(visitor, f13):
    record = a_held(visitor)
    names = [*a_right_choice(), "press", "asked_total", *CUSTOMER]
    for address, broken in product(_posts(record), BROKEN_BYTES):
        body = b"&".join(name.encode() + b"=" + broken for name in names)
        answer = visitor.client.post(address, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, address
    assert "purchased" not in upstream(f13)
    assert "purchase" not in deeds(f13)


@pytest.mark.parametrize("kind", TYPES)
def test_a_body_of_another_kind_is_an_empty_form(visitor, f13, kind):
    record = a_held(visitor)
    for address, body in product(_posts(record), BODIES):
        assert visitor.client.post(address, body, content_type=kind).status_code < 500, (address, body)
    assert "purchase" not in deeds(f13)


def _posts(record):
    """Every address of the checkout, the release last: it ends what the others are about."""
    own = sorted(addresses(record), key=lambda address: "release" in address)
    return ["/trolley/add/", "/trolley/remove/1/", *own]


# Holds in every state, on every page that they can meet


def _expired(visitor, f13):
    record = a_held(visitor)
    f13.move_clock(minutes=16)
    return record


def _let_go(visitor, f13):
    record = a_held(visitor)
    visitor.post(f"/checkout/{record}/release/", {})
    return record


def _perhaps_let_go(visitor, f13):
    record = a_held(visitor)
    f13.fault("release", kind="cut")
    visitor.post(f"/checkout/{record}/release/", {})
    return record


def _lost(visitor, f13):
    f13.fault("reserve", kind="502_after")
    return a_held(visitor)


def _not_held(visitor, f13):
    return a_held(visitor, perf_id=a_performance("6IE", weekday=TUESDAY))


def _being_bought(visitor, f13):
    record = a_held(visitor)
    visitor.post(f"/checkout/{record}/", CUSTOMER)
    return record


def _bought(visitor, f13):
    record = _being_bought(visitor, f13)
    tasks.buy(record)
    return record


def _not_bought(visitor, f13):
    record = a_held(visitor)
    visitor.post(f"/checkout/{record}/", CUSTOMER | {"address_line_two": "decline"})
    tasks.buy(record)
    return record


# How a hold came to its state, and in which state the record and the sandbox then are, whatever is pressed.
STATES = {
    "expired": (_expired, "expired", ["released"]),
    "let go": (_let_go, "released", ["released"]),
    "perhaps let go": (_perhaps_let_go, "released", ["released"]),  # for each press asks once more
    "lost": (_lost, "lost", ["reserved"]),
    "not held": (_not_held, "not_reserved", []),
    "being bought": (_being_bought, "attempting", ["reserved"]),
    "bought": (_bought, "purchased", ["purchased"]),
    "not bought": (_not_bought, "failed", ["failed"]),
}


@pytest.mark.parametrize("name", STATES)
def test_a_hold_that_is_none_any_more_is_said_on_every_page_that_it_can_meet(visitor, f13, name):
    make, state, then = STATES[name]
    record = make(visitor, f13)
    minutes = 16 if name == "expired" else 0
    f13.clear_log()
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=True):
        for address in addresses(record):
            if not address.endswith("/again/"):  # which has a deed of its own
                assert _complaints_at(visitor, address) == []
    assert (states(), upstream(f13)) == ([state], then)
    assert set(deeds(f13)) <= ({"release"} if name == "perhaps let go" else set())


def _complaints_at(visitor, address):
    """Of looking at it, and of sending it a form."""
    pages = [visitor.get(address), visitor.post(address, CUSTOMER)]
    return [(page.address, found) for page in pages for found in complaints(page)]


# What belongs to somebody else, or to nobody


@pytest.mark.parametrize("name", ["held", "being bought", "bought", "let go", "lost"])
def test_anothers_hold_is_none_at_all(visitor, f13, name):
    make = STATES[name][0] if name in STATES else lambda visitor, f13: a_held(visitor)
    record = make(visitor, f13)
    before, stranger = (states(), upstream(f13)), Visitor("Mallory")
    a_held(stranger, perf_id=a_performance("6IF"), send="COBO")
    stranger.post(f"/checkout/{next(iter(stranger_records(record)))}/release/", {})
    f13.clear_log()
    for address in addresses(record):
        looked, pressed = stranger.get(address), stranger.post(address, CUSTOMER)
        assert {looked.status, pressed.status} <= ({200, 405} if is_for_all(address) else {404, 405})
        assert complaints(looked) == []
        assert not [text for text in ("Reader", "Unremarkable", "£") if text in looked.text + pressed.text]
    assert (states()[:1], upstream(f13)[: len(before[1])]) == before
    assert deeds(f13) == []


def stranger_records(record):
    return OrderRecord.objects.exclude(pk=record).values_list("pk", flat=True)


@pytest.mark.parametrize(
    "name",
    [uuid.UUID(int=0), uuid.UUID(int=7), "1", "%00", "..%2f..", "x" * 3000, "\N{FULLWIDTH DIGIT ONE}" * 36],
)
def test_a_name_that_nothing_has_is_not_found(visitor, f13, name):
    a_held(visitor)
    f13.clear_log()
    for address in addresses(name):
        for page in (visitor.get(address), visitor.post(address, CUSTOMER)):
            assert page.status in {404, 405}
    assert (states(), deeds(f13)) == (["reserved"], [])


@pytest.mark.parametrize("cookie", ["forged", "x" * 5000, "\x00", "../../etc/passwd", '"\\000"'])
def test_a_forged_session_is_an_empty_one(visitor, f13, cookie):
    record = a_held(visitor)
    visitor.client.cookies["sessionid"] = cookie
    assert "Your trolley is empty" in visitor.get("/trolley/").text
    assert {visitor.get(address).status for address in addresses(record)} <= {200, 404, 405}
    assert complaints(visitor.post("/trolley/reserve/", {})) == []
    assert (states(), upstream(f13)) == (["reserved"], ["reserved"])


# Other methods, and forms of other sites


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_do_nothing(visitor, f13, method):
    record = a_held(visitor)
    f13.clear_log()
    for address in every_address(record):
        assert getattr(visitor.client, method)(address).status_code == 405, address
    assert (states(), f13.log()) == (["reserved"], [])


def test_an_address_that_only_forms_use_says_so_and_leads_on(visitor, f13):
    record = a_held(visitor)
    f13.clear_log()
    pages = [visitor.get(address) for address in every_address(record)]
    refused = [page for page in pages if page.status == 405]
    assert len(refused) >= 4
    assert [complaints(page) for page in refused] == [[]] * len(refused)
    assert deeds(f13) == []


def test_a_form_without_its_token_is_refused_in_words(visitor, f13):
    record = a_held(visitor)
    sessionid = visitor.client.cookies["sessionid"].value
    visitor.client = HouseRulesClient(enforce_csrf_checks=True)
    visitor.client.cookies["sessionid"] = sessionid
    f13.clear_log()
    # What debitors post comes without: the token in its path stands for it, and this one is unknown.
    expected = {"/checkout/return/1/": {404}}
    for address in every_address(record):
        page = visitor.post(address, {**a_right_choice(), **CUSTOMER})
        assert page.status in expected.get(address, {403, 405}), address
        if page.status == 404:
            continue
        assert "Please try that again" in page.text or page.status == 405
    assert (states(), deeds(f13)) == (["reserved"], [])
