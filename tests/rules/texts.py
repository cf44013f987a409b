"""What no file of the repository may say, and what every test file must have."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

# Spelt in halves, so that this file does not say them either.
REGISTRIES = (
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "docker" + ".io",
    "ghc" + "r.io",
)
HOMES = re.compile(r"(?<![\w./-])/(?:" + "wo" + "rk|ro" + r"ot)(?:/|\b)")
LONGEST = 450


def files(root: Path) -> list[str]:
    """Path of every file that a clone would have, with what is about to be committed."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    names = sorted(set(listed.stdout.decode().split("\0")) - {""})
    return [name for name in names if (root / name).is_file()]


def texts(root: Path) -> Iterator[tuple[str, str]]:
    """Path and content of those that are text."""
    for name in files(root):
        if b"\0" not in (content := (root / name).read_bytes()):
            yield name, content.decode(errors="replace")


def forbidden_words(root: Path) -> list[str]:
    """Each mention of a registry's host, or of a folder of the machine that somebody wrote on."""
    return [
        f"{name}:{number} says {word}"
        for name, text in texts(root)
        for number, line in enumerate(text.splitlines(), start=1)
        for word in _forbidden_in(line)
    ]


def _forbidden_in(line: str) -> list[str]:
    return [host for host in REGISTRIES if host in line.lower()] + [
        found.group() for found in HOMES.finditer(line)
    ]


def uncollected(root: Path) -> list[str]:
    """A test file without a test, or a test in a file that pytest does not collect."""
    return [
        f"{name} {problem}"
        for name, text in texts(root)
        if name.startswith("tests/") and name.endswith(".py")
        for problem in _collecting(Path(name).name, text)
    ]


def _collecting(name: str, text: str) -> Iterator[str]:
    has_tests = any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
        for node in ast.walk(ast.parse(text))
    )
    if name.startswith("test_") and not has_tests:
        yield "claims to be a test and has none"
    if not name.startswith("test_") and has_tests:
        yield "has tests that pytest does not collect"


def long_files(root: Path) -> list[str]:
    """Files three times as long as a file that reads well: mostly two things are living in them."""
    return [
        f"{name} has {text.count(chr(10))} lines"
        for name, text in texts(root)
        if name.endswith((".py", ".css", ".js", ".html")) and text.count("\n") > LONGEST
    ]
