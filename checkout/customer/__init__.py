"""Who buys: what a hold needs to know of them, asked in a form, and checked before f13 is told."""

from .form import CustomerForm
from .needs import Needs, needs_of

__all__ = ["CustomerForm", "Needs", "needs_of"]
