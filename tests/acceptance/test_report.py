"""The report: one file with all it needs, whatever a shop calls its events, that anybody can read."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Page

from acceptance import report
from acceptance.evidence import Asked, Expectation, Picture, Result, SetUp, Step, Verdict, Walk, walk_from
from acceptance.journeys import IDS, JOURNEYS
from tests.journeys.browser import a_browser
from tests.journeys.looking import problems

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT / "docs" / "acceptance" / "report.html"
LIST = [*(f"R{n}" for n in range(1, 13)), *(f"S{n}" for n in range(1, 8)), *(f"P{n}" for n in range(1, 8))]
HOSTILE = "<script>alert('7AB')</script>\" onload=\"x </q><img src=http://elsewhere.example/x>"
DOT = "UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA="
SET_UP = SetUp(
    "https://shop.example",
    "https://demo.ticketswitch.com",
    "demo",
    "Demonstration User",
    "credit",
    False,
    "1.2",
    "140",
    "3.11",
    "1.50",
    "2026-11-22T06:00:00+00:00",
)


def a_result(id: str = "R1", verdict: Verdict = Verdict.PASSED, **changes) -> Result:
    step = Step(
        f"Open {HOSTILE}",
        (
            Expectation("its dates", HOSTILE),
            Expectation("its name", HOSTILE, is_met=verdict is Verdict.PASSED),
        ),
        (Picture(DOT, 960, 675, HOSTILE), Picture(DOT, 390, 844, "on a phone")),
        (HOSTILE,),
        ("0123456789abcdef",),
    )
    result = Result(id, "Dates", "Two dates", verdict, why=HOSTILE, device="desk", seconds=1.5, steps=(step,))
    return replace(result, asked=(Asked("2026-11-22T06:00:00", "held", "f13-id-1"),), **changes)


def a_walk(*results: Result, **changes) -> Walk:
    return Walk(replace(SET_UP, **changes), results or (a_result(),))


class Reader(HTMLParser):
    """Every tag, and every address that a browser would ask for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes) -> None:
        self.tags.add(tag)
        for name, value in attributes:
            if name in {"src", "href", "srcset", "action", "data", "poster"}:
                self.addresses.append(value or "")
            if name.startswith("on") or name == "style":
                self.handlers.append(name)


@pytest.mark.parametrize(
    "html", [report.html([a_walk()]), PUBLISHED.read_text(encoding="utf-8")], ids=["hostile", "published"]
)
def test_it_is_one_file_that_asks_for_nothing_and_runs_nothing(html: str) -> None:
    reader = Reader(html)
    assert {"article", "figure", "img", "table"} <= reader.tags
    assert not reader.tags & {"script", "link", "iframe", "object", "embed", "form", "base"}
    assert reader.handlers == []
    assert [one for one in reader.addresses if not one.startswith(("data:image/webp;base64,", "#"))] == []
    assert any(one.startswith("data:") for one in reader.addresses)
    assert "url(" not in html
    assert "@import" not in html


def test_what_a_shop_calls_its_events_is_words_and_nothing_else() -> None:
    html = report.html([a_walk()])
    assert html.count("&lt;script&gt;alert(&#x27;7AB&#x27;)&lt;/script&gt;") >= 5
    assert "<script" not in html


def test_it_says_who_walked_what_and_when_and_each_request_id() -> None:
    html = report.html([a_walk()])
    for words in (
        "https://shop.example",
        "demo.ticketswitch.com",
        "Demonstration User",
        "22 November 2026, 06:00",
    ):
        assert words in html
    assert "f13-id-1" in html
    assert "0123456789abcdef" in html


@pytest.mark.parametrize(
    ("verdicts", "headline"),
    [
        ((Verdict.PASSED, Verdict.FAILED, Verdict.NOT_WALKED), "Failed"),
        ((Verdict.PASSED, Verdict.NOT_WALKED), "Passed, as far as it was walked"),
        ((Verdict.PASSED, Verdict.PASSED), "Passed, as far as it was asked for"),
    ],
)
def test_the_headline_says_no_more_than_was_seen(verdicts, headline) -> None:
    results = [a_result(id, verdict) for id, verdict in zip(IDS, verdicts, strict=False)]
    assert f"<h1>{headline}</h1>" in report.html([a_walk(*results)])


def test_only_all_journeys_that_passed_are_a_plain_yes() -> None:
    assert "<h1>Passed</h1>" in report.html([a_walk(*(a_result(id) for id in IDS))])


def test_of_several_shops_a_journey_counts_where_it_was_walked_and_fails_where_it_failed() -> None:
    one = a_walk(a_result("P1"), a_result("P2", Verdict.NOT_WALKED), a_result("P3"))
    other = a_walk(a_result("P2"), a_result("P3", Verdict.FAILED), user="demo-stripe")
    found = {journey.id: journey.verdict for journey in report.journeys_of([one, other])}
    assert found == {"P1": Verdict.PASSED, "P2": Verdict.PASSED, "P3": Verdict.FAILED}


def test_what_was_found_goes_into_a_file_and_comes_back_the_same() -> None:
    walk = a_walk(a_result("R1"), a_result("R2", Verdict.FAILED))
    assert walk_from(walk.to_json()) == walk


@pytest.fixture(scope="module")
def page():
    with a_browser() as browser:
        yield browser.new_page()


def test_anybody_can_read_it(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(report.html([a_walk(a_result("R1"), a_result("R2", Verdict.FAILED))]), encoding="utf-8")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(path.as_uri())
    assert problems(page) == []
    assert (
        page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize") == "36px"
    )  # its style is let in
    assert complaints == []
    page.emulate_media(media="print")
    assert page.pdf(format="A4").startswith(b"%PDF-")


def test_every_journey_of_the_list_has_its_function_and_is_in_the_documents() -> None:
    assert list(IDS) == LIST
    walks = [journey.walk.__name__ for journey in JOURNEYS]
    assert [name.partition("_")[0] for name in walks] == [id.lower() for id in LIST]
    told = (ROOT / "docs" / "acceptance.md").read_text()
    assert [id for id in LIST if not re.search(rf"\b{id}\b", told)] == []


def test_the_published_report_is_complete_and_small_enough_to_be_sent() -> None:
    html = PUBLISHED.read_text(encoding="utf-8")
    assert "<h1>Passed</h1>" in html
    assert [id for id in LIST if f'<article id="{id}"' not in html] == []
    assert len(html.encode()) < 6_000_000
    assert not re.search(r"demopass|sk_(test|live)_|whsec_", html)
