"""`/metrics`, for whoever has METRICS_TOKEN: all processes of a web together, or a worker at its port.

A token and no list of networks: behind a balancer every peer is the balancer, and buyers come from there too.
"""

import hmac
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import REGISTRY, GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from . import numbers
from .counting import is_together
from .shared import leave_thread
from .version import VERSION

logger = logging.getLogger(__name__)

PATH = "/metrics"
PATIENCE = 10  # seconds for somebody to say what they want


def answer(request: HttpRequest) -> HttpResponse:
    """All numbers of this web, or 401."""
    if not may_read(request.META.get("HTTP_AUTHORIZATION", "")):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"})
    return HttpResponse(
        everything("web"), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
    )


def may_read(said: str) -> bool:
    token = settings.METRICS_TOKEN
    return bool(token) and hmac.compare_digest(said.encode(), f"Bearer {token}".encode())


def everything(part: str) -> bytes:
    """What has been counted and what the tables say, as Prometheus reads it."""
    counted = REGISTRY
    if is_together():
        counted = CollectorRegistry()
        MultiProcessCollector(counted)
    tables = CollectorRegistry()
    tables.register(Tables(part))
    return generate_latest(counted) + generate_latest(tables)


class Tables:
    """What nobody counts, for it stands in the database. A database that is away costs these numbers only."""

    def __init__(self, part: str) -> None:
        self._part = part

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield numbers.UP.of({(self._part, VERSION): 1})
        tellers: list[Callable[[], Iterable[GaugeMetricFamily]]] = [
            import_string(name) for name in settings.NUMBERS_TOLD_BY
        ]
        try:
            told = [family for tell in tellers for family in tell()]
        except Error as error:
            logger.warning("What the tables say could not be read: %s", type(error).__name__)
            told = []
        yield numbers.DATABASE_UP.one(1 if told else 0)
        yield from told

    def describe(self) -> tuple[()]:
        """Nothing: to be registered, it need not be asked."""
        return ()


# The worker's port


class Port:
    """Of one process. Any of its threads may open it, any number of times."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._server: ThreadingHTTPServer | None = None

    def open(self, number: int) -> None:
        """A port that is taken costs the numbers, not the worker."""
        with self._lock:
            if self._server is not None:
                return
            try:
                self._server = ThreadingHTTPServer(("", number), Asked)
            except OSError as error:
                logger.error("METRICS_PORT %s cannot be opened: %s", number, error.strerror)
                return
            self._server.daemon_threads = True
            threading.Thread(target=self._server.serve_forever, daemon=True, name="metrics").start()

    @property
    def number(self) -> int:
        return self._server.server_address[1] if self._server else 0

    def close(self) -> None:
        with self._lock:
            server, self._server = self._server, None
        if server is not None:
            server.shutdown()
            server.server_close()


class Asked(BaseHTTPRequestHandler):
    timeout = PATIENCE

    def do_GET(self) -> None:
        if self.path != PATH:
            self._say(404, b"")
        elif not may_read(self.headers.get("Authorization") or ""):
            self._say(401, b"")
        else:
            try:
                self._say(200, everything("worker"))
            finally:
                leave_thread()

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", CONTENT_TYPE_LATEST)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        """It is asked four times a minute."""


port = Port()
