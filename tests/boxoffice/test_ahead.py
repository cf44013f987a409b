"""What browsers may fetch before anybody presses."""

import json
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from tests.builders import mirrored

pytestmark = pytest.mark.django_db

GUESSES = (
    {"Sec-Purpose": "prefetch"},
    {"Sec-Purpose": "prefetch;prerender"},
    {"Sec-Purpose": "prefetch;anonymous-client-ip"},
    {"Purpose": "prefetch"},
    {"X-Moz": "prefetch"},
)
OF_ONES_OWN = ("/performance/7AB-1/", "/performance/7AB-1/free/", "/trolley/", "/orders/find/", "/admin/")


@pytest.fixture
def event(f13):
    return mirrored("7AB")[0].get_absolute_url()


@pytest.mark.parametrize("guess", GUESSES, ids=str)
class TestAGuess:
    @pytest.mark.parametrize("path", [*OF_ONES_OWN, "/de/performance/7AB-1/", "/de/trolley/"])
    def test_of_what_is_ones_own_is_refused_without_a_question_to_anybody(
        self, client, f13, guess, path, django_assert_num_queries
    ):
        f13.clear_log()
        with django_assert_num_queries(0):
            answer = client.get(path, headers=guess)
        assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
        assert not answer.cookies
        assert f13.log() == []

    @pytest.mark.parametrize("path", ["/", "/search/?q=cat", "/de/", "/de/search/"])
    def test_of_the_catalogue_is_answered(self, client, guess, path):
        assert client.get(path, headers=guess).status_code == 200

    def test_of_an_event_is_answered(self, client, event, guess):
        assert client.get(event, headers=guess).status_code == 200

    def test_by_who_saves_data_is_refused(self, client, guess):
        answer = client.get("/", headers=guess | {"Save-Data": "on"})
        assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")


@pytest.mark.parametrize("path", ["/trolley/", "/orders/find/", "/"])
def test_a_press_is_answered_and_saving_data_changes_nothing(client, path):
    assert client.get(path, headers={"Save-Data": "on", "Sec-Purpose": ""}).status_code == 200


class TestTheRules:
    @pytest.mark.parametrize("path", ["/", "/search/", "/de/search/?q=cat"])
    def test_are_named_by_pages_of_the_catalogue(self, client, path):
        assert client.get(path)["Speculation-Rules"] == '"/static/ahead.rules"'

    def test_are_named_by_an_event(self, client, event):
        assert client.get(event)["Speculation-Rules"] == '"/static/ahead.rules"'

    @pytest.mark.parametrize("path", ["/trolley/", "/orders/find/", "/feed/", "/robots.txt", "/no/such/page"])
    def test_are_named_by_nothing_else(self, client, path):
        assert "Speculation-Rules" not in client.get(path)

    def test_know_every_language_that_there_is(self):
        languages = re.search(r":language\(([a-z|]+)\)", json.dumps(_rules()))[1].split("|")
        assert languages == sorted(["en", *(path.name for path in (settings.BASE_DIR / "locale").iterdir())])

    def test_name_the_catalogue_alone_and_wait_for_a_sign(self):
        (rule,) = _rules()["prefetch"]
        (matches, _besides) = rule["where"]["and"]
        starts = {
            one["pathname"].removeprefix("/:language(ar|de|en|es|fr)") for one in matches["href_matches"]
        }
        assert starts == {"/", "/search/*", "/event/*"}
        assert rule["eagerness"] == "moderate"
        assert set(_rules()) == {"prefetch"}


def _rules():
    with open(finders.find("ahead.rules")) as file:
        return json.load(file)
