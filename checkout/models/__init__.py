"""What the shop keeps of a visit: the trolley, the order with its steps, ways out and back, money."""

from .authorisation import Authorisation, Standing, Trouble
from .callout import CalloutStep
from .difference import Difference
from .letter import Letter
from .order import BOUGHT, MOVES, UNDER_WAY, NeedsStaff, OrderRecord, State
from .step import Step
from .trolley import KeptTrolley

__all__ = [
    "BOUGHT",
    "MOVES",
    "UNDER_WAY",
    "Authorisation",
    "CalloutStep",
    "Difference",
    "KeptTrolley",
    "Letter",
    "NeedsStaff",
    "OrderRecord",
    "Standing",
    "State",
    "Step",
    "Trouble",
]
