"""What runs in the page lies beside what asks for it, one function in each file."""

from pathlib import Path


def script(name: str) -> str:
    return (Path(__file__).parent / name).read_text()
