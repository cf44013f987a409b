"""`/style/` shows every part to those who work on the shop, and to nobody else."""

import re
from pathlib import Path

import pytest

from boxoffice.brand import ROLES

CLASS = re.compile(r"\.([a-z][a-z0-9-]*)")
USED = re.compile(r'class="([^"{]+)"')
OF_ELSEWHERE = {"size-", "swatch"}


@pytest.fixture
def page(client, settings, db):
    settings.DEBUG = True
    return client.get("/style/").content.decode()


@pytest.mark.django_db
def test_it_is_there_only_while_developing(client, settings):
    assert client.get("/style/").status_code == 404
    settings.DEBUG = True
    assert client.get("/style/").status_code == 200


def test_it_shows_every_colour_with_its_contrast(page):
    for role in ROLES:
        assert f'class="swatch is-{role}"' in page
    assert "<td>16.9" in page or "<td>17." in page  # ink on paper


def test_it_shows_every_kind_of_button_notice_field_and_state(page):
    for part in (
        *('class="button"', 'class="second"', 'class="danger"', 'class="quiet"', "disabled>"),
        *('class="notice"', "message-error", "error-summary", 'class="errorlist"', 'class="stages"'),
        *('class="card-blank"', "price-total", "grand-total", "countdown", "<progress", "seat-map"),
        *('class="admission"', "blank is-waiting", "blank is-lost", 'aria-busy="true"', "is-chosen"),
    ):
        assert part in page, part


def test_it_shows_no_part_that_no_style_sheet_knows(page):
    known = {name for sheet in Path("static").glob("*.css") for name in CLASS.findall(sheet.read_text())}
    main = page.split("<main")[1].split("</main>")[0]
    used = {name for names in USED.findall(main) for name in names.split()}
    without_looks = {"message-success", "admissions", "card-price", "choice-more", "swatch"}
    assert used - known - without_looks == set()
