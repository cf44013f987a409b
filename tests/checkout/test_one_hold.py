"""At most one hold for each visitor, and none that nobody would let go."""

import uuid
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from boxoffice import ticketing
from boxoffice.ticketing import Release, Reservation
from checkout import reservation, tasks
from checkout.models import OrderRecord, State
from tests.builders import a_hold, a_performance, a_trolley, hold_form
from tests.rules.pages import HouseRulesClient

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]


def held(f13):
    return [row for row in f13.transactions() if row["status"] == "reserved"]


@pytest.fixture
def during_reserve(monkeypatch):
    """Lets something happen while f13 takes its time to hold."""

    def replace_it(happens):
        real = ticketing.Service.reserve

        def slow(service, *args, **kwargs):
            monkeypatch.setattr(ticketing.Service, "reserve", real)
            happens()
            return real(service, *args, **kwargs)

        monkeypatch.setattr(ticketing.Service, "reserve", slow)

    return replace_it


def test_another_tab_that_presses_meanwhile_finds_the_same_hold(client, f13, during_reserve):
    form = hold_form(a_trolley(client))
    elsewhere = []
    during_reserve(
        lambda: elsewhere.append(client.post("/trolley/reserve/", form | {"press": str(uuid.uuid4())}))
    )
    here = client.post("/trolley/reserve/", form)
    assert elsewhere[0]["Location"] == here["Location"]
    assert len(held(f13)) == len(f13.log(endpoint="reserve")) == 1


def test_a_double_press_keeps_its_visitor(client, f13, during_reserve):
    form = hold_form(a_trolley(client))
    seen = []

    def press_again():
        address = client.post("/trolley/reserve/", form)["Location"]
        seen.append(client.get(address).status_code)

    during_reserve(press_again)
    address = client.post("/trolley/reserve/", form)["Location"]
    seen.append(client.get(address).status_code)
    assert seen == [200, 200]


def test_the_name_of_anothers_hold_gets_one_of_its_own(client, f13):
    mine = a_hold(client)
    stranger = HouseRulesClient()
    form = hold_form(a_trolley(stranger)) | {"press": str(mine.pk)}
    address = stranger.post("/trolley/reserve/", form)["Location"]
    assert str(mine.pk) not in address
    assert stranger.get(address).status_code == 200
    assert len(held(f13)) == 2


def test_an_answer_that_comes_after_it_was_given_up_is_let_go(client, f13, during_reserve):
    form = hold_form(a_trolley(client))
    during_reserve(lambda: reservation.expire_lapsed(timezone.now() + timedelta(hours=1)))
    client.post("/trolley/reserve/", form)
    record = OrderRecord.objects.get()
    assert record.state == State.LOST
    assert held(f13) == []
    assert record.is_release_certain


def test_one_that_comes_too_late_and_cannot_be_let_go_is_let_go_by_the_sweep(client, f13, during_reserve):
    form = hold_form(a_trolley(client))
    during_reserve(lambda: reservation.expire_lapsed(timezone.now() + timedelta(hours=1)))
    f13.fault("release", kind="cut")
    client.post("/trolley/reserve/", form)
    assert len(held(f13)) == 1
    tasks.sweep()
    assert held(f13) == []


def test_trying_again_lets_the_earlier_seats_go_first(client, f13):
    a_hold(client)
    f13.fault("release", kind="cut", times=2)  # for the new choice, and for the press
    page = a_trolley(client, perf_id=a_performance("6IF"), send="COBO")
    client.post("/trolley/reserve/", hold_form(page))
    assert [row["status"] for row in f13.transactions()] == ["reserved"]
    client.post("/trolley/reserve/", hold_form(client.get("/trolley/").content.decode()))
    assert [row["status"] for row in f13.transactions()] == ["released", "reserved"]


@pytest.mark.parametrize("no", [Release(is_released=False), ticketing.Gone(), ticketing.BadData()])
def test_an_f13_that_never_confirms_a_release_locks_nobody_out(client, f13, monkeypatch, no):
    record = a_hold(client)
    f13.fault("release", kind="cut")
    reservation.release(record)
    assert not record.is_release_certain

    def say_no(service, transaction_uuid):
        if isinstance(no, Exception):
            raise no
        return no

    monkeypatch.setattr(ticketing.Service, "release", say_no)
    with time_machine.travel(record.hold_ends_at + timedelta(minutes=5)):
        tasks.sweep()
    record.refresh_from_db()
    assert record.is_release_certain


def test_seats_are_said_to_be_released_only_when_they_are(client, f13):
    record = a_hold(client)
    f13.fault("release", kind="cut")
    page = client.post(f"/checkout/{record.pk}/release/", follow=True).content.decode()
    assert "have been released" not in page
    assert "We are letting your seats go" in page


@pytest.mark.parametrize(
    ("said", "counted"),
    [("12.5", 12.5), ("0", 0), ("-3", 0), ("999999999999999", 24 * 60), (None, 5)],
)
def test_a_hold_lasts_as_long_as_f13_says_within_reason(said, counted):
    answer = replace(Reservation(), minutes_left=Decimal(said) if said else None)
    assert reservation._length(answer) == timedelta(minutes=counted)


@pytest.mark.parametrize("what", ["look", "add", "remove"])
def test_trouble_with_the_shops_account_costs_nobody_a_trolley(client, f13, settings, what):
    a_trolley(client)
    perf_id = a_performance("6IF")
    right, settings.F13_PASSWORD = settings.F13_PASSWORD, "changed upstream"
    band = {"band": '["STALLS", "A/pool"]', "from": "0", "number:0:ADULT": "1"}
    choice = band | {"perf_id": perf_id, "send": "COBO"}
    answer = {
        "look": lambda: client.get("/trolley/"),
        "add": lambda: client.post("/trolley/add/", choice),
        "remove": lambda: client.post("/trolley/remove/1/"),
    }[what]()
    assert answer.status_code == 503
    settings.F13_PASSWORD = right
    assert '<article class="order">' in client.get("/trolley/").content.decode()
