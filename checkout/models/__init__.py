"""What the shop keeps of a visit: the trolley, the order and its steps, ways out and back, money, refunds."""

from .authorisation import Authorisation, Standing, Trouble
from .callout import CalloutStep
from .cancellation import Cancellation, CancellationStanding, CancellationTrouble, WhyNotCancelled
from .change import Change, What
from .compared import ComparedDay
from .difference import Difference
from .item import Item
from .letter import OF_THE_END, Fate, Letter
from .mailing import Mailing, MailingStanding, MailingText
from .note import Note
from .order import BOUGHT, MOVES, OF_CUSTOMER, UNDER_WAY, NeedsStaff, OrderRecord, State
from .orders_letter import OrdersLetter
from .refund import Refund, RefundStanding, RefundTrouble
from .row import is_to_be_looked_at
from .step import Step
from .trolley import KeptTrolley

__all__ = [
    "BOUGHT",
    "MOVES",
    "OF_CUSTOMER",
    "OF_THE_END",
    "UNDER_WAY",
    "Authorisation",
    "CalloutStep",
    "Cancellation",
    "CancellationStanding",
    "CancellationTrouble",
    "Change",
    "ComparedDay",
    "Difference",
    "Fate",
    "Item",
    "KeptTrolley",
    "Letter",
    "Mailing",
    "MailingStanding",
    "MailingText",
    "NeedsStaff",
    "Note",
    "OrderRecord",
    "OrdersLetter",
    "Refund",
    "RefundStanding",
    "RefundTrouble",
    "Standing",
    "State",
    "Step",
    "Trouble",
    "What",
    "WhyNotCancelled",
    "is_to_be_looked_at",
]
