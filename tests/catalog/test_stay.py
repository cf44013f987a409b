"""Hotels ask how long one stays: on the event's page, checked before f13 is asked, passed on to the hold."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.http import QueryDict

from boxoffice.ticketing import Event, get_service
from catalog.forms import MOST_NIGHTS, NO_DATE, NO_NIGHTS, Stay, StayForm, said_stay
from tests.builders import a_choice, a_performance, hold_form, mirrored

ARRIVAL = date(2027, 1, 8)
BY_DEPARTURE = Event("H", needs_departure_date=True)
BY_NIGHTS = Event("H", needs_duration=True)
BY_BOTH = Event("H", needs_departure_date=True, needs_duration=True)


def answered(told, query, *, arrival=ARRIVAL):
    return StayForm(QueryDict(query), told=told, arrival=arrival)


@pytest.mark.parametrize(
    ("told", "query", "stay"),
    [
        (BY_DEPARTURE, "departure=2027-01-10", Stay(date(2027, 1, 10), None)),
        (BY_NIGHTS, "nights=3", Stay(None, 3)),
        (BY_NIGHTS, "nights=3&departure=nonsense", Stay(None, 3)),
        (BY_BOTH, "departure=2027-01-10&nights=2", Stay(date(2027, 1, 10), 2)),
        (BY_BOTH, "departure=2027-01-10&nights=", Stay(date(2027, 1, 10), 2)),
        (BY_BOTH, "departure=&nights=3", Stay(date(2027, 1, 11), 3)),
    ],
)
@time_machine.travel(date(2026, 12, 1))
def test_what_is_asked_is_understood_and_one_is_reckoned_from_the_other(told, query, stay):
    form = answered(told, query)
    assert form.is_valid(), form.errors
    assert form.stay == stay


@pytest.mark.parametrize(
    ("told", "query", "sentence"),
    [
        (BY_DEPARTURE, "departure=", NO_DATE),
        (BY_DEPARTURE, "departure=2027-02-30", NO_DATE),
        (BY_DEPARTURE, "departure=10/01/2027", NO_DATE),
        (BY_DEPARTURE, "departure=\x00", NO_DATE),
        (BY_DEPARTURE, "departure=2027-01-08", "The departure must be after the arrival."),
        (BY_DEPARTURE, "departure=2020-01-08", "The departure must be after the arrival."),
        (BY_DEPARTURE, "departure=9999-12-31", "That is too far ahead. Please choose an earlier day."),
        (BY_NIGHTS, "nights=", NO_NIGHTS),
        (BY_NIGHTS, "nights=0", NO_NIGHTS),
        (BY_NIGHTS, "nights=-1", NO_NIGHTS),
        (BY_NIGHTS, "nights=two", NO_NIGHTS),
        (BY_NIGHTS, "nights=91", "At most 90 nights can be booked here."),
        (BY_NIGHTS, "nights=" + "9" * 5000, NO_NIGHTS),
        (
            BY_BOTH,
            "departure=2027-01-10&nights=3",
            "The nights and the day of departure do not fit together.",
        ),
        (BY_BOTH, "departure=&nights=", NO_DATE),
    ],
)
@time_machine.travel(date(2026, 12, 1))
def test_what_cannot_be_is_said_in_one_sentence(told, query, sentence):
    form = answered(told, query)
    assert not form.is_valid()
    assert [error for errors in form.errors.values() for error in errors] == [sentence]


@time_machine.travel(date(2027, 3, 1))
def test_where_no_arrival_is_known_a_departure_lies_ahead():
    late, soon = "departure=2027-02-28", "departure=2027-03-05"
    assert answered(BY_DEPARTURE, soon, arrival=None).is_valid()
    assert answered(BY_DEPARTURE, late, arrival=None).errors == {
        "departure": ["That day has been. Please choose a later one."]
    }


@pytest.mark.parametrize(
    "query", ["", "departure=x&nights=y", "nights=0", "nights=²", "nights=-1", "departure=\x00"]
)
def test_f13_is_asked_with_nothing_that_says_nothing(query):
    assert said_stay(QueryDict(query)) == Stay()


def asked(f13, endpoint):
    found = [dict(entry["params"]) for entry in f13.log(endpoint=endpoint)]
    return [(one.get("departure_date"), one.get("duration")) for one in found]


def later(perf_id, *, nights):
    """The day of departure, as f13 and as an address write it."""
    day = get_service("en").get_performance(perf_id).day + timedelta(days=nights)
    return day.strftime("%Y%m%d"), day.isoformat()


@pytest.mark.django_db
class TestThePages:
    @pytest.mark.parametrize(
        ("event_id", "fields"),
        [("I3R", ["departure"]), ("I3U", ["nights"]), ("LV42", ["departure", "nights"]), ("7AB", [])],
    )
    def test_the_event_page_asks_what_the_event_needs(self, client, f13, event_id, fields):
        (event,) = mirrored(event_id)
        page = client.get(event.get_absolute_url()).content.decode()
        assert re.findall(r'<input type="(?:date|number)" name="(\w+)"', page) == fields
        assert bool(re.search(r'<button class="quiet date" formaction="/performance/', page)) == bool(fields)

    @pytest.mark.parametrize("event_id", ["I3R", "I3U", "LV42"])
    def test_without_an_answer_the_performance_page_asks_first(self, client, f13, event_id):
        mirrored(event_id)
        page = client.get(f"/performance/{a_performance(event_id)}/").content.decode()
        assert "How long do you stay?" in page
        assert 'name="band"' not in page
        assert "errorlist" not in page

    def test_a_wrong_answer_is_said_beside_what_was_typed(self, client, f13):
        mirrored("I3R")
        page = client.get(f"/performance/{a_performance('I3R')}/?departure=2001-01-01").content.decode()
        assert "The departure must be after the arrival." in page
        assert 'value="2001-01-01"' in page
        assert "<title>Error: How long" in page

    def test_what_is_left_out_is_reckoned_and_asked_with(self, client, f13):
        mirrored("LV42")
        perf_id = a_performance("LV42")
        day, in_words = later(perf_id, nights=3)
        response = client.get(f"/performance/{perf_id}/?departure=&nights=3")
        assert response["Location"] == f"/performance/{perf_id}/?departure={in_words}&nights=3"
        f13.clear_log()
        page = client.get(response["Location"]).content.decode()
        assert asked(f13, "availability") == [(day, "3")]
        assert "3 nights" in page
        assert f'<input type="hidden" name="departure" value="{in_words}">' in page
        assert '<input type="hidden" name="nights" value="3">' in page

    def test_trolley_and_hold_are_asked_for_that_stay(self, client, f13):
        mirrored("LV42")
        perf_id = a_performance("LV42")
        day, in_words = later(perf_id, nights=2)
        f13.clear_log()
        client.post("/trolley/add/", a_choice(perf_id, departure=in_words, nights=2))
        assert asked(f13, "trolley") == [(day, "2")]
        client.post("/trolley/reserve/", hold_form(client.get("/trolley/").content.decode()))
        (held,) = f13.transactions()
        assert held["status"] == "reserved"

    def test_f13_puts_nothing_into_the_trolley_without_it(self, client, f13):
        mirrored("LV42")
        client.post("/trolley/add/", a_choice(a_performance("LV42")))
        assert "Your trolley is empty" in client.get("/trolley/").content.decode()

    def test_a_choice_that_cannot_be_had_leads_back_to_the_same_stay(self, client, f13):
        mirrored("I3U")
        perf_id = a_performance("I3U")
        response = client.post("/trolley/add/", a_choice(perf_id, nights=2, send="PIGEON"))
        assert response["Location"].startswith(f"/performance/{perf_id}/?nights=2&send=PIGEON&band=")

    @pytest.mark.parametrize("wrong", [{"departure": "soon"}, {"nights": "0"}, {"nights": "x" * 500}])
    def test_a_tampered_stay_is_not_passed_on(self, client, f13, wrong):
        mirrored("I3U")
        choice = a_choice(a_performance("I3U")) | wrong
        f13.clear_log()
        client.post("/trolley/add/", choice)
        assert f13.log(endpoint="trolley") == []


def test_so_many_nights_fit_into_the_question():
    assert said_stay(QueryDict(f"nights={MOST_NIGHTS}")) == Stay(None, MOST_NIGHTS)
