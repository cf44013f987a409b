"""What a page tells to those who do not see it: names, title, headings, landmarks, what belongs to what."""

from typing import Any

from playwright.sync_api import Page

from tests.journeys.everyone.scripts import script

CONTROLS = {
    "button", "link", "checkbox", "radio", "textbox", "searchbox", "combobox", "listbox", "spinbutton",
    "switch", "tab", "menuitem", "option", "slider", "DisclosureTriangle", "Date", "dialog", "image",
    "img", "progressbar", "navigation", "search", "Iframe",
}  # fmt: skip
# Alone of their kind on a page, they need no name.
ALONE = {"search", "navigation"}
BUILT = script("told.js")


def faults_of(page: Page) -> list[str]:
    return _without_names(page) + page.evaluate(BUILT) + _of_title(page)


def _of_title(page: Page) -> list[str]:
    """It names the page first and the shop last."""
    parts = [part for part in page.title().split(" · ") if part.strip()]
    is_home = page.locator("body[data-page=home]").count() > 0
    return [] if len(parts) > 1 or is_home else [f"the title “{page.title()}” says too little"]


def _without_names(page: Page) -> list[str]:
    cdp = page.context.new_cdp_session(page)
    try:
        nodes = cdp.send("Accessibility.getFullAXTree")["nodes"]
    finally:
        cdp.detach()
    told = [node for node in nodes if not node.get("ignored")]
    count = [_role(node) for node in told]
    return [
        f"a {_role(node)} without a name"
        for node in told
        if _role(node) in CONTROLS and not _name(node)
        and not (_role(node) in ALONE and count.count(_role(node)) == 1)
    ]  # fmt: skip


def _role(node: dict[str, Any]) -> str:
    return str(node.get("role", {}).get("value", ""))


def _name(node: dict[str, Any]) -> str:
    return str(node.get("name", {}).get("value", "")).strip()
