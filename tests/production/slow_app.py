"""What gunicorn serves where only its own manners are tested: an answer that waits until a file is there."""

import os
import time
from pathlib import Path
from urllib.parse import parse_qs

PATIENCE = 60.0


def application(environ, start_response):
    """`/?until=FILE` says in FILE.begun that it runs, and answers once FILE is there."""
    for name in parse_qs(environ["QUERY_STRING"]).get("until", []):
        Path(f"{name}.begun").touch()
        give_up = time.monotonic() + PATIENCE
        while not os.path.exists(name) and time.monotonic() < give_up:
            time.sleep(0.01)
    said = f"{environ['wsgi.url_scheme']} {environ['SCRIPT_NAME']!r} {environ.get('HTTP_HOST', '')}".encode()
    start_response("200 OK", [("Content-Length", str(len(said)))])
    return [said]
