"""`python -m boxoffice.probe [ADDRESS]`: 0 when a program of this container answers, else 1.

Asked by containers' health checks, every few seconds, where no other program is there to ask: so it reads no
settings and takes a tenth of a second. Without an address it is the web's /health/live, at PORT.
"""

import os
import sys
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

SECONDS = 4.0


def answers(address: str) -> bool:
    """Whether somebody is at this http address, and well: any answer but an error of its own.

    So the worker's port can be asked too, which tells its figures only to who has a token.
    """
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def main(*addresses: str) -> int:
    """0 when all of these answer."""
    live = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}/health/live"
    return 0 if all(answers(one) for one in addresses or [live]) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
