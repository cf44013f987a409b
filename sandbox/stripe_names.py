"""What Stripe's test names do beyond the test cards, in f13's terms: a table by the name's ending."""

import re
from dataclasses import dataclass

# Names that f13's documentation gives as examples: they pay, like `tok_visa`.
EXAMPLES = frozenset({"src_ABCD1234", "pi_ABCD1234"})
KNOWN = re.compile(r"(?P<kind>tok|src|pi)_[A-Za-z0-9_]{2,250}")


@dataclass(frozen=True)
class Decline:
    """Why no money came: f13's flag for it, where it has one, and the words that are not for display."""

    reason: str
    flag: str = ""  # failed_3d_secure | failed_avs | failed_cv_two


DECLINES = {
    "chargedeclined": Decline("Your card was declined."),
    "chargedeclinedinsufficientfunds": Decline("Your card has insufficient funds."),
    "chargedeclinedfraudulent": Decline("Your card was declined as fraudulent."),
    "chargedeclinedexpiredcard": Decline("Your card has expired."),
    "chargedeclinedprocessingerror": Decline("An error occurred while processing your card."),
    "chargedeclinedincorrectcvc": Decline("Your card's security code is incorrect.", "failed_cv_two"),
    "chargecustomerfail": Decline("The card could not be charged."),
    "cvccheckfail": Decline("The security code check failed.", "failed_cv_two"),
    "avsfail": Decline("The address check failed.", "failed_avs"),
    "avszipfail": Decline("The postcode check failed.", "failed_avs"),
    "threedsecurefailed": Decline("3-D Secure authentication failed.", "failed_3d_secure"),
}


def is_known(name: str, *, kinds: tuple[str, ...] = ("tok", "src", "pi")) -> bool:
    """Whether Stripe could have made this name. Not `…_unknown`, nor a client secret."""
    found = KNOWN.fullmatch(name)
    if found is None or found["kind"] not in kinds:
        return False
    return not name.endswith("_unknown") and "_secret_" not in name


def is_documented(name: str) -> bool:
    """Whether the name is known beforehand: an example, or one that is always declined in its way."""
    return name in EXAMPLES or _ending(name) in DECLINES


def decline_of(name: str) -> Decline | None:
    """Why a payment by this name is always declined; None when its card decides."""
    return DECLINES.get(_ending(name))


def _ending(name: str) -> str:
    return name.partition("_")[2].lower().replace("_", "")
