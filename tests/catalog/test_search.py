import pytest

from tests.builders import mirrored

pytestmark = pytest.mark.django_db


def test_every_word_must_be_found_in_name_venue_or_city(client, f13):
    mirrored("7AB", "6IF")
    page = client.get("/search/", {"q": "nutcracker london"}).content.decode()
    assert "Nutcracker TEST" in page
    assert "Unremarkable" not in page


def test_without_words_it_lists_everything(client, f13):
    mirrored("7AB", "6IF")
    assert "2 events" in client.get("/search/").content.decode()


def test_nothing_found_leads_on(client, f13):
    mirrored("7AB")
    page = client.get("/search/", {"q": "zzzz"}).content.decode()
    assert "Nothing was found" in page
    assert 'href="/search/"' in page


def test_what_was_typed_stays_in_the_box_and_is_harmless(client):
    page = client.get("/search/", {"q": '"><script>'}).content.decode()
    assert "&quot;&gt;&lt;script&gt;" in page
    assert "<script>" not in page


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=-3", "?page=99999999999999999999", "?page=x", "?q=%00", f"?q={'a' * 5000}"]
)
def test_absurd_queries_get_a_page(client, query):
    assert client.get(f"/search/{query}").status_code == 200
