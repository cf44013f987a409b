"""Whoever asks the same within two seconds gets the same answer, whichever thread asks."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from boxoffice import live
from boxoffice.live import MOST, Answers
from boxoffice.ticketing import SupplierDown
from tests.clocks import Clock

MANY = 8


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def answers(clock):
    return Answers(clock=clock)


@pytest.fixture
def asking():
    asked = []

    def ask():
        asked.append(1)
        return f"answer {len(asked)}"

    ask.asked = asked
    return ask


def get(answers, asking, question="7AB", seconds=2):
    return answers.get(question, seconds=seconds, ask=asking)


def test_for_two_seconds_the_answer_stays_the_same(answers, asking, clock):
    assert get(answers, asking) == get(answers, asking) == "answer 1"
    clock.now += 1.9
    assert get(answers, asking) == "answer 1"
    clock.now += 0.2
    assert get(answers, asking) == "answer 2"


def test_other_questions_have_other_answers(answers, asking):
    assert [get(answers, asking, question) for question in ("7AB", "7AA")] == ["answer 1", "answer 2"]


def test_what_was_done_meanwhile_makes_it_ask_again(answers, asking):
    get(answers, asking)
    answers.forget()
    assert get(answers, asking) == "answer 2"


def test_threads_that_ask_at_once_wait_for_one_answer(answers):
    began, may_end, asked = threading.Event(), threading.Event(), []

    def slow():
        asked.append(1)
        began.set()
        assert may_end.wait(10)
        return "answer"

    with ThreadPoolExecutor(MANY) as threads:
        first = threads.submit(get, answers, slow)
        assert began.wait(10)
        others = [threads.submit(get, answers, slow) for _ in range(MANY - 1)]
        may_end.set()
        assert {flight.result(10) for flight in (first, *others)} == {"answer"}
    assert len(asked) == 1


def test_a_question_under_way_is_not_asked_again_however_long_it_takes(answers, asking, clock, monkeypatch):
    waits, wait = threading.Event(), live._waited_for
    monkeypatch.setattr(live, "_waited_for", lambda flight: (waits.set(), wait(flight))[1])

    with ThreadPoolExecutor(1) as threads:

        def slow():
            clock.now += 20
            slow.other = threads.submit(get, answers, asking)
            assert waits.wait(10)
            return "late"

        assert get(answers, slow) == "late"
        assert slow.other.result(10) == "late"
    assert asking.asked == []


def test_a_failure_is_not_kept(answers, asking):
    def fail():
        raise SupplierDown("no")

    with pytest.raises(SupplierDown):
        get(answers, fail)
    assert get(answers, asking) == "answer 1"


def test_it_never_keeps_more_than_it_should(answers, asking):
    for number in range(MOST + 10):
        get(answers, asking, str(number))
    assert len(answers._kept) == MOST
    assert get(answers, asking, str(MOST + 9)) == f"answer {MOST + 10}"


def test_languages_and_stays_are_questions_of_their_own(f13):
    for options in (
        {"language": "en"},
        {"language": "en"},
        {"language": "fr"},
        {"language": "en", "nights": 2},
    ):
        live.get_availability("7AB-5", **options)
    assert len(f13.log(endpoint="availability")) == 3
