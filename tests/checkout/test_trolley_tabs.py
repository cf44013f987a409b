"""Two tabs of one visitor, or two presses at once: whatever each of them changes is there afterwards."""

import pytest

from boxoffice import ticketing
from checkout import kept, trolley
from checkout.models import KeptTrolley
from tests.builders import a_choice, a_performance, a_trolley, mirrored

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]
ORDER = '<article class="order">'


@pytest.fixture
def meanwhile(monkeypatch):
    """Lets something happen while f13 answers the next question about the trolley."""

    def do(happens, *, each_time=False):
        real = ticketing.Service.get_trolley

        def slow(service, *args, **kwargs):
            monkeypatch.setattr(ticketing.Service, "get_trolley", real)
            happens()
            if each_time:
                monkeypatch.setattr(ticketing.Service, "get_trolley", slow)
            return real(service, *args, **kwargs)

        monkeypatch.setattr(ticketing.Service, "get_trolley", slow)

    return do


def in_trolley(client):
    page = client.get("/trolley/").content.decode()
    return page.count(ORDER)


def put(client, event_id, **choice):
    client.post("/trolley/add/", a_choice(a_performance(event_id), **choice))


def test_two_that_put_something_in_at_once_both_have(client, f13, meanwhile):
    put(client, "7AB")
    other, mine = (a_choice(a_performance(one)) for one in ("7AA", "6IF"))
    meanwhile(lambda: client.post("/trolley/add/", other))
    client.post("/trolley/add/", mine)
    assert in_trolley(client) == 3


def test_the_first_two_things_at_once_are_both_in_it(client, f13, meanwhile):
    client.post("/trolley/add/", a_choice(send="PIGEON"))  # refused; the visitor has a name since
    other, mine = (a_choice(a_performance(one)) for one in ("7AA", "6IF"))
    meanwhile(lambda: client.post("/trolley/add/", other))
    client.post("/trolley/add/", mine)
    assert in_trolley(client) == 2


def test_one_puts_in_what_another_does_not_take_out(client, f13, meanwhile):
    put(client, "7AB")
    choice = a_choice(a_performance("6IF"))
    meanwhile(lambda: client.post("/trolley/remove/1/"))
    client.post("/trolley/add/", choice)
    page = client.get("/trolley/").content.decode()
    assert page.count(ORDER) == 1
    assert "Bring back" in page


def test_taken_out_in_two_tabs_at_once_it_is_out_once(client, f13, meanwhile):
    put(client, "7AB")
    put(client, "6IF")
    meanwhile(lambda: client.post("/trolley/remove/1/"))
    page = client.post("/trolley/remove/1/", follow=True).content.decode()
    assert "not in your trolley any more" in page
    assert page.count(ORDER) == 1
    assert page.count("/trolley/bring-back/") == 1


def test_looking_does_not_overwrite_what_another_tab_puts_in(client, f13, meanwhile):
    put(client, "7AB")
    KeptTrolley.objects.update(data=KeptTrolley.objects.get().data | {"count": 9})  # so that the look writes
    choice = a_choice(a_performance("6IF"))
    meanwhile(lambda: client.post("/trolley/add/", choice))
    assert in_trolley(client) == 2
    assert in_trolley(client) == 2


def test_who_is_overtaken_each_time_is_told_so_and_nothing_is_lost(client, f13, meanwhile):
    put(client, "7AB")
    visitor = client.session["visitor"]
    choice = a_choice(a_performance("6IF"))

    def another_tab():
        kept.change(visitor, lambda mine: (mine.with_removal(mine.choices.values()), None))

    meanwhile(another_tab, each_time=True)
    answer = client.post("/trolley/add/", choice)
    said = [str(message) for message in answer.wsgi_request._messages]
    assert any("being changed in another window" in sentence for sentence in said)
    assert trolley.kept(visitor).count == 1


def test_a_number_that_belongs_to_something_else_by_now_removes_nothing(client, f13):
    mirrored("7AB", "6IF")
    page = a_trolley(client)
    assert 'name="perf_id"' in page
    client.post("/trolley/remove/1/")
    put(client, "6IF")
    page = client.post("/trolley/remove/1/", {"perf_id": a_performance("7AB")}, follow=True).content.decode()
    assert "not in your trolley any more" in page
    assert page.count(ORDER) == 1


def test_nobody_has_a_trolley_without_a_name():
    with pytest.raises(ValueError, match="without a name"):
        trolley.go_to("", "uk")
