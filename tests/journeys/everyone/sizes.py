"""A page at 400 %, with its text doubled, with more room between letters and lines, and for fingers."""

from typing import Any

from playwright.sync_api import Page

from tests.journeys.everyone.scripts import script

# WCAG 1.4.12 names these four.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important }
    * { word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }"""
DOUBLED = "html { font-size: 200% !important }"
CHANGES = {
    "at 400 %": ("", {"width": 320, "height": 256}),
    "spaced": (SPACED, {"width": 1280, "height": 900}),
    "spaced, narrow": (SPACED, {"width": 320, "height": 640}),
    "doubled": (DOUBLED, {"width": 1280, "height": 900}),
    "on its side": ("", {"width": 844, "height": 390}),
}
# Through the page's own style objects: the policy forbids style in the page.
DRESS = """style => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets.filter(one => one !== window.dress), sheet];
    window.dress = sheet;
}"""
LOST = script("lost.js")
FOR_FINGERS = script("fingers.js")
PHONE = {"width": 390, "height": 844}


def faults_of(page: Page) -> list[str]:
    """What is lost, covered or too small; the page is left as at a desk."""
    desk = page.viewport_size
    wrong = [f"{name}: {one}" for name, change in CHANGES.items() for one in _changed(page, *change)]
    page.evaluate(DRESS, "")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    wrong += [f"for fingers: {one}" for one in page.evaluate(FOR_FINGERS)]
    page.set_viewport_size(desk)  # type: ignore[arg-type]
    return wrong


def _changed(page: Page, style: str, size: Any) -> list[str]:
    page.set_viewport_size(size)
    page.evaluate(DRESS, style)
    return page.evaluate(LOST)
