"""The test cards: what each number does, and the names that stand for it (`pm_card_NAME`, `tok_NAME`)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Decline:
    """Why the bank says no: Stripe's code, its words, and the bank's own code."""

    code: str
    message: str
    decline_code: str = ""


@dataclass(frozen=True)
class TestCard:
    """What a card does. `asks`: the bank wants 3-D Secure first. `settles_later`: processing for a while.

    `refund`: what becomes of money that goes back: `succeeds`, `fails` later, or is `pending` for a while.
    """

    __test__ = False  # its name is no test's

    number: str
    names: tuple[str, ...]
    brand: str = "visa"
    funding: str = "credit"
    country: str = "US"
    decline: Decline | None = None
    asks: bool = False
    settles_later: bool = False
    capture_fails: bool = False
    refund: str = "succeeds"


def _declined(decline_code: str, message: str = "Your card was declined.") -> Decline:
    return Decline("card_declined", message, decline_code)


GENERIC = _declined("generic_decline")
NO_FUNDS = _declined("insufficient_funds", "Your card has insufficient funds.")
LIVE_CARD = _declined(
    "test_mode_live_card",
    "Your card was declined. Your request was in test mode, but used a non test card.",
)
EXPIRED = Decline("expired_card", "Your card has expired.", "expired_card")
WRONG_CVC = Decline("incorrect_cvc", "Your card's security code is incorrect.", "incorrect_cvc")
NOT_PROCESSED = Decline(
    "processing_error", "An error occurred while processing your card. Try again.", "processing_error"
)
NOT_AUTHENTICATED = Decline(
    "authentication_required",
    "Your card was declined. This transaction requires authentication.",
    "authentication_required",
)
CAPTURE_FAILED = Decline("card_declined", "The bank no longer honours this authorisation.", "do_not_honor")

CARDS = (
    TestCard("4242424242424242", ("visa",)),
    TestCard("4000056655665556", ("visa_debit",), funding="debit"),
    TestCard("4000008260000000", ("gb",), country="GB"),
    TestCard("5555555555554444", ("mastercard",), brand="mastercard"),
    TestCard("5200828282828210", ("mastercard_debit",), brand="mastercard", funding="debit"),
    TestCard("378282246310005", ("amex",), brand="amex"),
    TestCard("4000000000000002", ("chargeDeclined", "visa_chargeDeclined"), decline=GENERIC),
    TestCard(
        "4000000000009995",
        ("chargeDeclinedInsufficientFunds", "visa_chargeDeclinedInsufficientFunds"),
        decline=NO_FUNDS,
    ),
    TestCard(
        "4000000000009987",
        ("chargeDeclinedLostCard", "visa_chargeDeclinedLostCard"),
        decline=_declined("lost_card"),
    ),
    TestCard(
        "4000000000009979",
        ("chargeDeclinedStolenCard", "visa_chargeDeclinedStolenCard"),
        decline=_declined("stolen_card"),
    ),
    TestCard("4100000000000019", ("radarBlock", "chargeDeclinedFraudulent"), decline=_declined("fraudulent")),
    TestCard(
        "4000000000000069", ("chargeDeclinedExpiredCard", "visa_chargeDeclinedExpiredCard"), decline=EXPIRED
    ),
    TestCard(
        "4000000000000127",
        ("chargeDeclinedIncorrectCvc", "visa_chargeDeclinedIncorrectCvc"),
        decline=WRONG_CVC,
    ),
    TestCard(
        "4000000000000119",
        ("chargeDeclinedProcessingError", "visa_chargeDeclinedProcessingError"),
        decline=NOT_PROCESSED,
    ),
    TestCard("4000002500003155", ("authenticationRequiredOnSetup",), asks=True),
    TestCard("4000002760003184", ("authenticationRequired",), asks=True),
    TestCard("4000000000003220", ("threeDSecure2Required",), asks=True),
    TestCard("4000000000003055", ("threeDSecureOptional",)),
    TestCard("4000008400001629", ("threeDSecureRequiredChargeDeclined",), asks=True, decline=GENERIC),
    TestCard(
        "4000008260003178",
        ("authenticationRequiredChargeDeclinedInsufficientFunds",),
        asks=True,
        decline=NO_FUNDS,
    ),
    TestCard("4000000000005126", ("refundFail",), refund="fails"),
    TestCard("4000000000007726", ("pendingRefund",), refund="pending"),
    # The sandbox's own, for what Stripe's test cards never do.
    TestCard("4000000000008112", ("captureFails",), capture_fails=True),
    TestCard("4000000000008120", ("processing",), settles_later=True),
    TestCard("4000000000008138", ("processingThenDeclined",), settles_later=True, decline=GENERIC),
)
BY_NUMBER = {card.number: card for card in CARDS}
BY_NAME = {name: card for card in CARDS for name in card.names}


def named(name: str, *, prefix: str) -> TestCard | None:
    """The card that a test name such as `pm_card_visa` stands for."""
    return BY_NAME.get(name.removeprefix(prefix)) if name.startswith(prefix) else None


def passes_luhn(number: str) -> bool:
    """Whether the last digit fits the others: what a slip of the finger breaks."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [digit * 2 - 9 * (digit > 4) if at % 2 else digit for at, digit in enumerate(digits)]
    return sum(doubled) % 10 == 0


def brand_of(number: str) -> str:
    if number.startswith("4"):
        return "visa"
    if number[:2] in {"34", "37"}:
        return "amex"
    return "mastercard" if number[:2] in {"51", "52", "53", "54", "55"} else "unknown"
