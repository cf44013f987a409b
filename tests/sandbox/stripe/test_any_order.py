"""Whatever is done to an intent, in any order: no more money than was agreed, no way back from an end."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sandbox import app
from sandbox.http import Request
from sandbox.world import World
from tests.sandbox.stripe.asking import FORM, Api

AMOUNT = 1000
ENDS = {"succeeded", "canceled"}
METHODS = ["visa", "chargeDeclined", "authenticationRequired", "processing", "captureFails"]


class Intent(RuleBasedStateMachine):
    """One intent, and everybody who has a hand in it."""

    def __init__(self):
        super().__init__()
        self.world = World()
        self.api = Api(self.world)
        self.path = f"payment_intents/{self.api.intent(amount=AMOUNT)['id']}"
        self.ended = ""
        self.refunded = 0

    def teardown(self):
        self.world.reset()

    @rule(method=st.sampled_from(METHODS))
    def confirm(self, method):
        self.api.ask("POST", f"{self.path}/confirm", payment_method=f"pm_card_{method}")

    @rule(amount=st.integers(-1, AMOUNT + 1))
    def capture(self, amount):
        self.api.ask("POST", f"{self.path}/capture", amount_to_capture=amount)

    @rule()
    def cancel(self):
        self.api.ask("POST", f"{self.path}/cancel")

    @rule(amount=st.integers(1, AMOUNT))
    def refund(self, amount):
        answer = self.api.ask("POST", "refunds", payment_intent=self.path.split("/")[1], amount=amount)
        self.refunded += amount if answer.status == 200 else 0

    @rule(seconds=st.sampled_from([61, 8 * 86_400]))
    def wait(self, seconds):
        self.api.move_clock(seconds=seconds)

    @precondition(lambda self: self.seen["next_action"])
    @rule(decision=st.sampled_from(["complete", "fail"]))
    def ask_the_bank(self, decision):
        page = self.seen["next_action"]["redirect_to_url"]["url"].removeprefix(self.world.public_url)
        body = f"decision={decision}".encode()
        app.answer(self.world, Request("POST", page, headers={"Content-Type": FORM}, body=body))

    @property
    def seen(self):
        return self.api.get(self.path)

    @invariant()
    def no_more_is_taken_than_was_agreed(self):
        [row] = self.api.control("GET", "stripe")["intents"]
        assert 0 <= row["taken"] <= row["captured"] <= AMOUNT
        assert row["captured"] + row["held"] <= AMOUNT
        assert row["refunded"] == self.refunded

    @invariant()
    def an_end_is_an_end(self):
        status = self.seen["status"]
        assert self.ended in {"", status}
        self.ended = status if status in ENDS else ""

    @invariant()
    def what_was_told_last_is_what_is_so(self):
        told = [one for one in self.api.events() if one["type"].startswith("payment_intent.")]
        kept = self.world.stripe.events[told[-1]["id"]].data["object"]
        assert kept["amount_received"] == self.seen["amount_received"]


def test_no_order_of_deeds_takes_too_much_or_undoes_an_end():
    run_state_machine_as_test(Intent, settings=settings(max_examples=40, stateful_step_count=20))
