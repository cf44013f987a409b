"""Counting in several processes of one web: each writes into files of its own, whichever is asked adds up.

boxoffice/serving.py has gunicorn do so. This module imports nothing that counts: how numbers are kept is
decided when prometheus_client is imported, by the first process for all.
"""

import atexit
import os
import shutil
import sys
import tempfile
from typing import Any

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def gather_in(directory: str = "") -> str:
    """Have all processes that are started from here count together; in a folder that goes away with this one.

    A folder that the environment names is taken as it is, and emptied of what an earlier life left there.
    """
    if "prometheus_client" in sys.modules:
        raise RuntimeError("It is too late to count together: something has begun to count already")
    directory = directory or os.environ.get(VARIABLE, "")
    if directory:
        os.makedirs(directory, exist_ok=True)
        for entry in os.scandir(directory):
            if entry.name.endswith(".db"):
                os.unlink(entry.path)
    else:
        directory = tempfile.mkdtemp(prefix="boxoffice-numbers-")
        atexit.register(_remove, directory, os.getpid())
    os.environ[VARIABLE] = directory
    return directory


def child_exit(server: Any, worker: Any) -> None:
    """Gunicorn's hook: what an ended process has counted stays; what it held is held no longer."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def _remove(directory: str, pid: int) -> None:
    """Only by the one that made it: what it forked inherits this errand."""
    if os.getpid() == pid:
        shutil.rmtree(directory, ignore_errors=True)


def is_together() -> bool:
    """Whether this process counts together with others."""
    return VARIABLE in os.environ
