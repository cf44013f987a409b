"""What staff do to one order: read first what will happen, then agreed to, once, and written down."""

import re
import uuid
from decimal import Decimal
from html import unescape
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.admin.models import CHANGE, LogEntry
from django.core import mail
from django.utils import timezone

from boxoffice.ticketing import Currency, Money
from checkout import cancelling, letters
from checkout.admin import doing
from checkout.admin.doing import writing
from checkout.models import Authorisation, Cancellation, Note, Standing, State
from tests.builders import a_hold, a_purchase, pressed
from tests.catalog.staff import said, staff_with

pytestmark = pytest.mark.django_db
ORDERS = "/admin/checkout/orderrecord/"


def address(record, deed):
    return f"{ORDERS}{record.pk}/{deed}/"


def sentences(response):
    return [unescape(one) for one in re.findall(r'<li dir="auto">(.*?)</li>', response.content.decode())]


def hidden(response):
    """What the form that agrees sends along."""
    form = response.content.decode().split("This is what will happen")[1]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    named = {}
    for name, value in found:
        named.setdefault(name, []).append(unescape(value))
    return named


def agree(browser, record, deed, form=None):
    """Choose, read, agree: the answer of the last page."""
    shown = browser.post(address(record, deed), form or {})
    return browser.post(address(record, deed), hidden(shown), follow=True)


def history(record):
    entries = LogEntry.objects.filter(object_id=str(record.pk), action_flag=CHANGE)
    return [entry.get_change_message() for entry in entries]


@pytest.fixture
def bought(client, f13, django_capture_on_commit_callbacks):
    return a_purchase(client, django_capture_on_commit_callbacks)


# Letting go


def test_a_hold_is_let_go_after_staff_have_read_whose_seats_they_are(
    admin_client, admin_user, client, f13, django_capture_on_commit_callbacks
):
    record = a_hold(client)
    [order] = record.reservation.orders
    shown = admin_client.get(address(record, "release"))
    told = " ".join(sentences(shown))
    for part in (order.event.name, *order.seat_ids, str(order.price.total), f"{record.hold_ends_at:%H:%M}"):
        assert part in told
    record.refresh_from_db()
    assert record.state == State.RESERVED
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin_client.post(address(record, "release"), hidden(shown), follow=True)
    record.refresh_from_db()
    assert (record.state, record.is_release_certain) == (State.RELEASED, True)
    assert [row["endpoint"] for row in f13.log()].count("release") == 1
    assert said(answer) == ["The tickets are being let go."]
    assert record.steps.get(what="release").detail == admin_user.get_username()
    assert history(record) == ["Let go."]


def test_pressed_twice_seats_are_let_go_once(admin_client, client, f13, django_capture_on_commit_callbacks):
    record = a_hold(client)
    form = hidden(admin_client.get(address(record, "release")))
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(address(record, "release"), form)
        again = admin_client.post(address(record, "release"), form, follow=True)
    assert said(again)[-1] == "Nothing was done: the order has changed meanwhile."
    assert record.steps.filter(what="release").count() == 1


def test_nobody_lets_go_what_is_being_paid_or_what_is_over(admin_client, client, f13):
    record = pressed(client)
    answer = admin_client.post(address(record, "release"), {"read": "anything"}, follow=True)
    assert said(answer) == ["Nothing was done: the order has changed meanwhile."]
    record.refresh_from_db()
    assert record.state == State.ATTEMPTING
    other = a_hold(admin_client)
    with time_machine.travel(other.hold_ends_at):
        assert admin_client.get(address(other, "release")).status_code == 302
    other.refresh_from_db()
    assert other.state == State.RESERVED


@pytest.mark.parametrize("read", ["", "x", "é", "0" * 64])
def test_without_having_read_it_nothing_is_done(admin_client, client, f13, read):
    record = a_hold(client)
    shown = admin_client.post(address(record, "release"), {"read": read})
    assert shown.status_code == 200
    record.refresh_from_db()
    assert record.state == State.RESERVED


def test_what_was_read_of_one_order_is_no_agreement_for_another(admin_client, client, f13):
    one, other = a_hold(client), a_hold(admin_client)
    form = hidden(admin_client.get(address(one, "release")))
    assert admin_client.post(address(other, "release"), form).status_code == 200
    other.refresh_from_db()
    assert other.state == State.RESERVED


# Cancelling


def of_an_order(bought, *, why_not=""):
    [order] = bought.transaction.orders
    return SimpleNamespace(
        number=order.item_number, order=order, why_not=why_not, is_possible=not why_not, reason="Too late."
    )


@pytest.fixture
def can_cancel(bought, monkeypatch):
    """Its only item can be cancelled; what was asked for is kept."""
    one, asked = of_an_order(bought), []
    monkeypatch.setattr(cancelling, "possible_items", lambda record: (one,))
    monkeypatch.setattr(cancelling, "items_of", lambda record: (one,))
    monkeypatch.setattr(doing.cancelling.choices, "with_others", lambda record, numbers: frozenset(numbers))

    def ask(*known, **more):
        asked.append((known, more))
        return Cancellation(record=bought)

    monkeypatch.setattr(cancelling, "ask", ask)
    return one, asked


def test_items_are_cancelled_after_staff_have_read_which_and_what_comes_back(
    admin_client, admin_user, bought, can_cancel
):
    one, asked = can_cancel
    page = admin_client.get(address(bought, "cancel")).content.decode()
    assert one.order.event.name in unescape(page)
    shown = admin_client.post(address(bought, "cancel"), {"items": [one.number]})
    told = " ".join(sentences(shown))
    assert one.order.event.name in told
    assert ", ".join(one.order.seat_ids) in told
    assert "It cannot be undone." in told
    assert "this shop took none" in told
    assert asked == []
    answer = admin_client.post(address(bought, "cancel"), hidden(shown), follow=True)
    [(known, more)] = asked
    assert (known[0].pk, set(known[1]), more) == (bought.pk, {one.number}, {"by": admin_user.get_username()})
    assert said(answer) == [f"Cancellation is asked for: items {one.number}."]
    assert history(bought) == [f"Cancellation is asked for: items {one.number}."]


def test_the_money_that_goes_back_is_told_where_this_shop_took_it(admin_client, bought, can_cancel):
    one, _asked = can_cancel
    bought.change(payment="stripe")
    told = sentences(admin_client.post(address(bought, "cancel"), {"items": [one.number]}))
    assert f"Goes back to the buyer's card: {one.order.price.total}." in told


def test_items_that_are_not_the_orders_are_not_cancelled(admin_client, bought, can_cancel):
    _one, asked = can_cancel
    for items in (["4711"], ["x"], [], ["1", "4711"], ["1' OR 1=1"]):
        assert admin_client.post(address(bought, "cancel"), {"items": items}).status_code == 200
    assert asked == []


def test_what_cannot_be_cancelled_says_why(admin_client, bought, can_cancel, monkeypatch):
    one, _asked = can_cancel
    barred = of_an_order(bought, why_not="past")
    monkeypatch.setattr(cancelling, "items_of", lambda record: (one, barred))
    page = unescape(admin_client.get(address(bought, "cancel")).content.decode())
    assert "Too late." in page


def test_what_cannot_be_cancelled_here_has_a_text_to_ingresso(admin_client, bought, can_cancel, monkeypatch):
    page = f"{ORDERS}{bought.pk}/change/"
    assert "a text to Ingresso" not in admin_client.get(page).content.decode()
    barred = of_an_order(bought, why_not="not_permitted")
    monkeypatch.setattr(cancelling, "items_of", lambda record: (barred,))
    text = unescape(admin_client.get(page).content.decode())
    assert cancelling.text_to_ingresso(bought, [barred.number]).strip() in text
    monkeypatch.setattr(cancelling, "items_of", lambda record: (of_an_order(bought, why_not="cancelled"),))
    assert "a text to Ingresso" not in admin_client.get(page).content.decode()


def test_where_another_was_quicker_nothing_is_said_to_be_done(admin_client, bought, can_cancel, monkeypatch):
    one, _asked = can_cancel
    monkeypatch.setattr(cancelling, "ask", lambda *known, **more: None)
    answer = agree(admin_client, bought, "cancel", {"items": [one.number]})
    assert said(answer) == ["Nothing was done: the order has changed meanwhile."]
    assert history(bought) == []


# Giving money back


@pytest.fixture
def paid(bought, monkeypatch):
    """£55 were taken, of which all can go back; what was asked for is kept."""
    pound, asked, made = Currency("gbp", pre_symbol="£"), [], SimpleNamespace(pk=uuid.uuid4())
    Authorisation.objects.create(
        record=bought, intent_id="pi_1", standing=Standing.CAPTURED, amount=5500, currency_code="gbp"
    )
    monkeypatch.setattr(cancelling, "left", lambda record: Money(Decimal(55), pound))
    monkeypatch.setattr(cancelling, "refund", lambda *known, **more: asked.append((known, more)) or [made])
    return asked


def test_money_goes_back_after_staff_have_read_how_much_and_to_where(admin_client, admin_user, bought, paid):
    press = str(uuid.uuid4())
    shown = admin_client.post(address(bought, "refund"), {"amount": "5.50", "press": press})
    assert sentences(shown) == [
        "£5.50 go back to the card that was paid with.",
        "So much could still go back after that: £49.50.",
        "Stripe does it, for payment pi_1. It cannot be undone.",
        "Tickets stay as they are: nothing is cancelled by it.",
    ]
    assert paid == []
    answer = admin_client.post(address(bought, "refund"), hidden(shown), follow=True)
    [(known, more)] = paid
    assert known[1:] == (Decimal("5.50"),)
    assert more == {"by": admin_user.get_username(), "press": uuid.UUID(press)}
    assert said(answer) == ["£5.50 are on their way back."]
    assert history(bought) == ["£5.50 are on their way back."]


@pytest.mark.parametrize("amount", ["0", "-1", "55.01", "1e9", "NaN", "Infinity", "0.001", "all", ""])
def test_no_more_goes_back_than_there_is_and_no_less_than_a_penny(admin_client, bought, paid, amount):
    form = {"amount": amount, "press": str(uuid.uuid4())}
    assert sentences(admin_client.post(address(bought, "refund"), form)) == []
    assert paid == []


def test_another_sum_than_was_read_is_read_anew(admin_client, bought, paid):
    shown = admin_client.post(address(bought, "refund"), {"amount": "5.50", "press": str(uuid.uuid4())})
    again = admin_client.post(address(bought, "refund"), hidden(shown) | {"amount": ["50"]})
    assert "It is not as it was a moment ago" in again.content.decode()
    assert "£50.00 go back" in " ".join(sentences(again))
    assert paid == []


# Letters


def test_a_letter_is_sent_again(admin_client, bought, monkeypatch):
    asked = []
    if not bought.letters.exists():
        bought.letters.create(kind="settled", sent_at=timezone.now())
    (kind, words), *_others = writing.kinds_of(bought)
    monkeypatch.setattr(
        letters, "promise_again", lambda *known, **more: asked.append((known[0].pk, more)) or True
    )
    answer = admin_client.post(address(bought, "resend"), {"kind": kind}, follow=True)
    assert asked == [(bought.pk, {"kind": kind, "by": "admin"})]
    assert said(answer) == [f"The letter is sent again: {words}."] == history(bought)
    assert admin_client.post(address(bought, "resend"), {"kind": "notice"}).status_code == 200
    assert len(asked) == 1


def test_an_address_is_corrected_and_neither_stands_in_the_history(admin_client, bought):
    answer = admin_client.post(
        address(bought, "correct-address"), {"email": " ada@right.example "}, follow=True
    )
    bought.refresh_from_db()
    assert bought.customer["email_address"] == "ada@right.example"
    assert bought.buyer_email == "ada@right.example"
    assert said(answer) == ["The address is corrected."]
    told = str([*LogEntry.objects.values(), *bought.steps.values()])
    assert "The address for letters was corrected." in told
    assert "ada@" not in told


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@", "a b@c.example", "ada@right.example\nBcc: eve@x.example"]
)
def test_what_is_no_address_corrects_nothing(admin_client, bought, email):
    known, before = bought.customer, len(mail.outbox)
    admin_client.post(address(bought, "correct-address"), {"email": email})
    bought.refresh_from_db()
    assert bought.customer == known
    assert len(mail.outbox) == before


def test_who_may_not_see_the_customer_does_not_correct_the_address(bought, django_user_model):
    staff = staff_with(django_user_model, "view_orderrecord", "correct_address")
    assert staff.get(address(bought, "correct-address")).status_code == 403
    assert "correct-address" not in staff.get(f"{ORDERS}{bought.pk}/change/").content.decode()


# Notes


def test_a_note_is_kept_with_who_wrote_it_and_is_changed_by_nobody(admin_client, bought):
    text = "Rang at ten.\n<b>Wants</b> the aisle. שלום"
    admin_client.post(address(bought, "note"), {"text": text})
    note = Note.objects.get()
    assert (note.record, note.who, note.text) == (bought, "admin", text)
    page = admin_client.get(f"{ORDERS}{bought.pk}/change/").content.decode()
    assert "&lt;b&gt;Wants&lt;/b&gt;" in page
    assert "<b>Wants</b>" not in page
    for path in (f"/admin/checkout/note/{note.pk}/change/", f"/admin/checkout/note/{note.pk}/delete/"):
        assert admin_client.post(path, {"text": "x"}).status_code == 404
    assert history(bought) == ["A note was written."]


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_an_empty_or_endless_note_is_not_kept(admin_client, bought, text):
    assert admin_client.post(address(bought, "note"), {"text": text}).status_code == 200
    assert not Note.objects.exists()


# All of them


@pytest.mark.parametrize("deed", doing.DEEDS, ids=lambda deed: deed.name)
def test_an_order_that_there_is_not_is_not_found(admin_client, deed):
    for name in (uuid.uuid4(), "x", "a/b"):
        assert admin_client.get(f"{ORDERS}{name}/{deed.name}/").status_code == 404


@pytest.mark.parametrize("deed", doing.DEEDS, ids=lambda deed: deed.name)
def test_each_deed_is_permitted_by_rights_of_its_own(deed):
    own = [one.rights[0] for one in doing.DEEDS]
    assert own.count(deed.rights[0]) == 1


def test_deeds_that_cannot_be_undone_are_read_first():
    assert {deed.name for deed in doing.DEEDS if deed.will} == {"release", "cancel", "refund"}


def test_looking_does_nothing(admin_client, bought):
    for deed in doing.DEEDS:
        admin_client.get(address(bought, deed.name))
    assert not LogEntry.objects.filter(action_flag=CHANGE).exists()
    assert not Note.objects.exists()


def test_the_button_says_whether_something_is_done_or_read_first(admin_client, bought, can_cancel):
    assert "Go on: see what will happen" in admin_client.get(address(bought, "cancel")).content.decode()
    page = admin_client.get(address(bought, "note")).content.decode()
    assert 'value="Keep the note"' in page
    assert "Go on" not in page
