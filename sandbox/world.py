"""Everything one running sandbox consists of, handed to whatever answers a request."""

from dataclasses import dataclass, field

from sandbox.box_office import BoxOffice
from sandbox.callouts import Settings
from sandbox.catalogue import Catalogue
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.http import Refusal
from sandbox.journal import Journal
from sandbox.mailbox import Mailbox


@dataclass
class World:
    """The parts, wired. `public_url` is how browsers and callers reach it, without a slash at the end."""

    public_url: str = "http://127.0.0.1:8013"
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.catalogue = Catalogue(self.clock)
        self.box_office = BoxOffice(self.clock)
        self.faults = Faults()
        self.journal = Journal(self.clock)
        self.mailbox = Mailbox()
        self.callout_settings = Settings()
        self._resets = 0

    def wait(self, seconds: float) -> None:
        """Let so much time pass. Raises Refusal when a reset came meanwhile: all is off."""
        began = self._resets
        self.clock.wait(seconds)
        if self._resets != began:
            raise Refusal("The sandbox was reset meanwhile", status=410)

    def reset(self) -> None:
        self._resets += 1
        self.clock.reset()
        self.box_office.reset()
        self.faults.clear()
        self.journal.clear()
        self.mailbox.clear()
        self.callout_settings = Settings()
