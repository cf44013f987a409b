"""No document of the repository has a link to nowhere."""

import subprocess
from pathlib import Path

from tests.rules.links import broken

ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_link_between_documents_leads_to_a_file_and_its_heading():
    assert broken(ROOT) == []


def test_a_link_to_nowhere_is_named(tmp_path):
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    (tmp_path / "one.md").write_text("# One\n[a](two.md) [b](one.md#two) [c](#one) `[d](no.md)`\n")
    assert broken(tmp_path) == ["one.md: two.md is not there", "one.md: one.md has no #two"]
