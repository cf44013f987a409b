"""Everything one running sandbox consists of, handed to whatever answers a request."""

from dataclasses import dataclass, field

from sandbox import settling
from sandbox.box_office import BoxOffice
from sandbox.callouts import Settings
from sandbox.catalogue import Catalogue, all_events
from sandbox.catalogue.model import Event
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.http import Refusal
from sandbox.journal import Journal
from sandbox.kept import Kept
from sandbox.mailbox import Mailbox
from sandbox.stripe.postman import Endpoint, Postman
from sandbox.stripe.state import Stripe

SEARCHES_KEPT = 64


@dataclass
class World:
    """The parts, wired. `public_url` is how browsers and callers reach it, without a slash at the end.

    `events` is how many must be live at least. `webhook` is where Stripe's events go, `white_label_return`
    where the white-label checkout sends buyers: both from the start, and again after a reset.
    """

    public_url: str = "http://127.0.0.1:8013"
    clock: Clock = field(default_factory=Clock)
    events: int = 0
    webhook: Endpoint = field(default_factory=Endpoint)
    white_label_return: str = ""

    def __post_init__(self) -> None:
        self.catalogue = Catalogue(self.clock, all_events(at_least=self.events))
        self.searches: Kept[tuple[Event, ...]] = Kept(SEARCHES_KEPT)
        self.box_office = BoxOffice(self.clock)
        self.faults = Faults()
        self.journal = Journal(self.clock)
        self.mailbox = Mailbox()
        self.callout_settings = Settings()
        self.stripe = Stripe(self.clock, public_url=lambda: self.public_url)
        self.box_office.on_lapse = lambda transaction: settling.free(self.stripe, transaction)
        self.postman = Postman(self.stripe, endpoint=self.webhook)
        self.white_label = self.white_label_return
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
        self.catalogue.reset()
        self.box_office.reset()
        self.faults.clear()
        self.journal.clear()
        self.mailbox.clear()
        self.callout_settings = Settings()
        self.stripe.reset()
        self.postman.reset()
        self.white_label = self.white_label_return
