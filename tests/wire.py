"""What happens while f13 is being asked: other requests, other workers, the death of the process."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from boxoffice.ticketing import transport

Happening = Callable[[], object]


class Died(BaseException):
    """The process was killed. No code of the shop's catches it, just as none would run."""


class Wire:
    """Between the shop and f13: has something happen once, before f13 does a deed or after it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._armed: dict[tuple[str, str], Happening] = {}
        self.told_of: set[str] = set()  # transactions whose reserve has told the shop of them
        say = transport.Transport.say
        monkeypatch.setattr(transport, "FIRST_PAUSE", 0.0)  # questions are asked again at once

        def watched(sender: transport.Transport, endpoint: Any, *args: Any, **options: Any) -> Any:
            name = endpoint.name.partition(".")[0]
            self._happen(name, "before")
            try:
                answer = say(sender, endpoint, *args, **options)
            finally:
                self._happen(name, "after")
            if name == "reserve":
                self.told_of.add(answer.data.get("trolley_contents", {}).get("transaction_uuid"))
            return answer

        monkeypatch.setattr(transport.Transport, "say", watched)

    def while_asking(self, endpoint: str, happening: Happening, *, when: str = "before") -> None:
        self._armed[endpoint, when] = happening

    def disarm(self) -> bool:
        """Whether something was still waiting to happen; it will not."""
        waited, self._armed = bool(self._armed), {}
        return waited

    def _happen(self, name: str, when: str) -> None:
        # Questions that are asked side by side have threads, which have no visitor to act for.
        if threading.current_thread() is threading.main_thread():
            self._armed.pop((name, when), lambda: None)()


def die() -> None:
    raise Died
