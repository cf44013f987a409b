"""The programs, started with an environment that is not right."""

import os
import subprocess
import sys

import pytest

PROGRAMS = {
    "manage.py": ["manage.py", "check"],
    "worker": ["manage.py", "run_huey"],
    "web": ["-m", "gunicorn", "boxoffice.wsgi", "--bind", "127.0.0.1:0", "--no-control-socket"],
}


SOUND = {
    "PATH": os.environ["PATH"],
    "SECRET_KEY": "only-for-tests",
    "SITE_URL": "http://testserver",
    "DATABASE_URL": "sqlite://:memory:",
    "F13_URL": "http://127.0.0.1:9",
    "F13_USER": "demo",
    "F13_PASSWORD": "demopass",
}
STRIPE = {
    "PAYMENT": "stripe",
    "STRIPE_SECRET_KEY": "sk_test_a",
    "STRIPE_PUBLISHABLE_KEY": "pk_test_a",
    "STRIPE_WEBHOOK_SECRET": "whsec_a",
}


def read(**environment):
    """What reading the settings says."""
    done = subprocess.run(
        [sys.executable, "-c", "import boxoffice.settings"],
        env=SOUND | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stderr


def test_paying_by_its_own_stripe_needs_three_keys_and_one_message_names_them():
    said = read(PAYMENT="stripe")
    for name in ("STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET"):
        assert f"- {name} is missing" in said
    assert read(**STRIPE) == read(PAYMENT="credit") == ""


def test_keys_of_another_kind_or_mode_are_refused_and_never_quoted():
    swapped = read(**STRIPE | {"STRIPE_SECRET_KEY": "pk_test_a", "STRIPE_PUBLISHABLE_KEY": "sk_test_secret"})
    assert "- STRIPE_SECRET_KEY is wrong: it must begin with sk_ or rk_" in swapped
    assert "- STRIPE_PUBLISHABLE_KEY is wrong: it must begin with pk_" in swapped
    mixed = read(**STRIPE | {"STRIPE_SECRET_KEY": "rk_live_secret"})
    assert "one is for practice and one for real money" in mixed
    assert "_secret" not in swapped + mixed


def test_keys_may_lie_in_files(tmp_path):
    path = tmp_path / "key"
    path.write_text("sk_test_from_a_file\n")
    said = STRIPE | {"STRIPE_SECRET_KEY": "", "STRIPE_SECRET_KEY_FILE": str(path)}
    assert read(**said) == ""


@pytest.mark.parametrize("program", PROGRAMS)
def test_it_does_not_start_and_one_message_names_everything(program):
    environment = {"PATH": os.environ["PATH"], "SITE_URL": "nowhere", "PAYMENT": "cash", "F13_USER": "demo"}
    environment |= dict.fromkeys(
        ("PURCHASES_AT_ONCE", "LOG_LEVEL", "CACHE_URL", "EMAIL_URL", "DEBUG"), "nonsense"
    )
    done = subprocess.run(
        [sys.executable, *PROGRAMS[program]],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    for name in ("SECRET_KEY", "SITE_URL", "DATABASE_URL", "F13_URL", "F13_PASSWORD", "PAYMENT"):
        assert f"- {name} is " in done.stderr
    for name in ("PURCHASES_AT_ONCE", "LOG_LEVEL", "CACHE_URL", "EMAIL_URL", "DEBUG"):
        assert f"- {name} is wrong" in done.stderr
    assert "Traceback" not in done.stderr
