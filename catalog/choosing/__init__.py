"""What a buyer may choose for one performance: asked live, found, summed up. Nothing here is held."""

from .offered import NO_STAY, Offered, look
from .page import Page, page_from
from .promo import said_code

__all__ = ["NO_STAY", "Offered", "Page", "look", "page_from", "said_code"]
