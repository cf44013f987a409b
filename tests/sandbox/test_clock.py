import threading
from datetime import timedelta

from sandbox.clock import Clock


def waiting(clock, *, seconds):
    """A thread that waits on the clock."""
    thread = threading.Thread(target=clock.wait, args=(seconds,), daemon=True)
    thread.start()
    return thread


def test_waiting_ends_when_the_clock_is_moved_past_the_end():
    clock = Clock()
    thread = waiting(clock, seconds=3600)
    clock.move(timedelta(hours=2))
    thread.join(timeout=5)
    assert not thread.is_alive()


def test_a_move_that_is_too_short_wakes_nobody():
    clock = Clock()
    thread = waiting(clock, seconds=3600)
    clock.move(timedelta(minutes=1))
    thread.join(timeout=0.05)
    assert thread.is_alive()
    clock.move(timedelta(hours=2))


def test_a_wait_that_began_after_a_move_does_not_outlast_the_reset():
    clock = Clock()
    clock.move(timedelta(days=300))
    thread = waiting(clock, seconds=3600)
    while not clock._moved._waiters:
        pass
    clock.reset()
    thread.join(timeout=5)
    assert not thread.is_alive()
    assert abs(clock.ahead) == timedelta()
