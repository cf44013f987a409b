"""A page for those whom motion makes ill: nothing moves, glides or fades once they have said so."""

from playwright.sync_api import Page

from tests.journeys.everyone.scripts import script

MOVES = script("still.js")


def faults_of(page: Page) -> list[str]:
    page.emulate_media(reduced_motion="reduce")
    wrong = page.evaluate(MOVES)
    page.emulate_media(reduced_motion="no-preference")
    return wrong
