"""Dashboard, alerts and docs name numbers that there are, with labels that they have."""

import json
import re
from pathlib import Path

import pytest
import yaml
from prometheus_client import Counter, Histogram

from boxoffice import numbers
from boxoffice.ticketing import LANES
from checkout.matters import Kind
from checkout.models import State

ROOT = Path(__file__).resolve().parents[2]
DASHBOARD = json.loads((ROOT / "deploy/grafana/boxoffice.json").read_text())
GROUPS = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yaml").read_text())["groups"]
ALERTS = {rule["alert"]: rule for group in GROUPS for rule in group["rules"]}
PAGE = (ROOT / "docs/monitoring.md").read_text()

OURS = re.compile(r"\b(boxoffice_\w+)(?:\{([^}]*)\})?")
ASKED = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)\s*\"([^\"]*)\"")
GROUPED = re.compile(r"\bby \(([^)]*)\)")
SHOWN = re.compile(r"\{\{ ?(?:\$labels\.)?(\w+) ?\}\}")
OF_PROMETHEUS = {"job", "instance", "le"}
# Labels whose values are known beforehand.
VALUES = {"kind": set(Kind.values), "state": set(State.values), "lane": set(LANES)}


def series():
    """Each name under which Prometheus knows a number, with its labels."""
    found = {one.name: set(one.labels) for one in numbers.READ}
    for one in numbers.COUNTED:
        ends = ("_total",) if isinstance(one, Counter) else ("_bucket", "_count", "_sum")
        found |= {f"{one._name}{end}": set(one._labelnames) for end in ends}
    return found


SERIES = series()


def targets():
    return [
        pytest.param(target["expr"], target["legendFormat"], id=panel["title"])
        for panel in DASHBOARD["panels"]
        for target in panel.get("targets", ())
    ]


def unknown(expression):
    """What an expression says of our numbers that is not so."""
    wrong = []
    known = set(OF_PROMETHEUS)
    for name, braces in OURS.findall(expression):
        labels = SERIES.get(name)
        if labels is None:
            wrong.append(name)
            continue
        known |= labels
        for label, values in ASKED.findall(braces):
            if label not in labels | OF_PROMETHEUS:
                wrong.append(f"{name}{{{label}}}")
            if label in VALUES:
                wrong += set(values.split("|")) - VALUES[label]
    for group in GROUPED.findall(expression):
        wrong += [label.strip() for label in group.split(",") if label.strip() not in known]
    return wrong


def test_every_number_that_the_module_has_is_in_its_lists():
    constants = [one for one in vars(numbers).values() if isinstance(one, Counter | Histogram | numbers.Told)]
    assert len(constants) == len({*numbers.COUNTED, *numbers.READ}) >= 20


@pytest.mark.parametrize(("expression", "legend"), targets())
def test_a_panel_asks_for_what_there_is(expression, legend):
    assert unknown(expression) == []
    assert OURS.search(expression)
    assert balanced(expression)
    shown = set(SHOWN.findall(legend))
    grouped = {label.strip() for group in GROUPED.findall(expression) for label in group.split(",")}
    assert shown <= grouped


@pytest.mark.parametrize("name", ALERTS)
def test_an_alert_asks_for_what_there_is_and_says_what_to_do(name):
    rule = ALERTS[name]
    assert unknown(rule["expr"]) == []
    assert OURS.search(rule["expr"])
    assert balanced(rule["expr"])
    assert rule["labels"]["severity"] in {"page", "ticket", "staff"}
    assert rule["annotations"]["summary"].endswith((".", "?"))
    assert f"docs/monitoring.md#{name.lower()}" in rule["annotations"]["description"]
    assert f"\n### {name}\n" in PAGE


def test_no_section_is_about_an_alert_that_there_is_not():
    assert set(re.findall(r"^### (\w+)$", PAGE, re.MULTILINE)) == set(ALERTS)


def test_the_page_has_every_number_and_none_that_there_is_not():
    named = {name for name, _braces in OURS.findall(PAGE)}
    assert named == {one._name for one in numbers.COUNTED} | {one.name for one in numbers.READ}


def test_every_number_is_on_the_dashboard():
    text = json.dumps(DASHBOARD)
    names = {one._name for one in numbers.COUNTED} | {one.name for one in numbers.READ}
    assert {name for name in names if name not in text} == set()


def test_panels_have_numbers_and_places_of_their_own():
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in DASHBOARD["panels"]]
    assert (len(set(ids)), len(set(places))) == (len(ids), len(places))


def test_what_stands_in_tables_is_never_summed_over_the_copies():
    expressions = [rule["expr"] for rule in ALERTS.values()] + [target.values[0] for target in targets()]
    tables = "|".join(one.name for one in numbers.READ)
    summed = re.compile(rf"\bsum\b\s*(?:by \([^)]*\)\s*)?\((?:{tables})\b")
    assert summed.search("sum by (state) (boxoffice_orders)")
    assert not [one for one in expressions if summed.search(one)]


@pytest.mark.parametrize(
    ("planted", "complaint"),
    [
        ("sum(boxoffice_no_such_total)", ["boxoffice_no_such_total"]),
        ("rate(boxoffice_holds[5m])", ["boxoffice_holds"]),
        ('boxoffice_orders{kind="x"}', ["boxoffice_orders{kind}", "x"]),
        ('boxoffice_orders{state=~"purchased|bought"}', ["bought"]),
        ("sum by (path) (boxoffice_page_seconds_count)", ["path"]),
    ],
)
def test_a_planted_mistake_is_noticed(planted, complaint):
    assert unknown(planted) == complaint


def balanced(expression):
    """Each bracket is closed by its own kind, in turn."""
    left = []
    for letter in re.sub(r'"[^"]*"', "", expression):
        if letter in "([{":
            left.append(letter)
        elif letter in ")]}" and (not left or left.pop() + letter not in ("()", "[]", "{}")):
            return False
    return not left
