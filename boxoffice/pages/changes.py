"""When what the shop shows last changed, as far as this process has heard."""

import logging
import time

from django.db import Error, transaction

from boxoffice import shared

from .page import LONGEST, Page

logger = logging.getLogger(__name__)

CHANGED = "pages.changed"
KNOWN_FOR = 3 * LONGEST  # a store forgets: by then no page is left from before the change
HEARD_WITHIN = 2.0  # seconds
CLOCKS_DIFFER = 1.0  # seconds, between machines


def changed() -> None:
    """What the shop shows is another now: once this is committed, pages are made anew."""
    transaction.on_commit(lambda: shared.store.set(CHANGED, time.time(), KNOWN_FOR))


class Changes:
    """Asked for now and then, and only for pages that are older than a change may stay unheard of.

    So neither a page that is made nor one that is shown again and again costs a question of its own.
    """

    def __init__(self) -> None:
        self._last_at, self._looked_at = 0.0, float("-inf")

    def allow(self, page: Page | None) -> bool:
        """Whether the page may be shown: its time is not over, and nothing has changed since it was begun."""
        return page is not None and page.age < page.seconds and (page.age < HEARD_WITHIN or self._known(page))

    def allow_meanwhile(self, page: Page | None) -> bool:
        """Whether it may stand in, for as long again, while somebody makes it anew."""
        return page is not None and page.age < 2 * page.seconds and self._known(page)

    def _known(self, page: Page) -> bool:
        """Whether all that we know to have changed is in the page."""
        now = time.monotonic()
        if now - self._looked_at >= HEARD_WITHIN:
            self._looked_at = now  # first, so that one thread asks and the others do not wait for it
            self._last_at = self._asked()
        return page.begun_at > self._last_at + CLOCKS_DIFFER

    def _asked(self) -> float:
        """Without an answer pages live on, each until its time is over."""
        try:
            return float(shared.store.get(CHANGED) or 0.0)
        except Error as error:
            logger.warning("Whether pages changed is not known: %s", type(error).__name__)
            return self._last_at
