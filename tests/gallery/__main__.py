"""`make gallery`, or `python -m tests.gallery brands/…` for some brands alone."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()  # what the walks share with other tests knows the shop's models

from tests.gallery.taking import main  # noqa: E402 -- only now can they be imported

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
