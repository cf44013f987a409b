"""Staff's own pictures: may they come from there, and are they pictures? Looked at once, when they are saved.

Browsers fetch them from then on; the shop never again, unless the address changes.
"""

from .looking import Seen, look, look_at
from .refusal import Refused

__all__ = ["Refused", "Seen", "look", "look_at"]
