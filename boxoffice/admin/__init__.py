"""What staff look after besides events and orders."""

from .accounts import LockedOutAdmin, StaffAdmin
from .legal import FooterTextAdmin, LegalPageAdmin
from .log import LogEntryAdmin

__all__ = ["FooterTextAdmin", "LegalPageAdmin", "LockedOutAdmin", "LogEntryAdmin", "StaffAdmin"]
