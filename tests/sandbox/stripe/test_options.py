"""What the command line says about Stripe and the white-label checkout, in a process of its own."""

import pytest
import requests

from tests.sandbox.stripe.asking import SECRET_KEY, Endpoint
from tests.sandbox_process import SandboxError, SandboxProcess

DONE = "http://shop.example/checkout/done/<uuid>/"


def test_webhooks_and_confirmation_are_there_from_the_start_and_after_a_reset():
    with Endpoint() as endpoint:
        options = ("--stripe-webhook", endpoint.url, "--stripe-webhook-secret", endpoint.secret)
        with SandboxProcess(*options, "--white-label-return", DONE) as sandbox:
            sandbox.reset()
            assert sandbox.white_label() == DONE
            requests.post(
                f"{sandbox.url}/v1/payment_intents",
                data={"amount": "500", "currency": "gbp"},
                auth=(SECRET_KEY, ""),
                timeout=10,
            )
            assert endpoint.next().type == "payment_intent.created"
            assert [intent["amount"] for intent in sandbox.stripe()["intents"]] == [500]


@pytest.mark.parametrize(
    "options", [("--white-label-return", "http://shop.example/done/"), ("--stripe-webhook", "nowhere")]
)
def test_what_cannot_be_meant_stops_the_start(options):
    with pytest.raises(SandboxError, match=options[0]):
        SandboxProcess(*options).start()
