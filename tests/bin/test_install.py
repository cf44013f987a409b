"""Setting up: each level once, from an empty folder after a run cut short; and what only apt can bring."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

BIN = Path(__file__).resolve().parent.parent.parent / "bin"
# Stands in for python3: makes a .venv whose python writes down what pip was asked, and fails where told to.
PYTHON = """#!/bin/sh
case "$1 $2" in
    "-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && echo made >> ran ;;
    "-m pip") for last; do :; done && echo "pip ${last##*/}" >> ran && [ ! -e no-network ] ;;
    "-c "*) [ ! -e too-old ] || [ -z "$2" ] ;;
    "--version "*) echo Python 3.9.2 ;;
esac
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("python3").write_text(PYTHON)
    Path("python3").chmod(0o755)

    def installed(level: str) -> subprocess.CompletedProcess[str]:
        command = [BIN / "install", "./python3", ".venv", level]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return installed


def _ran() -> list[str]:
    return [line.split()[-1] for line in Path("ran").read_text().splitlines()]


def test_it_makes_the_folder_once_and_leaves_a_mark_per_level(install):
    assert install("demo").returncode == 0
    assert (Path(".venv/demo.done").exists(), Path(".venv/dev.done").exists()) == (True, False)
    assert install("dev").returncode == 0
    assert Path(".venv/dev.done").exists()
    assert _ran() == ["made", "demo.txt", "dev.txt"]


def test_what_development_needs_is_enough_for_the_demo(install):
    install("dev")
    assert Path(".venv/demo.done").exists()


def test_after_a_run_that_was_cut_short_it_starts_from_an_empty_folder(install):
    Path("no-network").touch()
    assert install("dev").returncode != 0
    assert not Path(".venv/dev.done").exists()
    Path(".venv/half-a-library").touch()
    Path("no-network").unlink()
    assert install("dev").returncode == 0
    assert not Path(".venv/half-a-library").exists()
    assert _ran() == ["made", "dev.txt", "made", "dev.txt"]


def test_an_old_python_is_refused_in_one_line(install):
    Path("too-old").touch()
    refused = install("demo")
    assert refused.returncode == 1
    assert refused.stderr == "The shop needs Python 3.11 or newer; ./python3 is Python 3.9.2.\n"
    assert not Path(".venv").exists()


@pytest.fixture
def machine(tmp_path):
    """A machine with these programs alone, each a line of shell, and what installing did there."""

    def run(**programs: str) -> subprocess.CompletedProcess[str]:
        os.symlink(shutil.which("sh"), tmp_path / "sh")
        for name, line in programs.items():
            program = tmp_path / name.replace("_", "-")
            program.write_text(f"#!/bin/sh\n{line}\n")
            program.chmod(0o755)
        command = [shutil.which("sh"), BIN / "install-test-programs"]
        return subprocess.run(
            command, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
        )

    return run


@pytest.mark.parametrize("browser", ["chromium", "chromium_headless_shell"])
def test_nothing_is_done_where_nothing_is_missing(machine, browser):
    done = machine(**{browser: ""}, postgres="", redis_server="", apt_get="exit 9")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("rights", [{"id": "echo 1000"}, {"id": "echo 1000", "sudo": "exit 1"}])
def test_without_the_right_to_install_one_line_says_what_to_install(machine, rights):
    done = machine(chromium="", postgres="", apt_get="exit 9", **rights)
    assert done.returncode == 1
    assert done.stderr == "The tests need these packages; please install them: apt-get install redis-server\n"


@pytest.mark.parametrize(
    "rights", [{"id": "echo 0"}, {"id": "echo 1000", "sudo": '[ "$1" = -n ] || exec "$@"'}]
)
def test_with_the_right_apt_installs_what_is_missing(machine, rights):
    done = machine(postgres="", apt_get="echo $* >&2", **rights)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Installing what the tests need: chromium-headless-shell redis-server …\n"
    update, install = done.stderr.splitlines()
    assert update.endswith("update")
    assert install.endswith("install --no-install-recommends --yes chromium-headless-shell redis-server")


def test_a_failed_installation_fails(machine):
    assert machine(id="echo 0", apt_get="exit 100").returncode == 100
