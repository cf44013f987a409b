"""A careful look at a page: axe in light and dark, and 320 pixels, which is also 400% zoom on a desk."""

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

DESK = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}
# Targets of 24 pixels belong to WCAG 2.2, and axe leaves them out unless told.
EVERYTHING: dict[str, Any] = {"rules": {"target-size": {"enabled": True}}}
COLOURS: dict[str, Any] = {"runOnly": ["color-contrast"]}
TARGETS: dict[str, Any] = {"runOnly": ["target-size"]}

AXE = """({besides, ...options}) => axe.run({exclude: (besides || []).map(one => [one])},
    {resultTypes: ["violations"], ...options}).then(({violations}) =>
    violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 200)}`)))"""
# A style that changes begins to glide when it is next asked for.
ARRIVED = """() => {
    document.documentElement.offsetWidth;
    for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
}"""
# Whatever sticks out is named: a page that is only said to be too wide is hard to mend.
TOO_WIDE = """width => document.documentElement.scrollWidth <= width ? [] :
    [...document.querySelectorAll("body *")]
        .filter(one => one.getBoundingClientRect().right > width + 1)
        .map(one => `${one.tagName.toLowerCase()}.${one.className} sticks out at ${width} pixels`)"""


def problems(page: Page, *, besides: tuple[str, ...] = ()) -> list[str]:
    """All that is found on the page once it has loaded; it is left as wide and as bright as at a desk.

    `besides`: parts of others. A press returns when the next page begins: without waiting, half a page
    or one without its styles would be judged.
    """
    page.wait_for_load_state("load")
    left_out = {"besides": [one for one in besides if page.locator(one).count()]}
    page.evaluate(Axe().axe_script)
    found = page.evaluate(AXE, EVERYTHING | left_out)
    in_scheme(page, "dark")
    found += [f"in the dark: {one}" for one in page.evaluate(AXE, COLOURS | left_out)]
    in_scheme(page, "light")
    page.set_viewport_size(NARROW)
    found += [f"when narrow: {one}" for one in page.evaluate(AXE, TARGETS | left_out)]
    found += too_wide(page)
    page.set_viewport_size(DESK)
    return found


def in_scheme(page: Page, scheme: Literal["light", "dark"]) -> None:
    """In light or dark, and nothing on its way from one to the other: half way, words are grey on grey."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate(ARRIVED)


def too_wide(page: Page) -> list[str]:
    """What makes a narrow page scroll sideways, once it has its style."""
    page.wait_for_load_state("load")
    page.set_viewport_size(NARROW)
    return page.evaluate(TOO_WIDE, NARROW["width"])
