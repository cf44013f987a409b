"""What the shop is measured against: an application of one module, under the same gunicorn."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rehearsal.environment import free_port, process_environment
from rehearsal.programs import Program
from rehearsal.shop import GUNICORN


@contextmanager
def a_bare(name: str, *, folder: Path) -> Iterator[tuple[str, Program]]:
    """`benches.<name>`, running: its address and its program."""
    port = free_port()
    command = [sys.executable, "-m", *GUNICORN, "--bind", f"127.0.0.1:{port}"]
    command[command.index("boxoffice.wsgi")] = f"benches.{name}"
    bare = Program(name, command=command, environment=process_environment({}), log=folder / f"{name}.log")
    try:
        bare.start()
        bare.wait_until_it_answers(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}/", bare
    finally:
        bare.stop()
