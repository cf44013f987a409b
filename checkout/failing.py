"""Why something was not bought, what that means for the money, and what to do: in the shop's own words.

One table for pages and letters. f13's `failure_reason` and a supplier's words are for the log alone.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import OrderRecord, Standing, State
from .payments import Taker, taker_of

AWAY = _("The box office did not answer in time, and the tickets were not sold.")
# By `record.why_failed`, and by `PurchaseResult.why` for each supplier.
WHY: dict[str, Promise] = {
    "declined": _("Your bank did not agree to the payment."),
    "3ds": _("Your bank asked whether it is you who pays, and this was not confirmed."),
    "avs": _("Your bank knows another address for this card than the one that was given."),
    "cv2": _("The security code of the card was not the right one."),
    "supplier": _("The venue's ticket system did not sell these tickets."),
    "expired": _("The time for these tickets ran out before the purchase could start."),
    "away": AWAY,
    "unknown": AWAY,
    "late": _("Your bank agreed only after the time for these tickets had run out."),
}
OTHER_CARD = _("Try again with another card, or ask your bank first.")
NEXT: dict[str, Promise] = {
    "declined": OTHER_CARD,
    "3ds": _("Try again, and confirm the payment when your bank asks you to; or take another card."),
    "avs": _("Try again with the address that your bank has for this card."),
    "cv2": _("Try again, and look at the security code once more."),
    "supplier": _("Somebody may have been quicker. Try again, or choose other tickets."),
    "expired": _("Hold them once more: your details are there already."),
    "away": _("Try again in a moment."),
    "unknown": _("Try again in a moment."),
    "late": _("Hold them once more: your details are there already."),
}

# By `record.customer_errors[""]`: nothing was bought, and everything is still held.
STILL_HELD: dict[str, Promise] = {
    "data": _("The box office does not accept these details. Please check them and try again."),
    "card": _("The card could not be used. Nothing was charged. Please enter it again, or use another one."),
    "refused": _("The box office did not accept this order. Nothing was charged. Please try again."),
    "declined": _("Your bank did not agree to the payment. Your tickets are still held: try another card."),
    "3ds": _(
        "Your bank asked whether it is you who pays, and this was not confirmed. Your tickets are still "
        "held: try again, or take another card."
    ),
    "avs": _(
        "Your bank knows another address for this card. Your tickets are still held: please check the "
        "address."
    ),
    "cv2": _("The security code was not the right one. Your tickets are still held: please check it."),
    "away": _("The payment could not be begun at this moment. Your tickets are still held: try again."),
    "late": _(
        "Your bank agreed only after the time for your tickets had run out, and that amount is not taken. "
        "They are held for you once more: please look at them, and press again."
    ),
}
STILL_HELD_OTHERWISE = _("This did not work. Your tickets are still held: please try again.")

NOTHING = _("Nothing has been charged.")
FREED = _(
    "Nothing has been charged. An amount that your bank still shows as pending goes away by itself, "
    "within some days."
)
BEING_FREED = _("Nothing is taken from your card. The bank is being told to let the amount go.")
WILL_NOT_BE_TAKEN = _("You are not charged: any amount that your bank shows as pending will not be taken.")
LOOKED_INTO = _("Your payment is being looked into. You will not pay for tickets that you have not got.")


@dataclass(frozen=True)
class Told:
    """What the page says of a purchase that failed."""

    why: Promise
    money: Promise
    next: Promise


def told(record: OrderRecord) -> Told | None:
    """In words, for a record that failed, or ran out while a bank was still at it."""
    why = record.why_failed
    if record.state != State.FAILED and not (record.state == State.EXPIRED and why):
        return None
    return Told(WHY.get(why, WHY["supplier"]), money(record), NEXT.get(why, NEXT["supplier"]))


def money(record: OrderRecord) -> Promise:
    """That nothing is charged is said only where it is certain by now."""
    if record.payment == "stripe":
        return _own_stripes(record)
    if taker_of(record) == Taker.PARTNER or _is_untouched(record):
        return NOTHING
    return WILL_NOT_BE_TAKEN


def _is_untouched(record: OrderRecord) -> bool:
    """No bank can have heard of it yet. What was handed over is paid without this shop's asking."""
    if record.payment == "white-label":
        return record.pressed_at is None
    return record.purchase_asked_at is None and not record.paid_with


def _own_stripes(record: OrderRecord) -> Promise:
    standings = set(record.authorisations.values_list("standing", flat=True))
    if Standing.CAPTURED in standings:
        return LOOKED_INTO
    if standings & {Standing.ASKED, Standing.HELD}:
        return BEING_FREED
    return FREED if standings else NOTHING


def still_held(word: str) -> Promise:
    """Why the buyer is back on the checkout page."""
    return STILL_HELD.get(word, STILL_HELD_OTHERWISE)
