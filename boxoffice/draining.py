"""A copy of the shop that is about to go says so: balancers stop asking it, and nothing that runs is cut.

The sign is a file in the temporary directory, one for each port: who says it (`manage.py drain`) is another
process than those who act on it. A copy that starts takes it away.
"""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

DEFAULT_PORT = "8000"


def sign() -> Path:
    """Where the sign of this copy is: of the one that listens at PORT."""
    return Path(tempfile.gettempdir()) / f"boxoffice-{os.environ.get('PORT') or DEFAULT_PORT}.draining"


SIGN = str(sign())  # asked for at every request


def is_draining() -> bool:
    return os.path.exists(SIGN)


def begin() -> None:
    Path(SIGN).touch()


def end() -> None:
    with suppress(FileNotFoundError):
        os.unlink(SIGN)
