"""Mail: taken over SMTP from anybody for anybody, and read in a browser."""

import smtplib
from email.message import EmailMessage

import pytest

from sandbox import app
from sandbox.http import Request
from sandbox.mailbox import start_smtp
from tests.sandbox.purchase.asking import control, json_of


@pytest.fixture
def smtp(world):
    port = start_smtp(world.mailbox, host="127.0.0.1", port=0)
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
        yield smtp


@pytest.fixture
def letter():
    letter = EmailMessage()
    letter["Subject"] = "Zwölf Karten"
    letter["From"] = "shop@shop.example"
    letter["To"] = "ada@buyers.example"
    letter.set_content("In plain text: größer & <besser>, http://shop.example/order/?a=1&b=2.")
    letter.add_alternative('<p>As <b>HTML</b> <img src="cid:seat"></p>', subtype="html")
    picture, calendar = b"\x89PNG not really", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    letter.get_payload()[1].add_related(picture, "image", "png", cid="<seat>")
    letter.add_attachment(calendar, maintype="text", subtype="calendar", filename="Vorstellung ü.ics")
    return letter


def page(world, path):
    return app.answer(world, Request("GET", path))


def test_a_letter_arrives_as_it_was_sent(world, smtp, letter):
    smtp.send_message(letter, to_addrs=["ada@buyers.example", "hidden@shop.example"])
    (kept,) = world.mailbox.messages
    assert (kept.subject, kept.sender) == ("Zwölf Karten", "shop@shop.example")
    assert kept.recipients == ("ada@buyers.example", "hidden@shop.example")
    assert "größer & <besser>" in kept.text
    assert "<b>HTML</b>" in kept.html
    assert [part.get_filename() for part in kept.attachments] == [None, "Vorstellung ü.ics"]


def test_any_recipient_is_good_and_many_letters_fit(world, smtp, letter):
    for number in range(20):
        smtp.send_message(letter, to_addrs=[f"Nobody.{number}@nowhere.invalid"])
    assert len(world.mailbox.messages) == 20


def test_the_control_door_shows_and_clears_the_mail(world, smtp, letter):
    smtp.send_message(letter)
    (message,) = json_of(control(world, "GET", "mail"))["messages"]
    assert (message["subject"], message["to"]) == ("Zwölf Karten", ["ada@buyers.example"])
    assert message["attachments"][1] == {"name": "Vorstellung ü.ics", "type": "text/calendar"}
    control(world, "DELETE", "mail")
    assert json_of(control(world, "GET", "mail")) == {"messages": []}


def test_the_list_leads_to_each_letter_newest_first(world, smtp, letter):
    assert b"No letter has come yet" in page(world, "/mail/").body
    smtp.send_message(letter)
    smtp.send_message(letter)
    text = page(world, "/mail/").body.decode()
    assert text.index("/mail/2/") < text.index("/mail/1/")


def test_a_letters_page_shows_text_html_and_files_and_runs_nothing(world, smtp, letter):
    smtp.send_message(letter)
    text = page(world, "/mail/1/").body.decode()
    assert "größer &amp; &lt;besser&gt;" in text
    assert 'title="The letter as HTML" src="/mail/1/html/">' in text
    assert "allow-scripts" not in text
    assert '<a href="http://shop.example/order/?a=1&amp;b=2">' in text
    assert "Vorstellung ü.ics" in text
    alone = page(world, "/mail/1/html/")
    assert 'src="/mail/1/file/0"' in alone.body.decode()
    assert alone.headers["Content-Security-Policy"].startswith("sandbox allow-popups")


def test_a_file_can_be_saved(world, smtp, letter):
    smtp.send_message(letter)
    saved = page(world, "/mail/1/file/1")
    assert (saved.body, saved.content_type) == (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar")
    assert saved.headers["Content-Disposition"] == "attachment; filename*=utf-8''Vorstellung%20%C3%BC.ics"


@pytest.mark.parametrize("path", ["/mail/7/", "/mail/x/", "/mail/1/file/9", "/mail/1/else/"])
def test_what_is_not_there_is_not_found(world, smtp, letter, path):
    smtp.send_message(letter)
    assert page(world, path).status == 404


def raw(world, number):
    return app.answer(world, Request("GET", "/_control/mail/raw", query=(("number", str(number)),)))


def test_a_letter_is_there_byte_by_byte(world, smtp, letter):
    smtp.send_message(letter)
    answer = raw(world, 1)
    assert answer.content_type == "message/rfc822"
    assert b"Subject: =?utf-8?" in answer.body
    assert answer.body.count(b"\r\n") == answer.body.count(b"\n") > 10
    assert raw(world, 2).status == 404


def test_an_address_is_refused_as_often_as_wanted(world, smtp, letter):
    refusal = {"address": "ada@buyers.example", "answer": "550 5.1.1 No such user", "times": 2}
    control(world, "POST", "mail/refusals", refusal)
    for _ in range(2):
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            smtp.send_message(letter)
        assert refused.value.recipients == {"ada@buyers.example": (550, b"5.1.1 No such user")}
        smtp.rset()
    smtp.send_message(letter)
    assert len(world.mailbox.messages) == 1


def test_a_letter_is_refused_when_all_of_it_was_said(world, smtp, letter):
    refusal = {"address": "ada@buyers.example", "answer": "552 5.3.4 Too big", "data": True}
    control(world, "POST", "mail/refusals", refusal)
    with pytest.raises(smtplib.SMTPDataError) as refused:
        smtp.send_message(letter)
    assert refused.value.smtp_code == 552
    assert world.mailbox.messages == []


@pytest.mark.parametrize("answer", ["250 fine", "no", 550, "550 two\r\nlines"])
def test_only_a_mail_servers_refusal_is_one(world, answer):
    refusal = {"address": "ada@buyers.example", "answer": answer}
    assert control(world, "POST", "mail/refusals", refusal).status == 400


def test_a_reset_takes_letters_again(world, smtp, letter):
    control(world, "POST", "mail/refusals", {"address": "ada@buyers.example", "answer": "550 no"})
    control(world, "POST", "reset")
    smtp.send_message(letter)
    assert len(world.mailbox.messages) == 1
