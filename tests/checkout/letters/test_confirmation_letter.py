"""The letter that a buyer has in hand at the venue's door, as it comes over SMTP."""

import json
import re
from html import unescape

import pytest
from django.conf import settings as django_settings

from checkout import access, letters, tickets
from checkout.models import Letter, State
from tests.builders import CUSTOMER, PHONE, a_choice, a_performance
from tests.letters import bought, received

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]

THURSDAY = 3


def words(text):
    return " ".join(unescape(text).split())


def the_letter(by_smtp):
    (letter,) = received(by_smtp)
    return letter


def test_it_is_words_twice_with_the_files_beside_them(client, by_smtp):
    bought(client)
    assert the_letter(by_smtp).shape == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
        "text/calendar",
    ]


def test_its_headers_name_nobody_and_stay_the_same(client, by_smtp, settings):
    settings.DEFAULT_FROM_EMAIL, settings.REPLY_TO_EMAIL = (
        "Tickets <tickets@shop.example>",
        "help@shop.example",
    )
    record = bought(client)
    message = the_letter(by_smtp).message
    assert message["To"] == CUSTOMER["email"]
    assert message["From"] == "Tickets <tickets@shop.example>"
    assert message["Reply-To"] == "help@shop.example"
    assert message["Auto-Submitted"] == "auto-generated"
    letter = record.letters.get()
    name = message["Message-ID"].strip()  # a long header is folded before its value
    assert name == f"<{record.pk}.{letter.pk}.confirmation@shop.example>"
    assert letters.message(letter).message()["Message-ID"] == name
    assert "Bcc" not in message


def test_text_and_html_say_what_the_page_says(client, by_smtp):
    record = bought(client, quantity=2)
    letter, page = (
        the_letter(by_smtp),
        words(re.sub(r"<[^>]*>", " ", client.get(f"/order/{record.pk}/").content.decode())),
    )
    (order,) = record.trolley.orders
    facts = [
        record.transaction_id,
        order.event.name,
        order.event.venue,
        order.backend_purchase_reference,
        order.ticket_type_name,
        order.send_method.name,
        *order.seat_ids,
        "2 tickets",
        "15:30",
        "£110.00",
        "£100.00 ticket + £10.00 fee",
        "Total",
    ]
    for said in (words(letter.text), letter.shown.words, page):
        assert [fact for fact in facts if fact not in said] == []


def test_nothing_else_about_the_buyer_is_in_it(client, by_smtp):
    bought(client)
    raw = the_letter(by_smtp)
    for part in (raw.text, raw.html):
        assert "Dear Ada Reader," in part
        assert not [said for said in ("Long Lane", "N1 9GU", *PHONE, CUSTOMER["email"]) if said in part]


def test_restricted_views_and_seat_texts_stand_beside_their_seats(client, by_smtp):
    bought(client, band='["STALLS", "B/pool"]', seats=("C5", "C6"))
    letter = the_letter(by_smtp)
    for said in (words(letter.text), letter.shown.words):
        assert "Seats C5 (Restricted View), C6 (Restricted view. Haunted seat)" in said


def test_r4_a_seat_that_the_venue_gave_says_it_too(client, by_smtp):
    bought(client, perf_id=a_performance("6IE", weekday=THURSDAY), quantity=3)
    letter = the_letter(by_smtp)
    for said in (words(letter.text), letter.shown.words):
        assert said.count("(Restricted view)") == 2


def test_how_tickets_come_is_said_with_the_last_word_on_it(client, by_smtp):
    record = bought(client, perf_id=a_performance("7AA"), send="POST")
    (order,) = record.trolley.orders
    assert order.send_method.final_comment
    letter = the_letter(by_smtp)
    for said in (words(letter.text), letter.shown.words):
        assert order.send_method.name in said
        assert words(order.send_method.final_comment) in said
    assert letter.names == [f"calendar-{record.transaction_id}.ics"]  # what is posted is no file


def test_the_tickets_are_a_file_that_scanners_read(client, by_smtp):
    record = bought(client, quantity=3)
    letter = the_letter(by_smtp)
    assert letter.names[0] == f"tickets-{record.transaction_id}.pdf"
    assert letter.pdf.startswith(b"%PDF-")
    assert sorted(letter.barcodes()) == sorted(one.barcode for one in tickets.of(record.sold_bundles))
    assert "attached as a PDF file" in letter.text


def test_the_calendar_has_the_performance_at_the_venues_time(client, by_smtp):
    record = bought(client)
    letter, (order,) = the_letter(by_smtp), record.trolley.orders
    (event,) = letter.calendar.walk("VEVENT")
    assert event["DTSTART"].dt == order.performance.starts
    assert order.event.name in str(event["SUMMARY"])


def test_where_only_the_suppliers_voucher_counts_nothing_is_attached_but_its_link(client, by_smtp):
    record = bought(client, perf_id=a_performance("DU01"), send="EVOUCHER")
    order = record.trolley.orders[0]
    assert order.send_method.self_print_voucher_url
    letter = the_letter(by_smtp)
    assert order.send_method.self_print_voucher_url in letter.shown.links
    assert order.send_method.self_print_voucher_url in letter.text
    assert letter.names == [f"calendar-{record.transaction_id}.ics"]


def test_its_links_lead_to_the_shop_and_to_what_f13_gave(client, by_smtp):
    record = bought(client)
    letter = the_letter(by_smtp)
    assert f"http://testserver/order/{record.pk}/" in letter.text
    roots = ("http://testserver/", f"{by_smtp.url}/")
    assert letter.shown.links
    assert [link for link in letter.shown.links if not link.startswith(roots)] == []
    assert letter.shown.remote == []


def test_too_many_tickets_for_a_letter_are_found_by_its_link(client, by_smtp, settings):
    settings.LETTER_MEGABYTES = 0.0001
    bought(client, quantity=3)
    letter = the_letter(by_smtp)
    assert [name for name in letter.names if name.endswith(".pdf")] == []
    assert "too large for a letter" in words(letter.text)
    assert "too large for a letter" in letter.shown.words


def test_tickets_that_cannot_be_drawn_do_not_keep_the_letter(client, by_smtp, monkeypatch, caplog):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(tickets, "pdf_of", broken)
    monkeypatch.setattr("checkout.calendars.calendar_of", broken)
    bought(client)
    letter = the_letter(by_smtp)
    assert letter.names == []
    assert "You find them by the link" in letter.text
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("language", [code for code, _name in django_settings.LANGUAGES])
def test_it_is_whole_in_each_language(client, by_smtp, language):
    record = bought(client)
    Letter.objects.all().delete()
    record.change(language=language)
    letters.promise(record, kind="confirmation")
    letters.send(record.letters.get().pk)
    letter = received(by_smtp)[-1]
    shown = letter.shown
    assert shown.attributes["lang"] == language
    assert shown.attributes["dir"] == ("rtl" if language == "ar" else "ltr")
    assert shown.directions == {shown.attributes["dir"]}
    prefix = "" if language == "en" else f"/{language}"
    assert f"http://testserver{prefix}/order/{record.pk}/" in letter.text
    (order,) = record.trolley.orders
    for said in (words(letter.text), shown.words):
        assert order.seat_ids[0] in said
        assert order.backend_purchase_reference in said


def test_what_was_bought_in_part_says_what_was_not_and_what_is_charged(client, by_smtp):
    client.post("/trolley/add/", a_choice(a_performance("6IE", weekday=4)))
    record = bought(client, customer=CUSTOMER | {"address_line_two": "fail part one"})
    assert record.state == State.PARTLY_PURCHASED
    letter = the_letter(by_smtp)
    assert letter.subject == "Some of your tickets are bought"
    (rest,) = [bundle for bundle in record.trolley.bundles if bundle not in record.sold_bundles]
    for said in (words(letter.text), letter.shown.words):
        assert "These were not bought, and are not charged:" in said
        assert rest.orders[0].event.name in said
        assert f"The {rest.total} for the rest is not taken." in said


# What strangers may have written


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Ada\r\nBcc: all@example.com", "Hello,"),
        ("Ada\nSubject: Won", "Dear Ada Subject: Won Reader,"),
        ("Ada\N{RIGHT-TO-LEFT OVERRIDE}evil", "Dear Ada evil Reader,"),
        ("<script>x</script>", "Dear <script>x</script> Reader,"),
        ("Win a prize at www.evil.example", "Hello,"),
        ("A" * 100, "Hello,"),
        ("", "Dear Reader,"),
    ],
)
def test_a_hostile_name_stays_a_name(client, by_smtp, name, greeting):
    record = bought(client)
    Letter.objects.all().delete()
    record.change(customer={**record.customer, "first_name": name})
    letters.promise(record, kind="confirmation")
    letters.send(record.letters.get().pk)
    letter = received(by_smtp)[-1]
    assert letter.message["Bcc"] is None
    assert letter.message["To"] == CUSTOMER["email"]
    assert len(letter.message.get_all("Subject")) == 1
    assert "<script>" not in letter.html
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in letter.text
    assert letter.text.splitlines()[0] == greeting


def test_a_hostile_event_adds_no_header_and_no_link(client, by_smtp):
    record = bought(client)
    Letter.objects.all().delete()
    data = json.loads(record.kept_transaction)
    order = data["trolley"]["bundles"][0]["orders"][0]
    order["event"]["name"] = "Hamlet\r\nBcc: all@example.com\r\n\r\n<b>x</b>" + "y" * 500
    order["send_method"]["self_print_voucher_url"] = "javascript:alert(1)"
    order["external_management_url"] = "http://elsewhere.example/"
    record.change(kept_transaction=json.dumps(data), transaction_id='../../T1\r\nX: y"')
    letters.promise(record, kind="confirmation")
    letters.send(record.letters.get().pk)
    letter = received(by_smtp)[-1]
    assert letter.message["Bcc"] is None
    assert letter.message["X"] is None
    assert len(letter.subject) <= 120
    assert letter.names == ["tickets-T1Xy.pdf", "calendar-T1Xy.ics"]
    assert "<b>" not in letter.html
    assert letter.shown.links == [access.link_to(record)]


def test_an_address_that_no_header_can_hold_is_a_matter_for_staff(client, by_smtp):
    record = bought(client)
    Letter.objects.all().delete()
    record.change(customer={**record.customer, "email_address": "ada@example.com\r\nBcc: all@example.com"})
    letters.promise(record, kind="confirmation")
    letters.send(record.letters.get().pk)
    assert len(received(by_smtp)) == 1  # the one from before
    assert record.letters.get().is_undeliverable
