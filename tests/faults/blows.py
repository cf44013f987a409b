"""What dies on a bad night, and when: while a call waits at the box office, or just after it was answered."""

import signal
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.stage import Stage

Deed = Callable[[Stage], None]


def _nothing(stage: Stage) -> None:
    """All programs live."""


def _kill_the_web(stage: Stage) -> None:
    stage.shop.web.kill()


def _kill_the_worker(stage: Stage) -> None:
    stage.shop.worker.kill()


def _stop_the_worker(stage: Stage) -> None:
    """It hears nothing any more, and what is sent to it arrives."""
    stage.shop.worker.ask_to_stop(with_signal=signal.SIGSTOP)


def _restart_the_database(stage: Stage) -> None:
    stage.server.restart()


@dataclass(frozen=True)
class Blow:
    while_it_waits: Deed = _nothing
    before_the_answer: Deed = _nothing
    after_the_answer: Deed = _nothing


BLOWS = {
    "nothing": Blow(),
    "the web killed": Blow(while_it_waits=_kill_the_web),
    "the worker killed while it waits": Blow(while_it_waits=_kill_the_worker),
    "the worker killed after the answer": Blow(
        before_the_answer=_stop_the_worker, after_the_answer=_kill_the_worker
    ),
    "the database restarted": Blow(while_it_waits=_restart_the_database),
}
