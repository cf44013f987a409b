"""What is in the trolley is changed where it stands, taken out, and brought back in one press."""

import re

import pytest
from django.utils import timezone

from boxoffice import live
from checkout import choosing, trolley
from checkout.choosing import Back
from checkout.models import OrderRecord, State
from tests.builders import a_choice, a_hold, a_performance, a_purchase, a_trolley, hold_form, mirrored, rekept
from tests.rules.pages import HouseRulesClient

pytestmark = pytest.mark.django_db
ORDER = '<article class="order">'
STALLS = '["STALLS", "A/pool"]'
NUTCRACKER, CAT = "Matthew Bourne&#x27;s Nutcracker TEST", "The Unremarkable Incident of the Cat at Lunchtime"


@pytest.fixture
def perf_id(f13):
    mirrored("6IF")
    return a_performance("6IF", weekday=4)


@pytest.fixture
def nutcracker(client, perf_id):
    """Two adults in the stalls, wherever that is; the page that shows them."""
    return a_trolley(client, perf_id=perf_id, band=STALLS, quantity=2, send="COBO")


def post(client, address, **said):
    return client.post(f"/trolley/{address}/", said, follow=True).content.decode()


def change(client, perf_id, item=1, **numbers):
    kinds = {f"number:0:{code}": str(count) for code, count in numbers.items()}
    return post(client, f"change/{item}", perf_id=perf_id, **{"from": "0"}, **kinds)


def put(client, event_id, **choice):
    client.post("/trolley/add/", a_choice(a_performance(event_id), **choice))


def tickets(page):
    return re.findall(r"<p>(\d+ tickets?: [^<]+)</p>", page)


class TestNumbersAndKinds:
    def test_the_kinds_are_those_that_there_are_now(self, nutcracker):
        for kind in ("ADULT", "CHILD", "STUDENT", "OAP"):
            assert f'name="number:0:{kind}"' in nutcracker
        assert "<option selected>2</option>" in nutcracker

    def test_only_numbers_that_are_sold_can_be_chosen(self, client, f13):
        mirrored("LN15")
        choice = {"number:0:ADULT": "1", "number:0:PAIR": "2"}
        page = a_trolley(client, perf_id=a_performance("LN15"), **choice)
        pairs = re.search(r'name="number:0:PAIR">(.*?)</select>', page)
        assert re.findall(r"<option[^>]*>(\d+)", pairs[1]) == ["0", "2", "4"]

    def test_another_number_is_in_the_trolley_at_once_and_in_place_of_the_first(
        self, client, perf_id, nutcracker
    ):
        page = change(client, perf_id, ADULT=3)
        assert tickets(page) == ["3 tickets: Stalls, Adult standard"]
        assert "are changed" in page

    def test_another_kind_too(self, client, perf_id, nutcracker):
        page = change(client, perf_id, ADULT=1, CHILD=2)
        assert sorted(tickets(page)) == ["1 ticket: Stalls, Adult standard", "2 tickets: Stalls, Child rate"]

    def test_how_they_are_sent_stays(self, client, perf_id):
        a_trolley(client, perf_id=perf_id, band=STALLS, quantity=2, send="POST")
        change(client, perf_id, ADULT=3)
        assert trolley.kept(client.session["visitor"]).send_codes == {"ext_test0": "POST"}

    def test_what_the_visitor_holds_is_let_go_where_it_stands_in_the_way(
        self, client, perf_id, nutcracker, monkeypatch
    ):
        client.post("/trolley/reserve/", hold_form(nutcracker))
        answers, real = [Back(sentence="None left.")], choosing.put
        monkeypatch.setattr(choosing, "put", lambda *said: answers.pop() if answers else real(*said))
        page = change(client, perf_id, ADULT=3)
        assert OrderRecord.objects.get().state == State.RELEASED
        assert tickets(page) == ["3 tickets: Stalls, Adult standard"]

    def test_a_hold_of_something_else_is_not_let_go_for_it(self, client, perf_id, nutcracker, monkeypatch):
        a_hold(HouseRulesClient(), perf_id=a_performance("7AB"))
        monkeypatch.setattr(choosing, "put", lambda *said: Back(sentence="None left."))
        assert "None left." in change(client, perf_id, ADULT=3)
        assert OrderRecord.objects.get().state == State.RESERVED

    @pytest.mark.parametrize(
        ("numbers", "words"),
        [
            ({"ADULT": 0}, "at least one ticket"),
            ({"ADULT": 10_000}, "can be had together here"),
            ({"ADULT": 99_999}, "could not be read"),
            ({"ADULT": "two"}, "could not be read"),
            ({"ADULT": -1}, "could not be read"),
            ({"BEGGAR": 1}, "There is no such ticket"),
            ({}, "at least one ticket"),
        ],
    )
    def test_a_number_that_cannot_be_gets_a_sentence_and_changes_nothing(
        self, client, f13, perf_id, nutcracker, numbers, words
    ):
        f13.clear_log()
        page = change(client, perf_id, **numbers)
        (said,) = re.findall(r'<li class="message message-error">(?:<a [^>]*>)?(.*?)(?:</a>)?</li>', page)
        assert words in said
        assert tickets(page) == ["2 tickets: Stalls, Adult standard"]
        assert all("perf_id" not in dict(entry["params"]) for entry in f13.log(endpoint="trolley"))

    @pytest.mark.parametrize("item", [0, 7, 99999999999999999999])
    def test_an_item_of_nobody_is_not_changed(self, client, perf_id, nutcracker, item):
        page = change(client, perf_id, item=item, ADULT=3)
        assert "not in your trolley any more" in page
        assert tickets(page) == ["2 tickets: Stalls, Adult standard"]

    def test_another_visitors_trolley_is_not_changed(self, client, perf_id, nutcracker):
        stranger = HouseRulesClient()
        assert "not in your trolley any more" in change(stranger, perf_id, ADULT=3)
        assert tickets(client.get("/trolley/").content.decode()) == ["2 tickets: Stalls, Adult standard"]

    def test_where_seats_were_picked_it_is_on_their_page_that_they_are_changed(self, client, f13):
        mirrored("7AB")
        page = a_trolley(client, seats=["A3", "A4"])
        assert 'name="number:0:' not in page
        assert "Change the seats for" in page
        perf_id = a_performance("7AB")
        assert "not in your trolley any more" in change(client, perf_id, ADULT=3)

    @pytest.mark.parametrize("kind", ["down", "broken", "throttled", "garbage"])
    def test_where_nothing_is_said_of_what_is_free_the_trolley_is_shown_without(
        self, client, f13, perf_id, nutcracker, kind
    ):
        live.forget()
        f13.fault("availability", kind=kind)
        page = client.get("/trolley/").content.decode()
        assert 'name="number:0:' not in page
        assert tickets(page) == ["2 tickets: Stalls, Adult standard"]


class TestKindsThatWereReplaced:
    @pytest.fixture
    def four(self, client, perf_id):
        """Four kinds were asked for, and three are the most that f13 mixes."""
        kinds = {f"number:0:{kind}": "1" for kind in ("ADULT", "CHILD", "STUDENT", "OAP")}
        return a_trolley(client, perf_id=perf_id, band=STALLS, send="COBO", **kinds)

    def test_it_is_asked_beside_the_order_at_every_look(self, client, four):
        for page in (four, client.get("/trolley/").content.decode()):
            assert "The box office gives 2 × Adult standard" in page
            assert "Keep it so" in page
            assert "Choose again" in page

    def test_nothing_is_held_before_it_is_answered(self, client, f13, four):
        page = post(client, "reserve", **hold_form(four))
        assert "not of the kind that you chose" in page
        assert f13.transactions() == []

    def test_kept_so_it_is_not_spoken_of_again_and_can_be_held(self, client, f13, four):
        page = post(client, "agree/1")
        assert "The box office gives" not in page
        client.post("/trolley/reserve/", hold_form(page))
        assert OrderRecord.objects.get().state == State.RESERVED

    def test_kept_so_it_is_rebuilt_so(self, client, four):
        post(client, "agree/1")
        rekept(client, token="forged")
        page = client.get("/trolley/").content.decode()
        assert "The box office gives" not in page
        assert "2 tickets: Stalls, Adult standard" in page

    def test_a_child_that_becomes_an_adult_later_is_said_at_the_next_look(self, client, f13, perf_id):
        a_trolley(client, perf_id=perf_id, band=STALLS, send="COBO", **{"number:0:CHILD": "1"})
        mine = trolley.kept(client.session["visitor"])
        said = mine.chosen["1"] | {"kinds": ["INFANT"], "kind_names": ["Infant"]}
        rekept(client, chosen={"1": said})
        assert "You chose 1 × Infant. The box office gives 1 ×" in client.get("/trolley/").content.decode()

    def test_nobody_agrees_to_what_is_not_there(self, client, four):
        assert "not in your trolley any more" in post(client, "agree/9")


class TestOutAndBack:
    def test_one_press_takes_out_and_one_brings_back(self, client, f13):
        before = a_trolley(client, seats=["A3", "A4"])
        page = post(client, "remove/1")
        assert "Your trolley is empty" in page
        page = post(client, "bring-back/1")
        assert f"{CAT} is back in your trolley." in page
        for one in (before, page):
            assert "A4" in one
            assert "Total</dt><dd>£110.00" in one
        assert "bring-back" not in page

    def test_after_several_each_comes_back_by_itself_in_any_order(self, client, f13):
        for event_id in ("7AB", "7AA", "6IF"):
            put(client, event_id)
        for item in (1, 2, 3):
            page = post(client, f"remove/{item}")
        assert re.findall(r"/trolley/bring-back/(\d)/", page) == ["3", "2", "1"]
        assert post(client, "bring-back/1").count(ORDER) == 1
        assert post(client, "bring-back/3").count(ORDER) == 2
        assert post(client, "bring-back/2").count(ORDER) == 3

    def test_how_they_were_to_be_sent_comes_back_too(self, client, perf_id):
        a_trolley(client, perf_id=perf_id, band=STALLS, quantity=2, send="POST")
        post(client, "remove/1")
        page = post(client, "bring-back/1")
        assert "Post (UK &amp; Ireland only)" in page.partition('<dl class="totals">')[2]
        assert '<select name="destination"' in page

    def test_what_goes_only_with_it_goes_and_comes_with_it(self, client, f13):
        mirrored("7AB", "7AC")
        put(client, "7AB", quantity=2)
        assert post(client, "add-on", event="7AC").count(ORDER) == 2
        page = post(client, "remove/1")
        assert "Your trolley is empty" in page
        assert page.count("/trolley/bring-back/") == 1
        assert "Unremarkable Cat Lunchbox" in page
        assert "left your trolley" not in page
        page = post(client, "bring-back/1")
        assert page.count(ORDER) == 2
        assert tickets(page)[-1].startswith("2 tickets")

    def test_a_press_that_is_sent_again_brings_back_no_second_one(self, client, f13):
        a_trolley(client)
        post(client, "remove/1")
        post(client, "bring-back/1")
        page = post(client, "bring-back/1")
        assert "is back in your trolley, or can no longer be brought back" in page
        assert page.count(ORDER) == 1

    @pytest.mark.parametrize("number", [0, 5, 99999999999999999999])
    def test_what_nobody_took_out_does_not_come_back(self, client, f13, number):
        page = post(client, f"bring-back/{number}")
        assert "can no longer be brought back" in page
        assert "Your trolley is empty" in page

    def test_nobody_brings_back_what_another_took_out(self, client, f13):
        a_trolley(client)
        post(client, "remove/1")
        assert ORDER not in post(HouseRulesClient(), "bring-back/1")

    def test_what_is_sold_out_by_now_is_said_and_can_be_tried_again(self, client, f13):
        a_trolley(client)
        post(client, "remove/1")
        f13.catalogue(vanish=["7AB"])
        page = post(client, "bring-back/1")
        assert "not to be had any more" in page
        assert "/trolley/bring-back/1/" in page

    def test_what_took_its_place_stays_and_that_is_said(self, client, f13):
        mirrored("7AB")
        a_trolley(client, seats=["A3", "A4"])
        post(client, "remove/1")
        a_trolley(client, seats=["A5"])
        page = post(client, "bring-back/1")
        assert "cannot be beside what is in your trolley now" in page
        assert "A5" in page
        assert page.count(ORDER) == 1
        post(client, "remove/1")
        assert "A4" in post(client, "bring-back/1")

    def test_five_are_remembered(self, client, f13):
        for _ in range(7):
            a_trolley(client)
            page = post(client, "remove/1")
        assert re.findall(r"/trolley/bring-back/(\d)/", page) == ["7", "6", "5", "4", "3"]

    def test_the_count_follows(self, client, f13):
        a_trolley(client)
        client.post("/trolley/remove/1/")
        assert client.cookies["trolley"].value == ""
        client.post("/trolley/bring-back/1/")
        assert client.cookies["trolley"].value == "1"


class TestBought:
    def test_an_old_page_does_not_hold_it_once_more(self, client, f13, django_capture_on_commit_callbacks):
        page = a_trolley(client)
        a_purchase(client, django_capture_on_commit_callbacks)
        before = len(f13.transactions())
        assert "Your trolley is empty" in post(
            client, "reserve", press="new", asked_total=hold_form(page)["asked_total"]
        )
        assert len(f13.transactions()) == before

    def test_what_was_bought_is_not_in_the_trolley_any_more(
        self, client, f13, django_capture_on_commit_callbacks
    ):
        record = a_purchase(client, django_capture_on_commit_callbacks)
        assert record.is_bought
        page = client.get("/trolley/").content.decode()
        assert "Your trolley is empty" in page
        assert "bring-back" not in page

    def test_the_order_itself_says_so_to_the_count(self, client, f13, django_capture_on_commit_callbacks):
        record = a_purchase(client, django_capture_on_commit_callbacks)
        client.get(f"/order/{record.pk}/")
        assert client.cookies["trolley"].value == ""

    def test_the_same_can_be_wished_for_again(self, client, f13, django_capture_on_commit_callbacks):
        a_purchase(client, django_capture_on_commit_callbacks)
        assert a_trolley(client).count(ORDER) == 1
        assert client.get("/trolley/").content.decode().count(ORDER) == 1

    def test_what_was_put_in_since_stays(self, client, f13, django_capture_on_commit_callbacks):
        a_purchase(client, django_capture_on_commit_callbacks)
        assert a_trolley(client, perf_id=a_performance("6IF"), send="COBO").count(ORDER) == 1

    def test_of_what_was_bought_in_part_the_rest_can_be_brought_back(
        self, client, f13, django_capture_on_commit_callbacks
    ):
        a_purchase(client, django_capture_on_commit_callbacks)
        put(client, "7AB")
        put(client, "6IF", send="COBO")
        mine = trolley.kept(client.session["visitor"])
        bought = OrderRecord.objects.get()
        bought.change(state=State.PARTLY_PURCHASED, trolley_token=mine.token, created_at=timezone.now())
        page = client.get("/trolley/").content.decode()
        assert "Your trolley is empty" in page
        assert page.count("/trolley/bring-back/") == 1
        assert NUTCRACKER in page.partition('class="removed"')[2]
        assert CAT not in page.partition('class="removed"')[2]

    def test_another_order_of_the_visitors_empties_nothing(self, client, f13):
        a_hold(client)
        assert ORDER in client.get("/trolley/").content.decode()


def test_the_token_never_leaves_the_server(client, nutcracker):
    token = trolley.kept(client.session["visitor"]).token
    assert len(token) > 20
    assert token not in nutcracker


def test_all_is_asked_side_by_side_once(client, f13, perf_id, nutcracker):
    put(client, "7AB", seats=["A3"])
    live.forget()
    f13.clear_log()
    client.get("/trolley/")
    asked = sorted(entry["endpoint"] for entry in f13.log())
    # Seats that were picked are changed elsewhere, so what is free of those is not asked.
    assert asked == ["add_ons", "availability", "send_methods", "send_methods", "trolley", "upsells"]


def test_an_empty_trolley_asks_nobody(client, f13, perf_id, nutcracker, django_assert_num_queries):
    post(client, "remove/1")
    f13.clear_log()
    # The session; the trolley, to ask by it and to change it; its count; what is held.
    with django_assert_num_queries(5):
        client.get("/trolley/")
    assert f13.log() == []


@pytest.mark.parametrize("deed", ["change/1", "bring-back/1", "agree/1", "send"])
def test_looking_changes_nothing(client, deed):
    assert client.get(f"/trolley/{deed}/").status_code == 405
