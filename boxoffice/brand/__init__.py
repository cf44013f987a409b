"""A partner's own look, read from BRAND_DIR once when the shop starts. docs/theming.md tells partners how.

`read` gives a `Brand`, and a sentence about everything that is wrong with the folder. It is called by the
settings, so it knows nothing of Django's models.
"""

from .colours import DARK, LIGHT, PAIRS, ROLES, contrast
from .reading import read
from .values import Brand, Column, Contact, File, Font, Link, Logo, OwnPage, Type

__all__ = [
    "DARK",
    "LIGHT",
    "PAIRS",
    "ROLES",
    "Brand",
    "Column",
    "Contact",
    "File",
    "Font",
    "Link",
    "Logo",
    "OwnPage",
    "Type",
    "contrast",
    "read",
]
