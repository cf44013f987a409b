"""The page of each ticket, its files, and who may see them."""

import re

import pytest

from boxoffice.ticketing import Seat, SendMethod
from checkout import items
from checkout.models import State
from tests.bad_input import addresses
from tests.builders import a_hold, a_performance, a_purchase
from tests.in_hand import (
    ETICKET,
    a_bundle,
    a_record,
    an_order,
    as_picture,
    pictures,
    scanned,
    seats,
    texts,
)
from tests.rules.pages import HouseRulesClient

IN_HAND = ("/barcode/", "/ticket", "/receipt", "/kept")  # of the addresses below an order
pytestmark = pytest.mark.django_db

VOUCHER = SendMethod("E", "Voucher", "selfprint", self_print_voucher_url="https://supplier.example/v/1")


@pytest.fixture
def owner(client):
    """Gives a visitor an order made of values."""

    def owns(*orders, **changes):
        session = client.session
        session["visitor"] = "somebody"
        session.save()
        record = a_record(*orders, **changes)
        record.save()
        items.keep(record)
        return record

    return owns


def page_of(client, record, number=1, *, at=""):
    answer = client.get(f"{at}/order/{record.pk}/ticket/{number}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_shows_barcode_seat_reference_and_name(client, owner):
    record = owner(an_order(*seats("C5", "C6")))
    page = page_of(client, record, 2)
    assert 'data-page="ticket"' in page
    for words in ("C6", "PURCHASE-AB12-1", "T000-0000-1234", "Ada Reader", "Stalls, Front, Adult"):
        assert words in page
    assert "C5" not in page.partition("<main")[2]
    assert f"/order/{record.pk}/barcode/2.svg" in page
    assert "Turn up your screen’s brightness" in page


def test_r8_a_ticket_that_was_bought_is_scanned_on_its_page_and_its_pdf(
    client, f13, django_capture_on_commit_callbacks
):
    record = a_purchase(client, django_capture_on_commit_callbacks, quantity=3)
    given = [seat.barcode for seat in record.trolley.orders[0].seats]
    assert len(set(given)) == 3
    shown = [client.get(f"/order/{record.pk}/barcode/{number}.svg") for number in (1, 2, 3)]
    assert [scanned(as_picture(svg.content.decode()))[0][0] for svg in shown] == given
    whole = client.get(f"/order/{record.pk}/tickets.pdf")
    assert whole["Content-Type"] == "application/pdf"
    assert [scanned(page)[0][0] for page in pictures(whole.content)] == given
    single = client.get(f"/order/{record.pk}/ticket/2.pdf")
    assert [scanned(page)[0][0] for page in pictures(single.content)] == [given[1]]
    assert f'filename="ticket-2-{record.transaction_id}.pdf"' in single["Content-Disposition"]


def test_one_leads_to_the_next_and_back(client, owner):
    record = owner(an_order(*seats("A1", "A2", "A3")))
    root = f"/order/{record.pk}/ticket"
    first, second, last = (page_of(client, record, number) for number in (1, 2, 3))
    assert f'rel="next" href="{root}/2/"' in first
    assert 'rel="prev"' not in first
    assert f'rel="prev" href="{root}/1/"' in second
    assert f'rel="next" href="{root}/3/"' in second
    assert "Ticket 2 of 3" in second
    assert 'rel="next"' not in last


def test_a_single_ticket_is_not_counted(client, owner):
    page = page_of(client, owner(an_order(*seats("A1"))))
    assert " of 1" not in page
    assert "tickets.pdf" not in page


def test_what_is_to_be_known_of_a_seat_stands_beside_it(client, owner):
    mine = (Seat("C5", is_restricted_view=True, barcode="1"), Seat("C6", text="Haunted seat", barcode="2"))
    record = owner(an_order(*mine))
    assert "Restricted view" in page_of(client, record, 1)
    assert "Haunted seat" in page_of(client, record, 2)


def test_cancelled_tickets_are_gone_and_the_others_keep_their_addresses(client, owner):
    gone = an_order(*seats("A1", "A2", code="11"), cancellation_status="cancelled")
    record = owner(gone, an_order(*seats("B1"), item_number=2))
    root = f"/order/{record.pk}"
    for address in ("ticket/1/", "ticket/2/", "ticket/1.pdf", "barcode/1.svg"):
        assert client.get(f"{root}/{address}").status_code == 404
    assert "B1" in page_of(client, record, 3)
    assert len(texts(client.get(f"{root}/tickets.pdf").content)) == 1


def test_once_all_is_cancelled_there_are_no_tickets_and_still_a_receipt(client, owner):
    record = owner(an_order(cancellation_status="cancelled"), state=State.CANCELLED)
    root = f"/order/{record.pk}"
    for address in ("ticket/1/", "ticket/1.pdf", "tickets.pdf", "barcode/1.svg", "kept/"):
        assert client.get(f"{root}/{address}").status_code == 404
    assert "Cancelled" in texts(client.get(f"{root}/receipt.pdf").content)[0]


@pytest.mark.parametrize("number", ["0", "3", "99999999999999999999", "01"])
def test_a_ticket_that_there_is_not_is_a_404(client, owner, number):
    record = owner(an_order(*seats("A1", "A2")))
    wrong = number != "01"
    for address in (f"ticket/{number}/", f"ticket/{number}.pdf", f"barcode/{number}.svg"):
        assert (client.get(f"/order/{record.pk}/{address}").status_code == 404) is wrong


def test_strangers_find_nothing_at_any_address(client, owner):
    record = owner()
    mine = [one for one in addresses(record.pk) if any(name in one for name in IN_HAND)]
    assert len(mine) >= 8
    assert {client.get(one).status_code for one in mine} == {200}
    assert {HouseRulesClient().get(one).status_code for one in mine} == {404}


def test_before_it_is_bought_there_are_no_tickets(client, f13):
    record = a_hold(client)
    for end in ("ticket/1/", "ticket/1.pdf", "tickets.pdf", "receipt.pdf", "kept/", "kept.json", "kept.js"):
        assert client.get(f"/order/{record.pk}/{end}").status_code == 404


def test_nothing_of_it_is_kept_on_the_way_or_listed(client, owner):
    record = owner()
    for one in (one for one in addresses(record.pk) if any(name in one for name in IN_HAND)):
        answer = client.get(one)
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]
    assert client.get(f"/order/{record.pk}/tickets.pdf")["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page_of(client, record)


def test_where_the_suppliers_voucher_is_the_only_ticket_none_of_ours_is_shown(client, owner):
    record = owner(an_order(*seats("A1"), send_method=VOUCHER))
    page = client.get(f"/order/{record.pk}/").content.decode()
    assert VOUCHER.self_print_voucher_url in page
    assert "barcode" not in page
    assert client.get(f"/order/{record.pk}/ticket/1/").status_code == 404
    assert client.get(f"/order/{record.pk}/barcode/1.svg").status_code == 404


def test_the_suppliers_voucher_is_offered_beside_our_ticket_where_both_count(client, owner):
    method = SendMethod(
        "E",
        "eTicket",
        "selfprint",
        can_generate_self_print=True,
        self_print_voucher_url="https://supplier.example/v/1",
    )
    page = page_of(client, owner(an_order(*seats("A1"), send_method=method)))
    assert 'href="https://supplier.example/v/1" rel="noopener"' in page
    assert 'class="barcode' in page


@pytest.mark.parametrize(
    ("address", "is_shown"),
    [
        ("https://wallet.example/pass?a=1", True),
        ("http://wallet.example/pass", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//wallet.example/pass", False),
        ("https://[broken", False),
        ("", False),
    ],
)
def test_only_safe_links_lead_into_wallets(client, owner, address, is_shown):
    mine = Seat("A1", barcode="1", apple_wallet_url=address, google_wallet_url=address)
    record = owner(an_order(mine))
    for page in (page_of(client, record), client.get(f"/order/{record.pk}/").content.decode()):
        assert ("Add to Apple Wallet" in page) is is_shown
        assert ("Add to Google Wallet" in page) is is_shown
        links = re.findall(r'<a class="way-on" href="([^"]+)" rel="noopener">', page)
        assert links == ([address.replace("&", "&amp;")] * 2 if is_shown else [])


def test_the_practice_box_offices_own_links_need_no_https(client, owner, settings):
    mine = Seat("A1", barcode="1", apple_wallet_url=f"{settings.F13_URL}/wallet/apple/1/")
    assert "Add to Apple Wallet" in page_of(client, owner(an_order(mine)))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "/order/1/"])
def test_a_voucher_whose_link_is_none_is_no_voucher(client, owner, address):
    method = SendMethod("E", "eTicket", "selfprint", self_print_voucher_url=address)
    page = page_of(client, owner(an_order(*seats("A1"), send_method=method)))
    assert "Open the venue" not in page
    assert 'class="barcode' in page


@pytest.mark.parametrize(
    ("method", "says"),
    [
        (SendMethod("POST", "Post", "post"), "This does not admit. The ticket itself comes by post"),
        (SendMethod("COBO", "Collect", "collect"), "This does not admit. Collect the ticket itself"),
        (ETICKET, "There is no barcode. Show this with its reference"),
    ],
)
def test_a_voucher_without_barcode_says_what_it_is_and_is_not(client, owner, method, says):
    record = owner(an_order(*seats("A1", code=""), send_method=method))
    for page in (page_of(client, record), client.get(f"/order/{record.pk}/").content.decode()):
        assert says in page
        assert "PURCHASE-AB12-1" in page
        assert "Ada Reader" in page
        assert 'class="barcode' not in page
    assert client.get(f"/order/{record.pk}/barcode/1.svg").status_code == 404


def test_a_barcode_that_cannot_be_drawn_is_told_in_letters(client, owner):
    record = owner(an_order(Seat("A1", barcode="long " * 1000)))
    for page in (page_of(client, record), client.get(f"/order/{record.pk}/").content.decode()):
        assert "The barcode cannot be drawn. This is what it says:" in page
        assert "long long long" in page


def test_on_the_orders_page_each_ticket_leads_to_its_own(client, owner):
    record = owner(an_order(*seats("A1", "A2")))
    page = client.get(f"/order/{record.pk}/").content.decode()
    linked = [f'href="/order/{record.pk}/ticket/{number}/"' in page for number in (1, 2, 3)]
    assert linked == [True, True, False]


def test_it_asks_the_database_little_and_the_box_office_nothing(
    client, f13, django_capture_on_commit_callbacks, django_assert_max_num_queries
):
    record = a_purchase(
        client, django_capture_on_commit_callbacks, perf_id=a_performance("6IF"), quantity=4, send="COBO"
    )
    f13.clear_log()
    for address in ("ticket/1/", "tickets.pdf", "receipt.pdf", "kept.json"):
        with django_assert_max_num_queries(6):
            assert client.get(f"/order/{record.pk}/{address}").status_code == 200
    assert f13.log() == []


def test_two_suppliers_tickets_stand_in_one_row(client, owner):
    first, second = an_order(*seats("A1")), an_order(*seats("B1"), item_number=2)
    record = owner(bundles=(a_bundle(first), a_bundle(second)))
    assert "Ticket 2 of 2" in page_of(client, record, 2)
    assert "B1" in page_of(client, record, 2)
