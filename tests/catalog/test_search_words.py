"""Words are found as people type them: without accents, with typos, only begun, in any script."""

import pytest

from catalog import storing
from catalog.models import EventText, Word
from catalog.searching import vocabulary
from catalog.searching.vocabulary import closest
from tests.catalog.searched import notices, text, titles
from tests.listed_events import listed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue():
    listed("Matthew Bourne's Nutcracker", venue="Sadler's Wells")
    listed("Matthew Bourne's Swan Lake", venue="Sadler's Wells")
    listed("Hamlet", venue="The Attic")
    listed("Le Dîner de cons", venue="Théâtre de l’Opéra", city="Paris")
    listed("忠臣蔵・銀松座", venue="東京ベイパーク", city="東京")
    listed("حكايات الخور", venue="مسرح الخور", city="دبي")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("hamlet", ["Hamlet"]),
        ("HAMLET!", ["Hamlet"]),
        ("haml", ["Hamlet"]),
        ("swan la", ["Matthew Bourne's Swan Lake"]),
        ("lake swan", ["Matthew Bourne's Swan Lake"]),
        ("bourne", ["Matthew Bourne's Nutcracker", "Matthew Bourne's Swan Lake"]),
        ("bournes lake", ["Matthew Bourne's Swan Lake"]),
        ("bourne’s lake", ["Matthew Bourne's Swan Lake"]),
        ("dîner", ["Le Dîner de cons"]),
        ("DINER", ["Le Dîner de cons"]),
        ("opera", ["Le Dîner de cons"]),
        ("l'opéra paris", ["Le Dîner de cons"]),
        ("忠臣蔵", ["忠臣蔵・銀松座"]),
        ("ベイ", ["忠臣蔵・銀松座"]),
        ("東京 銀松", ["忠臣蔵・銀松座"]),
        ("خور", ["حكايات الخور"]),
        ("حِكايات", ["حكايات الخور"]),
    ],
)
def test_words_are_found_whatever_their_spelling(client, typed, found):
    page = text(client, f"q={typed}")
    assert titles(client, f"q={typed}") == found
    assert notices(page) == []


@pytest.mark.parametrize(
    ("typed", "meant", "found"),
    [
        ("hamlt", "hamlet", "Hamlet"),
        ("hmalet", "hamlet", "Hamlet"),
        ("jamlet", "hamlet", "Hamlet"),
        ("nutcraker", "nutcracker", "Matthew Bourne's Nutcracker"),
        ("nutkraker", "nutcracker", "Matthew Bourne's Nutcracker"),
        ("mathew nutcracker", "matthew", "Matthew Bourne's Nutcracker"),
        ("swna lake", "swan", "Matthew Bourne's Swan Lake"),
    ],
)
def test_a_typo_is_corrected_and_the_page_says_so(client, typed, meant, found):
    page = text(client, f"q={typed}")
    wrong = next(word for word in typed.split() if word not in ("lake", "nutcracker"))
    assert titles(client, f"q={typed}") == [found]
    assert notices(page) == [f"Nothing for “{wrong}”; showing “{meant}”."]


@pytest.mark.parametrize("typed", ["zzzz", "xy", "hamlet zzzz", "ham let", "amletto"])
def test_what_is_like_nothing_is_not_guessed_at(client, typed):
    page = text(client, f"q={typed}")
    assert "Nothing was found" in page
    assert notices(page) == []


def test_without_a_word_to_look_for_the_page_says_so(client):
    assert notices(text(client, "q=🎭")) == ["“🎭” has no words to look for."]


def test_titles_that_begin_so_come_first_then_those_that_hold_it_then_the_others(client):
    listed("Night at Hamlet's", rank_most_popular=0)
    listed("Puppets", venue="Hamlet Rooms", rank_most_popular=1)
    listed("Hamlet, the Musical", rank_most_popular=2)
    assert titles(client, "q=hamlet") == ["Hamlet, the Musical", "Hamlet", "Night at Hamlet's", "Puppets"]


def test_only_the_reader_s_own_language_is_looked_through(client):
    listed("Rêve de minuit", language="fr")
    assert titles(client, "q=minuit") == []


def test_a_text_that_changes_is_found_by_its_new_words_only(client):
    text = EventText.objects.get(name="Hamlet")
    text.own_name = "Der Dänenprinz"
    storing.retitle(text)
    assert titles(client, "q=danenprin") == ["Der Dänenprinz"]
    assert titles(client, "q=daenenprinz attic") == []
    EventText.objects.filter(name="Hamlet").update(words="prince")
    assert titles(client, "q=danenprinz") == []
    assert titles(client, "q=prince") == ["Der Dänenprinz"]


def test_a_text_that_is_gone_is_not_found(client):
    EventText.objects.get(name="Hamlet").event.delete()
    assert titles(client, "q=hamlet") == []


def test_the_vocabulary_forgets_words_that_are_on_sale_no_more(client):
    EventText.objects.get(name="Hamlet").event.delete()
    assert Word.objects.filter(text="hamlet").exists()
    vocabulary.renew("en")
    assert not Word.objects.filter(text="hamlet").exists()
    assert Word.objects.filter(text="nutcracker").exists()
    assert notices(text(client, "q=hamlt")) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cta", ""),
        ("swna", "swan"),
        ("swam", "swan"),
        ("nutcrak", "nutcracker"),
        ("nutcrakre", "nutcracker"),
        ("nubcrakre", ""),
    ],
)
def test_short_words_are_forgiven_less_than_long_ones(typed, meant):
    assert closest(typed, candidates=["cat", "swan", "swans", "nutcracker"]) == meant
