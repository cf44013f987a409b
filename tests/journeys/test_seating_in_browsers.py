"""The rules of seating in the browser: they say exactly what the server says, of written cases and of any."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from boxoffice.ticketing import LeavingSingles
from catalog import seating
from catalog.hall import Hall
from catalog.seating import BandRules, Wishes
from tests.seating import CASES, SCRIPT, band_rules, choices, for_scripts, hall_for_scripts, halls, rules_from

AT_ONCE = 25  # questions in one call of the browser
any_of_them = settings(
    derandomize=True,
    phases=[Phase.generate],  # the first difference is said, and need not be made smaller
    max_examples=12,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
PROBLEMS = """cases => cases.map(({rules, chosen}) => {
  const known = {...rules, restricted: new Set(rules.restricted)};
  const ask = ["problem", "nearestLawful", "couldBecomeLawful"];
  return ask.map((name) => seating[name](known, chosen));
})"""
GROUPS = """cases => cases.map(({hall, count, wishes}) => {
  const known = (rules) => ({...rules, restricted: new Set(rules.restricted)});
  const bands = hall.bands.map((band) => ({...band, rules: known(band.rules)}));
  return seating.best({...hall, bands}, count, wishes);
})"""
# The median of many, for a browser that shares the machine.
MILLISECONDS = """({rules, chosen}) => {
  const known = {...rules, restricted: new Set()}, times = [];
  for (let turn = 0; turn < 21; turn++) {
    const began = performance.now();
    seating.problem(known, chosen);
    times.push(performance.now() - began);
  }
  return times.sort((one, other) => one - other)[10];
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """An empty page that has the module and nothing else."""
    page = browser.new_page()
    source = base64.b64encode(SCRIPT.read_bytes()).decode()
    page.evaluate(
        "async (source) => { window.seating = await import(`data:text/javascript;base64,${source}`) }", source
    )
    yield page
    page.close()


def asked(rules: BandRules, chosen: list[str]) -> dict[str, Any]:
    return {"rules": for_scripts(rules), "chosen": chosen}


def said(rules: BandRules, chosen: list[str]) -> list[Any]:
    """What the server says, as the browser would."""
    found = seating.problem(rules, chosen)
    told = found and {
        "rule": found.rule.value,
        "seats": [*found.seats],
        "remedy": [*found.remedy],
        "numbers": [*found.numbers],
    }
    return [told, [*seating.nearest_lawful(rules, chosen)], seating.could_become_lawful(rules, chosen)]


def first_difference(cases: list[Any], browser: list[Any], server: list[Any]) -> Any:
    return next((one for one in zip(cases, browser, server, strict=True) if one[1] != one[2]), None)


def test_the_written_cases(page):
    cases = [(rules_from(CASES["halls"][case["hall"]]), case["chosen"]) for case in CASES["cases"]]
    told = page.evaluate(PROBLEMS, [asked(*case) for case in cases])
    assert told == [said(*case) for case in cases]
    verdicts = [one[0] and {name: one[0][name] for name in ("rule", "seats", "remedy")} for one in told]
    assert verdicts == [case["verdict"] for case in CASES["cases"]]


@any_of_them
@given(st.data())
def test_any_choice_of_any_band(page, data):
    bands = band_rules() | band_rules(longest=4, most=20)  # more blocks than are near
    one = bands.flatmap(lambda rules: st.tuples(st.just(rules), choices(rules)))
    cases = data.draw(st.lists(one, min_size=AT_ONCE, max_size=AT_ONCE))
    told = page.evaluate(PROBLEMS, [asked(*case) for case in cases])
    assert first_difference(cases, told, [said(*case) for case in cases]) is None


wishes = st.builds(
    Wishes,
    price=st.sampled_from([None, None, 45, 50]),
    area=st.sampled_from(["", "", "CIRCLE"]),
    clear=st.booleans(),
    aisle=st.booleans(),
    limit=st.sampled_from([1, 3, 12]),
)


@any_of_them
@given(st.lists(st.tuples(halls(), st.integers(1, 5), wishes), min_size=10, max_size=AT_ONCE))
def test_the_best_groups_of_any_hall(page, cases):
    told = page.evaluate(
        GROUPS,
        [
            {"hall": hall_for_scripts(hall), "count": count, "wishes": in_scripts(wished)}
            for hall, count, wished in cases
        ],
    )
    assert first_difference(cases, told, [groups(*case) for case in cases]) is None


def in_scripts(wished: Wishes) -> dict[str, Any]:
    names = ("price", "area", "clear", "aisle", "limit")
    return {name: getattr(wished, name) for name in names}


def groups(hall: Hall, count: int, wished: Wishes) -> list[dict[str, Any]]:
    return [{"band": one.bands[0], "seats": [*one.seats]} for one in seating.best(hall, count, wished)]


def test_three_thousand_seats_are_looked_through_within_a_frame(page):
    rows = [[f"{row}-{number}" for number in range(50)] for row in range(60)]
    rules = BandRules(tuple(map(tuple, rows)), tuple(map(str, range(60))), LeavingSingles.NEVER)
    for is_contiguous in (True, False):
        chosen = [f"30-{number}" for number in range(1, 20, 2)]
        told = {**for_scripts(rules), "contiguous": is_contiguous}
        assert page.evaluate(MILLISECONDS, {"rules": told, "chosen": chosen}) < 16


def test_it_is_small_and_knows_no_page():
    source = SCRIPT.read_text()
    assert json.dumps(source).count("document") == json.dumps(source).count("window") == 0
    assert "import " not in source
