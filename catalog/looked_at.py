"""When every page was last looked at for everyone: the page on accessibility says it, and the document it refers to."""

from datetime import date

# `make accessibility` writes docs/accessibility.md, and says when this has to change.
LOOKED_AT = date(2026, 11, 22)
