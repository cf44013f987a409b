"""Every page in every state: nothing for axe to find, light or dark; nothing sticks out at 320 pixels.

And on the same visit for everyone: by keyboard, by ear, at 400 %, by finger, without motion.
"""

import pytest
from playwright.sync_api import Page

from rehearsal.shop import ShopProcess
from tests.journeys import states
from tests.journeys.browser import Watch
from tests.journeys.everyone import LOOKS
from tests.journeys.kinds import KINDS, Kind, Walk, pages_of
from tests.journeys.looking import problems, too_wide
from tests.journeys.promises import PROMISES
from tests.journeys.states import Visit

AS_USUAL = ("usual", "seldom")


@pytest.fixture
def shop(shop: ShopProcess, request: pytest.FixtureRequest) -> ShopProcess:
    """The usual one, or with the settings that a walk needs."""
    kind = getattr(request, "param", "usual")
    return request.getfixturevalue(f"{kind}_shop") if kind not in AS_USUAL else shop


@pytest.fixture
def visit(page: Page, shop: ShopProcess, sandbox) -> Visit:
    return Visit(page, shop, sandbox)


@pytest.mark.parametrize(
    ("shop", "kind", "walk"),
    [pytest.param(name, kind, walk, id=walk.__name__) for name, kind in KINDS.items() for walk in kind.walks],
    indirect=["shop"],
)
def test_every_state_can_be_used_by_anyone(visit: Visit, watch: Watch, kind: Kind, walk: Walk) -> None:
    for status in kind.refusals:
        watch.forgive(f"responded with a status of {status}")
    found = {name: _problems(visit.page, name=name) for name in pages_of(visit, walk)}
    assert found
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def _problems(page: Page, *, name: str) -> list[str]:
    if name in PROMISES:
        PROMISES[name](page)
    return problems(page) + [
        f"{look}: {wrong}" for look, faults_of in LOOKS.items() for wrong in faults_of(page)
    ]


def test_a_look_finds_what_is_wrong(page: Page) -> None:
    page.set_content("""<html lang="en"><title>Wrong</title><main><h1>Wrong</h1><img src="data:,">
        <p class="wide"><button style="width: 9px; height: 9px; padding: 0">1</button><button
        style="width: 9px; height: 9px; padding: 0">2</button></p>
        <style>p { width: 500px; color: #777 } @media (prefers-color-scheme: dark) { p { background: #666 } }
        </style><p>Grey</p></main></html>""")
    found = "\n".join(problems(page))
    assert "p.wide sticks out" in found
    for expected in ("image-alt: ", "in the dark: color-contrast: ", "when narrow: target-size: "):
        assert expected in found


def test_whatever_an_event_is_called_its_page_is_never_too_wide(visit: Visit) -> None:
    found = {name: too_wide(visit.page) for name in states.odd_events(visit)}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
