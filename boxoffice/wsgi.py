"""What gunicorn serves."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

GIVE_UP = 3  # gunicorn then ends, instead of starting the same failure again and again

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boxoffice.settings")
try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    print(error, file=sys.stderr)
    sys.exit(GIVE_UP)
