"""What staff look after besides events and orders."""

from .legal import FooterTextAdmin, LegalPageAdmin

__all__ = ["FooterTextAdmin", "LegalPageAdmin"]
