"""What one visitor was told moments ago is told to others too; nobody is refused by it."""

import pytest
from django.test import Client

from boxoffice import live
from boxoffice.ticketing import get_service
from tests.builders import a_choice, a_hold, a_performance, a_trolley, hold_form, mirrored, taken_elsewhere

pytestmark = pytest.mark.django_db


@pytest.fixture
def perf_id(f13):
    mirrored("7AB")
    return a_performance("7AB")


@pytest.fixture
def ask_copy(monkeypatch):
    """Visits go to the copy of the shop that has been told so much."""
    return lambda answers: monkeypatch.setattr(live, "answers", answers)


def look(client, perf_id):
    return client.get(f"/performance/{perf_id}/").content.decode()


def press(client, choice):
    return client.post("/trolley/add/", choice, follow=True).content.decode()


def questions(f13):
    return len(f13.log(endpoint="availability"))


def test_seats_that_have_come_free_since_go_into_the_trolley(client, f13, perf_id):
    choice = a_choice(perf_id, seats=["B3", "B4"])
    transaction = taken_elsewhere(perf_id, "B3", "B4")
    look(client, perf_id)
    get_service("en").release(transaction)
    f13.clear_log()
    page = press(client, choice)
    assert '<article class="order">' in page
    assert "B3" in page
    assert questions(f13) == 1


def test_whoever_is_refused_hears_why_from_a_copy_that_knew_nothing_of_it(client, f13, perf_id, ask_copy):
    choice = a_choice(perf_id, seats=["B3", "B4"])
    look(client, perf_id)
    knows_nothing = live.answers
    taken_elsewhere(perf_id, "B4")
    ask_copy(live.Answers())
    answer = client.post("/trolley/add/", choice)
    ask_copy(knows_nothing)
    assert 'id="objection"' in client.get(answer["Location"]).content.decode()


def test_a_refusal_that_was_just_asked_for_is_not_asked_for_twice(client, f13, perf_id):
    choice = a_choice(perf_id, seats=["B3", "B4"])
    taken_elsewhere(perf_id, "B4")
    f13.clear_log()
    client.post("/trolley/add/", choice)
    assert questions(f13) == 1


def test_what_is_shared_serves_whoever_is_not_refused(client, f13, perf_id):
    choice = a_choice(perf_id, seats=["B3", "B4"])
    look(client, perf_id)
    f13.clear_log()
    assert '<article class="order">' in press(client, choice)
    assert questions(f13) == 0


def test_what_one_let_go_by_way_of_another_copy_is_held_again_without_a_word(
    client, perf_id, ask_copy, settings
):
    settings.CHOICE_FRESH_SECONDS = 0  # long ago it was chosen
    record = a_hold(client, perf_id=perf_id, seats=["B3", "B4"])
    look(Client(), perf_id)
    saw_them_held = live.answers
    ask_copy(live.Answers())
    client.post(f"/checkout/{record.pk}/release/")
    ask_copy(saw_them_held)
    page = client.post("/trolley/reserve/", hold_form(client.get("/trolley/").content.decode()), follow=True)
    assert 'data-page="checkout"' in page.content.decode()


def test_the_trolley_of_whoever_changed_something_has_the_numbers_of_now(client, f13):
    a_trolley(client)
    session = client.session
    live.note_change(session)
    session.save()
    f13.clear_log()
    client.get("/trolley/")
    assert questions(f13) == 1
