"""An API that is no practice box office: it hands everything on to one, save its control doors."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import requests

HANDED_ON = ("Authorization", "Content-Type", "Accept-Language")


class ApiWithoutDoors:
    """Listens on a port of its own, from `with` on. `user`: who `test.v1` says it is, whoever asks."""

    def __init__(self, behind: str, *, user: str = "") -> None:
        self.behind, self.user = behind, user
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, path: str, headers: Any) -> tuple[int, bytes]:
        if path.startswith("/_control"):
            return 404, b"{}"
        known = {name: headers[name] for name in HANDED_ON if headers[name]}
        answer = requests.get(f"{self.behind}{path}", headers=known, timeout=10)
        return answer.status_code, self._as(answer.content, path)

    def _as(self, body: bytes, path: str) -> bytes:
        if not self.user or "test.v1" not in path:
            return body
        told = json.loads(body)
        return json.dumps({"user_info": told["user_info"] | {"user_id": self.user}}).encode()


def _handler(api: ApiWithoutDoors) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = api.answer(self.path, self.headers)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            """Nobody reads it."""

    return Handler
