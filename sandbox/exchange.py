"""One request and what becomes of it: its line in the journal, its answer, and the fault that strikes it."""

import threading
from dataclasses import replace
from typing import Protocol

from sandbox import app, f13
from sandbox.faults import Fault
from sandbox.http import Refusal, Request, Response, as_refusal
from sandbox.journal import Entry
from sandbox.stripe.callers import account_of
from sandbox.world import World

NO_CONNECTION = Refusal("Failed to create connection to the backend system", status=502, code=4)
GONE = Refusal("The resource no longer exists", status=410)
GARBAGE = Response(b"<html>{]:", content_type="text/html")


CARD_DATA = ("[number]", "[cvc]")


def _unsaid(name: str, value: str) -> str:
    """Even a practice log has no card numbers."""
    return "…" if name.endswith(CARD_DATA) else value


class Wire(Protocol):
    """The connection: it sends an answer, or a part of it, and can be told to end after that."""

    close_connection: bool

    def send(self, request: Request, response: Response, *, part: float = 1) -> None: ...


class Exchange:
    """One request that has been read, and what becomes of it, faults included."""

    def __init__(self, handler: Wire, request: Request, *, world: World) -> None:
        self.handler, self.world = handler, world
        self.endpoint = app.endpoint_name(request)
        self.fault = self._strike()
        self.request = replace(request, delay=self.fault.seconds)

    def run(self) -> None:
        """Answer, or go wrong as the fault says. Each kind is explained in `faults.ON_THE_WIRE`."""
        line = self._open_line()
        match self.fault.kind:
            case "502_before":
                self._send(line, self._after_a_wait(as_refusal(NO_CONNECTION)))
            case "410":
                self._send(line, self._after_a_wait(as_refusal(GONE)))
            case "cut":
                self._hang_up(line, self._after_a_wait(Response(status=0)))
            case "lost":
                threading.Thread(target=self._go_on, args=(line,), daemon=True).start()
                self.handler.close_connection = True
            case "502_after":
                self._answer()
                self._send(line, as_refusal(NO_CONNECTION))
            case "half":
                self._send(line, self._answer(), part=0.5)
            case "garbage":
                self._answer()
                self._send(line, GARBAGE)
            case _:
                self._send(line, self._answer())

    def _strike(self) -> Fault:
        hit = self.world.faults.strike(self.endpoint) if self.endpoint else None
        return hit or Fault(self.endpoint, kind="")

    def _answer(self) -> Response:
        return app.answer(self.world, replace(self.request, fault=self.fault.kind))

    def _after_a_wait(self, response: Response) -> Response:
        if self.fault.seconds:
            self.world.clock.wait(self.fault.seconds)
        return response

    def _go_on(self, line: Entry | None) -> None:
        self._close_line(line, self._answer())

    def _hang_up(self, line: Entry | None, response: Response) -> None:
        self._close_line(line, response)
        self.handler.close_connection = True

    def _send(self, line: Entry | None, response: Response, *, part: float = 1) -> None:
        self._close_line(line, response)
        self.handler.send(self.request, response, part=part)

    def _open_line(self) -> Entry | None:
        if not self.endpoint:
            return None
        endpoint, _, deed = self.endpoint.partition(".")
        return self.world.journal.open(
            endpoint=endpoint,
            deed=deed,
            method=self.request.method,
            path=self.request.path,
            user=self._user(endpoint),
            params=[[name, _unsaid(name, value)] for name, value in self.request.query + self.request.form],
            request_id=self.request.request_id,
            fault=self.fault.kind,
        )

    def _user(self, endpoint: str) -> str:
        """Whose login it is; of Stripe, whose key. The pages have none."""
        if endpoint == "stripe":
            return account_of(self.request)
        return "" if endpoint in {"cider", "pay", "white_label"} else f13.user_name(self.request)

    def _close_line(self, line: Entry | None, response: Response) -> None:
        if line is not None:
            self.world.journal.close(line, status=response.status)
