"""Debian's Chromium, for tests, benches and pictures."""

import shutil


def program() -> str:
    """Where it is: the one that never has a window, where there is one, for it takes half the work.

    Raises FileNotFoundError.
    """
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if path is None:
        raise FileNotFoundError("Chromium is not installed; bin/install-test-programs would install it")
    return path
