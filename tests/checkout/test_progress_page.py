import re
from datetime import timedelta

import pytest
import time_machine
import zxingcpp
from django.utils import timezone

from checkout import watching
from checkout.models import OrderRecord, State
from tests.builders import CUSTOMER, a_purchase, pressed
from tests.rules.pages import HouseRulesClient

pytestmark = pytest.mark.django_db


def shown(client, record, *, after=0):
    with time_machine.travel(timezone.now() + timedelta(seconds=after)):
        return client.get(f"/checkout/{record.pk}/progress/").content.decode()


def stage_of(page):
    return re.search(r'data-stage="([\w-]+)"', page)[1]


@pytest.mark.parametrize(
    ("after", "stage", "words"),
    [
        (0, "at-first", "usually takes a few seconds"),
        (11, "still", "has not answered yet"),
        (61, "long", "is slow today"),
        (181, "looked-into", "an email tells you once it is settled"),
    ],
)
def test_it_says_what_the_waiting_is_for(client, f13, after, stage, words):
    page = shown(client, pressed(client), after=after)
    assert stage_of(page) == stage
    assert words in page
    assert "You may close this page" in page


def test_how_long_it_has_taken_is_counted_from_the_row_so_a_reload_begins_nothing_anew(client, f13):
    record = pressed(client)
    assert [stage_of(shown(client, record, after=70)) for _ in range(3)] == ["long"] * 3
    assert stage_of(shown(HouseRulesClient(), record, after=70)) == "long"


def test_who_comes_back_from_the_bank_is_not_told_that_the_venue_was_slow_meanwhile(client, f13):
    record = pressed(client)
    record.change(state=State.CALLED_OUT)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        OrderRecord.objects.get(pk=record.pk).move(State.ATTEMPTING, what="back")
        assert stage_of(shown(client, record)) == "at-first"


@pytest.mark.parametrize("state", [State.AUTHORISING, State.ATTEMPTING])
def test_it_is_looked_at_less_often_the_longer_it_takes_with_scripts_and_without(client, f13, state):
    record = pressed(client)
    record.change(state=state)
    pages = [shown(client, record, after=after) for after in (0, 11, 61, 181)]
    pauses = [int(re.search(r'data-look-again="(\d+)"', page)[1]) for page in pages]
    assert pauses == sorted(set(pauses))
    address = f"/checkout/{record.pk}/progress/"
    refreshes = [re.search(r'http-equiv="refresh" content="(\d+); url=([^"]+)"', page) for page in pages]
    assert [(int(found[1]), found[2]) for found in refreshes] == [(pause, address) for pause in pauses]


WORDS = {
    State.AUTHORISING: "We are confirming your card",
    State.ATTEMPTING: "We are buying your tickets",
    State.CALLED_OUT: "The payment goes on at another page",
    State.HANDED_OVER: "These tickets wait to be paid",
    State.PURCHASED: "The tickets are bought",
    State.PARTLY_PURCHASED: "Some of the tickets are bought, and some are not",
    State.CANCELLED: "The tickets are bought",
    State.FAILED: "The tickets were not bought",
    State.EXPIRED: "The time for these tickets has run out",
    State.RESERVED: "These tickets are held",
    State.RELEASED: "This order is not being bought",
}


@pytest.mark.parametrize("state", State)
def test_each_state_has_words_and_names_nobody_without_their_session(client, f13, state):
    record = pressed(client)
    record.change(state=state)
    page = shown(HouseRulesClient(), record, after=181)
    assert WORDS.get(state, "This order is not being bought") in page
    said = [record.trolley_token, *(value for name, value in CUSTOMER.items() if name != "country_code")]
    assert not [value for value in said if value and value in page]


@pytest.mark.parametrize("state", [State.CALLED_OUT, State.HANDED_OVER])
def test_while_the_buyer_is_elsewhere_nothing_is_being_looked_into(client, f13, state):
    record = pressed(client)
    record.change(state=state)
    progress = watching.Progress(record, timezone.now() + timedelta(hours=1))
    assert not progress.is_looked_into
    assert progress.look_again_after == 10  # there may be a button to be pressed before


def test_another_device_has_the_link_to_copy_or_to_scan(client, f13):
    record = pressed(client)
    address = f"http://testserver/checkout/{record.pk}/progress/"
    assert f'<a href="{address}" dir="ltr">' in shown(client, record)
    svg = HouseRulesClient().get(f"/checkout/{record.pk}/progress.svg")
    assert svg["Content-Type"] == "image/svg+xml"
    drawn = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode)
    assert svg.content.decode() == drawn.to_svg()
    (read,) = zxingcpp.read_barcodes(drawn.to_image(scale=4))
    assert read.text == address


def test_the_link_keeps_the_language_that_is_read(client, f13):
    record = pressed(client)
    page = client.get(f"/fr/checkout/{record.pk}/progress/").content.decode()
    assert f"http://testserver/fr/checkout/{record.pk}/progress/" in page
    assert f"url=/fr/checkout/{record.pk}/progress/" in page


def test_a_picture_of_no_order_is_not_found(client, db):
    answer = client.get("/checkout/00000000-0000-4000-8000-000000000000/progress.svg")
    assert answer.status_code == 404


def test_bought_its_owner_goes_on_to_the_tickets_and_nobody_else(
    client, f13, django_capture_on_commit_callbacks
):
    record = a_purchase(client, django_capture_on_commit_callbacks)
    answer = client.get(f"/checkout/{record.pk}/progress/")
    assert answer["Location"] == f"/order/{record.pk}/"
    page = shown(HouseRulesClient(), record)
    assert "The tickets are bought" in page
    assert "refresh" not in page


def test_a_look_costs_few_questions(client, f13, django_assert_max_num_queries):
    record = pressed(client)
    with django_assert_max_num_queries(4):
        client.get(f"/checkout/{record.pk}/progress/")
