"""The shop's settings under test: a complete environment, then the real settings."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ.setdefault("F13_URL", "http://127.0.0.1:9")
os.environ.setdefault("F13_USER", "demo")
os.environ.setdefault("F13_PASSWORD", "demopass")
os.environ.setdefault("EMAIL_URL", "memorymail://")

from boxoffice.settings import *  # noqa: F403 -- the environment has to be there first

REFRESHES_AT_ONCE = 0  # what is asked in the background is asked where it is wanted
HUEY["immediate"] = True  # noqa: F405 -- tasks run where they are started; real workers have tests of their own
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
PAGES_FRESH_SECONDS = 0  # each test sees what it has just done; test_pages.py keeps pages
ANSWERS_SHARED_SECONDS = 600.0  # two seconds that do not end while the machine is busy
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Everybody comes from one address here, and does much: limits have tests of their own.
RESERVE_TRIES_PER_VISITOR = PAY_TRIES_PER_VISITOR = HELD_TICKETS_PER_VISITOR = 0
SEARCH_TRIES_PER_NETWORK = RESERVE_TRIES_PER_NETWORK = PAY_TRIES_PER_NETWORK = 0
LOGIN_TRIES_PER_NETWORK = FIND_TRIES_PER_NETWORK = CSP_REPORTS_PER_NETWORK = HELD_TICKETS_PER_NETWORK = 0
# Who logs in, and how, has tests of its own; everybody else's begin when staff are in.
STAFF_TWO_FACTOR = False
AXES_ENABLED = False
