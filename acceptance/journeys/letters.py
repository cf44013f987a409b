"""The letter that follows a purchase, where the shop's mail goes to the practice box office's mailbox."""

import re
from typing import Any

from acceptance.visit import Doing, Visit

NOT_READ = (
    "The email was not looked at: it goes to the test customer's address, whose mailbox nobody here can read."
)


def see_letter(visit: Visit, step: Doing, *, says: re.Pattern[str], told: str) -> dict[str, Any]:
    """The letter about the order that this buyer made last; {} where no mailbox can be read."""
    if visit.shop.doors is None:
        step.note(NOT_READ)
        return {}
    doors, order = visit.shop.doors, visit.orders[-1]
    what = "the letter came to the practice box office's mailbox (does EMAIL_URL lead there?)"
    (letter, *_) = doors.wait_for(what, lambda: [one for one in doors.mail() if order in one["text"]])
    found = says.search(letter["text"])
    step.find(
        told, f"“{letter['subject']}” says: {found[0] if found else 'nothing of it'}", is_met=bool(found)
    )
    return letter
