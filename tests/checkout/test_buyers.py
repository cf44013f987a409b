"""Who comes to a performance: a list, a file of it, and one letter to all of them, sent once to each."""

import csv
import io
import threading
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from boxoffice.staff.audit import EXPORTED, VIEWED
from checkout import letters, mailings, tasks
from checkout.mailings import sending, showing
from checkout.models import Item, Letter, Mailing, MailingStanding, MailingText, OrderRecord, State
from tests.catalog.staff import said
from tests.checkout.test_staff_deeds import hidden, sentences

pytestmark = pytest.mark.django_db
LIST = "/admin/checkout/item/"
STARTS = timezone.now() + timedelta(days=10)


def a_buyer(name, *, email="", language="en", perf_id="P1", **item):
    """An order of one item, bought by this person."""
    record = OrderRecord.objects.create(
        visitor=name, state=State.PURCHASED, payment="credit", language=language
    )
    address = email or f"{name.lower()}@example.com"
    record.change(
        customer={"first_name": name, "last_name": "Reader", "email_address": address, "phone": "+1 2"}
    )
    about = {"event_id": "E1", "event_name": "Cats", "starts_at": STARTS, "day": STARTS.date(), "quantity": 2}
    money = {"currency_code": "gbp", "price": "50", "fee": "5", "sending": "0"}
    bought = {"number": 1, "purchased_at": timezone.now() - timedelta(hours=1)}
    Item.objects.create(record=record, perf_id=perf_id, **(about | money | bought | item))
    return record


def a_letter(*, perf_id="P1", languages=("en",), **columns):
    mailing = Mailing.objects.create(
        event_id="E1", event_name="Cats", perf_id=perf_id, made_by="lin", **columns
    )
    for code in languages:
        MailingText.objects.create(
            mailing=mailing, language=code, subject=f"News {code}", text=f"Moved {code}."
        )
    return mailing


def send(mailing):
    assert mailings.send(mailing, by="lin")
    tasks.promise_mailing(mailing.pk)


def recipients():
    return sorted(address for message in mail.outbox for address in message.to)


# The list


def test_the_buyers_of_a_performance_are_listed(admin_client):
    a_buyer("Ada")
    a_buyer("Grace", perf_id="P2")
    page = admin_client.get(LIST, {"perf_id__exact": "P1"})
    assert [item.record.buyer_name for item in page.context["cl"].result_list] == ["Ada Reader"]
    text = page.content.decode()
    assert "ada@example.com" in text
    assert "grace@example.com" not in text
    assert LogEntry.objects.get(action_flag=VIEWED).get_change_message() == "1"


def test_they_are_found_by_event_day_and_whether_they_come(admin_client):
    a_buyer("Ada")
    a_buyer("Lin", event_id="E2", event_name="Dogs", day=STARTS.date() + timedelta(days=1))
    a_buyer("Eve", cancelled_at=timezone.now())

    def names(**asked):
        listed = admin_client.get(LIST, asked).context["cl"].result_list
        return sorted(item.record.buyer_name.split()[0] for item in listed)

    assert names(event="cats") == ["Ada", "Eve"]
    assert names(event="E2") == ["Lin"]
    assert names(on=STARTS.date()) == ["Ada", "Eve"]
    assert names(event="E1", cancelled="no") == ["Ada"]
    assert names(q="lin@example") == names(q="Dogs") == ["Lin"]


def test_the_list_is_taken_along_as_it_is_filtered(admin_client, admin_user):
    a_buyer("Ada", seats="C5, C6", reference="-77", ticket_type="Stalls")
    a_buyer("=Eve", email="eve@example.com")
    a_buyer("Grace", perf_id="P2")
    response = admin_client.get(f"{LIST}export/", {"perf_id__exact": "P1"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = {row["email"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert set(rows) == {"ada@example.com", "eve@example.com"}
    ada = rows["ada@example.com"]
    assert (ada["name"], ada["phone"], ada["seats"], ada["tickets"]) == ("Ada Reader", "'+1 2", "C5, C6", "2")
    assert ada["venue_reference"] == "'-77"
    assert rows["eve@example.com"]["name"] == "'=Eve Reader"
    entry = LogEntry.objects.get(action_flag=EXPORTED)
    assert (entry.user, "ada" in str(entry.__dict__).lower()) == (admin_user, False)


def test_nobody_takes_along_everybody(admin_client):
    a_buyer("Ada")
    answer = admin_client.get(f"{LIST}export/", follow=True)
    assert said(answer) == ["Please choose a performance, an event or a day first."]
    assert not LogEntry.objects.filter(action_flag=EXPORTED).exists()


# Writing


def form_of(**texts):
    """As the page sends it: subject and text by language."""
    codes = ("en", "fr", "de", "es", "ar")
    form = {"texts-TOTAL_FORMS": len(codes), "texts-INITIAL_FORMS": 0, "perf_id": "P1"}
    for number, code in enumerate(codes):
        subject, text = texts.get(code, ("", ""))
        form |= {f"texts-{number}-{name}": value for name, value in
                 (("language", code), ("subject", subject), ("text", text))}  # fmt: skip
    return form


def test_a_letter_is_written_to_the_performance_that_the_list_was_of(admin_client):
    a_buyer("Ada")
    page = admin_client.get(LIST, {"perf_id__exact": "P1"}).content.decode()
    assert "/admin/checkout/mailing/add/?perf_id=P1" in page
    admin_client.post("/admin/checkout/mailing/add/", form_of(en=("News", "Moved."), ar=("خبر", "انتقلنا")))
    mailing = Mailing.objects.get()
    assert (mailing.event_id, mailing.event_name, mailing.perf_id) == ("E1", "Cats", "P1")
    assert (mailing.standing, mailing.made_by) == ("draft", "admin")
    assert dict(mailing.texts.values_list("language", "subject")) == {"en": "News", "ar": "خبر"}


@pytest.mark.parametrize("form", [form_of(), form_of(en=("News", "")), form_of(en=("", "Moved."))])
def test_a_letter_without_words_is_not_kept(admin_client, form):
    a_buyer("Ada")
    assert admin_client.post("/admin/checkout/mailing/add/", form).status_code == 200
    assert not Mailing.objects.exists()


def test_nobody_is_written_to_about_what_nobody_has_bought(admin_client):
    for about in ({"perf_id": "P9"}, {"perf_id": "", "event_id": "E1"}, {"perf_id": "", "day": "2027-01-01"}):
        answer = admin_client.post("/admin/checkout/mailing/add/", form_of(en=("News", "Moved.")) | about)
        assert "Nobody has tickets for it" in answer.content.decode()
    assert not Mailing.objects.exists()


def test_it_is_shown_as_it_will_be_and_tried_on_oneself(admin_client, admin_user):
    mailing = a_letter(languages=("en", "fr"))
    page = admin_client.get(f"/admin/checkout/mailing/{mailing.pk}/change/").content.decode()
    assert "Moved fr." in page
    answer = admin_client.post(f"/admin/checkout/mailing/{mailing.pk}/try/", {"language": "fr"}, follow=True)
    assert said(answer) == [f"Sent to {admin_user.email}."]
    assert recipients() == [admin_user.email]
    assert mail.outbox[0].subject == "News fr"
    assert not Letter.objects.exists()
    mailing.refresh_from_db()
    assert mailing.is_draft


# Sending


def test_staff_read_how_many_and_in_which_words_before_it_is_sent(
    admin_client, admin_user, django_capture_on_commit_callbacks
):
    for name, language in (("Ada", "en"), ("Lin", "fr"), ("José", "es")):
        a_buyer(name, email=f"{language}@example.com", language=language)
    mailing = a_letter(languages=("en", "fr"))
    shown = admin_client.get(f"/admin/checkout/mailing/{mailing.pk}/send/")
    assert sentences(shown) == [
        "3 letters are sent, to: Cats",
        "1 who read English: “News en” in English",
        "1 who read Español: “News en” in English",
        "1 who read Français: “News fr” in Français",
        "Each address gets one. What was sent cannot be called back.",
    ]
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(f"/admin/checkout/mailing/{mailing.pk}/send/", hidden(shown))
    assert recipients() == ["en@example.com", "es@example.com", "fr@example.com"]
    assert {message.subject for message in mail.outbox if message.to == ["fr@example.com"]} == {"News fr"}
    mailing.refresh_from_db()
    assert (mailing.sent_by, mailing.is_complete) == (admin_user.get_username(), True)
    page = admin_client.get(f"/admin/checkout/mailing/{mailing.pk}/change/").content.decode()
    assert "3 sent, 0 waiting, 0 left out" in page


def test_pressed_twice_it_is_sent_once(admin_client, django_capture_on_commit_callbacks):
    a_buyer("Ada")
    mailing = a_letter()
    form = hidden(admin_client.get(f"/admin/checkout/mailing/{mailing.pk}/send/"))
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            admin_client.post(f"/admin/checkout/mailing/{mailing.pk}/send/", form)
    tasks.promise_mailing(mailing.pk)
    tasks.sweep()
    assert recipients() == ["ada@example.com"]


def test_what_was_sent_is_changed_no_more(admin_client):
    a_buyer("Ada")
    mailing = a_letter()
    send(mailing)
    address = f"/admin/checkout/mailing/{mailing.pk}/change/"
    assert admin_client.post(address, form_of(en=("Other", "Other."))).status_code == 403
    assert mailing.texts.get().subject == "News en"


def test_each_address_gets_one_however_many_orders_it_has():
    a_buyer("Ada")
    a_buyer("Other", email="ADA@example.com")
    a_buyer("Lin")
    send(a_letter())
    assert [address.lower() for address in recipients()] == ["ada@example.com", "lin@example.com"]


def test_cancelled_tickets_get_none_also_when_cancelled_after_it_was_pressed(monkeypatch):
    a_buyer("Ada", cancelled_at=timezone.now())
    lin = a_buyer("Lin")
    mailing = a_letter()
    mailings.send(mailing, by="lin")
    mailings.promise(mailing.pk)
    assert Letter.objects.count() == 1
    lin.items.update(cancelled_at=timezone.now())
    tasks.promise_mailing(mailing.pk)
    tasks.sweep()
    assert mail.outbox == []
    assert showing.progress(mailing).left_out == 1


def test_other_performances_and_days_get_none():
    a_buyer("Ada")
    a_buyer("Lin", perf_id="P2")
    a_buyer("Eve", perf_id="P3", day=STARTS.date() + timedelta(days=1))
    send(a_letter())
    assert recipients() == ["ada@example.com"]
    send(a_letter(perf_id="", day=STARTS.date()))
    assert recipients() == ["ada@example.com", "ada@example.com", "lin@example.com"]


def test_who_buys_after_it_was_sent_gets_none():
    a_buyer("Ada")
    mailing = a_letter()
    mailings.send(mailing, by="lin")
    a_buyer("Late", purchased_at=timezone.now() + timedelta(seconds=1))
    tasks.promise_mailing(mailing.pk)
    assert recipients() == ["ada@example.com"]


def test_a_worker_that_dies_in_between_is_followed_by_one_that_writes_to_the_others(monkeypatch):
    for number in range(7):
        a_buyer(f"Reader{number}")
    monkeypatch.setattr(sending, "STEP", 3)
    mailing = a_letter()
    mailings.send(mailing, by="lin")
    promise, count = letters.promise, []

    def dies(record, **known):
        count.append(record)
        if len(count) == 5:
            raise SystemExit
        return promise(record, **known)

    monkeypatch.setattr(letters, "promise", dies)
    with pytest.raises(SystemExit), transaction.atomic():
        mailings.promise(mailing.pk)
    monkeypatch.setattr(letters, "promise", promise)
    assert mailings.unfinished() == [mailing.pk]
    tasks.sweep()
    tasks.sweep()
    assert recipients() == sorted(f"reader{number}@example.com" for number in range(7))
    assert mailings.unfinished() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="in memory, one writes at a time anyway")
def test_two_workers_at_once_write_once_to_each():
    for number in range(6):
        a_buyer(f"Reader{number}", email=f"reader{number % 3}@example.com")
    mailing = a_letter()
    mailings.send(mailing, by="lin")
    at_once(lambda: mailings.promise(mailing.pk))
    assert Letter.objects.filter(occasion=mailing.occasion).count() == 3


def at_once(work):
    def run():
        work()
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_it_is_stopped_before_the_rest_is_sent(admin_client):
    for number in range(3):
        a_buyer(f"Reader{number}")
    mailing = a_letter()
    mailings.send(mailing, by="lin")
    mailings.promise(mailing.pk)
    first = Letter.objects.earliest("pk")
    letters.send(first.pk)
    admin_client.post(f"/admin/checkout/mailing/{mailing.pk}/stop/")
    tasks.sweep()
    assert len(mail.outbox) == 1
    mailing.refresh_from_db()
    assert mailing.standing == MailingStanding.STOPPED
    assert showing.progress(mailing) == showing.Progress(promised=3, sent=1, left_out=2)


def test_an_address_that_was_corrected_to_another_ones_gets_one():
    one, other = sorted((a_buyer("Ada"), a_buyer("Lin")), key=lambda record: record.pk)
    mailing = a_letter()
    mailings.send(mailing, by="lin")
    mailings.promise(mailing.pk)
    other.change(customer={**other.customer, "email_address": one.customer["email_address"]})
    tasks.sweep()
    assert recipients() == [one.customer["email_address"]]


def test_the_words_cannot_break_out_of_the_letter():
    a_buyer("Ada")
    mailing = a_letter()
    mailing.texts.update(subject="A\nBcc: eve@example.com", text="<script>alert(1)</script>")
    send(mailing)
    [message] = mail.outbox
    assert "\n" not in message.subject
    assert message.recipients() == ["ada@example.com"]
    [(html, _type)] = message.alternatives
    assert "<script>" not in html
