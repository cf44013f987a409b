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
