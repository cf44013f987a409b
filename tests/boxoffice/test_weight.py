"""A page with everything that it loads, compressed, but for pictures: at most 30 KB and 6 requests."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.builders import a_hold, mirrored
from tests.many_events import many_events

pytestmark = pytest.mark.django_db

LOADED = re.compile(r'(?:<script[^>]* src|<link[^>]* href)="/static/([^"]+)"')


def weighed(page):
    """How many bytes and how many requests."""
    files = LOADED.findall(page)
    texts = [page.encode(), *(Path(finders.find(name)).read_bytes() for name in files)]
    return sum(len(gzip.compress(text)) for text in texts), 1 + len(files)


@pytest.mark.parametrize("event_id", ["6IF", "LN44", "NY40"])
def test_an_event_with_hundreds_of_dates_is_light(client, f13, event_id):
    (event,) = mirrored(event_id)
    size, requests = weighed(client.get(event.get_absolute_url()).content.decode())
    assert size < 30_000
    assert requests <= 6


@pytest.mark.parametrize("address", ["/", "/search/", "/search/?q=zzzz"])
def test_home_and_search_are_light_with_full_rows_and_many_cities(client, address):
    many_events(300)
    size, requests = weighed(client.get(address).content.decode())
    assert size < 30_000
    assert requests <= 6


def test_the_checkout_is_light(client, f13):
    size, requests = weighed(client.get(f"/checkout/{a_hold(client).pk}/").content.decode())
    assert size < 30_000
    assert requests <= 6
