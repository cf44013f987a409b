"""The tables beside this file: a line for each thing, its cells between bars, comments after a hash."""

from pathlib import Path


def rows(name: str) -> list[list[str]]:
    """The cells of every line of a table."""
    lines = Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")]
