"""How each supplier's tickets reach the buyer, and where, is said in the trolley before a hold."""

import re

import pytest

from boxoffice import live
from boxoffice.ticketing import Bundle, NoAnswer, Order, Performance, SendMethod, Told
from checkout import trolley
from checkout.models import OrderRecord
from checkout.sending import Ways, ways
from tests.builders import a_choice, a_performance, a_trolley, hold_form, mirrored, rekept

pytestmark = pytest.mark.django_db
ORDER = '<article class="order">'


def look(client):
    return client.get("/trolley/").content.decode()


def put(client, event_id, **choice):
    client.post("/trolley/add/", a_choice(a_performance(event_id), **choice))


def send(client, source, code):
    return client.post("/trolley/send/", {"source": source, "send": code}, follow=True).content.decode()


def hold(client, **changes):
    form = hold_form(look(client)) | changes
    return client.post("/trolley/reserve/", form, follow=True).content.decode()


def codes(client):
    return trolley.kept(client.session["visitor"]).send_codes


def errors(page):
    return re.findall(r'<li class="message message-error">(?:<a [^>]*>)?(.*?)(?:</a>)?</li>', page)


@pytest.fixture
def nutcracker(client, f13):
    mirrored("6IF")
    return a_trolley(client, perf_id=a_performance("6IF"), send="COBO")


def test_each_way_has_its_cost_its_type_its_countries_and_what_is_said_of_it(client, f13, nutcracker):
    _before, _, form = nutcracker.partition('action="/trolley/send/"')
    ways = [
        " ".join(re.sub("<[^>]+>", " ", one).split()) for one in form.partition("</ul>")[0].split("<li>")[1:]
    ]
    assert ways == [
        "Collect from the venue £1.50 To be collected",
        "Post (UK &amp; Ireland only) £3.50 By post Only to: Ireland, United Kingdom "
        "Your tickets are on their way within three working days.",
    ]


def test_r7_of_toy_story_both_ways_are_there_with_their_costs(client, f13):
    mirrored("7AA")
    page = a_trolley(client, perf_id=a_performance("7AA"))
    assert 'Printable eTicket</bdi> <strong class="send-cost">free' in page
    assert 'Post worldwide</bdi> <strong class="send-cost">£4.50' in page


def test_another_way_is_in_the_price_at_once(client, f13, nutcracker):
    page = send(client, "ext_test0", "POST")
    assert "Post (UK &amp; Ireland only)</dt><dd>£3.50" in page
    assert codes(client) == {"ext_test0": "POST"}


def test_each_supplier_has_its_own(client, f13, nutcracker):
    put(client, "7AB")
    send(client, "ext_test1", "POST")
    assert codes(client) == {"ext_test0": "COBO", "ext_test1": "POST"}
    assert "Post worldwide</dt><dd>£4.50" in look(client)


def test_only_ways_that_suit_all_of_a_supplier_are_offered():
    post, print_, door = (SendMethod(code, name=code) for code in ("POST", "PRINT", "DOOR"))
    orders = tuple(Order(performance=Performance(perf_id, event_id="E1")) for perf_id in ("P1", "P2"))
    told = {"P1": Told((post, print_, door)), "P2": Told((door, post))}
    found = ways(Bundle("one", orders=orders), told=told, code="DOOR")
    assert found == Ways((post, door), door)
    assert found.can_be_changed


def test_where_one_performance_says_nothing_none_is_offered():
    orders = tuple(Order(performance=Performance(perf_id, event_id="E1")) for perf_id in ("P1", "P2"))
    told = {"P1": Told((SendMethod("POST"),)), "P2": Told(error=NoAnswer())}
    assert not ways(Bundle("one", orders=orders), told=told, code="POST").can_be_changed


@pytest.mark.parametrize(
    ("source", "code"),
    [("ext_test0", "PIGEON"), ("ext_test0", ""), ("nobody", "POST"), ("", ""), ("ext_test1", "POST")],
)
def test_a_way_that_there_is_not_gets_a_sentence_and_changes_nothing(client, f13, nutcracker, source, code):
    (said,) = errors(send(client, source, code))
    assert said in {
        "These tickets cannot be sent in that way. Please choose another.",
        "That is not in your trolley any more.",
    }
    assert codes(client) == {"ext_test0": "COBO"}


def test_where_nothing_is_said_of_the_ways_the_trolley_is_shown_without(client, f13, nutcracker):
    live.forget()
    f13.fault("send_methods", kind="garbage", times=5)
    page = look(client)
    assert page.count(ORDER) == 1
    assert 'action="/trolley/send/"' not in page


class TestTheLastChoiceForOneSupplier:
    def test_it_counts_for_all_of_its_tickets_where_it_can(self, client, f13, nutcracker):
        mirrored("6IE")
        put(client, "6IE", send="POST")
        page = look(client)
        assert page.count(ORDER) == 2
        assert codes(client) == {"ext_test0": "POST"}


class TestDestination:
    @pytest.fixture
    def by_post(self, client, f13, nutcracker):
        return send(client, "ext_test0", "POST")

    def test_it_is_asked_where_a_way_is_limited_and_nowhere_else(self, nutcracker, by_post):
        assert 'name="destination"' not in nutcracker
        options = re.findall(r'<option value="(\w*)"', by_post.partition('name="destination"')[2])
        assert options == ["", "ie", "uk"]

    def test_nothing_is_held_without_it(self, client, f13, by_post):
        (said,) = errors(hold(client, destination=""))
        assert said == "Please say in which country the tickets shall arrive."
        assert f13.transactions() == []

    @pytest.mark.parametrize("country", ["fr", "xx", "UK", "u" * 5000, "\x00"])
    def test_a_country_that_they_are_not_sent_to_gets_one_sentence(self, client, f13, by_post, country):
        (said,) = errors(hold(client, destination=country))
        assert said.startswith("These tickets cannot be sent to your country in the way that you chose.")
        assert f13.transactions() == []

    def test_it_is_kept_and_chosen_already_the_next_time(self, client, f13, by_post):
        hold(client, destination="ie")
        assert OrderRecord.objects.get().state == "reserved"
        assert trolley.kept(client.session["visitor"]).destination == "ie"
        assert '<option value="ie" selected>' in look(client)

    def test_a_hold_knows_it_without_being_told_again(self, client, f13, by_post):
        hold(client, destination="ie")
        form = {name: value for name, value in hold_form(look(client)).items() if name != "destination"}
        client.post("/trolley/reserve/", form)
        assert OrderRecord.objects.count() == 2

    def test_it_is_not_asked_any_more_where_another_way_is_chosen(self, client, f13, by_post):
        page = send(client, "ext_test0", "COBO")
        assert 'name="destination"' not in page
        hold(client, destination="fr")
        assert OrderRecord.objects.get().state == "reserved"

    def test_where_no_country_suits_all_that_is_said(self, client, f13, by_post):
        mine = trolley.kept(client.session["visitor"])
        rekept(client, sending=mine.sending | {"rivegauche": ["POST", "Lettre suivie", "fr", "be"]})
        assert trolley.kept(client.session["visitor"]).destinations == ()
        assert trolley.kept(client.session["visitor"]).lacks_destination


class TestNoWayAtAll:
    def test_its_page_says_so_and_it_cannot_be_put_in(self, client, f13):
        mirrored("9XW")
        perf_id = a_performance("9XW")
        said = "Tickets for this date can no longer reach you in time"
        assert said in client.get(f"/performance/{perf_id}/").content.decode()
        choice = a_choice(perf_id, send="POST")
        f13.clear_log()
        page = client.post("/trolley/add/", choice, follow=True).content.decode()
        assert said in errors(page)[0]
        assert f13.log(endpoint="trolley") == []
        assert "Your trolley is empty" in look(client)
