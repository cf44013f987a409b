"""Letters to buyers, in text and HTML, in the order's language: promised in a row, sent once by the worker.

A kind of letter is a line of `kinds.KINDS` and three templates of its name in `templates/checkout/letters/`,
which a partner may replace by files of their own. Without a mail server, it is tried again.
"""

from .again import correct_address, promise_again
from .kinds import KINDS
from .promising import can_reach, end_is_seen, promise, promise_the_late, promise_the_unheard
from .sending import due, send
from .standing import Told, told
from .writing import message

__all__ = [
    "KINDS",
    "Told",
    "can_reach",
    "correct_address",
    "due",
    "end_is_seen",
    "message",
    "promise",
    "promise_again",
    "promise_the_late",
    "promise_the_unheard",
    "send",
    "told",
]
