"""A page for those whom motion makes ill: nothing moves, glides or fades once they have said so."""

from playwright.sync_api import Page

from tests.journeys.everyone.scripts import script

MOVES = script("still.js")


def faults_of(page: Page) -> list[str]:
    """Who looks at pages in tests has said so; it stays said."""
    page.emulate_media(reduced_motion="reduce")
    return page.evaluate(MOVES)
