"""What gunicorn serves."""

import ctypes
import os
import sys
from contextlib import suppress

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

M_ARENA_MAX, ARENAS = -8, 2  # the name is glibc's, from malloc.h
GIVE_UP = 3  # gunicorn then ends, instead of starting the same failure again and again

# Else each thread gets a heap of its own, which keeps what it once took: a tenth of the process, for nothing.
with suppress(AttributeError, OSError):
    ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boxoffice.settings")
try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    print(error, file=sys.stderr)
    sys.exit(GIVE_UP)
