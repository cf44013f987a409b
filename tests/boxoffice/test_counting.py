"""Where the processes of a web count together."""

import os
import subprocess
import sys

import pytest

from boxoffice import counting

MAKES_ITS_OWN = """
import os
from boxoffice.counting import gather_in
folder = gather_in()
assert os.path.isdir(folder) and os.environ["PROMETHEUS_MULTIPROC_DIR"] == folder
if not os.fork():
    raise SystemExit  # what a child that ends must not take away
os.wait()
assert os.path.isdir(folder)
print(folder)
"""


def test_it_has_to_come_before_anything_counts(monkeypatch):
    assert "prometheus_client" in sys.modules
    with pytest.raises(RuntimeError, match="too late"):
        counting.gather_in()


def test_a_folder_that_is_named_is_emptied_of_an_earlier_lifes_numbers_and_of_nothing_else(
    tmp_path, monkeypatch
):
    for name in ("counter_1.db", "notes.txt"):
        (tmp_path / name).write_text("x")
    monkeypatch.delitem(sys.modules, "prometheus_client")
    monkeypatch.setenv(counting.VARIABLE, str(tmp_path))
    assert counting.gather_in() == str(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["notes.txt"]


def test_one_of_its_own_goes_away_with_the_process_that_made_it():
    done = subprocess.run([sys.executable, "-c", MAKES_ITS_OWN], capture_output=True, text=True, check=True)
    assert not os.path.exists(done.stdout.strip())


def test_a_process_by_itself_counts_by_itself(monkeypatch):
    monkeypatch.delenv(counting.VARIABLE, raising=False)
    assert not counting.is_together()
