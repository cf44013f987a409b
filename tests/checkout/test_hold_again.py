"""One press holds the same once more, and says what is not the same."""

import dataclasses
import json
from datetime import timedelta

import pytest
import time_machine

from boxoffice.ticketing import to_text
from checkout import outcomes
from checkout.models import OrderRecord, State
from checkout.outcomes import Why
from tests.builders import CUSTOMER, a_hold, a_performance, a_trolley, pressed, run
from tests.rules.pages import HouseRulesClient

pytestmark = pytest.mark.django_db

FRONT = json.dumps(["STALLS", "A/pool"])
TUESDAY = 1


def held(f13):
    return [row for row in f13.transactions() if row["status"] == "reserved"]


def again(client, record, **form):
    return client.post(f"/checkout/{record.pk}/again/", form)


def latest():
    return OrderRecord.objects.latest("created_at")


def test_a_hold_that_ran_out_is_held_again_with_the_same_seats(client, f13):
    record = a_hold(client, band=FRONT, seats=["B3", "B4"])
    with time_machine.travel(record.hold_ends_at):
        assert "Hold the same tickets again" in client.get(f"/checkout/{record.pk}/").content.decode()
        address = again(client, record)["Location"]
        new = latest()
        assert address == f"/checkout/{new.pk}/"
        assert outcomes.of(new).is_as_asked
    assert new.again_of == record
    assert held(f13)[0]["orders"][0]["seats"] == ["B3", "B4"]
    assert len(held(f13)) == 1


def test_what_f13_still_holds_of_it_is_let_go_first(client, f13):
    record = a_hold(client, band=FRONT, seats=["B3", "B4"])
    with time_machine.travel(record.hold_ends_at + timedelta(seconds=1)):
        again(client, record)
    deeds = [row["endpoint"] for row in f13.log() if row["endpoint"] in {"reserve", "release"}]
    assert deeds == ["reserve", "release", "reserve"]


def test_let_go_not_held_and_failed_may_be_held_again(client, f13):
    released = a_hold(client)
    client.post(f"/checkout/{released.pk}/release/")
    assert "Hold the same tickets again" in client.get(f"/checkout/{released.pk}/").content.decode()
    again(client, released)
    assert latest().state == State.RESERVED
    f13.fault("reserve", kind="410")
    refused = a_hold(client, perf_id=a_performance("6IF"), send="COBO")
    assert refused.state in {State.NOT_RESERVED, State.LOST}


def test_a_failed_purchase_leads_to_the_same_seats_with_the_details_kept(client, f13):
    customer = CUSTOMER | {"address_line_two": "fail part one"}
    perf_id = a_performance("6IE", weekday=3)
    record = run(pressed(client, customer=customer, perf_id=perf_id))
    assert record.state == State.FAILED
    page = client.get(f"/checkout/{record.pk}/progress/").content.decode()
    assert "Hold the same tickets again" in page
    new = client.post(f"/checkout/{record.pk}/again/", follow=True).content.decode()
    assert latest().again_of == record
    assert 'value="1 Long Lane"' in new


def test_pressed_many_times_it_is_held_once(client, f13):
    record = a_hold(client)
    client.post(f"/checkout/{record.pk}/release/")
    assert len({again(client, record)["Location"] for _ in range(4)}) == 1
    assert len(held(f13)) == 1
    assert len(f13.log(endpoint="reserve")) == 2


def test_an_old_press_that_comes_once_more_holds_nothing_anew(client, f13):
    record = a_hold(client)
    client.post(f"/checkout/{record.pk}/release/")
    again(client, record)
    second = latest()
    client.post(f"/checkout/{second.pk}/release/")
    assert again(client, record)["Location"] == f"/checkout/{second.pk}/"
    assert held(f13) == []


def test_what_is_held_is_not_held_again(client, f13):
    record = a_hold(client)
    assert again(client, record)["Location"] == f"/checkout/{record.pk}/"
    assert len(f13.log(endpoint="reserve")) == 1


@pytest.mark.parametrize("state", [State.LOST, State.RESERVING, State.PURCHASED, State.ATTEMPTING])
def test_what_is_under_way_lost_or_bought_is_not_held_again(client, f13, state):
    record = a_hold(client)
    OrderRecord.objects.filter(pk=record.pk).update(state=state)
    again(client, record)
    assert len(f13.log(endpoint="reserve")) == 1


def test_nobody_holds_anothers_again(client, f13):
    record = a_hold(client)
    client.post(f"/checkout/{record.pk}/release/")
    assert again(HouseRulesClient(), record).status_code == 404
    assert held(f13) == []


def test_a_record_that_kept_no_trolley_leads_to_the_trolley(client, f13):
    record = a_hold(client)
    client.post(f"/checkout/{record.pk}/release/")
    record.change(kept_asked="")
    page = client.post(f"/checkout/{record.pk}/again/", follow=True).content.decode()
    assert "Hold the same tickets again" not in page
    assert "/trolley/" in page


def test_seats_that_others_have_meanwhile_are_said_and_asked(client, f13):
    record = a_hold(client, band=FRONT, seats=["B3", "B4"])
    client.post(f"/checkout/{record.pk}/release/")
    a_hold(HouseRulesClient(), band=FRONT, seats=["B3", "B4"])
    again(client, record)
    new = latest()
    if new.state == State.RESERVED:
        (other,) = outcomes.of(new).seats
        assert other.asked == ("B3", "B4")
        assert outcomes.of(new).needs_consent
    else:
        assert new.state == State.NOT_RESERVED


def test_of_best_available_seats_the_difference_to_the_hold_before_is_said(client, f13):
    record = a_hold(client, quantity=2)
    (order,) = record.reservation.orders
    client.post(f"/checkout/{record.pk}/release/")
    a_hold(HouseRulesClient(), quantity=2)
    again(client, record)
    (other,) = outcomes.of(latest()).seats
    assert other.asked == order.seat_ids


def test_another_price_than_before_is_said_and_asked(client, f13):
    record = a_hold(client)
    client.post(f"/checkout/{record.pk}/release/")
    f13.catalogue(price={"7AB": 5})
    page = client.post(f"/checkout/{record.pk}/again/", follow=True).content.decode()
    assert "it was £55.00, and is £60.00 now" in page


def test_what_was_typed_comes_with_the_press(client, f13):
    record = a_hold(client)
    client.post(f"/checkout/{record.pk}/release/")
    again(client, record, **CUSTOMER)
    assert 'value="1 Long Lane"' in client.get(f"/checkout/{latest().pk}/").content.decode()


def test_while_the_earlier_release_is_uncertain_nothing_is_held_and_the_press_works_later(client, f13):
    record = a_hold(client)
    f13.fault("release", kind="cut", times=2)
    client.post(f"/checkout/{record.pk}/release/")
    page = client.post(f"/checkout/{record.pk}/again/", follow=True).content.decode()
    assert "nothing new is held" in page
    assert len(f13.log(endpoint="reserve")) == 1
    again(client, record)
    assert latest().state == State.RESERVED
    assert len(held(f13)) == 1


class TestATokenThatIsNotTaken:
    @pytest.fixture
    def record(self, client, f13):
        a_trolley(client, band=FRONT, seats=["B3", "B4"])
        record = a_hold(client, perf_id=a_performance("6IF"), send="COBO")
        client.post(f"/checkout/{record.pk}/release/")
        asked = dataclasses.replace(record.asked, token="of another time")
        record.change(kept_asked=to_text(asked))
        return record

    def test_the_same_is_held_by_a_new_one(self, client, f13, record):
        again(client, record)
        new = latest()
        assert outcomes.of(new).is_as_asked
        assert new.trolley_token == new.asked.token != "of another time"
        (row,) = held(f13)
        assert sorted(order["event_id"] for order in row["orders"]) == ["6IF", "7AB"]

    def test_what_is_not_to_be_had_any_more_is_named_and_asked(self, client, f13, record):
        f13.catalogue(vanish=["6IF"])
        again(client, record)
        new = latest()
        assert [one.why for one in outcomes.of(new).missing] == [Why.GONE]
        page = client.get(f"/checkout/{new.pk}/").content.decode()
        assert "Nutcracker" in page
        assert "It is not on sale any more." in page
        assert 'id="customer"' not in page

    def test_once_that_was_said_it_is_not_said_of_the_next(self, client, f13, record):
        f13.catalogue(vanish=["6IF"])
        again(client, record)
        second = latest()
        client.post(f"/checkout/{second.pk}/release/")
        again(client, second)
        assert outcomes.of(latest()).missing == ()

    def test_where_nothing_is_to_be_had_any_more_it_is_said(self, client, f13, record):
        f13.catalogue(vanish=["6IF", "7AB"])
        page = client.post(f"/checkout/{record.pk}/again/", follow=True).content.decode()
        assert latest().state == State.NOT_RESERVED
        assert "These tickets could not be held" in page
        assert held(f13) == []

    def test_trouble_with_the_shops_account_builds_nothing_anew(self, client, f13, record, settings):
        settings.F13_PASSWORD = "changed upstream"
        f13.clear_log()
        again(client, record)
        assert latest().state == State.NOT_RESERVED
        assert f13.log(endpoint="trolley") == []
