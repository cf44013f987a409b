import gzip
import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from boxoffice import live
from boxoffice.ticketing import Availability, AvailabilityBand, Seat, SeatBlock, TicketType
from catalog import seat_map
from catalog.hall import hall_from
from tests.builders import a_performance, mirrored

SEATS = 3_000
FULL = "TK03"  # an arena in which nobody sits yet
LOADED = re.compile(r'(?:<script[^>]* src|<link[^>]* href)="/static/([^"]+)"')


class Elements(HTMLParser):
    """Every element of a page, with its attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def seats(self):
        return [attrs for _tag, attrs in self.found if attrs.get("name") == "seat"]


def seats_of(*bands, picked=(), name="Stalls"):
    told = [
        AvailabilityBand(f"B{n}", ticket_type_code="S", seat_blocks=blocks) for n, blocks in enumerate(bands)
    ]
    hall = hall_from(Availability((TicketType("S", name, tuple(told)),)))
    return Elements(seat_map.seats(hall, picked=picked))


def a_block(*ids, row="A", **seat):
    return SeatBlock(row, tuple(Seat(row + one, row, one, **seat) for one in ids))


@pytest.fixture
def show(client, f13, db):
    def page(event_id, *, at=""):
        mirrored(event_id)
        return client.get(f"{at}/performance/{a_performance(event_id)}/").content.decode()

    return page


def test_a_seat_is_one_checkbox_with_its_place_its_price_and_its_notes_in_words(show):
    words = [one["aria-label"] for one in Elements(show("7AB")).seats()]
    assert "Stalls, row B, seat 4, £55.00" in words
    assert "Stalls, row C, seat 5, £40.00, Restricted view" in words
    assert "Stalls, row C, seat 6, £40.00, Restricted view. Haunted seat" in words


def test_what_is_special_about_a_seat_is_a_class(show):
    seats = {one["value"]: set(one["class"].split()) & {"r", "t"} for one in Elements(show("7AB")).seats()}
    assert seats["0:B4"] == set()
    assert seats["1:C5"] == {"r"}
    assert seats["1:C6"] == {"r", "t"}
    assert seats["0:A6"] == {"t"}


def test_a_gap_is_a_class_of_the_seat_behind_it_and_so_is_a_new_block():
    seats = seats_of((a_block("1", "2"), a_block("6"), a_block("2", row="B"))).seats()
    assert [one["class"] for one in seats] == ["b0 n", "b0", "b0 n g2", "b0 n g1"]


def test_seats_that_were_picked_come_checked():
    seats = seats_of((a_block("1", "2"),), picked=["0:A2"]).seats()
    assert [one["value"] for one in seats if "checked" in one] == ["0:A2"]


def test_names_are_text_whatever_is_in_them():
    found = seats_of((a_block('"><b>', row="'&<"),), name="<i>Stalls</i>")
    (seat,) = found.seats()
    assert seat["value"] == "0:'&<\"><b>"
    assert seat["aria-label"] == "<i>Stalls</i>, row '&<, seat \"><b>"
    assert {tag for tag, _attrs in found.found} == {"div", "h3", "bdi", "input"}


def test_areas_and_rows_without_names_are_not_spoken_of():
    block = SeatBlock("", (Seat("x7"),))
    (seat,) = seats_of((block,), name="").seats()
    assert seat["aria-label"] == "Seat x7"


@pytest.mark.usefixtures("all_languages")
def test_words_are_the_readers(show):
    page = show("7AB", at="/fr")
    assert "55,00\N{NO-BREAK SPACE}£" in unescape(Elements(page).seats()[0]["aria-label"])


def test_the_legend_names_each_band_with_price_and_how_many_are_free(show):
    page = show("7AB")
    legend = page[page.index('class="legend"') : page.index("</ul>", page.index('class="legend"'))]
    text = " ".join(re.sub(r"<[^>]+>", " ", legend).split())
    assert "Stalls £55.00" in text
    assert re.search(r"\d+ free", text)
    assert "Restricted view" in text


def test_3000_seats_are_light(show):
    page = show(FULL)
    assert len(Elements(page).seats()) == SEATS
    assert len(Elements(page).found) < 1.2 * SEATS
    files = [Path(finders.find(name)).read_bytes() for name in LOADED.findall(page)]
    assert sum(len(gzip.compress(text, 6)) for text in [page.encode(), *files]) < 60_000


def test_the_page_travels_compressed(f13, db):
    mirrored(FULL)
    answer = Client().get(f"/performance/{a_performance(FULL)}/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) < 40_000


def test_scripts_are_told_bands_prices_and_rules_but_no_seat_twice(show):
    page = show("7AA")
    told = json.loads(re.search(r'<script id="seating"[^>]*>(.*?)</script>', page, re.DOTALL)[1])
    assert told["bands"][0]["leaving"] == "never"
    assert told["bands"][0]["contiguous"] is True
    assert told["bands"][0]["price"] in page
    assert "B3" not in json.dumps(told)


@pytest.mark.usefixtures("all_languages")
@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "ar"])
def test_sentences_that_count_have_every_plural_form_of_the_language(show, language):
    page = show("7AB", at="" if language == "en" else f"/{language}")
    told = json.loads(re.search(r'<script id="seating"[^>]*>(.*?)</script>', page, re.DOTALL)[1])
    forms = {
        "en": {"one", "other"},
        "fr": {"one", "many", "other"},
        "de": {"one", "other"},
        "es": {"one", "many", "other"},
        "ar": {"zero", "one", "two", "few", "many", "other"},
    }
    assert set(told["words"]["chosen"]) == forms[language]


# What is free now


@pytest.fixture
def ask(client, f13, db):
    def free(event_id="7AB", *, kind="", at=""):
        mirrored(event_id)
        perf_id = a_performance(event_id)
        live.forget()
        if kind:
            f13.reset()
            f13.fault("availability", kind=kind, times=50)
        return client.get(f"{at}/performance/{perf_id}/free/")

    return free


def test_free_seats_are_told_by_band_with_their_price(ask):
    first = ask().json()["bands"][0]
    assert first["band"] == ["STALLS", "A/pool"]
    assert first["price"] == "£55.00"
    assert "B4" in first["seats"]


def test_what_is_free_is_asked_with_one_question_and_never_kept(ask, f13):
    f13.clear_log()
    answer = ask()
    assert [entry["endpoint"] for entry in f13.log()].count("availability") == 1
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("kind", "trouble"),
    [("down", "down"), ("broken", "broken"), ("throttled", "throttled"), ("502_before", "away")],
)
def test_each_trouble_has_its_sentence_and_a_time_to_wait(ask, kind, trouble):
    told = ask(kind=kind).json()
    assert told["trouble"] == trouble
    assert told["sentence"]
    assert told["retry"] >= 15


def test_troubles_are_told_apart_in_words(ask):
    assert len({ask(kind=kind).json()["sentence"] for kind in ("down", "broken", "throttled")}) == 3
