"""Orders for staff: what is open and why, all that happened, what can be done. The shop moves records."""

from .differences import DifferenceAdmin
from .items import ItemAdmin
from .mailings import MailingAdmin
from .orders import OrderRecordAdmin

__all__ = ["DifferenceAdmin", "ItemAdmin", "MailingAdmin", "OrderRecordAdmin"]
