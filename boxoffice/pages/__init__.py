"""Pages that are the same for everyone, kept whole: in a process's memory, and in the cache that all share.

A view says that its page is one, with `@public`; settings.KEPT_PAGES says which addresses may hold such pages
and which parameters they know. Whoever changes what the shop shows says `changed()`: within two seconds every
process makes its pages anew.
"""

from .changes import changed
from .middleware import PagesMiddleware
from .page import for_seconds, public

__all__ = ["PagesMiddleware", "changed", "for_seconds", "public"]
