"""Whatever dies between a purchase and its letter: the buyer has one letter, any copy of it is the same."""

from email import message_from_bytes
from typing import Any

from tests.faults.night import Night, wait_until

LONG = 600  # seconds of the sandbox's clock, which is moved


def letters(night: Night) -> list[tuple[Any, ...]]:
    return night.rows("SELECT kind, tries, sent_at IS NOT NULL FROM checkout_letter ORDER BY id")


def message_ids(night: Night) -> list[str]:
    return [str(message_from_bytes(raw)["Message-ID"]) for raw in night.sandbox.raw_mail()]


def wait_until_taken(night: Night, *, tries: int = 1) -> None:
    """A worker speaks to the mail server, and waits for its answer."""
    wait_until(lambda: letters(night) == [("confirmation", tries, 0)], what="the letter is being sent")


def wait_until_sent(night: Night) -> None:
    wait_until(lambda: letters(night) and letters(night)[0][2], what="the letter is sent")


def begin_again(night: Night) -> None:
    """Another worker, once the time is over that the dead one has had for the letter."""
    night.rows("UPDATE checkout_letter SET look_again_at = NULL")
    night.rows("DELETE FROM boxoffice_shared")
    night.shop.worker.start()


def test_the_worker_is_killed_before_the_mail_server_has_taken_it(night: Night) -> None:
    night.sandbox.hold_mail("rcpt")
    night.shop.worker.start()
    night.buyer().pay()
    wait_until_taken(night)
    night.shop.worker.kill()
    night.sandbox.hold_mail("")
    begin_again(night)
    wait_until_sent(night)
    assert len(message_ids(night)) == 1
    assert letters(night) == [("confirmation", 2, 1)]


def test_the_worker_is_killed_when_all_was_said_and_before_it_has_heard_that_it_was_taken(
    night: Night,
) -> None:
    """Nobody can know then whether it was. Mailboxes show what has one id once."""
    night.sandbox.hold_mail("data")
    night.shop.worker.start()
    night.buyer().pay()
    wait_until(lambda: len(message_ids(night)) == 1, what="the mail server has it")
    night.shop.worker.kill()
    night.sandbox.hold_mail("")
    assert letters(night) == [("confirmation", 1, 0)]
    begin_again(night)
    wait_until_sent(night)
    assert len(message_ids(night)) == 2
    assert len(set(message_ids(night))) == 1


def test_the_worker_is_killed_while_the_purchase_waits(night: Night) -> None:
    night.sandbox.fault("purchase", kind="slow", seconds=LONG)
    night.shop.worker.start()
    night.buyer().pay()
    night.wait_until_asked()
    night.shop.worker.kill()
    night.sandbox.move_clock(seconds=LONG)
    night.wait_until_free()
    night.shop.worker.start()
    night.wait_until_state("purchased")
    wait_until_sent(night)
    assert len(message_ids(night)) == 1


def test_the_queue_has_lost_the_task_and_the_sweep_finds_the_letter(night: Night) -> None:
    night.sandbox.hold_mail("rcpt")
    night.shop.worker.start()
    night.buyer().pay()
    wait_until_taken(night)
    night.shop.worker.kill()
    night.rows("DELETE FROM task")
    night.rows("DELETE FROM schedule")
    night.rows("UPDATE checkout_letter SET tries = 0")
    night.sandbox.hold_mail("")
    begin_again(night)
    wait_until_sent(night)
    assert len(message_ids(night)) == 1


def test_two_workers_send_it_once(night: Night) -> None:
    night.shop.worker.start()
    another = night.another_worker()
    for _ in range(4):
        night.buyer().pay()
    wait_until(lambda: [row[2] for row in letters(night)] == [1, 1, 1, 1], what="all are sent")
    another.stop()
    night.shop.worker.stop()
    assert len(message_ids(night)) == len(set(message_ids(night))) == 4
    assert {row[1] for row in letters(night)} == {1}
