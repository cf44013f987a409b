"""Pages of one's own come compressed, for whoever unpacks; the admin's and those for everyone are not."""

import gzip

import pytest
from django.test import Client

from tests.builders import a_hold, mirrored

pytestmark = pytest.mark.django_db
UNPACKS = {"Accept-Encoding": "gzip"}


@pytest.fixture
def client():
    """The usual one reads what it is given, and does not unpack."""
    return Client()


def test_the_checkout_comes_compressed_and_is_the_same(client, f13):
    address = f"/checkout/{a_hold(client).pk}/"
    packed, plain = client.get(address, headers=UNPACKS), client.get(address)
    assert packed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert len(packed.content) < len(plain.content) / 2
    assert "Accept-Encoding" in packed["Vary"]
    assert "Your tickets are held" in gzip.decompress(packed.content).decode()


def test_its_token_and_its_length_are_others_each_time(client, f13):
    address = f"/checkout/{a_hold(client).pk}/"
    answers = [client.get(address, headers=UNPACKS).content for _ in range(6)]
    assert len({len(answer) for answer in answers}) > 1


def test_the_admin_is_not(admin_client):
    answer = admin_client.get("/admin/", headers=UNPACKS, follow=True)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer


def test_a_page_for_everyone_is_compressed_once(client, f13):
    (event,) = mirrored("7AB")
    answer = client.get(event.get_absolute_url(), headers=UNPACKS)
    assert answer["Content-Encoding"] == "gzip"
    assert "<h1" in gzip.decompress(answer.content).decode()
