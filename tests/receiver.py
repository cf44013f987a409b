"""A server of this test's own that takes whatever is sent to it, and keeps it."""

import gzip
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

try:
    import brotli
except ImportError:  # then nobody here packs by it either
    brotli = None


UNPACKED: dict[str | None, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": lambda body: brotli.decompress(body),
    None: bytes,
}


class Receiver:
    """`with Receiver() as receiver`: its `url`, and what `came`: address and body, unpacked."""

    def __init__(self) -> None:
        came = self.came = []

        class Taking(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                came.append((self.path, UNPACKED[self.headers.get("Content-Encoding")](body)))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *arguments: object) -> None:
                """Nobody reads it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
