"""Budgets are held as their files say, and Lighthouse's figures are read as it writes them."""

import json
import re
from dataclasses import replace

import pytest

from benches.budget import FOLDER, Measured, Weight, budget
from benches.lighthouse import table
from benches.lighthouse.looking import CATEGORIES, HERE, middle, read

BUDGETS = sorted(path.stem for path in FOLDER.glob("*.json"))
PERFECT = Measured(
    scores=dict.fromkeys(CATEGORIES, 100),
    largest_contentful_paint_ms=900,
    layout_shift=0,
    blocking_ms=0,
    weight=Weight(compressed_bytes=12_000, requests=4),
)
TOO_MUCH = [
    (replace(PERFECT, scores=PERFECT.scores | {"performance": 99}), "home: performance 99, wanted 100"),
    (replace(PERFECT, scores=PERFECT.scores | {"seo": 92}), "home: seo 92, wanted 100"),
    (replace(PERFECT, largest_contentful_paint_ms=1201), "home: 1201 ms to the largest paint, 1200 at most"),
    (replace(PERFECT, layout_shift=0.001), "home: 0.001 of shifting layout, 0 at most"),
    (replace(PERFECT, blocking_ms=51), "home: 51 ms blocked, 50 at most"),
    (replace(PERFECT, weight=Weight(30_001, 6)), "home: 30001 compressed bytes, 30000 at most"),
    (replace(PERFECT, weight=Weight(9_000, 7)), "home: 7 requests besides pictures, 6 at most"),
]


@pytest.mark.parametrize("page", BUDGETS)
def test_a_perfect_page_is_within_every_budget(page):
    within = budget(page)
    assert list(within.over(PERFECT.weight)) == []
    if within.scores:
        assert list(within.broken(PERFECT)) == []


@pytest.mark.parametrize(("measured", "said"), TOO_MUCH, ids=[said for _measured, said in TOO_MUCH])
def test_what_is_over_is_said(measured, said):
    assert list(budget("home").broken(measured)) == [said]


def test_pages_that_are_not_for_search_engines_are_not_asked_about_them():
    unlisted = replace(PERFECT, scores=PERFECT.scores | {"seo": 54})
    assert list(budget("checkout").broken(unlisted)) == []


def test_of_some_runs_each_figure_is_the_middle_one():
    runs = [replace(PERFECT, blocking_ms=blocked, layout_shift=1 - blocked) for blocked in (0, 0.5, 1)]
    found = middle(runs)
    assert (found.blocking_ms, found.layout_shift, found.scores) == (0.5, 0.5, PERFECT.scores)


def test_pictures_are_left_out_of_what_a_page_weighs():
    asked = [("Document", 5_000), ("Stylesheet", 4_000), ("Image", 90_000), ("Fetch", 1_000)]
    items = [{"resourceType": kind, "transferSize": size} for kind, size in asked]
    timings = ("largest-contentful-paint", "cumulative-layout-shift", "total-blocking-time")
    report = {
        "categories": {name: {"score": 0.98} for name in CATEGORIES},
        "audits": {"network-requests": {"details": {"items": items}}}
        | {name: {"numericValue": number} for number, name in enumerate(timings, start=1)},
    }
    assert read(report) == Measured(
        scores=dict.fromkeys(CATEGORIES, 98),
        largest_contentful_paint_ms=1,
        layout_shift=2,
        blocking_ms=3,
        weight=Weight(compressed_bytes=10_000, requests=3),
    )


def test_the_table_is_written_between_its_marks(tmp_path, monkeypatch):
    page = tmp_path / "speed.md"
    page.write_text(f"Before\n{table.BEGIN}\nold\n{table.END}\nAfter\n")
    monkeypatch.setattr(table, "PAGE", page)
    table.write({"seat-map": PERFECT}, lighthouse="12.8.2")
    text = page.read_text()
    assert "old" not in text
    assert re.match(r"Before\n<!-- lighthouse -->\nMeasured on \d{4}-", text)
    assert "| seat map | 100 | 100 | 100 | 100 | 0.90 s | 0 | 0 ms | 12.0 KB | 4 |" in text
    assert text.endswith(f"{table.END}\nAfter\n")


def test_the_lock_file_pins_everything_and_names_no_address():
    packages = json.loads((HERE / "package-lock.json").read_text())["packages"]
    fetched = [one for name, one in packages.items() if name]
    assert len(fetched) > 50
    assert all(one["version"] and one["integrity"] for one in fetched)
    assert not any("resolved" in one for one in fetched)
