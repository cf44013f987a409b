"""Kinds of ticket: asked for and got are compared, and what was not said is asked."""

import json
import re

import pytest

from boxoffice.ticketing import get_service
from tests.builders import a_choice, a_performance, mirrored

pytestmark = pytest.mark.django_db
STALLS = json.dumps(["STALLS", "A/pool"])


def put(client, choice):
    return client.post("/trolley/add/", choice, follow=True).content.decode()


@pytest.fixture
def nutcracker(f13):
    """The form for the Nutcracker's stalls on a Friday, before anybody is counted."""
    mirrored("6IF")
    choice = a_choice(a_performance("6IF", weekday=4), band=STALLS)
    del choice["number:0:ADULT"]
    return choice


def test_s6_kinds_can_be_mixed(client, nutcracker):
    page = put(client, nutcracker | {"number:0:ADULT": "1", "number:0:CHILD": "2", "number:0:OAP": "0"})
    assert "1 ticket: Stalls, Adult standard" in page
    assert "2 tickets: Stalls, Child rate" in page
    assert "<dt>Total</dt><dd>£51.50</dd>" in page


def test_kinds_that_f13_silently_replaces_are_said(client, nutcracker):
    four = {f"number:0:{kind}": "1" for kind in ("ADULT", "CHILD", "STUDENT", "OAP")}
    page = put(client, nutcracker | four)
    assert "You chose 1 × Adult standard, 1 × Child rate, 1 × Student rate, 1 × Senior citizen rate." in page
    assert re.search(r"The box office gives (\d × [\w ]+, )+\d × [\w ]+ instead\.", page)


def test_kinds_that_are_given_are_not_spoken_about(client, nutcracker):
    page = put(client, nutcracker | {"number:0:ADULT": "1", "number:0:CHILD": "1"})
    assert "You chose" not in page


def test_a_kind_that_comes_in_pairs_does_not_come_in_threes(client, f13):
    mirrored("LN15")
    perf_id = a_performance("LN15")
    choice = a_choice(perf_id)
    choice = {name: value for name, value in choice.items() if not name.startswith("number:")}
    page = put(client, choice | {"number:0:PAIR": "3"})
    assert "sold in these numbers only: 2, 4" in page
    assert "Take the kinds that can be had" in page
    assert f13.log(endpoint="trolley") == []


class TestSeats:
    @pytest.fixture
    def choice(self, f13):
        mirrored("LN01")
        perf_id = a_performance("LN01")
        block = next(
            block
            for block in get_service("en").get_availability(perf_id, seat_blocks=True).bands[0].seat_blocks
            if len(block) >= 2
        )
        self.seats = [seat.id for seat in block.seats[:2]]
        return a_choice(perf_id, seats=self.seats)

    def test_where_nobody_said_for_whom_the_page_asks(self, client, f13, choice):
        page = put(client, choice)
        assert "Please say for whom each ticket is" in page
        assert len(re.findall(r'<select name="kind:', page)) == 2
        assert f13.log(endpoint="trolley") == []

    def test_each_seat_is_ordered_as_what_it_was_said_to_be(self, client, f13, choice):
        kinds = dict(zip((f"kind:0:{seat}" for seat in self.seats), ("CHILD", "ADULT"), strict=True))
        page = put(client, choice | kinds)
        assert "Child rate" in page
        (asked,) = f13.log(endpoint="trolley")[:1]
        sent = dict(asked["params"])
        assert [sent[f"seat{n}"] for n in range(2)] == self.seats
        assert [sent[f"disc{n}"] for n in range(2)] == ["CHILD", "ADULT"]

    def test_where_all_are_usual_f13_is_told_of_no_kinds(self, client, f13, choice):
        put(client, choice | {f"kind:0:{seat}": "ADULT" for seat in self.seats})
        sent = dict(f13.log(endpoint="trolley")[0]["params"])
        assert not [name for name in sent if name.startswith("disc")]
