"""A page at 400 %, with its text doubled, with more room between letters and lines, and for fingers."""

from typing import Any

from playwright.sync_api import Page

# WCAG 1.4.12 names these four.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
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
# What may scroll in two ways is a drawing of seats; what is cut off on purpose are words for listeners.
LOST = """() => {
    const wide = document.documentElement.clientWidth;
    const called = one => `${one.localName}.${one.className} “${one.textContent.trim().slice(0, 30)}”`;
    const all = [...document.querySelectorAll("body *")].filter(one =>
        !one.closest("svg, .seat-map, [data-scrolls], .visually-hidden, template, option")
        && one.checkVisibility({visibilityProperty: true, opacityProperty: true}));
    const lost = [];
    if (document.documentElement.scrollWidth > wide)
        lost.push(...all.filter(one => one.getBoundingClientRect().right > wide + 1)
            .map(one => `${called(one)} sticks out`), "the page scrolls sideways");
    for (const one of all) {
        const {overflowX, overflowY, position} = getComputedStyle(one);
        const {height, width} = one.getBoundingClientRect();
        if (["hidden", "clip"].includes(overflowY) && one.scrollHeight > one.clientHeight + 2 && one.clientHeight > 1 && one.textContent.trim())
            lost.push(`${called(one)} is cut off below`);
        if (["hidden", "clip"].includes(overflowX) && one.scrollWidth > one.clientWidth + 2 && one.clientWidth > 1 && one.textContent.trim())
            lost.push(`${called(one)} is cut off at its side`);
        // A column at the side covers nothing, as long as all of it can be seen.
        const most = width > innerWidth * 0.6 ? innerHeight / 2 : innerHeight;
        if (["fixed", "sticky"].includes(position) && height > most && width > 0)
            lost.push(`${called(one)} stays in the way: ${Math.round(height)} of ${innerHeight} pixels`);
        if (["button", "a", "summary"].includes(one.localName) && one.scrollWidth > one.clientWidth + 2 && getComputedStyle(one).display !== "inline")
            lost.push(`${called(one)} is narrower than its words`);
    }
    return lost;
}"""
# The main ones: what is pressed to go on, typed into, or chosen. A choice's whole row takes the press.
FOR_FINGERS = """() => [...document.querySelectorAll(
        "main button:not(.quiet), main .button, main .choices li, main input:not([type=hidden], [type=radio], [type=checkbox]), main select, .site-search button, .site-search input")]
    .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest(".fold:not([open])"))
    .map(one => [one, one.getBoundingClientRect()])
    .filter(([one, {width, height}]) => width > 0 && (width < 43.5 || height < 43.5))
    .map(([one, {width, height}]) => `${one.localName}.${one.className} “${one.textContent.trim().slice(0, 30)}” is ${Math.round(width)} × ${Math.round(height)} pixels`)"""
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
