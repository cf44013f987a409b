import re

import pytest
import zxingcpp

from boxoffice.ticketing import Order, Seat, TicketOrder
from checkout import tickets
from tests.builders import a_performance, a_purchase
from tests.rules.pages import HouseRulesClient
from tests.words import stands_in

pytestmark = pytest.mark.django_db


def test_it_shows_references_seats_and_price(client, f13, django_capture_on_commit_callbacks):
    record = a_purchase(client, django_capture_on_commit_callbacks)
    page = client.get(f"/order/{record.pk}/").content.decode()
    order = record.trolley.orders[0]
    assert record.transaction_id in page
    assert order.backend_purchase_reference
    assert order.backend_purchase_reference in page
    assert order.seat_ids[0] in page
    assert "<dt>Total</dt><dd>£55.00</dd>" in page


def test_there_is_a_ticket_per_seat_with_its_own_barcode(client, f13, django_capture_on_commit_callbacks):
    record = a_purchase(client, django_capture_on_commit_callbacks, quantity=3)
    page = client.get(f"/order/{record.pk}/").content.decode()
    addresses = re.findall(r'class="barcode" src="([^"]+)"', page)
    assert len(addresses) == 3
    assert len({client.get(address).content for address in addresses}) == 3


@pytest.mark.parametrize("name", list(tickets.FORMATS))
def test_a_barcode_reads_back_as_what_the_supplier_gave(name):
    drawn = zxingcpp.create_barcode("ABC123456", tickets.FORMATS[name]).to_image(scale=4)
    (read,) = zxingcpp.read_barcodes(drawn)
    assert read.text == "ABC123456"


@pytest.mark.parametrize(("barcode", "is_drawn"), [("ABC-é☃", True), ("x" * 5000, False)])
def test_a_barcode_that_the_suppliers_type_cannot_hold_is_drawn_in_another_or_not_at_all(barcode, is_drawn):
    order, seat = Order(supported_barcode_types=("code39",)), Seat("A1", barcode=barcode)
    svg = tickets.Ticket(1, order, TicketOrder(), seat).svg()
    assert svg.startswith(("<?xml", "<svg")) is is_drawn


def test_without_barcode_the_ticket_says_what_the_venue_needs(
    client, f13, django_capture_on_commit_callbacks
):
    record = a_purchase(client, django_capture_on_commit_callbacks, perf_id=a_performance("6IF"), send="COBO")
    page = client.get(f"/order/{record.pk}/").content.decode()
    assert 'class="barcode"' not in page
    assert page.count(record.trolley.orders[0].backend_purchase_reference) == 2


def test_a_barcode_that_does_not_exist_is_a_404(client, f13, django_capture_on_commit_callbacks):
    record = a_purchase(client, django_capture_on_commit_callbacks)
    assert client.get(f"/order/{record.pk}/barcode/1.svg").status_code == 200
    for number in ("0", "2", "99999999999"):
        assert client.get(f"/order/{record.pk}/barcode/{number}.svg").status_code == 404


def test_strangers_see_neither_order_nor_barcode_and_nothing_personal_of_its_progress(
    client, f13, django_capture_on_commit_callbacks
):
    record = a_purchase(client, django_capture_on_commit_callbacks)
    stranger = HouseRulesClient()
    assert stranger.get(f"/order/{record.pk}/").status_code == 404
    assert stranger.get(f"/order/{record.pk}/barcode/1.svg").status_code == 404
    page = stranger.get(f"/checkout/{record.pk}/progress/").content.decode()
    assert "The tickets are bought" in page
    assert record.transaction_id not in page
    assert not stands_in(page, "Ada")


def test_until_it_is_bought_the_order_leads_to_its_checkout(client, f13):
    from tests.builders import a_hold

    record = a_hold(client)
    assert client.get(f"/order/{record.pk}/")["Location"] == f"/checkout/{record.pk}/"
