"""What the shop keeps of a visit: the trolley, the order with its steps, ways out and back, money."""

from .authorisation import Authorisation, Standing, Trouble
from .callout import CalloutStep
from .order import BOUGHT, MOVES, UNDER_WAY, OrderRecord, State, Step
from .trolley import KeptTrolley

__all__ = [
    "BOUGHT",
    "MOVES",
    "UNDER_WAY",
    "Authorisation",
    "CalloutStep",
    "KeptTrolley",
    "OrderRecord",
    "Standing",
    "State",
    "Step",
    "Trouble",
]
