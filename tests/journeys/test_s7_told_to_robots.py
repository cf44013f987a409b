"""S7, for robots: what is told to them is data, which the policy against inline scripts lets stand."""

import pytest
from playwright.sync_api import Page

from tests.journeys.browser import wait_for
from tests.journeys.states import Visit

TOLD = """() => [...document.querySelectorAll('script[type="application/ld+json"]')]
    .map(one => JSON.parse(one.textContent)["@type"])"""
COUNT = """() => { window.offences = [];
    document.addEventListener("securitypolicyviolation",
        one => window.offences.push(one.effectiveDirective)) }"""
ADD = """([type, text]) => { const one = document.createElement("script");
    one.type = type; one.textContent = text; document.head.append(one); return window.offences }"""


@pytest.mark.parametrize("event_id", ["7AB", "LN04", "DB01"], ids=["plain", "emoji", "right to left"])
def test_s7_data_for_robots_is_read_and_offends_no_policy(page: Page, shop, sandbox, event_id: str) -> None:
    # `watch` sees to the console: an offence would stand there.
    Visit(page, shop, sandbox).open_event(event_id)
    assert page.evaluate(TOLD) == ["Event", "BreadcrumbList"]


def test_s7_the_policy_that_lets_data_stand_forbids_a_script(page: Page, shop, sandbox, watch) -> None:
    watch.forgive("Content Security Policy")
    Visit(page, shop, sandbox).open_event("7AB")
    page.evaluate(COUNT)
    page.evaluate(ADD, ["application/ld+json", '{"@type": "Event"}'])
    page.evaluate(ADD, ["text/javascript", "window.ran = true"])
    wait_for(page, "() => window.offences.length > 0")
    assert page.evaluate("[window.offences, window.ran]") == [["script-src-elem"], None]
