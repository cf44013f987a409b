import pytest

from catalog.models import Event
from tests.builders import mirrored

pytestmark = pytest.mark.django_db


def test_staff_hide_an_event_and_the_shop_no_longer_shows_it(admin_client, client, f13):
    (event,) = mirrored("7AB")
    assert event.name in client.get("/").content.decode()
    admin_client.post(f"/admin/catalog/event/{event.pk}/change/", {"is_hidden": "on"})
    assert event.name not in client.get("/").content.decode()
    assert client.get(event.get_absolute_url()).status_code == 404


def test_what_f13_says_is_read_only(admin_client, f13):
    (event,) = mirrored("7AB")
    admin_client.post(f"/admin/catalog/event/{event.pk}/change/", {"name": "Mine", "is_on_sale": ""})
    again = Event.objects.get(pk=event.pk)
    assert (again.name, again.is_on_sale) == (event.name, True)


def test_the_mirror_makes_events_and_nobody_deletes_them(admin_client, f13):
    (event,) = mirrored("7AB")
    assert admin_client.get("/admin/catalog/event/add/").status_code == 403
    assert admin_client.get(f"/admin/catalog/event/{event.pk}/delete/").status_code == 403
