"""Questions asked together take as long as the slowest, and each has an answer or an error of its own."""

import threading

import pytest

from boxoffice import shared
from boxoffice.ticketing import NoAnswer, ask_side_by_side


def raising(error):
    def question():
        raise error

    return question


def test_they_are_asked_at_the_same_time():
    together = threading.Barrier(3, timeout=5)  # breaks unless all three are there at once
    told = ask_side_by_side(a=together.wait, b=together.wait, c=together.wait)
    assert sorted(one.required() for one in told.values()) == [0, 1, 2]


def test_answers_keep_the_order_of_the_questions():
    assert list(ask_side_by_side(b=lambda: 1, a=lambda: 2, c=lambda: 3)) == ["b", "a", "c"]


def test_an_error_is_told_beside_the_other_answers():
    told = ask_side_by_side(broken=raising(NoAnswer("lost")), well=lambda: 5, last=raising(NoAnswer("also")))
    assert (told["well"].required(), told["well"].is_known, told["broken"].is_known) == (5, True, False)
    assert (told["broken"].otherwise(()), told["well"].otherwise(())) == ((), 5)
    with pytest.raises(NoAnswer, match="lost"):
        told["broken"].required()
    with pytest.raises(NoAnswer, match="also"):
        told["last"].required()


@pytest.mark.parametrize("broken", ["first", "last"])
def test_what_is_no_ticketing_error_is_not_hidden(broken):
    questions = {"first": lambda: 1, "last": lambda: 2} | {broken: raising(ZeroDivisionError())}
    with pytest.raises(ZeroDivisionError):
        ask_side_by_side(**questions)


def test_one_question_needs_no_thread():
    told = ask_side_by_side(only=threading.current_thread)
    assert told["only"].required() is threading.current_thread()


def test_threads_end_and_close_what_they_opened_of_the_database(monkeypatch):
    closed = []
    monkeypatch.setattr(shared, "leave_thread", lambda: closed.append(threading.current_thread().name))
    before = threading.active_count()
    ask_side_by_side(a=lambda: 1, b=raising(NoAnswer()), c=lambda: 3)
    assert (len(closed), threading.active_count()) == (2, before)
    assert threading.main_thread().name not in closed
