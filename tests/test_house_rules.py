"""The rules that the whole repository keeps. Each checker also meets a planted breach, and sees it."""

import subprocess
from pathlib import Path

import pytest

from tests.rules.imports import turned_round
from tests.rules.texts import forbidden_words, long_files, uncollected

ROOT = Path(__file__).resolve().parent.parent
# A file that may be longer than three good ones, with its reason.
LONG_FOR_A_REASON = {
    "checkout/migrations/0005_after_sale.py": "makemigrations wrote it, of nine tables in one",
    "docs/acceptance/report.html": "make acceptance writes it, of 26 journeys",
}


def test_imports_point_one_way():
    assert turned_round(ROOT) == []


def test_no_file_names_a_registry_or_the_machine_it_was_written_on():
    assert forbidden_words(ROOT) == []


def test_every_test_file_has_tests_and_every_test_is_collected():
    assert uncollected(ROOT) == []


def test_no_file_has_grown_past_three_times_a_good_size():
    assert [line for line in long_files(ROOT) if line.split()[0] not in LONG_FOR_A_REASON] == []


@pytest.fixture
def repository(tmp_path):
    """Writes a small repository from names and texts."""

    def written(**files: str) -> Path:
        for name, text in files.items():
            path = tmp_path / f"{name.replace('__', '/')}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
        return tmp_path

    return written


@pytest.mark.parametrize(
    ("place", "line", "complaint"),
    [
        (
            "boxoffice__ticketing__service",
            "import catalog.models",
            "catalog.models: ticketing stands below the apps",
        ),
        (
            "boxoffice__ticketing__types",
            "from django.db import models",
            "django.db.models: ticketing has no models",
        ),
        ("catalog__views", "from checkout import trolley", "checkout.trolley: catalog stands below checkout"),
        (
            "checkout__views__trolley",
            "from catalog.models import Event",
            "catalog.models.Event: of catalog, checkout uses seating and company only",
        ),
        (
            "checkout__payments__credit",
            "from ..models import OrderRecord",
            "checkout.models.OrderRecord: payments knows values, not views or models",
        ),
        (
            "catalog__mirror",
            "from boxoffice.ticketing.types import Event",
            "boxoffice.ticketing.types.Event: ticketing is entered by its front door",
        ),
        (
            "catalog__mirror",
            "from boxoffice.ticketing import types",
            "boxoffice.ticketing.types: ticketing is entered by its front door",
        ),
        ("sandbox__app", "def late():\n import boxoffice", "boxoffice: the sandbox has nothing of the shop"),
        ("catalog__mirror", "import sandbox.world", "sandbox.world: the shop runs without its practice"),
        ("checkout__purchase", "import acceptance", "acceptance: the shop runs without its acceptance"),
        (
            "acceptance__walking",
            "from checkout.models import Step",
            "checkout.models.Step: acceptance knows the shop by its pages",
        ),
        ("catalog__mirror", "import requests", "requests: only ticketing speaks to f13"),
        ("checkout__purchase", "import stripe", "stripe: only payments speaks to Stripe"),
    ],
)
def test_an_import_against_the_arrow_is_named_with_its_file(repository, place, line, complaint):
    root = repository(**{"boxoffice__ticketing__types": "", place: line})
    [found] = turned_round(root)
    assert found == f"{place.replace('__', '/')}.py:{line.count(chr(10)) + 1} imports {complaint}"


def test_imports_along_the_arrow_are_nobodys_concern(repository):
    root = repository(
        boxoffice__ticketing__transport="import requests\nfrom . import errors\nfrom .types import Event",
        boxoffice__ticketing__types="",
        catalog__mirror="from boxoffice.ticketing import Event\nfrom catalog.models import Event",
        checkout__trolley="from catalog.seating import problems\nfrom catalog import company, seating",
        checkout__payments__own_stripe="import stripe\nfrom .. import outcomes",
    )
    assert turned_round(root) == []


def test_a_registry_and_a_home_folder_are_noticed(repository):
    root = repository(
        a="x = 'https://" + "py" + "pi.org/simple'", b="\ny = '/ro" + "ot/.cache'", c="z = 'see/wo" + "rk/'"
    )
    assert forbidden_words(root) == ["a.py:1 says py" + "pi.org", "b.py:2 says /ro" + "ot/"]


def test_a_test_that_never_runs_is_noticed(repository):
    root = repository(
        tests__test_nothing="x = 1", tests__things="def test_it(): pass", tests__test_it="def test_it(): pass"
    )
    assert uncollected(root) == [
        "tests/test_nothing.py claims to be a test and has none",
        "tests/things.py has tests that pytest does not collect",
    ]


def test_a_long_file_is_noticed(repository):
    assert long_files(repository(short="x\n" * 450, long="x\n" * 451)) == ["long.py has 451 lines"]
