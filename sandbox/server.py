"""The socket side: threads, keep-alive, gzip, the request's id, its line in the journal, and faults on the wire."""

import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from sandbox import app
from sandbox.faults import Fault
from sandbox.http import Refusal, Request, Response, as_refusal
from sandbox.world import World

MAX_BODY = 1_000_000
NO_CONNECTION = Refusal("Failed to create connection to the backend system", status=502, code=4)
GONE = Refusal("The resource no longer exists", status=410)


class Server(ThreadingHTTPServer):
    """Serves one world, a thread for each connection."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(self, address: tuple[str, int], world: World) -> None:
        super().__init__(address, Handler)
        self.world = world

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hung up is no news."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "sandbox"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1  # one write per answer
    timeout = 75
    server: Server

    def do_GET(self) -> None:
        request = self._read()
        fault = self._fault(request)
        if fault is None:
            self._send(request, app.answer(self.server.world, request))
        else:
            self._go_wrong(request, fault)

    do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """The journal keeps what is worth keeping."""

    def _read(self) -> Request:
        address = urlsplit(self.path)
        length = min(int(self.headers.get("Content-Length") or 0), MAX_BODY)
        return Request(
            method=self.command,
            path=address.path,
            query=tuple(parse_qsl(address.query, keep_blank_values=True)),
            headers=self.headers,  # type: ignore[arg-type]
            body=self.rfile.read(length) if length else b"",
            client=self.client_address[0],
            request_id=self.server.world.journal.new_request_id(),
        )

    def _fault(self, request: Request) -> Fault | None:
        endpoint = app.endpoint_name(request)
        return self.server.world.faults.strike(endpoint) if endpoint else None

    def _go_wrong(self, request: Request, fault: Fault) -> None:
        """Answer as the fault says. Each kind is explained where `KINDS` lists it."""
        world, request = self.server.world, replace(request, delay=fault.seconds)
        match fault.kind:
            case "502_before":
                self._send(request, as_refusal(NO_CONNECTION))
            case "410":
                self._send(request, as_refusal(GONE))
            case "cut":
                self._hang_up()
            case "lost":
                threading.Thread(target=app.answer, args=(world, request), daemon=True).start()
                self._hang_up()
            case "502_after":
                app.answer(world, request)
                self._send(request, as_refusal(NO_CONNECTION))
            case "half":
                self._send(request, app.answer(world, request), part=0.5)
            case "garbage":
                app.answer(world, request)
                self._send(request, Response(b"<html>{]:", content_type="text/html"))
            case "down" | "broken" | "throttled":
                self._send(request, app.answer(world, replace(request, fault=fault.kind)))
            case _:
                self._send(request, app.answer(world, request))

    def _hang_up(self) -> None:
        self.close_connection = True

    def _send(self, request: Request, response: Response, *, part: float = 1) -> None:
        if "gzip" in (request.headers.get("Accept-Encoding") or ""):
            response = response.zipped()
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.body)))
        self.send_header("X-Request-Id", request.request_id)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if request.method != "HEAD":
            self.wfile.write(response.body[: round(len(response.body) * part)])
        if part < 1:
            self._hang_up()
