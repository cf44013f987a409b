"""When every page was last looked at for everyone, as the page on accessibility says."""

from datetime import date

# `make accessibility` writes docs/accessibility.md, and says when this has to change.
LOOKED_AT = date(2026, 11, 22)
