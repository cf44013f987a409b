"""Tickets as PDF: scanned and read again, from pictures and text of its pages."""

import tracemalloc

import pytest
from django.utils import translation

from boxoffice.ticketing import Seat, SendMethod
from checkout import tickets
from checkout.tickets import typefaces
from checkout.tickets.barcodes import FORMATS
from tests.in_hand import (
    ETICKET,
    NAME,
    a_bundle,
    a_record,
    an_order,
    pictures,
    properties,
    scanned,
    seats,
    texts,
)

POST = SendMethod("POST", "Post worldwide", "post", final_comment="By airmail, within ten days.")
COLLECT = SendMethod("COBO", "Collect from the venue", "collect")
VOUCHER = SendMethod("E", "Voucher", "selfprint", self_print_voucher_url="https://supplier.example/v/1")


def printed(record):
    return tickets.pdf_of(record, tickets.of_record(record))


def test_each_ticket_has_a_page_that_says_all_that_must_be_said():
    order = an_order(
        *seats("C5", "C6"),
        performance={"starts": None, "date_text": "1 January", "name": "Preview"},
        event={"needs_performance": True},
    )
    first, second = texts(printed(a_record(order)))
    for words in (NAME, "Preview", "Lyric Theatre, London", "Stalls, Front, Adult", "PURCHASE-AB12-1"):
        assert words in first
        assert words in second
    assert "T000-0000-1234" in first
    assert "Ada Reader" in first
    assert "Ticket 1 of 2" in first
    assert "C5" in first
    assert "C5" not in second


def test_day_and_time_are_those_at_the_venue():
    (page,) = texts(printed(a_record(an_order(*seats("A1")))))
    assert "Friday, 1 January 2027, 19:30" in page
    assert " of 1" not in page


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("code", ["48291055", "abc_D@", "A1B2" * 9], ids=["digits", "letters", "long"])
def test_the_barcode_of_every_page_is_scanned_as_what_the_supplier_gave(name, code):
    record = a_record(an_order(*seats("A1", "A2", code=code), supported_barcode_types=(name,)))
    pages = pictures(printed(record))
    assert [[text for text, _type in scanned(page)] for page in pages] == [[f"{code}01"], [f"{code}02"]]


@pytest.mark.parametrize("name", FORMATS)
def test_barcodes_can_be_scanned_from_a_bad_print(name):
    record = a_record(an_order(*seats("A1"), supported_barcode_types=(name,)))
    (page,) = pictures(printed(record), scale=1.5)  # 108 dots an inch
    assert [text for text, _type in scanned(page)] == ["123456789001"]


def test_seats_notes_are_printed():
    mine = (Seat("C5", is_restricted_view=True, barcode="1"), Seat("C6", text="Haunted seat", barcode="2"))
    first, second = texts(printed(a_record(an_order(*mine))))
    assert "Restricted view" in first
    assert "Haunted seat" in second


@pytest.mark.parametrize(
    ("method", "says"),
    [
        (POST, "This does not admit. The ticket itself comes by post"),
        (COLLECT, "This does not admit. Collect the ticket itself with the reference."),
        (ETICKET, "There is no barcode. Show this with its reference"),
    ],
)
def test_without_barcode_it_is_a_voucher_that_says_what_it_is_and_is_not(method, says):
    record = a_record(an_order(*seats("A1", "A2", code=""), send_method=method))
    first, second = texts(printed(record))
    for words in (says, "Voucher 1 of 2", "PURCHASE-AB12-1", "Ada Reader", "A1"):
        assert words in first.replace("\n", " ")
    assert [scanned(page) for page in pictures(printed(record))] == [[], []]
    if method.final_comment:
        assert method.final_comment in second


def test_tickets_without_seats_are_as_many_as_were_bought():
    assert len(texts(printed(a_record(an_order(quantity=3))))) == 3


def test_what_was_cancelled_is_not_printed_and_the_others_keep_their_numbers():
    gone = an_order(*seats("A1", code="11"), cancellation_status="cancelled")
    kept = an_order(*seats("B1", "B2", code="22"), item_number=2)
    record = a_record(gone, kept)
    assert [ticket.number for ticket in tickets.of_record(record)] == [2, 3]
    pages = pictures(printed(record))
    assert [[text for text, _type in scanned(page)] for page in pages] == [["2201"], ["2202"]]


def test_where_the_suppliers_voucher_is_the_only_ticket_there_is_none_of_ours():
    record = a_record(an_order(*seats("A1"), send_method=VOUCHER))
    assert tickets.of_record(record) == ()
    (page,) = texts(printed(record))
    assert "No ticket of this order is printed by this shop" in page
    assert "PURCHASE-AB12-1" in page
    assert b"https://supplier.example/v/1" in printed(record)
    assert scanned(pictures(printed(record))[0]) == []


@pytest.mark.parametrize(
    ("event", "buyer"),
    [
        ("Лебединое озеро", "Анна Каренина"),
        ("Ελληνική τραγωδία", "Άννα Παπαδοπούλου"),
        ("さくらチケット 歌舞伎座", "山田 太郎"),
        ("한국어 연극", "김 민준"),
        ("中文門票国", "王小明"),
        ("ตั๋วละครเวที", "สมชาย ใจดี"),
        ("नमस्ते दुनिया", "अमित शर्मा"),
        ("Հայկական", "Արամ"),
        ("ქართული", "ნინო"),
        ("Nguyễn Ộ Ğ ß Œ", "Zoë Öztürk"),
        ("عرض مسرحية الملك لير", "محمد الأحمد"),
        ("המלך ליר", "דוד כהן"),
    ],
)
def test_names_in_every_script_are_read_again(event, buyer):
    record = a_record(an_order(*seats("A1"), event={"name": event}), buyer_name=buyer)
    (page,) = texts(printed(record))
    assert event in page
    assert buyer in page
    assert scanned(pictures(printed(record))[0])


def test_names_of_200_letters_are_printed_whole_and_push_nothing_off_the_page():
    event, buyer = ("An event with a name " * 10)[:200], ("Wolfeschlegel Steinhausen " * 8)[:200]
    order = an_order(
        *seats("ROW-WITH-A-LONG-NAME-1"),
        event={"name": event, "venue": "A venue with a name " * 8},
        performance={"name": "With a talk afterwards " * 5},
        ticket_type_name="Upper circle of the northern hall " * 4,
        backend_purchase_reference="REFERENCE-" * 9,
        send_method=SendMethod("V", "Way " * 30, "selfprint", final_comment="Words of the supplier. " * 20),
    )
    record = a_record(order, buyer_name=buyer)
    (page,) = texts(printed(record))
    words = " ".join(page.split())
    assert event.strip() in words
    assert buyer.strip() in words
    assert "ROW-WITH-A-LONG-NAME-1" in "".join(page.split())
    assert "Tickets are sold by" in words
    assert [text for text, _type in scanned(pictures(printed(record))[0])] == ["123456789001"]
    assert _is_clear_above_the_foot(pictures(printed(record))[0])


def _is_clear_above_the_foot(picture):
    """Nothing runs into the line at the page's foot."""
    strip = picture.convert("L").crop(
        (0, int(picture.height * 0.92), picture.width, int(picture.height * 0.929))
    )
    return strip.getextrema() == (255, 255)


def test_a_barcode_that_cannot_be_drawn_is_printed_as_what_it_says():
    record = a_record(an_order(Seat("A1", barcode="long " * 1000)))
    (page,) = texts(printed(record))
    assert "long long long" in page
    assert "C" not in [text for text, _type in scanned(pictures(printed(record))[0])]


def test_it_is_titled_tagged_and_in_the_language_that_is_read():
    with translation.override("ar"):
        data = printed(a_record())
    assert properties(data)["Title"].endswith(NAME)
    for mark in (b"/Lang (ar)", b"/DisplayDocTitle true", b"/Marked true", b"/S /H1", b"/S /Figure"):
        assert mark in data
    assert b"/Alt" in data


def test_in_arabic_lines_begin_on_the_right():
    with translation.override("ar"):
        picture = pictures(printed(a_record(an_order(*seats("A1"), event={"name": "الملك لير"}))))[0]
    heading = picture.convert("L").crop(
        (0, int(picture.height * 0.085), picture.width, int(picture.height * 0.12))
    )
    left, _top, right, _bottom = heading.point(lambda level: 255 - level).getbbox()
    assert right > picture.width * 0.9
    assert left > picture.width * 0.5


def test_the_same_order_is_the_same_file():
    record = a_record()
    assert printed(record) == printed(record)
    assert printed(record) != printed(a_record(an_order(*seats("Z1", "Z2"))))


def test_typefaces_are_read_once_and_embedded_as_far_as_they_are_used(monkeypatch):
    record = a_record(an_order(*seats("A1"), event={"name": "さくら"}))
    size = len(printed(record))
    monkeypatch.setattr(typefaces, "Face", None)  # none can be read any more
    assert len(printed(record)) == size < 80_000


def test_thirty_tickets_take_little_memory():
    record = a_record(an_order(*seats(*(f"A{number}" for number in range(30)))))
    printed(record)
    tracemalloc.start()
    data = printed(record)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(data) < 300_000
    assert peak < 8_000_000


def test_two_suppliers_tickets_never_share_a_barcode_or_a_number():
    bundles = (a_bundle(an_order(*seats("A1", "A2", code="11"))), a_bundle(an_order(*seats("A1", code="22"))))
    record = a_record(bundles=bundles)
    mine = tickets.of_record(record)
    assert [ticket.number for ticket in mine] == [1, 2, 3]
    codes = [text for page in pictures(printed(record)) for text, _type in scanned(page)]
    assert codes == ["1101", "1102", "2201"]
