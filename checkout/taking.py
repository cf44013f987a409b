"""What becomes of the money once it is known what was bought: taken as far as there are tickets, else freed.

Answers may be lost: before anything is done a second time, Stripe is asked how things stand.
"""

from datetime import datetime, timedelta

from .models import Authorisation, Standing
from .payments import stripe_line
from .payments.stripe_line import Intent

LONGEST = timedelta(days=7)  # that a bank keeps money for, where the charge does not say


def end_of(authorisation: Authorisation, intent: Intent) -> datetime:
    """When the bank lets go of the money by itself."""
    return intent.capture_before or authorisation.made_at + LONGEST


def free(authorisation: Authorisation) -> bool:
    """Let the money go, before the record has ended: it will not do. Raises StripeTrouble."""
    intent = stripe_line.cancel(authorisation.intent_id or "", key=authorisation.key("cancel"))
    return intent.is_cancelled and authorisation.move(Standing.FREED)
