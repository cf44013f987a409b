"""Whoever does not want what is held lets it go: at once, with a word, and until it is certain."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from checkout import reservation, tasks
from checkout.models import OrderRecord, State
from tests.builders import CUSTOMER, a_hold, a_performance, a_trolley, hold_form, mirrored, pressed
from tests.rules.pages import HouseRulesClient
from tests.words import stands_in

pytestmark = pytest.mark.django_db

JSON = {"HTTP_ACCEPT": "application/json"}


def statuses(f13):
    return [row["status"] for row in f13.transactions()]


def release(client, record, **options):
    return client.post(f"/checkout/{record.pk}/release/", **options)


def test_a_new_choice_lets_go_and_says_so(client, f13):
    a_hold(client)
    page = a_trolley(client, perf_id=a_performance("6IF"), send="COBO")
    assert statuses(f13) == ["released"]
    assert "Your seats have been released." in page


def test_a_choice_that_is_refused_lets_nothing_go(client, f13):
    a_hold(client)
    client.post("/trolley/add/", {"perf_id": a_performance("6IF"), "send": "COBO"})
    assert statuses(f13) == ["reserved"]


def test_an_emptied_trolley_lets_go_and_says_so(client, f13):
    a_hold(client)
    page = client.post("/trolley/remove/1/", follow=True).content.decode()
    assert statuses(f13) == ["released"]
    assert "Your seats have been released." in page


def test_removing_what_is_not_there_lets_nothing_go(client, f13):
    a_hold(client)
    client.post("/trolley/remove/77/")
    assert statuses(f13) == ["reserved"]


@pytest.mark.parametrize("address", ["/", "/trolley/", "/search/"])
def test_looking_around_lets_nothing_go(client, f13, address):
    a_hold(client)
    client.get(address)
    assert statuses(f13) == ["reserved"]
    assert len(f13.log(endpoint="release")) == 0


def test_pages_say_what_is_held_with_a_button_and_the_way_back(client, f13):
    record = a_hold(client)
    mirrored("7AB")
    for address in ("/trolley/", f"/performance/{a_performance('7AB')}/"):
        page = client.get(address).content.decode()
        assert "You are holding 1 ticket until <time" in page
        assert f'action="/checkout/{record.pk}/release/"' in page
        assert f'href="/checkout/{record.pk}/"' in page


def test_pages_are_silent_on_what_is_no_longer_held_or_anothers(client, f13):
    record = a_hold(client)
    assert "You are holding" in client.get("/trolley/").content.decode()
    assert "You are holding" not in HouseRulesClient().get("/trolley/").content.decode()
    with time_machine.travel(record.hold_ends_at):
        assert "You are holding" not in client.get("/trolley/").content.decode()


def test_its_own_checkout_does_not_say_it_twice(client, f13):
    record = a_hold(client)
    assert "You are holding" not in client.get(f"/checkout/{record.pk}/").content.decode()


def test_who_holds_nothing_costs_no_question(client, f13, django_assert_num_queries):
    from django.test import RequestFactory

    from checkout import context

    request = RequestFactory().get("/")
    request.session = {}
    with django_assert_num_queries(0):
        assert not context.held(request)["held"]


def test_the_page_that_asked_is_the_one_to_go_back_to(client, f13):
    record = a_hold(client)
    address = f"/performance/{a_performance('7AB')}/"
    assert release(client, record, data={"next": address})["Location"] == address


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x", ""])
def test_nobody_is_sent_elsewhere(client, f13, address):
    record = a_hold(client)
    assert release(client, record, data={"next": address})["Location"] == "/trolley/"


def test_a_script_is_told_what_came_of_it_and_no_page_says_it_again(client, f13):
    record = a_hold(client)
    assert release(client, record, **JSON).json() == {"is_released": True, "is_certain": True}
    assert release(client, record, **JSON).json() == {"is_released": False, "is_certain": True}
    assert "have been released" not in client.get("/trolley/").content.decode()
    assert len(f13.log(endpoint="release")) == 1


def test_what_is_being_bought_is_not_let_go(client, f13):
    record = pressed(client)
    assert release(client, record, **JSON).json() == {"is_released": False, "is_certain": True}
    assert f13.log(endpoint="release") == []


def test_nobody_lets_go_anothers(client, f13):
    record = a_hold(client)
    assert release(HouseRulesClient(), record).status_code == 404
    assert statuses(f13) == ["reserved"]


def test_nothing_is_let_go_by_looking_at_the_address(client, f13):
    record = a_hold(client)
    for deed in ("release", "accept", "again"):
        assert client.get(f"/checkout/{record.pk}/{deed}/").status_code == 405
    assert statuses(f13) == ["reserved"]


def test_an_old_press_of_hold_brings_nothing_back(client, f13):
    form = hold_form(a_trolley(client))
    client.post("/trolley/reserve/", form)
    record = OrderRecord.objects.get()
    release(client, record)
    client.post("/trolley/reserve/", form)
    assert statuses(f13) == ["released"]


@pytest.mark.parametrize("deed", ["release", "accept", "again", "left", "progress"])
def test_a_hold_that_there_is_not_is_a_404(client, f13, deed):
    a_hold(client)
    address = f"/checkout/{uuid4()}/{deed}/"
    assert client.get(address).status_code in {404, 405}
    assert client.post(address).status_code in {404, 405}


class TestUntilItIsCertain:
    def test_the_worker_asks_again_within_seconds(self, client, f13, django_capture_on_commit_callbacks):
        record = a_hold(client)
        f13.fault("release", kind="cut")
        with django_capture_on_commit_callbacks(execute=True):
            release(client, record)
        assert statuses(f13) == ["released"]
        record.refresh_from_db()
        assert record.is_release_certain

    @pytest.mark.parametrize("kind", ["cut", "lost", "502_before", "502_after", "half", "garbage"])
    def test_whatever_happens_to_the_answer(self, client, f13, kind):
        record = a_hold(client)
        f13.fault("release", kind=kind)
        release(client, record)
        tasks.sweep()
        record.refresh_from_db()
        assert (record.state, record.is_release_certain) == (State.RELEASED, True)
        assert statuses(f13) == ["released"]

    def test_it_is_asked_after_pauses_that_grow_and_no_more_often(self, client, f13):
        record = a_hold(client)
        f13.fault("release", kind="502_before", times=20)
        reservation.release(record)
        f13.clear_log()
        with time_machine.travel(timezone.now(), tick=False) as clock:
            first = reservation.release_again(record.pk)
            assert first - timezone.now() == timedelta(seconds=2)
            assert reservation.release_again(record.pk) is None
            assert reservation.not_certainly_free() == []
            clock.move_to(first)
            second = reservation.release_again(record.pk)
            assert second - timezone.now() == timedelta(seconds=4)

    def test_two_that_are_told_at_once_ask_once(self, client, f13):
        record = a_hold(client)
        f13.fault("release", kind="cut")
        reservation.release(record)
        f13.clear_log()
        tasks.let_go.call_local(str(record.pk))
        tasks.let_go.call_local(str(record.pk))
        assert len(f13.log(endpoint="release")) == 1

    def test_the_buyers_own_press_waits_for_no_pause(self, client, f13):
        record = a_hold(client)
        f13.fault("release", kind="cut", times=2)
        reservation.release(record)
        reservation.release_again(record.pk)
        assert a_hold(client, perf_id=a_performance("6IF"), send="COBO").state == State.RESERVED
        assert statuses(f13) == ["released", "reserved"]


class TestAnExpiredHold:
    """On every page that it can meet: one plain sentence, a way on, and nothing held."""

    @pytest.fixture
    def record(self, client, f13):
        record = a_hold(client)
        with time_machine.travel(record.hold_ends_at):
            yield record

    @pytest.mark.parametrize("address", ["", "progress/"])
    def test_looked_at(self, client, record, address):
        page = client.get(f"/checkout/{record.pk}/{address}", follow=True).content.decode()
        assert "has run out" in page
        assert "Hold the same tickets again" in page

    def test_bought(self, client, f13, record):
        page = client.post(f"/checkout/{record.pk}/", CUSTOMER, follow=True).content.decode()
        assert "has run out" in page
        assert f13.log(endpoint="purchase") == []

    def test_let_go(self, client, record):
        page = release(client, record, follow=True).content.decode()
        assert "Your trolley" in page

    def test_by_its_link(self, record):
        page = HouseRulesClient().get(f"/checkout/{record.pk}/progress/").content.decode()
        assert "has run out" in page
        assert "Hold" not in page.partition("<main")[2].replace("Held", "")

    def test_asked_by_a_countdown(self, client, record):
        answer = client.get(f"/checkout/{record.pk}/left/").json()
        assert answer == {"state": "expired", "seconds": 0}

    def test_put_into_the_trolley_anew(self, client, f13, record):
        assert a_hold(client).state == State.RESERVED


def test_whoever_has_the_link_may_ask_for_the_time_and_nothing_else(client, f13):
    record = a_hold(client)
    answer = HouseRulesClient().get(f"/checkout/{record.pk}/left/")
    assert set(answer.json()) == {"state", "seconds"}
    assert 14 * 60 < answer.json()["seconds"] <= 15 * 60
    assert "no-store" in answer["Cache-Control"]


def test_on_another_device_the_link_shows_the_countdown_and_nothing_personal(client, f13):
    record = a_hold(client)
    client.post(f"/checkout/{record.pk}/", CUSTOMER | {"email": ""})
    page = HouseRulesClient().get(f"/checkout/{record.pk}/progress/").content.decode()
    assert "These tickets are held" in page
    assert "Time left: 14 minutes" in page
    assert not stands_in(page, "Ada")
    for personal in ("Reader", "Long Lane", "Unremarkable", "£"):
        assert personal not in page


def test_fractions_of_minutes_are_held_as_they_are(client, f13):
    record = a_hold(client, perf_id=a_performance("AM01"))
    left = record.hold_ends_at - timezone.now()
    assert timedelta(minutes=7, seconds=15) < left <= timedelta(minutes=7, seconds=30)
