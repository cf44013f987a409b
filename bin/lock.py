"""Writes requirements/*.txt from pyproject.toml, or with --check says whether they still belong to it.

Each file opens with a seal: a digest of the dependencies in pyproject.toml and of the pins below it. So the
check needs no index and no network, and notices a forgotten `make lock`, a bad merge, a pin edited by hand.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ["--extra", "sentry", "--extra", "opentelemetry"]
# What the shop needs, the demo, an image, its acceptance walk, and those who develop it.
FILES = {
    "base": [],
    "demo": ["--group", "sandbox"],
    "image": ["--group", "sandbox", *EXTRAS],
    "acceptance": ["--group", "acceptance", *EXTRAS],
    "dev": ["--group", "dev", *EXTRAS],
}
SEAL = "# Made by `make lock`, not by hand. Seal: "
# No index address is written: whoever clones the repository installs from the index that they use.
COMPILE = [
    *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-emit-index-url", "--no-header", "--no-annotate", "pyproject.toml"),
]


def dependencies(pyproject: str) -> str:
    """What the pins depend on, and nothing else of pyproject.toml."""
    data = tomllib.loads(pyproject)
    project = data["project"]
    parts = [project["requires-python"], project["dependencies"], data["dependency-groups"]]
    return json.dumps([*parts, project.get("optional-dependencies", {})], sort_keys=True)


def seal(wanted: str, *, pins: str) -> str:
    return hashlib.sha256(f"{wanted}\n{pins}".encode()).hexdigest()


def sealed(wanted: str, *, pins: str) -> str:
    return f"{SEAL}{seal(wanted, pins=pins)}\n{pins}"


def problems(wanted: str, *, text: str) -> list[str]:
    """What is wrong with one requirements file, as sentences."""
    first, _, pins = text.partition("\n")
    found = [f"{name} is pinned without a hash" for name in without_hash(pins)]
    if first != f"{SEAL}{seal(wanted, pins=pins)}":
        found.append("it is not what `make lock` wrote for this pyproject.toml")
    return found


def without_hash(pins: str) -> list[str]:
    entries = re.split(r"\n(?=\S)", pins.strip())
    return [re.split(r"[=\s;]", entry)[0] for entry in entries if "--hash=sha256:" not in entry]


def disagreements(texts: Mapping[str, str]) -> list[str]:
    """Packages that one file pins otherwise than another: what runs is to be what was tested."""
    versions: dict[str, set[str]] = {}
    for text in texts.values():
        for name, version in re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==(\S+)", text, re.MULTILINE):
            versions.setdefault(name, set()).add(version)
    return [
        f"{name} is pinned as {' and as '.join(sorted(some))}"
        for name, some in versions.items()
        if len(some) > 1
    ]


def write(name: str, *, upgrade: bool) -> None:
    path = ROOT / "requirements" / f"{name}.txt"
    options = [*FILES[name], *(["--upgrade"] if upgrade else []), "--output-file", str(path)]
    subprocess.run([sys.executable, "-m", "uv", *COMPILE, *options], cwd=ROOT, check=True)
    pins = "".join(line for line in path.read_text().splitlines(keepends=True) if not line.startswith("#"))
    path.write_text(sealed(dependencies((ROOT / "pyproject.toml").read_text()), pins=pins))


def check() -> int:
    wanted = dependencies((ROOT / "pyproject.toml").read_text())
    texts = {name: (ROOT / "requirements" / f"{name}.txt").read_text() for name in FILES}
    found = [
        f"requirements/{name}.txt: {problem}. Run `make lock`."
        for name, text in texts.items()
        for problem in problems(wanted, text=text)
    ]
    found += [f"requirements: {problem}. Run `make lock`." for problem in disagreements(texts)]
    print("\n".join(found) or "The lock belongs to pyproject.toml.")
    return 1 if found else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--upgrade", action="store_true")
    chosen = parser.parse_args()
    if chosen.check:
        return check()
    for name in FILES:
        write(name, upgrade=chosen.upgrade)
    return 0


if __name__ == "__main__":
    sys.exit(main())
