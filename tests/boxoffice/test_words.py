from datetime import datetime, timedelta, timezone

from django.template import Context, Template
from django.utils import timezone as django_timezone
from django.utils import translation

from boxoffice import words

EVENING_IN_NEW_YORK = datetime(2027, 1, 1, 19, 30, tzinfo=timezone(timedelta(hours=-5)))


def test_times_are_the_venues_whatever_the_servers_zone():
    with django_timezone.override("Asia/Tokyo"):
        assert words.clock(EVENING_IN_NEW_YORK) == "19:30"
        assert words.day(EVENING_IN_NEW_YORK) == "Friday, 1 January 2027"


def test_days_follow_the_readers_language():
    with translation.override("fr"):
        assert words.day(EVENING_IN_NEW_YORK) == "vendredi 1 janvier 2027"


def test_a_suppliers_html_comes_out_harmless():
    hostile = (
        '<p onclick="x()">Hi <script>alert(1)</script><a href="javascript:x()">a</a><style>p{}</style></p>'
    )
    shown = Template("{% load shop %}{{ text|clean_html }}").render(Context({"text": hostile}))
    assert shown == '<p>Hi <a rel="nofollow noopener">a</a></p>'
