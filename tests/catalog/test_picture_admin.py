"""Staff choose pictures: looked at once, before anything is saved, and shown in place of the supplier's."""

import pytest
from django.db import connection

from catalog import own_pictures
from catalog.admin import pictures as picture_admin
from catalog.models import Event, OwnPicture
from tests.catalog.picture_host import a_bomb, a_host, a_picture
from tests.catalog.staff import form_of, page_of, save, staff_with
from tests.listed_events import listed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def host(settings):
    with a_host() as host:
        settings.MEDIA_HOSTS = [host.url]
        settings.LANGUAGES = [("en", "English")]
        yield host


@pytest.fixture
def event():
    return listed("Cats", picture_url="https://supplier.example/cat.png")


def a_row(number=0, **fields):
    return {f"own_pictures-{number}-{name}": value for name, value in fields.items()}


def two_rows(one, two):
    return a_row(0, url=one, alternative="One") | a_row(1, url=two, alternative="Two", order="2") | TWO


TWO = {"own_pictures-TOTAL_FORMS": "2", "own_pictures-1-id": "", "own_pictures-1-event": ""}


def errors(response):
    """What the form says of each picture, or of none."""
    formsets = [one.formset for one in response.context["inline_admin_formsets"]]
    forms = next(one for one in formsets if one.prefix == "own_pictures").forms
    return [message for form in forms for messages in form.errors.values() for message in messages]


def kept(event):
    """What lists know of the event's picture."""
    event = Event.objects.get(pk=event.pk)
    size = event.own_picture_width, event.own_picture_height
    return event.card_picture, event.own_picture_alternative, *size


def test_a_picture_is_fetched_once_and_shown_in_place_of_the_suppliers(admin_client, host, event):
    url = host.show("/a.png", a_picture())
    assert kept(event) == (event.picture_url, "", 0, 0)
    save(admin_client, event, **a_row(url=url, alternative="A cat"))
    [picture] = OwnPicture.objects.all()
    assert (picture.url, picture.width, picture.height) == (url, 640, 480)
    assert kept(event) == (url, "A cat", 640, 480)
    assert host.asked == ["/a.png"]


def test_it_is_on_the_events_page_with_its_words_and_size(admin_client, client, host, event):
    url = host.show("/a.png", a_picture())
    save(admin_client, event, **a_row(url=url, alternative='A "cat"'))
    page = client.get(event.get_absolute_url()).content.decode()
    assert f'src="{url}" alt="A &quot;cat&quot;" width="640" height="480"' in page


def test_it_is_not_fetched_again_unless_its_address_changes(admin_client, host, event):
    save(admin_client, event, **a_row(url=host.show("/a.png", a_picture()), alternative="A cat"))
    save(admin_client, event, **a_row(alternative="A black cat"))
    assert (host.asked, kept(event)[1]) == (["/a.png"], "A black cat")
    other = host.show("/b.png", a_picture(size=(800, 600)))
    save(admin_client, event, **a_row(url=other))
    assert (host.asked, kept(event)) == (["/a.png", "/b.png"], (other, "A black cat", 800, 600))


def test_the_first_by_staffs_order_stands_in_lists(admin_client, host, event):
    one, two = host.show("/1.png", a_picture()), host.show("/2.png", a_picture())
    save(admin_client, event, **two_rows(one, two))
    assert kept(event)[:2] == (one, "One")
    save(admin_client, event, **a_row(0, order="3"))
    assert kept(event)[:2] == (two, "Two")


def test_without_the_last_own_picture_the_suppliers_is_back(admin_client, host, event):
    save(admin_client, event, **a_row(url=host.show("/a.png", a_picture()), alternative="A cat"))
    save(admin_client, event, **a_row(DELETE="on"))
    assert not OwnPicture.objects.exists()
    assert kept(event) == (event.picture_url, "", 0, 0)


def test_what_it_shows_has_to_be_said(admin_client, host, event):
    url = host.show("/a.png", a_picture())
    assert errors(save(admin_client, event, **a_row(url=url))) == ["This field is required."]
    assert not OwnPicture.objects.exists()


def test_each_refused_picture_has_its_sentence_beside_it_and_nothing_is_saved(admin_client, host, event):
    good = host.show("/a.png", a_picture())
    bomb = host.show("/bomb.png", a_bomb())
    response = save(admin_client, event, is_featured="on", **two_rows(good, bomb))
    assert errors(response) == ["The picture measures more than 6000 pixels on a side."]
    assert not OwnPicture.objects.exists()
    assert not Event.objects.get().is_featured


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://img.example/a.png", "The address must begin with https://."),
        ("https://ada:secret@127.0.0.1/a.png", "The address must not hold a user name or a password."),
        ("javascript:alert(1)", "Enter a valid URL."),
    ],
)
def test_an_address_is_refused_in_the_form_with_a_sentence(admin_client, host, event, url, sentence):
    assert sentence in errors(save(admin_client, event, **a_row(url=url, alternative="A cat")))
    assert host.asked == []


def test_no_transaction_waits_for_a_host(admin_client, host, event, monkeypatch):
    """Within one, a slow host would keep the database from everybody who wants to write."""
    look_at, found = own_pictures.look_at, []
    outside = len(connection.savepoint_ids)

    def watched(urls):
        found.append(len(connection.savepoint_ids))
        return look_at(urls)

    monkeypatch.setattr(picture_admin.own_pictures, "look_at", watched)
    save(admin_client, event, **a_row(url=host.show("/a.png", a_picture()), alternative="A cat"))
    assert OwnPicture.objects.exists()
    assert found == [outside]


def test_no_more_are_fetched_than_an_event_may_have(admin_client, host, event):
    rows = {}
    for number in range(picture_admin.MOST + 5):
        rows |= a_row(number, url=f"{host.url}/{number}.png", alternative="A cat")
    admin_client.post(page_of(event), form_of(admin_client, event) | rows)
    assert len(host.asked) == picture_admin.MOST


def test_who_may_not_change_events_makes_the_shop_fetch_nothing(django_user_model, client, host, event):
    url = host.show("/a.png", a_picture())
    for browser in (staff_with(django_user_model, "view_event"), staff_with(django_user_model), client):
        browser.post(page_of(event), a_row(url=url, alternative="A cat"))
    assert host.asked == []
