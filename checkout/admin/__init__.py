"""Orders for staff: what is open and why, every step, where lists differ. The shop alone moves records."""

from .differences import DifferenceAdmin
from .orders import OrderRecordAdmin

__all__ = ["DifferenceAdmin", "OrderRecordAdmin"]
