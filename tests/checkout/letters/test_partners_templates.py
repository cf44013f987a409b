"""A partner's own templates lie in a folder of theirs; a broken one never keeps a letter from its buyer."""

import copy

import pytest

from checkout import access, letters
from checkout.models import Letter
from tests.letters import bought, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand(settings, tmp_path):
    """Writes templates as a partner does, into a folder outside the shop."""
    folder = tmp_path / "templates"
    settings.BRAND_TEMPLATES = [folder]
    engines = copy.deepcopy(settings.TEMPLATES)
    engines[0]["OPTIONS"]["BRAND_DIRS"] = [folder]
    settings.TEMPLATES = engines

    def write(**files):
        for name, text in files.items():
            path = folder / "checkout" / "letters" / name.replace("__", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    return write


def the_letter(by_smtp):
    (letter,) = received(by_smtp)
    return letter


def test_it_takes_the_place_of_the_shops(client, by_smtp, brand):
    brand(
        confirmation_subject__txt="Your seats at {{ shop_name }}: {{ record.transaction_id }}",
        confirmation__txt="{{ greeting }} see {{ link }} & come. {{ record.customer.last_name }}",
        confirmation__html='{% extends "checkout/letters/_letter.html" %}'
        "{% block main %}<p>Ours: {{ items.0.name }}</p>{% endblock %}",
    )
    record = bought(client)
    letter = the_letter(by_smtp)
    assert letter.subject == f"Your seats at Box office: {record.transaction_id}"
    assert letter.text.startswith(f"Dear Ada Reader, see {access.link_to(record)} & come. Reader")
    assert f"Ours: {record.trolley.orders[0].event.name}" in letter.shown.words
    assert letter.barcodes()


def test_one_file_alone_may_be_theirs(client, by_smtp, brand):
    brand(_why_you__txt="You bought at Partner Ltd.")
    bought(client)
    letter = the_letter(by_smtp)
    assert "You bought at Partner Ltd." in letter.text
    assert "You bought at Partner Ltd." in letter.shown.words
    assert "Reference at the venue" in letter.text


@pytest.mark.parametrize("text", ["{% if %}", "{% extends 'nowhere.html' %}", "{% load nothing %}", " \n "])
def test_a_broken_one_is_passed_over_and_logged(client, by_smtp, brand, caplog, text):
    brand(confirmation__html=text, confirmation__txt="Ours.")
    bought(client)
    letter = the_letter(by_smtp)
    assert "Reference at the venue" in letter.shown.words
    assert letter.text.strip() == "Ours."
    assert "The template checkout/letters/confirmation.html does not work" in caplog.text


def test_one_that_breaks_while_it_is_written_is_passed_over_too(client, by_smtp, brand):
    brand(confirmation__txt="{% load i18n %}{% url 'nowhere' %}")
    bought(client)
    assert "Reference at the venue" in the_letter(by_smtp).text


def test_a_broken_frame_of_all_letters_is_passed_over_with_them(client, by_smtp, brand):
    brand(_letter__html="{% block %}")
    bought(client)
    assert "Reference at the venue" in the_letter(by_smtp).shown.words


def test_a_fault_of_the_shops_own_is_heard_of_and_the_letter_tried_again(client, by_smtp, monkeypatch):
    monkeypatch.setattr("checkout.letters.writing.render", lambda *_: 1 / 0)
    bought(client)
    letter = Letter.objects.get()
    assert (letter.sent_at, letter.fate) == (None, "")
    monkeypatch.undo()
    letter.look_again_at = None
    letter.save()
    letters.send(letter.pk)
    assert Letter.objects.get().sent_at
