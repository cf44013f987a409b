"""The looks at every state (test_every_page.py) are tried on pages that are wrong on purpose."""

from playwright.sync_api import Page

from tests.journeys.everyone import keys, sizes, still, told

WRONG = """<html lang="en"><head><title>Wrong · Shop</title></head><body><header><h1>Wrong</h1></header><main>
    <h3>Skipped</h3><p><a href="#nowhere">A link</a> <input name="unnamed">
    <button id="late">Late</button></p>
    <p><button id="early" tabindex="1">Early</button><button id="bare">Bare</button></p>
    <p><a id="hidden" href="/">Hidden</a></p><p id="long">A long sentence in a box that does not grow</p>
    <p><button id="mouse" tabindex="-1">Not for keys</button><span id="click" tabindex="0"></span></p>
    <p id="wide">Wide</p><p><button id="pale">Pale</button></p><p id="above"><a href="/">Above</a></p></main>
    <footer><progress aria-label="Going on"></progress></footer></body></html>"""
# By the page's own style objects, as a page under a policy would have to.
WORSE = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`#bare { outline: none } #hidden { position: absolute; left: -9999px }
        #wide { width: 900px }
        #long { height: 1.3em; width: 12em; overflow: hidden }
        a:focus, button:focus, input:focus { outline: 3px solid #000 }
        button#bare:focus { outline: none } button#pale:focus { outline-color: #eee }
        main { scroll-behavior: smooth }
        p { transition: opacity 1s } #above { position: absolute; top: 0; left: 0; margin: 0 }
        @media (prefers-color-scheme: dark) { html { background: #111 } }
        @view-transition { navigation: auto }`);
    document.adoptedStyleSheets = [sheet];
}"""


def test_b7_the_looks_find_what_is_wrong(page: Page) -> None:
    page.set_content(WRONG)
    page.evaluate(WORSE)
    found = "\n".join(still.faults_of(page) + keys.faults_of(page) + told.faults_of(page))
    for expected in (
        "main. scrolls by gliding", "a progress bar moves", "p. glides",
        "“Bare” shows no ring", "“Hidden” is out of sight", "“Pale” has a ring that is hard to see",
        "dark: button “Late” has a ring that is hard to see", "backwards to a “Above”",
        "a textbox without a name", "help is nowhere",
        "“Skipped” skips a level", "leads to #nowhere", "a tabindex above 0",
    ):  # fmt: skip
        assert expected in found, f"{expected} is not in\n{found}"
    found = "\n".join(sizes.faults_of(page))
    for expected in ("p. “Wide” sticks out", "is cut off below", "button. “Late” is"):
        assert expected in found, f"{expected} is not in\n{found}"
