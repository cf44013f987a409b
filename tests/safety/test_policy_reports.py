"""What browsers report of the policy is counted and told; nothing that somebody wrote is repeated."""

import json
import logging
from types import SimpleNamespace

import pytest
from django.test import Client

from boxoffice import numbers, policy_reports

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_tries_yet")]

ORDER = "https://shop.example/order/3f1b2c9e-0000-4000-8000-000000000001/open/secret-signature/?q=ada"


@pytest.fixture
def counted(monkeypatch):
    said = []
    counter = SimpleNamespace(labels=lambda directive: SimpleNamespace(inc=lambda: said.append(directive)))
    monkeypatch.setattr(numbers, "CSP_REPORTS", counter)
    return said


def old(**changes):
    report = {
        "document-uri": ORDER,
        "effective-directive": "script-src-elem",
        "blocked-uri": "https://evil.example/x.js?ada@example.com",
    }
    return {"csp-report": report | changes}


def new(**changes):
    body = {
        "documentURL": ORDER,
        "effectiveDirective": "img-src",
        "blockedURL": "https://evil.example/x.png",
    }
    return [{"type": "csp-violation", "url": ORDER, "user_agent": "Mozilla", "body": body | changes}]


def post(said, **headers):
    body = said if isinstance(said, str | bytes) else json.dumps(said)
    return Client(enforce_csrf_checks=True).post(
        "/csp-report/", body, content_type="application/csp-report", **headers
    )


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (old(), "Policy script-src-elem stopped https://evil.example on checkout:opened"),
        (new(), "Policy img-src stopped https://evil.example on checkout:opened"),
        (old(**{"blocked-uri": "inline"}), "Policy script-src-elem stopped inline on checkout:opened"),
        (old(**{"blocked-uri": "data:text/html,ada@example.com"}), "stopped other on"),
        (old(**{"blocked-uri": "https://[::1"}), "stopped other on"),
        (old(**{"blocked-uri": "https://a\nERROR forged/"}), "stopped other on"),
        (old(**{"document-uri": "https://shop.example/no/such/page/"}), "on other"),
        (old(**{"effective-directive": "ada@example.com"}), "Policy other stopped"),
        (
            old(**{"effective-directive": "", "violated-directive": "img-src a"}),
            "Policy img-src stopped",
        ),
    ],
)
def test_it_is_told_in_one_line_without_anything_personal(counted, caplog, said, line):
    answer = post(said)
    assert (answer.status_code, answer.content) == (204, b"")
    (told,) = [record.getMessage() for record in caplog.records if record.name == policy_reports.__name__]
    assert line in told
    for secret in ("ada", "secret-signature", "3f1b2c9e", "forged", "\n"):
        assert secret not in told


def test_each_is_counted_by_its_directive(counted):
    post(old())
    post([*new(), *new()])
    assert counted == ["script-src-elem", "img-src", "img-src"]


@pytest.mark.parametrize(
    "said",
    [
        *("", "{", "[[[[" * 3000, "null", "7", '"text"', "[]", "[7]", "\x00", b"\xff\xfe"),
        *({"csp-report": 7}, [{"type": "csp-violation"}], [{"type": "deprecation", "body": {}}]),
    ],
)
def test_what_is_no_report_is_answered_alike_and_counts_nothing(counted, said):
    assert post(said).status_code == 204
    assert counted == []


@pytest.mark.parametrize("wrong", [7, None, [], {}, "", True])
def test_parts_of_another_kind_are_none(counted, wrong):
    names = ("document-uri", "effective-directive", "violated-directive", "blocked-uri")
    assert post(old(**dict.fromkeys(names, wrong))).status_code == 204
    assert counted == ["other"]


def test_more_than_a_report_has_is_not_read(counted):
    assert post(old(**{"script-sample": "x" * policy_reports.MOST_BYTES})).status_code == 204
    assert post([*new()] * 40).status_code == 204
    assert len(counted) == policy_reports.MOST_REPORTS


def test_whoever_reports_on_and_on_is_not_listened_to(counted, settings):
    settings.CSP_REPORTS_PER_NETWORK = 2
    assert [post(old()).status_code for _ in range(4)] == [204] * 4
    assert len(counted) == 2


def test_it_reads_no_cookie_and_sets_none(counted, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = post(old(), headers={"cookie": f"sessionid={'a' * 32}"})
    assert not answer.cookies


def test_nobody_looks_at_it(client):
    client.raise_request_exception = False
    assert client.get("/csp-report/").status_code == 405


def test_a_flood_is_told_once(caplog, counted, settings):
    settings.CSP_REPORTS_PER_NETWORK = 1
    for _ in range(4):
        post(old())
    said = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert [record.getMessage().startswith("More than") for record in said] == [False, True]
