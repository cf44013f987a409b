"""What staff may do to one order: a line here, a file each. `page` shows them all."""

from .cancelling import CANCEL, text_to_ingresso
from .deed import Deed
from .letting_go import RELEASE
from .noting import NOTE
from .page import page
from .refunding import REFUND
from .writing import CORRECT, RESEND

DEEDS: tuple[Deed, ...] = (NOTE, RESEND, CORRECT, RELEASE, CANCEL, REFUND)

__all__ = ["DEEDS", "Deed", "page", "text_to_ingresso"]
