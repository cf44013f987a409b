"""A Stripe of values, in the test's own process: intents, what is held and taken of each, lost answers."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from unittest import mock

from checkout.payments import stripe_line
from checkout.payments.stripe_line import Intent, Refused, Unanswered

HEARD = ("heard", "lost", "cut")
OTHER_STATE = "payment_intent_unexpected_state"


@dataclass
class Stripe:
    """Its deeds are those of `stripe_line`. `heard`: what becomes of the next answer."""

    heard: str = "heard"
    intents: dict[str, Intent] = field(default_factory=dict)
    captures: list[str] = field(default_factory=list)
    answers: dict[str, str | Refused] = field(default_factory=dict)  # by idempotency key

    def stand_in(self, stack: ExitStack) -> None:
        for name in ("create", "retrieve", "describe", "capture", "cancel"):
            stack.enter_context(mock.patch.object(stripe_line, name, getattr(self, name)))

    # What the shop says

    def create(self, *, key: str, amount: int, currency: str, metadata: Mapping[str, str]) -> Intent:
        name = f"pi_{len(self.intents)}"
        new = Intent(name, "requires_payment_method", amount, 0, 0, currency, is_live=False)
        new = replace(new, order=metadata["order"], client_secret=f"{name}_secret_1")
        return self._once(key, lambda: self._keep(new))

    def retrieve(self, intent_id: str) -> Intent:
        return self._say(lambda: intent_id)

    def describe(self, intent_id: str, *, key: str, metadata: Mapping[str, str]) -> Intent:
        return self._once(key, lambda: self._keep(replace(self.intents[intent_id], order=metadata["order"])))

    def capture(self, intent_id: str, *, key: str, amount: int) -> Intent:
        return self._once(key, lambda: self._captured(self.intents[intent_id], amount))

    def cancel(self, intent_id: str, *, key: str) -> Intent:
        return self._once(key, lambda: self._cancelled(self.intents[intent_id]))

    # What the buyer does

    def confirm(self, intent_id: str, *, is_good: bool) -> None:
        intent = self.intents[intent_id]
        if intent.status != "requires_payment_method":
            return
        if is_good:
            self._keep(replace(intent, status="requires_capture", amount_capturable=intent.amount))
        else:
            self._keep(replace(intent, failure=f"{intent.failure}/declined"))

    @property
    def taken(self) -> int:
        return sum(intent.amount_received for intent in self.intents.values())

    @property
    def held(self) -> int:
        return sum(intent.amount_capturable for intent in self.intents.values())

    # How

    def _once(self, key: str, deed: Callable[[], str]) -> Intent:
        """Under one key it is done once; a refusal is repeated, too."""

        def answer() -> str:
            if key not in self.answers:
                try:
                    self.answers[key] = deed()
                except Refused as error:
                    self.answers[key] = error
            said = self.answers[key]
            if isinstance(said, Refused):
                raise said
            return said

        return self._say(answer)

    def _say(self, answer: Callable[[], str]) -> Intent:
        heard, self.heard = self.heard, "heard"
        if heard == "cut":
            raise Unanswered("cut")
        name = answer()
        if heard == "lost":
            raise Unanswered("lost")
        return self.intents[name]

    def _keep(self, intent: Intent) -> str:
        self.intents[intent.id] = intent
        return intent.id

    def _captured(self, intent: Intent, amount: int) -> str:
        if intent.status != "requires_capture":
            raise Refused(OTHER_STATE)
        self.captures.append(intent.id)
        return self._keep(replace(intent, status="succeeded", amount_capturable=0, amount_received=amount))

    def _cancelled(self, intent: Intent) -> str:
        if intent.status in {"succeeded", "canceled"}:
            raise Refused(OTHER_STATE)
        return self._keep(replace(intent, status="canceled", amount_capturable=0))
