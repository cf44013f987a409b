"""`manage.py check --deploy`, as whoever deploys runs it."""

import os
import re
import secrets
import subprocess
import sys


def check(**changes):
    """What it finds wrong in a production's environment."""
    environment = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": "https://tickets.example",
        "TRUSTED_PROXIES": "10.0.0.0/8",
        "DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
        "CACHE_URL": "rediscache://cache.example:6379/0",
        "F13_URL": "https://api.ticketswitch.com",
        "F13_USER": "partner",
        "F13_PASSWORD": "secret",
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=environment | changes,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    found = set(re.findall(r"\((\w+\.[WE]\d+)\)", done.stderr))
    assert bool(done.returncode) is bool(found), done.stderr
    return found


def test_nothing_is_left_to_do():
    assert check() == set()


def test_it_would_find_what_is_set_wrongly():
    found = check(SITE_URL="http://tickets.example", SECRET_KEY="short", DEBUG="true")
    assert {"security.W008", "security.W009", "security.W012", "security.W016", "security.W018"} <= found
