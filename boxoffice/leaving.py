"""Gunicorn's threads, and how they leave: no visitor is to lose a request because a copy of the shop goes.

Gunicorn stops accepting when it is told to stop, yet keeps the listener open until the last request ended.
Whoever connects meanwhile waits in the kernel's queue and is cut off. Here those who wait are let in, and
the door is shut, so that a balancer is refused at once and asks another copy.
"""

from contextlib import suppress
from functools import cache
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from .draining import is_draining


class LeavingWorker(ThreadWorker):
    """`gthread`, whose answers say `Connection: close` from the moment that it is to go."""

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if not enabled and not self.alive:
            for listener in self.sockets:
                self._let_in_and_shut(listener)

    def _let_in_and_shut(self, listener: Any) -> None:
        before = -1
        with suppress(OSError):
            while before != self.nr_conns:  # it counts those whom it lets in
                before = self.nr_conns
                self.accept(listener)
        listener.close()

    def handle_request(self, req: Any, conn: Any) -> bool:
        closes_anyway = req.should_close

        @cache  # what the answer's header has said is what is done after it
        def should_close() -> bool:
            return bool(not self.alive or is_draining() or closes_anyway())

        req.should_close = should_close
        return bool(super().handle_request(req, conn))
