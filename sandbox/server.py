"""The socket side: threads, keep-alive, gzip, the request's id. It reads requests whole or not at all."""

import socketserver
import string
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from sandbox.exchange import Exchange
from sandbox.http import Refusal, Request, Response, as_refusal
from sandbox.world import World

MAX_BODY = 1_000_000
PRINTABLE = "".join(letter for letter in string.printable if letter not in "\r\n\t\v\f")


class HungUpError(Exception):
    """The caller left before the request was whole."""


class Server(ThreadingHTTPServer):
    """Serves one world, a thread for each connection."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(self, address: tuple[str, int], world: World) -> None:
        super().__init__(address, Handler)
        self.world = world

    def server_bind(self) -> None:
        """Bind without asking the name service what this machine is called, which may take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hung up is no news; anything else is a bug."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "sandbox"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1  # one write per answer
    timeout = 75
    server: Server

    def do_GET(self) -> None:
        try:
            request = self._read()
        except Refusal as refusal:
            # What is left of the request on the wire is unknown: this connection cannot go on.
            self.close_connection = True
            self.send(Request(self.command, "/"), as_refusal(refusal))
        except HungUpError:
            self.close_connection = True
        else:
            Exchange(self, request, world=self.server.world).run()

    do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = do_GET  # noqa: N815  named by http.server

    def handle_expect_100(self) -> bool:
        """Say that the body may come, at once: the buffer would keep it back until the answer."""
        going_on = super().handle_expect_100()
        self.wfile.flush()
        return going_on

    def log_message(self, format: str, *args: Any) -> None:
        """The journal keeps what is worth keeping."""

    def _read(self) -> Request:
        try:
            address = urlsplit(self.path)
        except ValueError:
            raise Refusal("Not an address") from None
        return Request(
            method=self.command,
            path=address.path or "/",
            query=tuple(parse_qsl(address.query, keep_blank_values=True)),
            headers=self.headers,  # type: ignore[arg-type]
            body=self._read_body(),
            client=self.client_address[0],
            request_id=self.server.world.journal.new_request_id(),
        )

    def _read_body(self) -> bytes:
        if self.headers.get("Transfer-Encoding"):
            raise Refusal("Content-Length is needed", status=411)
        stated = self.headers.get_all("Content-Length", ["0"])
        if len(set(stated)) > 1 or not (stated[0].isascii() and stated[0].isdigit()):
            raise Refusal("Content-Length is no number")
        length = int(stated[0][:12])
        if length > MAX_BODY:
            raise Refusal("The body is too large", status=413)
        body = self.rfile.read(length) if length else b""
        if len(body) < length:
            raise HungUpError
        return body

    def send(self, request: Request, response: Response, *, part: float = 1) -> None:
        if not {"gzip", "*"}.isdisjoint(request.preferences("Accept-Encoding")):
            response = response.zipped()
        self.send_response(response.status)
        if response.status != 204:
            self.send_header("Content-Type", response.content_type)
            self.send_header("Content-Length", str(len(response.body)))
        if request.request_id:
            self.send_header("X-Request-Id", request.request_id)
        for name, value in response.headers.items():
            self.send_header(name, quote(value, safe=PRINTABLE))
        if part < 1 or self.close_connection:
            self.close_connection = True
            if part == 1:
                self.send_header("Connection", "close")
        self.end_headers()
        if request.method != "HEAD":
            self.wfile.write(response.body[: round(len(response.body) * part)])
