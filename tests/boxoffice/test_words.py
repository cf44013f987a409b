from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import timezone as django_timezone
from django.utils import translation

from boxoffice import words

EVENING_IN_NEW_YORK = datetime(2027, 1, 1, 19, 30, tzinfo=timezone(timedelta(hours=-5)))


def test_times_are_the_venues_whatever_the_servers_zone():
    with django_timezone.override("Asia/Tokyo"):
        assert words.clock(EVENING_IN_NEW_YORK) == "19:30"
        assert words.day(EVENING_IN_NEW_YORK) == "Friday, 1 January 2027"


# Spaces within a date or a number are kept together.
GAP, NARROW_GAP = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "day", "clock", "month"),
    [
        ("en", "Friday, 1 January 2027", "19:30", "January 2027"),
        ("fr", "vendredi 1 janvier 2027", "19:30", "janvier 2027"),
        ("de", "Freitag, 1. Januar 2027", "19:30", "Januar 2027"),
        ("es", "viernes, 1 de enero de 2027", "19:30", "enero de 2027"),
        ("ar", "الجمعة، 1 يناير 2027", "7:30 م", "يناير 2027"),
    ],
)
def test_days_and_times_follow_the_readers_language(language, day, clock, month):
    with translation.override(language):
        said = (
            words.day(EVENING_IN_NEW_YORK),
            words.clock(EVENING_IN_NEW_YORK),
            words.month(EVENING_IN_NEW_YORK),
        )
    assert said == (day, clock, month)


@pytest.mark.parametrize(
    ("language", "number", "percent"),
    [
        ("en", "1,234.5", "15%"),
        ("fr", f"1{NARROW_GAP}234,5", f"15{GAP}%"),
        ("de", "1.234,5", f"15{GAP}%"),
        ("es", "1.234,5", f"15{GAP}%"),
        ("ar", "1,234.5", "15%"),
    ],
)
def test_numbers_follow_the_readers_language(language, number, percent):
    with translation.override(language):
        assert (words.number(Decimal("1234.5")), words.percent(Decimal("14.5"))) == (number, percent)


def test_countries_have_the_readers_names_for_them():
    with translation.override("de"):
        assert words.country("uk", otherwise="United Kingdom") == "Vereinigtes Königreich"
        assert words.country("es", otherwise="Spain") == "Spanien"
        assert words.country("zz-top", otherwise="Texas") == "Texas"


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        ("de", ["norwegen", "Österreich", "Polen", "Zypern"]),
        ("fr", ["Éthiopie", "Finlande", "Îles Cook", "Inde"]),
        ("es", ["Nápoles", "Nueva", "Ñandú", "Omán"]),
        ("ar", ["أستراليا", "ألمانيا", "آيسلندا", "بلجيكا"]),
    ],
)
def test_names_are_sorted_as_readers_look_for_them(language, in_order):
    with translation.override(language):
        assert sorted(reversed(in_order), key=words.in_order) == in_order


def test_a_suppliers_html_comes_out_harmless():
    hostile = (
        '<p onclick="x()">Hi <script>alert(1)</script><a href="javascript:x()">a</a><style>p{}</style></p>'
    )
    shown = Template("{% load shop %}{{ text|clean_html }}").render(Context({"text": hostile}))
    assert shown == '<p>Hi <a rel="nofollow noopener">a</a></p>'
