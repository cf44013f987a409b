"""A token that f13 no longer takes: the same trolley under a new one, and what is gone by name."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from boxoffice import live
from checkout import kept, tasks, trolley
from checkout.models import KeptTrolley
from checkout.rebuilding import rebuild
from tests.builders import a_choice, a_performance, a_trolley, hold_form, mirrored, rekept

pytestmark = pytest.mark.django_db
ORDER = '<article class="order">'
CAT = "The Unremarkable Incident of the Cat at Lunchtime"


def look(client):
    return client.get("/trolley/").content.decode()


def put(client, event_id, **choice):
    client.post("/trolley/add/", a_choice(a_performance(event_id), **choice))


@pytest.fixture
def full(client, f13):
    """Seats that were picked, and tickets of three kinds from another supplier, sent by post."""
    mirrored("7AB", "6IF")
    put(client, "7AB", seats=["A3", "A4"], send="VOUCH")
    kinds = {"number:0:ADULT": "1", "number:0:CHILD": "2"}
    perf_id = a_performance("6IF", weekday=4)
    client.post("/trolley/add/", a_choice(perf_id, band='["STALLS", "A/pool"]', send="POST") | kinds)
    return trolley.kept(client.session["visitor"])


def test_everything_is_there_again_as_it_was_chosen(client, full):
    before = look(client)
    rekept(client, token="forged")
    after = look(client)
    _head, _, totals = before.partition('<dl class="totals">')
    assert totals.partition("</dl>")[0] in after
    assert "A3" in after
    assert "2 tickets: Stalls, Child rate" in after
    now = trolley.kept(client.session["visitor"])
    assert now.sending == full.sending
    assert [one.choice for one in now.choices.values()] == [one.choice for one in full.choices.values()]


def test_one_order_is_put_in_after_the_other_and_never_asked_for_twice(client, f13, full):
    f13.clear_log()
    rebuild(full, language="en")
    assert [entry["endpoint"] for entry in f13.log()] == ["trolley", "trolley"]


def test_what_is_gone_is_named_and_the_rest_stays(client, f13, full):
    f13.catalogue(vanish=["7AB"])
    rekept(client, token="forged")
    page = look(client)
    assert f"{CAT} left your trolley: these tickets are not to be had any more." in page
    assert page.count(ORDER) == 1
    assert "left your trolley" not in look(client)


def test_where_all_is_gone_the_trolley_is_empty_and_each_is_named(client, f13, full):
    f13.catalogue(vanish=["7AB", "6IF"])
    rekept(client, token="forged")
    page = look(client)
    assert page.count("left your trolley") == 2
    assert "Your trolley is empty" in page


def test_add_ons_come_after_what_they_go_with(client, f13):
    mirrored("7AB", "7AC")
    put(client, "7AB", quantity=2)
    client.post("/trolley/add-on/", {"event": "7AC"})
    mine = trolley.kept(client.session["visitor"])
    turned = {number: mine.chosen[number] for number in reversed(mine.chosen)}
    rekept(client, token="forged", chosen=turned)
    page = look(client)
    assert page.count(ORDER) == 2
    assert "left your trolley" not in page


def test_a_trolley_that_f13_is_too_ill_to_rebuild_is_kept(client, f13, full):
    rekept(client, token="forged")
    f13.fault("trolley", kind="502_before", times=50)
    assert client.get("/trolley/").status_code == 503
    f13.no_faults()
    assert look(client).count(ORDER) == 2


def test_trouble_with_the_shops_account_is_not_taken_for_a_bad_token(client, f13, full, settings):
    right, settings.F13_PASSWORD = settings.F13_PASSWORD, "changed upstream"
    assert client.get("/trolley/").status_code == 503
    settings.F13_PASSWORD = right
    assert look(client).count(ORDER) == 2


class TestADeedThatMeetsABadToken:
    def test_what_is_put_in_lands_beside_the_rest(self, client, full):
        rekept(client, token="forged")
        put(client, "7AA")
        assert look(client).count(ORDER) == 3

    def test_what_is_taken_out_is_out_and_the_rest_stays(self, client, full):
        rekept(client, token="forged")
        page = client.post("/trolley/remove/1/", follow=True).content.decode()
        assert page.count(ORDER) == 1
        assert f"Bring back {CAT}" in page

    def test_the_right_order_goes_although_the_numbers_are_new(self, client, full):
        client.post("/trolley/remove/1/")
        put(client, "7AA")
        rekept(client, token="forged")
        page = client.post("/trolley/remove/2/", follow=True).content.decode()
        assert "Toy Story" in page.partition('class="removed"')[0]
        assert page.partition('class="removed"')[0].count(ORDER) == 1

    def test_what_went_on_the_way_is_told_by_the_next_look(self, client, f13, full):
        f13.catalogue(vanish=["7AB"])
        rekept(client, token="forged")
        answer = client.post("/trolley/add/", a_choice(a_performance("7AA")))
        assert "left your trolley" not in str([*answer.wsgi_request._messages])
        page = look(client)
        assert f"{CAT} left your trolley" in page
        assert page.count(ORDER) == 2
        assert "left your trolley" not in look(client)

    def test_a_way_of_sending_is_changed(self, client, full):
        rekept(client, token="forged")
        client.post("/trolley/send/", {"source": "ext_test0", "send": "COBO"})
        assert "Collect from the venue" in look(client).partition('<dl class="totals">')[2]


class TestAWayOfSendingThatIsNoMore:
    @pytest.fixture
    def page(self, client, f13):
        mirrored("LN01")
        put(client, "LN01", send="VOUCH")
        rekept(client, sending={"lantern": ["PIGEON", "By pigeon"]})
        return look(client)

    def test_the_tickets_stay_and_another_way_is_asked_for(self, client, page):
        assert "cannot be sent in the way that you chose any more" in page
        assert page.count(ORDER) == 1
        assert "Choose how they reach you" in page
        assert "cannot be sent in the way" not in look(client)

    def test_nothing_is_held_before_one_is_chosen(self, client, f13, page):
        answer = client.post("/trolley/reserve/", hold_form(page), follow=True)
        assert "Please choose how the tickets should reach you." in answer.content.decode()
        assert f13.transactions() == []
        client.post("/trolley/send/", {"source": "lantern", "send": "COLLECT"})
        client.post("/trolley/reserve/", hold_form(look(client)))
        assert len(f13.transactions()) == 1


class TestAWeek:
    def test_a_closed_browser_finds_its_trolley_after_six_days_and_again_after_six_more(self, client, f13):
        a_trolley(client)
        assert client.cookies["sessionid"]["max-age"] == 7 * 24 * 60 * 60
        for days in (6, 12):
            with time_machine.travel(datetime.now(UTC) + timedelta(days=days)):
                live.forget()
                tasks.tidy.call_local()
                assert ORDER in look(client)

    def test_after_more_than_a_week_nothing_is_kept_any_more(self, client, f13):
        a_trolley(client)
        with time_machine.travel(datetime.now(UTC) + timedelta(days=8)):
            assert "Your trolley is empty" in look(client)
            tasks.tidy.call_local()
        assert not KeptTrolley.objects.exists()

    def test_a_look_is_written_down_once_a_day(self, client, f13):
        a_trolley(client)
        assert "sessionid" not in client.get("/trolley/").cookies
        with time_machine.travel(datetime.now(UTC) + timedelta(days=1, minutes=1)):
            assert client.get("/trolley/").cookies["trolley"].value == "1"
            assert "sessionid" not in client.get("/trolley/").cookies

    def test_what_is_kept_is_read_without_what_was_not_known_then(self, client, f13):
        a_trolley(client)
        row = KeptTrolley.objects.get()
        old = {name: row.data[name] for name in ("token", "sending", "count", "chosen")}
        names = {"choice", "send", "asked_at", "price", "kinds"}
        old["chosen"] = {
            number: {name: said[name] for name in names} for number, said in row.data["chosen"].items()
        }
        KeptTrolley.objects.update(data=old | {"of_a_later_time": True})
        page = look(client)
        assert page.count(ORDER) == 1
        client.post("/trolley/reserve/", hold_form(page))
        assert not kept.kept("nobody").count
        assert timezone.now() > KeptTrolley.objects.get().changed_at
