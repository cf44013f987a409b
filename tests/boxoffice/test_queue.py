"""What a task knows of where it comes from, and what is told of its runs."""

import logging

import pytest
import time_machine
from huey import MemoryHuey
from huey.exceptions import RetryTask
from prometheus_client import REGISTRY

from boxoffice import following
from boxoffice.following import Followed
from boxoffice.queue import Following


class Notes(list):
    task = None


class Queue(Following, MemoryHuey):
    pass


@pytest.fixture
def queue():
    return Queue("tests")


@pytest.fixture
def seen(queue):
    """A task that notes what is followed while it runs; `seen` are its notes."""
    notes = Notes()

    @queue.task(name="note")
    def note(what="", fails=False):
        notes.append(following.current())
        following.asks("reserve.v1")
        if fails:
            raise LookupError("Ada")

    notes.task = note
    return notes


@pytest.fixture(autouse=True)
def _lines(caplog):
    caplog.set_level(logging.INFO, logger="boxoffice.task")


def run_next(queue):
    queue.execute(queue.dequeue())


def test_a_task_goes_on_under_the_id_of_the_request_that_wanted_it(queue, seen):
    with following.following(Followed("of-the-request")):
        seen.task()
    assert following.current() is None
    run_next(queue)
    assert [followed.id for followed in seen] == ["of-the-request"]
    assert following.current() is None


def test_one_that_nobody_asked_for_has_an_id_of_its_own_for_each_run(queue, seen):
    seen.task()
    seen.task()
    run_next(queue)
    run_next(queue)
    assert len({followed.id for followed in seen}) == 2


def test_a_task_of_a_release_that_knew_nothing_of_this_is_run(queue, seen):
    task = seen.task.s()
    assert "/" not in task.id
    queue.storage.enqueue(queue.serialize_task(task))
    run_next(queue)
    assert len(seen[0].id) == 32


def test_what_a_task_starts_goes_on_under_the_same_id(queue, seen):
    @queue.task(name="first")
    def first():
        seen.task()

    with following.following(Followed("of-the-request")):
        first()
    run_next(queue)
    run_next(queue)
    assert [(followed.id, followed.task) for followed in seen] == [("of-the-request", "test_queue.note")]


def test_what_is_put_off_keeps_its_id(queue, seen):
    with following.following(Followed("of-the-request")):
        seen.task.schedule((), delay=60)
    run_next(queue)
    assert seen == []
    (scheduled,) = queue.scheduled()
    assert following.id_of_task(scheduled.id) == "of-the-request"


def test_what_is_tried_again_keeps_its_id(queue):
    seen = []

    @queue.task(name="again")
    def again():
        seen.append(following.current_id())
        raise RetryTask

    with following.following(Followed("of-the-request")):
        again()
    for _ in range(3):
        run_next(queue)
    assert seen == ["of-the-request"] * 3


def test_a_task_about_an_order_says_which(queue):
    seen = []

    @queue.task(name="buy")
    def buy(record_id):
        seen.append(following.current().order)

    buy("3b1c")
    run_next(queue)
    assert seen == ["3b1c"]


@pytest.mark.parametrize(
    ("fails", "outcome", "label"), [(False, "ok", "ok"), (True, "LookupError", "failed")]
)
def test_each_run_is_one_line_and_one_count(queue, seen, caplog, fails, outcome, label):
    labels = {"task": "test_queue.note", "outcome": label}
    before = REGISTRY.get_sample_value("boxoffice_task_seconds_count", labels) or 0
    seen.task(fails=fails)
    run_next(queue)
    (line,) = [one for one in caplog.records if one.name == "boxoffice.task"]
    assert line.getMessage().startswith(f"test_queue.note {outcome} ")
    assert (line.facts["outcome"], line.facts["calls"]) == (outcome, 1)
    assert REGISTRY.get_sample_value("boxoffice_task_seconds_count", labels) == before + 1


def test_a_task_that_runs_where_it_is_started_leaves_the_request_as_it_was(seen, queue):
    queue.immediate = True
    with following.following(Followed("of-the-request")) as request:
        seen.task()
        assert following.current() is request
    assert seen[0].id == "of-the-request"


def test_when_it_was_put_in_is_known(queue, seen):
    with time_machine.travel(1_800_000_000, tick=False):
        seen.task()
    assert following.queued_at(queue.dequeue().id) == 1_800_000_000
    assert following.queued_at("3b1c9d1e-8a55-4c1c-9d0b-000000000000") is None
