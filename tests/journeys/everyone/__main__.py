"""`make accessibility`."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()  # what the walks share with other tests knows the shop's models

from tests.journeys.everyone.document import main  # noqa: E402 -- only now can it be imported

if __name__ == "__main__":
    sys.exit(main())
