"""The morning of a sale: thousands of people at one performance. Counted, not timed."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from boxoffice import live
from boxoffice.ticketing import BadData, Busy, NoAnswer
from catalog import drawing
from tests.builders import a_performance, mirrored

VISITORS = 30
AT_ONCE = 6
ARENA = "TK03"  # of 3,000 seats


@pytest.fixture
def drawings(monkeypatch):
    """The names of what is drawn."""
    drawn, draw = [], drawing._draw
    monkeypatch.setattr(drawing, "_draw", lambda name, context: (drawn.append(name), draw(name, context))[1])
    return drawn


def shown(address):
    try:
        return Client().get(address).content.decode()
    finally:
        connection.close()


def token_of(page):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]


@pytest.mark.django_db(transaction=True)
def test_many_visitors_at_once_cost_f13_one_question_each_and_one_drawing(f13, drawings):
    mirrored("7AB")
    address = f"/performance/{a_performance('7AB')}/"
    f13.clear_log()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        pages = list(threads.map(shown, [address] * VISITORS))
    assert sorted(entry["endpoint"] for entry in f13.log()) == [
        "availability",
        "performances_by_id",
        "send_methods",
    ]
    assert sorted(drawings) == sorted(set(drawings))
    assert len({token_of(page) for page in pages}) == VISITORS
    assert len({page.replace(token_of(page), "") for page in pages}) == 1


@pytest.mark.django_db
def test_another_choice_language_or_answer_is_drawn_anew(client, f13, all_languages, drawings):
    mirrored("7AB")
    address = f"/performance/{a_performance('7AB')}/"
    for asked in (address, f"{address}?together=3", f"/fr{address}", address):
        client.get(asked)
    assert drawings.count("catalog/_to_choose.html") == 3
    live.forget()
    client.get(address)
    assert drawings.count("catalog/_to_choose.html") == 4


@pytest.mark.django_db
def test_a_large_hall_shows_the_same_drawn_or_remembered(client, f13, drawings):
    mirrored(ARENA)
    address = f"/performance/{a_performance(ARENA)}/"
    first, second = (client.get(address).content.decode() for _ in range(2))
    assert first.count('name="seat"') == second.count('name="seat"') == 3_000
    assert drawings.count("catalog/_to_choose.html") == 1


@pytest.mark.django_db
def test_whoever_let_seats_go_by_way_of_another_copy_sees_them_at_once(client, f13):
    mirrored("7AB")
    address = f"/performance/{a_performance('7AB')}/"
    client.get(address)
    f13.clear_log()
    session = client.session
    live.note_change(session)  # as the copy did that let them go
    session.save()
    client.get(address)
    client.get(f"{address}free/")
    Client().get(address)  # somebody else takes what is there
    assert [entry["endpoint"] for entry in f13.log()] == ["availability", "availability"]


def test_an_answer_from_before_the_change_does_not_do_whoever_is_asking_for_it(clock):
    answers = live.Answers(clock=clock)
    asked = iter(range(9))

    def get(**options):
        return answers.get("7AB", seconds=2, ask=lambda: next(asked), **options)

    assert [get(), get()] == [0, 0]
    clock.now += 1
    assert [get(within=0.5), get(), get(within=0.5)] == [1, 1, 1]


def test_answers_that_nobody_may_be_given_any_more_take_no_memory(clock):
    answers = live.Answers(clock=clock)
    for number in range(5):
        answers.get(number, seconds=2, ask=object)
    clock.now += 3
    answers.get("new", seconds=2, ask=object)
    assert list(answers._kept) == ["new"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Busy(status=429), "Many people are asking for tickets just now"),
        (NoAnswer("too late"), "We cannot reach the box office just now"),
    ],
)
def test_a_page_that_cannot_be_had_says_why_and_tries_again_by_itself(client, f13, monkeypatch, error, words):
    def fail(*arguments, **options):
        raise error

    mirrored("7AB")
    monkeypatch.setattr(live, "get_availability", fail)
    answer = client.get(f"/performance/{a_performance('7AB')}/")
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert words in page
    assert "We try again by ourselves" in page
    assert "<retry-later" in page


def test_too_many_requests_is_an_answer_of_its_own():
    from boxoffice.ticketing.endpoints import AVAILABILITY
    from boxoffice.ticketing.replies import answer_from

    with pytest.raises(Busy):
        answer_from(AVAILABILITY, status=429, body=b"")
    with pytest.raises(BadData):
        answer_from(AVAILABILITY, status=400, body=b"{}")
