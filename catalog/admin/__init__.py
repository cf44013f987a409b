"""Events for staff: what f13 says is read only, what staff say stands beside it."""

from .events import EventAdmin

__all__ = ["EventAdmin"]
