"""A page by the Tab key: every stop named, in sight, under nothing else, with a ring; none left out, no trap.

`stops_of` walks with real keys on a small window, which is a desk at 400 %. `faults_of` is what is wrong,
as sentences.
"""

from typing import Any

from playwright.sync_api import Page

from tests.journeys.browser import wait_for
from tests.journeys.everyone.scripts import script
from tests.journeys.looking import ARRIVED

MOST_STOPS = 400
SMALL = {"width": 320, "height": 256}
Stop = dict[str, Any]

# Where Tab begins: before everything, wherever the focus is now.
TO_THE_TOP = """() => {
    const start = document.createElement("span");
    start.id = "the-top";
    start.tabIndex = -1;
    document.body.prepend(start);
    scrollTo(0, 0);
    start.focus();
    window.passed = [];
}"""
TOOLS = script("keys.js")
HERE = """() => {
    const one = document.activeElement;
    if (!one || one === document.body || one === document.documentElement) return {end: true};
    // A date has a stop for each of its parts, a frame for each of its fields.
    const hasMore = one.type === "date" || one.localName === "iframe";
    if (hasMore && one === passed.at(-1)) return {end: false, name: named(one), wrong: []};
    if (passed.includes(one)) return {end: true, again: one !== passed[0] ? named(one) : ""};
    passed.push(one);
    return {end: false, name: named(one), wrong: look(one)};
}"""
# Of radio buttons with one name, and of seats that arrows go through, Tab stops at one.
LEFT_OUT = """() => {
    const groups = new Set(passed.filter(one => one.type === "radio").map(one => one.name));
    return [...document.querySelectorAll(
        "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex], video")]
        .filter(one => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({visibilityProperty: true}))
        .filter(one => !passed.includes(one) && !(one.type === "radio" && groups.has(one.name)))
        .map(one => `Tab leaves out ${named(one)}`);
}"""
# Forwards is to the right or further down; up is forwards only into the next column.
BACKWARDS = """() => {
    const isRtl = document.documentElement.dir === "rtl";
    const places = passed.filter(one => one.isConnected && !one.closest("dialog")).map(one => {
        const {left, right, top, bottom} = one.getBoundingClientRect();
        return {one, top, bottom, from: isRtl ? -right : left, to: isRtl ? -left : right};
    }).filter(({top, bottom}) => bottom > top);
    const back = (a, b) => b.bottom <= a.top + 1 && b.from < a.to - 1
        || b.to <= a.from + 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
            > 0.6 * Math.min(a.bottom - a.top, b.bottom - b.top);
    return places.slice(1).filter((b, at) => back(places[at], b))
        .map(b => `Tab goes backwards to ${named(b.one)}`);
}"""
# A frame draws those of its fields itself.
RINGS = """rings => passed.filter(one => one.isConnected && one.localName !== "iframe").flatMap(one => {
    one.focus();
    return document.activeElement === one ? look(one, {rings}) : [];
})"""
HAS_ROOM = "innerWidth === {} && document.documentElement.scrollHeight <= innerHeight"


def faults_of(page: Page) -> list[str]:
    """Everything that is wrong with the page for whoever has but a keyboard."""
    desk = page.viewport_size
    assert desk is not None
    page.evaluate(TOOLS)
    page.set_viewport_size(SMALL)  # type: ignore[arg-type]
    _let_frames_grow(page)
    page.evaluate(TO_THE_TOP)
    wrong = [f"at 400 %: {one}" for one in _walk(page)]
    wrong += page.evaluate(LEFT_OUT)
    page.set_viewport_size(desk)
    wrong += page.evaluate(BACKWARDS)
    for name, media in MEDIA.items():
        page.emulate_media(**media)
        page.evaluate(ARRIVED)
        wrong += [f"{name}: {one}" for one in page.evaluate(RINGS, "forced_colors" not in media)]
    page.emulate_media(color_scheme="light", forced_colors="none")
    page.evaluate("document.getElementById('the-top')?.remove()")
    return wrong


MEDIA: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"color_scheme": "dark", "forced_colors": "active"},
}


def _let_frames_grow(page: Page) -> None:
    """Out of sight it is not drawn, and asks for room only once it is: then what follows it moves."""
    for frame in page.frames[1:]:
        outside = frame.frame_element()
        outside.scroll_into_view_if_needed()
        wait_for(frame, HAS_ROOM.format(outside.evaluate("one => one.clientWidth")))


def _walk(page: Page) -> list[str]:
    """Tab until the end of the page; what is wrong with a stop, and a trap."""
    wrong = []
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here["end"]:
            return wrong + ([f"a trap: Tab comes back to {here['again']}"] if here.get("again") else [])
        wrong += here["wrong"]
    return [*wrong, f"no end after {MOST_STOPS} stops"]
