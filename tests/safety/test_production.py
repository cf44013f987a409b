"""A shop that is public, by https: its cookies, its checks, and nothing of developers."""

import json
import os
import subprocess
import sys

import pytest

from tests.boxoffice.test_start import SOUND

PUBLIC = SOUND | {
    "PATH": os.environ["PATH"],
    "SECRET_KEY": "a-key-as-long-as-it-should-be-and-of-many-letters-0123456789",
    "SITE_URL": "https://tickets.example",
}
NAMES = (
    *("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE"),
    *("SESSION_COOKIE_PATH", "SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE"),
    *("CSRF_COOKIE_HTTPONLY", "CSRF_COOKIE_PATH", "CSRF_COOKIE_DOMAIN", "SECURE_HSTS_SECONDS", "DEBUG"),
)
READ = f"""
import json, os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "boxoffice.settings"
django.setup()
from django.conf import settings
print(json.dumps({{name: getattr(settings, name) for name in {NAMES!r}}}))
"""


def run(*command, **changes):
    return subprocess.run(
        [sys.executable, *command],
        env=PUBLIC | changes,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def settings_of(**changes):
    done = run("-c", READ, **changes)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_cookies_are_this_hosts_own_and_go_by_https_alone():
    said = settings_of()
    names = said["SESSION_COOKIE_NAME"], said["CSRF_COOKIE_NAME"]
    assert names == ("__Host-sessionid", "__Host-csrftoken")
    for cookie in ("SESSION", "CSRF"):  # without any of these, browsers refuse a name with __Host-
        assert said[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
        assert said[f"{cookie}_COOKIE_SECURE"] is True
        assert (said[f"{cookie}_COOKIE_PATH"], said[f"{cookie}_COOKIE_DOMAIN"]) == ("/", None)
        assert said[f"{cookie}_COOKIE_HTTPONLY"] is True
    assert said["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_browsers_keep_to_https_for_a_year_or_as_said():
    assert settings_of()["SECURE_HSTS_SECONDS"] == 365 * 24 * 60 * 60
    assert settings_of(HSTS_SECONDS="60")["SECURE_HSTS_SECONDS"] == 60


def test_a_shop_for_practice_by_http_promises_none_of_this():
    said = settings_of(SITE_URL="http://127.0.0.1:8000")
    assert (said["SESSION_COOKIE_NAME"], said["SECURE_HSTS_SECONDS"]) == ("sessionid", 0)


@pytest.mark.parametrize("flag", ["true", "1", "yes"])
def test_a_public_shop_does_not_start_with_djangos_pages_for_developers(flag):
    done = run("-c", READ, DEBUG=flag)
    assert done.returncode != 0
    assert "DEBUG is wrong: a shop by https shows nobody its insides" in done.stderr
    assert settings_of(DEBUG=flag, SITE_URL="http://127.0.0.1:8000")["DEBUG"] is True
