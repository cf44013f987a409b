"""Every word of the shop's is there in every language, and `make check` notices what is not right."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from babel.messages import Message
from django.conf import settings
from django.utils import translation

ROOT = Path(__file__).resolve().parent.parent.parent
messages = SimpleNamespace(**runpy.run_path(str(ROOT / "bin" / "messages.py")))

CODE = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext_lazy, pgettext
name = _("Name")
# Translators: not now
late = gettext_lazy("Later")
seats = ngettext_lazy("%(n)s seat", "%(n)s seats", "n")
again = pgettext("in a row", "Name")
"""
TEMPLATE = """{% load i18n %}
<ul>
    <li title="{% translate 'A title' %}">{{ kind|default:_("Tickets") }}</li>
  {% blocktranslate count number=4 %}{{ number }} chair{% plural %}{{ number }} chairs{% endblocktranslate %}
      <li>{% blocktranslate trimmed with a=b %}
        8% off
        {{ a }}{% endblocktranslate %}</li>
</ul>
"""


@pytest.fixture
def shop(tmp_path):
    """A small shop with a few words, all of them translated."""
    for name, text in {"boxoffice/views.py": CODE, "templates/page.html": TEMPLATE}.items():
        path = tmp_path / name
        path.parent.mkdir()
        path.write_text(text)
    messages.write(tmp_path, fill=_translate)
    return tmp_path


def _translate(catalog):
    for message in messages.messages(catalog):
        forms = (message.id[-1],) * catalog.num_plurals if message.pluralizable else message.id
        message.string = forms


def french(shop):
    return shop / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def changed(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


class TestTheShop:
    def test_has_every_word_in_every_language(self):
        assert messages.problems(ROOT) == []

    def test_has_words_for_each_language_that_it_names(self):
        assert {*messages.PLURALS, "en"} == {code for code, _name in settings.LANGUAGES}

    @pytest.mark.parametrize(
        ("language", "said"),
        [("en", "Trolley"), ("fr", "Panier"), ("de", "Warenkorb"), ("es", "Cesta"), ("ar", "السلة")],
    )
    def test_speaks_them(self, language, said):
        with translation.override(language):
            assert translation.gettext("Trolley") == said

    @pytest.mark.parametrize(
        ("number", "said"),
        [
            (0, "لا تذاكر"),
            (1, "تذكرة واحدة"),
            (2, "تذكرتان"),
            (3, "3 تذاكر"),
            (11, "11 تذكرة"),
            (100, "100 تذكرة"),
            (103, "103 تذاكر"),
        ],
    )
    def test_counts_as_arabic_does(self, number, said):
        with translation.override("ar"):
            text = translation.ngettext("%(number)s ticket", "%(number)s tickets", number)
            assert text % {"number": number} == said


class TestReading:
    def test_finds_the_words_of_code_and_templates_with_their_context(self, shop):
        found = {(one.context, one.id) for one in messages.messages(messages.words_of(shop))}
        assert found == {
            (None, "Name"),
            ("in a row", "Name"),
            (None, "Later"),
            (None, ("%(n)s seat", "%(n)s seats")),
            (None, "A title"),
            (None, "Tickets"),
            (None, ("%(number)s chair", "%(number)s chairs")),
            (None, "8%% off %(a)s"),
        }

    def test_leaves_out_what_buyers_never_see(self, shop):
        for room in ("sandbox", "rehearsal", "tests"):
            (shop / room).mkdir()
            (shop / room / "words.py").write_text('_("For nobody")')
        assert messages.problems(shop) == []


class TestChecking:
    def test_a_shop_whose_words_are_all_there_passes(self, shop):
        assert messages.problems(shop) == []

    def test_a_run_that_changes_nothing_changes_no_file(self, shop):
        before = {path: path.read_bytes() for path in shop.rglob("django.*")}
        messages.write(shop)
        assert {path: path.read_bytes() for path in shop.rglob("django.*")} == before

    @pytest.mark.parametrize(
        ("old", "new", "problem"),
        [
            ('msgid "Later"\nmsgstr "Later"', 'msgid "Later"\nmsgstr ""', "“Later” is not translated"),
            (
                'msgstr[1] "%(n)s seats"',
                'msgstr[1] ""',
                "“%(n)s seat” lacks a plural form",
            ),
            (
                '#. Translators: not now\n#: boxoffice/views.py\nmsgid "Later"',
                '#. Translators: not now\n#: boxoffice/views.py\n#, fuzzy\nmsgid "Later"',
                "“Later” is marked as fuzzy",
            ),
            (
                'msgid "Later"\nmsgstr "Later"',
                'msgid "Later"\nmsgstr "Plus <b>tard</b>"',
                "“Later” has other placeholders or tags in “Plus <b>tard</b>”: <b> </b>",
            ),
            (
                'msgstr "8%% off %(a)s"',
                'msgstr "8%% de moins %(b)s"',
                "“8%% off %(a)s” has other placeholders or tags in “8%% de moins %(b)s”: %(b)s %(a)s",
            ),
            (
                'msgstr[0] "%(n)s seats"',
                'msgstr[0] "une place"',  # in French 0 is one too
                "“%(n)s seat” has other placeholders or tags in “une place”: %(n)s",
            ),
            (
                'msgid "Later"\nmsgstr "Later"',
                'msgid "Later"\nmsgstr "Plus tard"',
                "the .mo file is not made of it. Run `make messages`",
            ),
            ('msgid "Later"', 'msgid "Sooner"', "nobody says “Sooner” any more"),
            (
                'msgid "Later"\nmsgstr "Later"',
                'msgid "Later"\nmsgstr "Plus tard "',
                "“Later” begins or ends with other space in “Plus tard ”",
            ),
            ("# The shop's words", "# Some words", "it is not what `make messages` writes for this code"),
        ],
    )
    def test_whatever_is_wrong_is_named(self, shop, old, new, problem):
        changed(french(shop), old, new)
        assert f"locale/fr/LC_MESSAGES/django.po: {problem}" in messages.problems(shop)

    def test_a_word_that_is_new_is_missing_in_each_language(self, shop):
        changed(shop / "boxoffice" / "views.py", '_("Name")', '_("Nickname")')
        found = [problem for problem in messages.problems(shop) if "not translated" in problem]
        assert len(found) == len(messages.PLURALS)

    @pytest.mark.parametrize(
        ("language", "forms", "is_fine"),
        [
            ("ar", ("لا", "واحدة", "اثنتان", "%(n)s", "%(n)s", "%(n)s"), True),
            ("ar", ("لا", "واحدة", "اثنتان", "قليل", "%(n)s", "%(n)s"), False),
            ("de", ("ein Platz", "%(n)s Plätze"), True),
            ("de", ("%(n)s Platz", "viele Plätze"), False),
        ],
    )
    def test_only_a_form_for_a_single_number_needs_no_number_in_it(self, language, forms, is_fine):
        message = Message(("%(n)s seat", "%(n)s seats"), forms)
        assert (not list(messages.wrong_with(message, language=language))) == is_fine


class TestFillingIn:
    def test_a_list_of_what_is_missing_comes_back_filled_in(self, shop):
        changed(shop / "boxoffice" / "views.py", '_("Name")', '_("Nickname")')
        listed = messages.missing(shop)
        assert 'en = "Nickname"' in listed
        assert "Later" not in listed
        for language in messages.PLURALS:
            listed = listed.replace(f'{language} = ""', f'{language} = "Surnom"')
        messages.write(shop, fill=messages.filler(listed))
        assert messages.problems(shop) == []
        assert 'msgid "Nickname"\nmsgstr "Surnom"' in french(shop).read_text()

    def test_plurals_are_asked_for_in_as_many_forms_as_the_language_has(self, shop):
        changed(shop / "boxoffice" / "views.py", '"%(n)s seat", "%(n)s seats"', '"%(n)s row", "%(n)s rows"')
        listed = messages.missing(shop)
        assert 'ar = ["", "", "", "", "", ""]' in listed
        assert 'fr = ["", ""]' in listed
