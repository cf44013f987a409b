"""Whatever dies, and when: one purchase at most, and an order that says so."""

import signal
import uuid
from concurrent.futures import ThreadPoolExecutor

from tests.faults.night import hold_form, wait_until

LONG = 600  # seconds of the sandbox's clock, which is moved


def bought_once(night):
    assert night.states() == ["purchased"], night.steps()
    assert night.sold() == ["purchased"]
    assert night.purchases() == 1
    return True


def test_the_worker_is_killed_while_the_purchase_waits(night):
    night.sandbox.fault("purchase", kind="slow", seconds=LONG)
    night.shop.worker.start()
    progress = night_buys(night)
    night.shop.worker.kill()
    night.sandbox.move_clock(seconds=LONG)
    night.wait_until_free()
    night.shop.worker.start()
    night.wait_until_state("purchased")
    assert bought_once(night)
    assert progress()


def test_the_worker_is_killed_just_after_the_answer_was_sent(night):
    night.sandbox.fault("purchase", kind="slow", seconds=LONG)
    night.shop.worker.start()
    progress = night_buys(night)
    night.worker_stands_still()
    night.sandbox.move_clock(seconds=LONG)
    wait_until(lambda: night.sold() == ["purchased"], what="the deed is done")
    night.shop.worker.kill()
    night.wait_until_free()
    night.shop.worker.start()
    night.wait_until_state("purchased")
    assert bought_once(night)
    assert progress()


def test_a_worker_stands_still_another_settles_and_the_first_wakes_up(night):
    night.sandbox.fault("purchase", kind="slow", seconds=LONG)
    night.shop.worker.start()
    progress = night_buys(night)
    night.worker_stands_still()
    night.sandbox.move_clock(seconds=LONG)
    wait_until(lambda: night.sold() == ["purchased"], what="the deed is done")
    night.wait_until_free()
    another = night.another_worker()
    night.wait_until_state("purchased")
    night.shop.worker.ask_to_stop(with_signal=signal.SIGCONT)
    night.shop.worker.stop()
    another.stop()
    assert bought_once(night)
    assert "staff" not in " ".join(night.steps())
    assert progress()


def test_a_worker_that_is_told_to_stop_ends_its_purchase_first(night):
    night.sandbox.fault("purchase", kind="slow", seconds=LONG)
    night.shop.worker.start()
    progress = night_buys(night)
    night.shop.worker.ask_to_stop()
    wait_until(lambda: "hutting down" in night.shop.worker.last_lines(), what="it has heard")
    night.sandbox.move_clock(seconds=LONG)
    wait_until(lambda: not night.shop.worker.is_running, what="it ends")
    assert bought_once(night)
    assert night.sandbox.log(endpoint="status") == []
    assert progress()


def test_no_worker_is_there_so_no_payment_is_taken_until_one_is(night):
    buyer = night.buyer()
    address = buyer.hold()
    page = buyer.get(address).text
    assert "We cannot sell at this moment" in page
    assert buyer.post(address, night.customer, page=page).url.endswith(address)
    assert night.states() == night.sold() == ["reserved"]
    night.shop.worker.start()
    buyer.post(address, night.customer, page=page)
    night.wait_until_state("purchased")
    assert bought_once(night)


def test_a_worker_that_is_told_to_stop_is_no_worker_to_pay_for(night):
    night.sandbox.fault("purchase", kind="slow", seconds=LONG)
    night.shop.worker.start()
    progress = night_buys(night)
    night.shop.worker.ask_to_stop()
    another = night.buyer()
    address = another.hold()
    wait_until(lambda: "We cannot sell" in another.get(address).text, what="it begins nothing new")
    night.sandbox.move_clock(seconds=LONG)
    wait_until(progress, what="what it had begun ends")


def test_the_worker_dies_after_the_press_and_the_queue_has_lost_the_task(night):
    night.shop.worker.start()
    night.worker_stands_still()
    address = night.buyer().pay()
    assert address.endswith("/progress/")
    night.shop.worker.kill()
    assert night.rows("DELETE FROM task RETURNING id")
    night.shop.worker.start()
    night.wait_until_state("purchased")
    assert bought_once(night)


def test_the_web_is_killed_once_pay_was_pressed(night):
    night.sandbox.fault("purchase", kind="slow", seconds=LONG)
    night.shop.worker.start()
    progress = night_buys(night)
    night.shop.web.kill()
    night.sandbox.move_clock(seconds=LONG)
    night.wait_until_state("purchased")
    night.shop.web.start()
    night.shop.wait_until_ready()
    assert bought_once(night)
    assert progress()


def test_the_answer_is_lost_and_the_deed_goes_on(night):
    night.sandbox.fault("purchase", kind="lost", seconds=LONG)
    night.shop.worker.start()
    progress = night_buys(night)
    wait_until(lambda: "status says reserved" in night.steps(), what="it is looked up")
    assert night.states() == ["attempting"]
    night.sandbox.move_clock(seconds=LONG)
    night.wait_until_state("purchased")
    assert bought_once(night)
    assert progress()


def test_pressing_hold_in_many_tabs_at_once_holds_once(night):
    buyer = night.buyer()
    page = buyer.choose()
    night.sandbox.fault("reserve", kind="slow", seconds=LONG)
    same = hold_form(page)
    forms = [same, same, same | {"press": str(uuid.uuid4())}, same | {"press": str(uuid.uuid4())}]
    with ThreadPoolExecutor(len(forms)) as tabs:
        pressed = [tabs.submit(buyer.post, "/trolley/reserve/", form, page=page) for form in forms]
        wait_until(lambda: sum(tab.done() for tab in pressed) == 3, what="three tabs are told to wait")
        night.sandbox.move_clock(seconds=LONG)
        answers = [tab.result() for tab in pressed]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.url for answer in answers}) == 1
    assert night.sold() == night.states() == ["reserved"]


def test_many_presses_of_pay_by_many_buyers_buy_once_each_and_within_seconds(night):
    night.sandbox.fault("purchase", kind="slow", seconds=LONG)
    night.shop.worker.start()
    buyers = [night.buyer() for _ in range(6)]
    addresses = [buyer.hold() for buyer in buyers]
    pages = [buyer.get(address).text for buyer, address in zip(buyers, addresses, strict=True)]
    with ThreadPoolExecutor(6) as tabs:
        presses = [
            tabs.submit(buyer.post, address, night.customer, page=page)
            for buyer, address, page in zip(buyers, addresses, pages, strict=True)
            for _ in range(3)
        ]
        assert {press.result().status_code for press in presses} == {200}
    wait_until(lambda: sorted(night.states()) == ["attempting", *["purchased"] * 5], what="all but one end")
    night.sandbox.move_clock(seconds=LONG)
    wait_until(lambda: set(night.states()) == {"purchased"}, what="all end")
    assert night.purchases() == 6
    assert night.errors() == []


def night_buys(night):
    """Somebody pays; gives back the question whether they see their tickets."""
    buyer = night.buyer()
    address = buyer.pay()
    assert "We are buying your tickets" in buyer.get(address).text
    night.wait_until_asked()
    return lambda: "Your tickets are bought" in buyer.get(address).text
