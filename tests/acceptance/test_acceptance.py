"""`manage.py acceptance`: walks a real shop at a real practice box office, and says what it found."""

import re
from pathlib import Path

import pytest

from tests.sandbox_process import SandboxProcess

ENDS = {"passed": 0, "failed": 1, "refused": 2}


def endings(said: str) -> dict[str, str]:
    """How each journey ended, by its id."""
    return dict(re.findall(r"^([RSP]\d+) +(passed|failed|not walked)", said, re.MULTILINE))


def bought(sandbox: SandboxProcess) -> list[str]:
    return [row["status"] for row in sandbox.transactions() if row["status"] != "released"]


def test_n3_what_passes_is_reported_with_the_request_ids_of_f13(acceptance, sandbox) -> None:
    ran = acceptance("--only", "R1,R9,P1")
    assert endings(ran.said) == {"R1": "passed", "R9": "passed", "P1": "passed"}
    assert ran.code == ENDS["passed"]
    assert bought(sandbox) == ["purchased"]
    deeds = [one for one in sandbox.log() if one["endpoint"] in {"reserve", "purchase"}]
    assert {one["endpoint"] for one in deeds} == {"reserve", "purchase"}
    html = ran.html
    assert [one["request_id"] for one in deeds if one["request_id"] not in html] == []
    assert "<h1>Passed, as far as it was asked for</h1>" in html
    assert "1 January" in html
    assert "No card has been charged." in html
    assert html.count("data:image/webp;base64,") >= 5
    assert "demopass" not in html


def test_a_journey_that_fails_is_shown_with_a_picture_and_the_others_go_on(acceptance, sandbox) -> None:
    sandbox.fault("availability", kind="down")
    ran = acceptance("--only", "S1,S7")
    assert ran.code == ENDS["failed"]
    assert endings(ran.said) == {"S1": "failed", "S7": "passed"}
    html = ran.html
    assert "<h1>Failed</h1>" in html
    assert "Seen: <q>0 free seats on the map</q>" in html
    assert 'alt="The page at this step: Where it went wrong' in html


@pytest.mark.parametrize("user", ["theatre-tickets", "demo"])
def test_an_account_that_may_cost_is_refused_before_anything_is_opened(
    acceptance, without_doors, sandbox, user
) -> None:
    """A name alone proves nothing: neither of these is known to be a demo account where this API is."""
    without_doors.user = user
    ran = acceptance("--only", "P1", F13_URL=without_doors.url, PATH="")
    assert ran.code == ENDS["refused"]
    assert f"{user} at {without_doors.url} is no demo account" in ran.said
    assert "--live-purchases" in ran.said
    assert not ran.report.exists()
    assert not {one["endpoint"] for one in sandbox.log()} & {"availability", "trolley", "reserve", "purchase"}


def test_without_control_doors_what_cannot_be_provoked_is_said_to_be_not_walked(
    acceptance, without_doors, sandbox
) -> None:
    ran = acceptance("--live-purchases", "--all", "--only", "R8,R12,P2,P4,P7", F13_URL=without_doors.url)
    assert "R8  2 tickets for 7AB" in ran.said
    assert endings(ran.said) == {
        "R8": "passed",
        "R12": "not walked",
        "P2": "not walked",
        "P4": "not walked",
        "P7": "not walked",
    }
    assert "only a practice box office can make a supplier take 150 seconds" in ran.html
    assert "The email was not looked at" in ran.html
    assert ran.code == ENDS["failed"]  # as --all asks


def test_another_shop_than_the_settings_one_is_not_bought_from(acceptance, ready, tmp_path, sandbox) -> None:
    ran = acceptance("--only", "P1", DATABASE_URL=ready.copied_to(tmp_path))
    assert ran.code == ENDS["refused"]
    assert "not in the records of these settings" in ran.said
    assert bought(sandbox) == []
    assert sandbox.log(endpoint="purchase") == []


def test_an_event_that_the_account_does_not_sell_is_said(acceptance, sandbox) -> None:
    sandbox.catalogue(vanish=["7AA"])
    ran = acceptance("--only", "S2")
    assert "S2  not walked: this account does not sell 7AA" in ran.said
    assert ran.code == ENDS["passed"]


@pytest.mark.parametrize(
    ("options", "changes", "said"),
    [
        (["--only", "R99"], {}, "there is no journey R99; there are R1, R2,"),
        (["--report", "no/such/folder/report.html"], {}, "no/such/folder is no folder"),
        (["--url", "http://127.0.0.1:9"], {}, "http://127.0.0.1:9 does not answer"),
        ([], {"F13_URL": "http://127.0.0.1:9"}, "http://127.0.0.1:9 does not answer this shop as f13 does"),
        ([], {"LANGUAGES": "fr"}, "the walk reads English"),
        ([], {"PATH": ""}, "Chromium is not installed: apt-get install chromium-headless-shell"),
    ],
)
def test_what_cannot_be_walked_is_said_in_a_line(acceptance, options, changes, said) -> None:
    ran = acceptance(*options, **changes)
    assert said in ran.said
    assert ran.code == ENDS["refused"]
    assert len(ran.said.strip().splitlines()) == 1


def test_without_playwright_it_says_what_to_install(acceptance, tmp_path: Path) -> None:
    (tmp_path / "playwright.py").write_text("raise ModuleNotFoundError(name='playwright')")
    ran = acceptance(PYTHONPATH=str(tmp_path))
    assert ran.said.strip().endswith("or from the image of Dockerfile.acceptance")
    assert "acceptance needs playwright" in ran.said
    assert "requirements/acceptance.txt" in ran.said
    assert ran.code == ENDS["refused"]
