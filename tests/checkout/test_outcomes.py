"""What came otherwise than it was asked for: said, and agreed to before anything is bought."""

import json
from dataclasses import replace

import pytest
import time_machine

from boxoffice.ticketing import to_text
from checkout import outcomes, purchase
from checkout.models import OrderRecord, State
from checkout.outcomes import Outcome, Why
from tests.builders import CUSTOMER, a_choice, a_hold, a_performance, a_trolley, hold_form, mirrored
from tests.rules.pages import HouseRulesClient

pytestmark = pytest.mark.django_db

TUESDAY, THURSDAY, FRIDAY = 1, 3, 4
FRONT, REAR = (json.dumps(["STALLS", code]) for code in ("A/pool", "B/pool"))
CIRCLE = json.dumps(["CIRCLE", "B/pool"])
MOVED = {"band": REAR, "seats": ["D6", "D7"]}


def page_of(client, record):
    return client.get(f"/checkout/{record.pk}/").content.decode()


def hold(client):
    """What is in the trolley."""
    client.post("/trolley/reserve/", hold_form(client.get("/trolley/").content.decode()))
    return OrderRecord.objects.latest("created_at")


def test_all_as_asked_needs_nobodys_consent(client, f13):
    record = a_hold(client, band=FRONT, seats=["B3", "B4"])
    assert outcomes.of(record) == Outcome(is_held=True)
    page = page_of(client, record)
    assert "Accept" not in page
    assert 'id="customer"' in page


def test_the_record_keeps_what_was_asked_for(client, f13):
    record = a_hold(client, band=FRONT, seats=["B3", "B4"])
    (chosen,) = OrderRecord.objects.get(pk=record.pk).asked.choices.values()
    assert chosen.choice.seats == ("B3", "B4")
    assert record.asked.token == record.trolley_token


def test_other_seats_are_shown_beside_those_asked_for(client, f13):
    record = a_hold(client, **MOVED)
    (other,) = outcomes.of(record).seats
    assert other.asked == ("D6", "D7")
    assert set(other.order.seat_ids) == set(f13.transactions()[0]["orders"][0]["seats"]) != {"D6", "D7"}
    page = page_of(client, record)
    assert "D6, D7" in page
    assert "The price is the one that you saw." in page
    assert 'id="customer"' not in page


def test_seats_that_f13_swears_are_those_asked_for_are_compared_all_the_same(client, f13):
    record = a_hold(client, band=FRONT, seats=["B3", "B4"])
    other = a_hold(HouseRulesClient(), band=FRONT, seats=["B5", "B6"])
    record.kept_reservation = other.kept_reservation
    assert outcomes.of(record).seats[0].asked == ("B3", "B4")


def test_nothing_is_bought_before_somebody_has_agreed(client, f13):
    record = a_hold(client, **MOVED)
    assert not purchase.press(record, customer={}, browser=purchase.Browser())
    answer = client.post(f"/checkout/{record.pk}/", CUSTOMER)
    assert "Please look at what is held" in answer.content.decode()
    record.refresh_from_db()
    assert record.state == State.RESERVED
    assert f13.log(endpoint="purchase") == []


def test_what_was_typed_meanwhile_is_kept(client, f13):
    record = a_hold(client, **MOVED)
    client.post(f"/checkout/{record.pk}/", CUSTOMER)
    client.post(f"/checkout/{record.pk}/accept/")
    assert 'value="1 Long Lane"' in page_of(client, record)


def test_once_agreed_it_is_bought(client, f13, django_capture_on_commit_callbacks):
    record = a_hold(client, **MOVED)
    page = client.post(f"/checkout/{record.pk}/accept/", follow=True).content.decode()
    assert "You have agreed to this" in page
    assert 'id="customer"' in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/checkout/{record.pk}/", CUSTOMER)
    record.refresh_from_db()
    assert record.state == State.PURCHASED


def test_agreeing_twice_is_agreeing_once(client, f13):
    record = a_hold(client, **MOVED)
    for _ in range(3):
        client.post(f"/checkout/{record.pk}/accept/")
    assert record.steps.filter(what__contains="accepted").count() == 1


def test_nobody_agrees_for_another(client, f13):
    record = a_hold(client, **MOVED)
    assert HouseRulesClient().post(f"/checkout/{record.pk}/accept/").status_code == 404
    record.refresh_from_db()
    assert record.accepted_at is None


def test_agreeing_to_what_ran_out_agrees_to_nothing(client, f13):
    record = a_hold(client, **MOVED)
    with time_machine.travel(record.hold_ends_at):
        page = client.post(f"/checkout/{record.pk}/accept/", follow=True).content.decode()
    record.refresh_from_db()
    assert (record.accepted_at, record.state) == (None, State.EXPIRED)
    assert "there was nothing to agree to" in page
    assert "Hold the same tickets again" in page


def test_another_price_is_shown_beside_the_one_that_was_seen_and_asked_again(client, f13):
    form = hold_form(a_trolley(client))
    f13.catalogue(price={"7AB": 7.5})
    page = client.post("/trolley/reserve/", form, follow=True).content.decode()
    assert "it was £55.00, and is £62.50 now" in page
    assert 'id="customer"' not in page
    record = OrderRecord.objects.get()
    assert not purchase.press(record, customer={}, browser=purchase.Browser())


def test_the_new_price_is_said_in_the_language_of_who_reads_it(client, f13):
    form = hold_form(a_trolley(client))
    f13.catalogue(price={"7AB": 7.5})
    client.post("/trolley/reserve/", form)
    page = client.get(f"/fr/checkout/{OrderRecord.objects.get().pk}/").content.decode()
    assert "62,50\N{NO-BREAK SPACE}£" in page


def test_of_a_part_it_is_said_what_is_held_what_is_not_and_why(client, f13):
    a_trolley(client)
    a_trolley(client, perf_id=a_performance("6IE", weekday=TUESDAY))
    record = hold(client)
    (missing,) = outcomes.of(record).missing
    assert (missing.why, missing.order.event.id) == (Why.NOT_GIVEN, "6IE")
    page = page_of(client, record)
    assert "These could not be held, and are not part of the price" in page
    assert "Swan Lake" in page
    assert "Accept these for £55.00" in page


def test_of_none_ticket_type_and_band_are_named_no_card_is_charged_and_others_are_near(client, f13):
    perf_id = a_performance("7AB")
    record = a_hold(client, perf_id=perf_id, band=CIRCLE, seats=["H10"])
    assert record.state == State.NOT_RESERVED
    page = page_of(client, record)
    (order,) = record.reservation.unreserved_orders
    assert f"{order.ticket_type_name}, {order.price_band_name}" in page or order.ticket_type_name in page
    assert "No card has been charged" in page
    assert f"/performance/{perf_id}/?together=1&amp;instead=" in page


def test_an_event_that_has_left_the_sale_meanwhile_is_said_to_have(client, f13):
    a_trolley(client)
    form = hold_form(a_trolley(client, perf_id=a_performance("6IF"), send="COBO"))
    f13.catalogue(vanish=["6IF"])
    client.post("/trolley/reserve/", form)
    record = OrderRecord.objects.get()
    whys = {one.why for one in outcomes.of(record).missing}
    assert record.state == State.RESERVED
    assert whys & {Why.GONE, Why.NOT_GIVEN}
    assert outcomes.of(record).needs_consent


def test_kinds_that_f13_replaced_without_a_word_are_asked(client, f13):
    mirrored("6IF")
    choice = a_choice(a_performance("6IF", weekday=FRIDAY), band=FRONT)
    choice["number:0:CHILD"] = "1"
    client.post("/trolley/add/", choice)
    record = hold(client)
    assert outcomes.of(record).is_as_asked
    ((number, known),) = record.asked.choices.items()
    asked = record.asked.with_choice(
        number, kinds=("CHILD", "CHILD"), kind_names=("Child rate", "Child rate"), got=known.got
    )
    record.change(kept_asked=to_text(asked))
    (other,) = outcomes.of(record).kinds
    assert other.asked == ((2, "Child rate"),)
    page = page_of(client, record)
    assert "Other kinds of ticket" in page
    assert "2 × Child rate" in page
    assert outcomes.of(record).needs_consent


def test_no_answer_says_what_may_be_so_and_leads_to_other_seats(client, f13):
    perf_id = a_performance("7AB")
    page = a_trolley(client, perf_id=perf_id)
    f13.fault("reserve", kind="lost")
    client.post("/trolley/reserve/", hold_form(page))
    record = OrderRecord.objects.get()
    assert record.state == State.LOST
    page = page_of(client, record)
    assert "may stay held for a few minutes" in page
    assert f"/performance/{perf_id}/?together=1" in page
    assert "Hold the same tickets again" not in page


def test_after_a_lost_answer_other_seats_can_be_held(client, f13):
    page = a_trolley(client, band=FRONT, seats=["B3", "B4"])
    f13.fault("reserve", kind="lost")
    client.post("/trolley/reserve/", hold_form(page))
    instead = str(next(iter(OrderRecord.objects.get().asked.choices)))
    record = a_hold(client, band=FRONT, seats=["B5", "B6"], instead=instead)
    assert record.state == State.RESERVED
    assert outcomes.of(record).is_as_asked


def test_restricted_views_and_words_of_seats_are_said_again(client, f13):
    record = a_hold(client, band=REAR, seats=["C5", "C6"])
    page = page_of(client, record)
    assert "(restricted view)" in page.lower()
    assert "(Restricted view. Haunted seat)" in page
    before, _, at_the_button = page.partition('class="customer"')
    assert [part.count("is-warning") for part in (before, at_the_button)] == [2, 2]


def test_a_record_of_an_older_shop_which_kept_no_trolley_is_shown(client, f13):
    record = a_hold(client)
    record.change(kept_asked="")
    assert 'id="customer"' in page_of(client, record)


def test_an_answer_that_passes_an_order_over_in_silence_is_noticed(client, f13):
    a_trolley(client)
    a_trolley(client, perf_id=a_performance("6IF"), send="COBO")
    record = hold(client)
    got = record.reservation
    trolley = replace(got.trolley, bundles=got.trolley.bundles[:1])
    record.kept_reservation = to_text(replace(got, trolley=trolley))
    (missing,) = outcomes.of(record).missing
    assert missing.why == Why.GONE
    assert missing.chosen.choice.perf_id
