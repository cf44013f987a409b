"""Whatever a form says: f13 never hears of what it would refuse, and what goes into a trolley can be held."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boxoffice import live
from boxoffice.ticketing import get_service
from checkout import trolley
from tests.builders import a_performance, mirrored
from tests.rules.pages import HouseRulesClient

pytestmark = pytest.mark.django_db

# Any seats, neighbours only, whole tables, kinds in pairs, singles only if need be, best available.
EVENTS = ("7AB", "7AA", "LN13", "LN15", "LN21", "6IF", "LN12", "6KF")
SCRIPTED = {"H10", "D7"}  # the sandbox plays its tricks with these
ROUNDS = 30


class Offer:
    """What there is at one performance, for forms to be made of."""

    def __init__(self, event_id):
        mirrored(event_id)
        self.perf_id = a_performance(event_id, weekday=4 if event_id == "6IF" else None)
        availability = live.get_availability(self.perf_id, language="en")
        self.bands = availability.bands
        self.send = get_service("en").list_send_methods(self.perf_id)[0].code

    @property
    def keys(self):
        return [json.dumps([band.ticket_type_code, band.code]) for band in self.bands]


@st.composite
def forms(draw: Any, offer: Offer) -> dict[str, Any]:
    """Mostly what a page could send, now and then what none does."""
    form: dict[str, Any] = {"perf_id": offer.perf_id, "band": offer.keys, "send": offer.send}
    index = draw(st.integers(0, len(offer.bands) - 1))
    band = offer.bands[index]
    kinds = st.sampled_from([band.discount_code] * 4 + [kind.code for kind in band.discounts] + ["NO-SUCH"])
    if band.seats and draw(st.booleans()):
        seats = _seats(draw, index, band)
        form[draw(st.sampled_from(["seat", "seat", "group"]))] = seats
        if "group" in form:
            form["group"] = json.dumps(seats)
        for seat in seats:
            form[f"kind:{seat}"] = draw(st.just(band.discount_code) | kinds)
    else:
        form["from"] = str(index)
        for _ in range(draw(st.integers(1, 3))):
            form[f"number:{index}:{draw(kinds)}"] = str(draw(st.sampled_from((2, 4, 1, 0, 3, 6, 900))))
    return form


def _seats(draw, index, band):
    """A whole block, or some in a row, some anywhere, perhaps one that there is not, perhaps one twice."""
    block = draw(st.sampled_from(band.seat_blocks))
    if draw(st.booleans()):
        return [f"{index}:{seat.id}" for seat in block.seats]
    start = draw(st.integers(0, len(block) - 1))
    near = [seat.id for seat in block.seats[start : start + draw(st.integers(1, 4))]]
    anywhere = draw(st.lists(st.sampled_from([seat.id for seat in band.seats] + ["Z99"]), max_size=2))
    return [f"{index}:{seat}" for seat in near + anywhere]


@pytest.mark.parametrize("event_id", EVENTS)
def test_what_goes_in_can_be_held_and_nothing_else_is_asked_for(f13, event_id):
    offer = Offer(event_id)
    went_in = []

    @settings(max_examples=ROUNDS, suppress_health_check=list(HealthCheck))
    @given(forms(offer))
    def holds(form):
        client = HouseRulesClient()
        f13.clear_log()
        answer = client.post("/trolley/add/", form)
        assert answer.status_code == 302
        page = client.get(answer["Location"]).content.decode()
        mine = trolley.kept(client.session.get("visitor", ""))
        if mine.is_empty:
            assert f13.log(endpoint="trolley") == []
            assert 'role="alert"' in page or "message-" in page or "for whom each ticket is" in page, form
            return
        went_in.append(form)
        if SCRIPTED & {seat for one in mine.choices.values() for seat in one.choice.seats}:
            return
        held = get_service("en").reserve(mine.token)
        assert held.is_held, form
        assert not held.unreserved_orders, form
        get_service("en").release(held.trolley.transaction_uuid or held.transaction_uuid)
        live.forget()

    holds()
    assert went_in
