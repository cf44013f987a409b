"""Staff see what is open and why, and have it looked up again; each may do what their rights say."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from checkout import matters, purchase, reservation, taking
from checkout.models import (
    Authorisation,
    CalloutStep,
    Cancellation,
    CancellationStanding,
    CancellationTrouble,
    Fate,
    Letter,
    NeedsStaff,
    OrderRecord,
    Refund,
    RefundTrouble,
    Standing,
    State,
    Trouble,
)
from tests.builders import a_hold, pressed, run
from tests.catalog.staff import said, staff_with
from tests.words import stands_in

pytestmark = pytest.mark.django_db

LIST = "/admin/checkout/orderrecord/"
SECRET = "something that nobody else may know"


def page_of(record):
    return f"{LIST}{record.pk}/change/"


def a_record(state=State.ATTEMPTING, **columns):
    """An order in this state, with customer's details."""
    now = timezone.now()
    record = OrderRecord.objects.create(
        visitor=uuid.uuid4().hex,
        state=state,
        payment="credit",
        transaction_uuid=f"U-{uuid.uuid4()}",
        amount="39.0000",
        currency_code="gbp",
        customer={"first_name": "Ada", "last_name": "Reader", "email": "ada@example.com"},
        pressed_at=now,
        purchase_asked_at=now,
    )
    record.change(**columns)
    return record


def an_authorisation(record, **columns):
    return Authorisation.objects.create(
        record=record, intent_id=f"pi_{uuid.uuid4().hex}", amount=3900, currency_code="gbp", **columns
    )


def a_cancellation(record, **columns):
    return Cancellation.objects.create(record=record, numbers=[1, 2], **columns)


def a_refund(record, **columns):
    authorisation = an_authorisation(record, standing=Standing.CAPTURED)
    return Refund.objects.create(
        record=record, authorisation=authorisation, amount=100, currency_code="gbp", **columns
    )


def one_of_each():
    """Orders by the kind of matter that each of them has."""
    ago, soon = timezone.now() - timedelta(minutes=5), timezone.now() + timedelta(hours=3)
    found = {
        "staff": a_record(State.FAILED, needs_staff=NeedsStaff.CONTRADICTION, needs_staff_since=ago),
        "uncertain": a_record(looks=3, look_again_at=soon),
        "waiting": a_record(purchase_asked_at=None, changed_at=ago),
        "bank": a_record(State.AUTHORISING),
        "debitor": a_record(State.CALLED_OUT),
        "white_label": a_record(State.HANDED_OVER),
        "release": a_record(State.RELEASED, is_release_certain=False),
        "money": a_record(State.PURCHASED),
        "letter": a_record(State.PURCHASED),
        "cancellation": a_record(State.PURCHASED),
        "withdrawal": a_record(State.PURCHASED),
        "refund": a_record(State.PURCHASED),
    }
    Letter.objects.create(record=found["letter"], kind="confirmation", fate=Fate.REFUSED, answer="550 5.1.1")
    a_cancellation(found["cancellation"], standing=CancellationStanding.UNCERTAIN)
    ended, withdrawal = CancellationStanding.REFUSED, CancellationTrouble.WITHDRAWAL
    a_cancellation(found["withdrawal"], standing=ended, needs_staff=withdrawal, is_withdrawal=True)
    a_refund(found["refund"], needs_staff=RefundTrouble.REFUSED)
    an_authorisation(found["money"], standing=Standing.HELD, ends_at=soon)
    return found


def closed_ones():
    """Orders about which nothing is open."""
    long = timezone.now() + timedelta(days=6)
    closed = [a_record(state) for state in (State.PURCHASED, State.FAILED, State.EXPIRED, State.RESERVED)]
    closed.append(a_record())  # a worker has just been told
    for record, standing in zip(closed, ("asked", "done", "refused"), strict=False):
        a_cancellation(record, standing=standing)
        a_refund(record, standing="done")
    an_authorisation(closed[0], standing=Standing.HELD, ends_at=long)
    return closed


def shown(response):
    return {record.pk for record in response.context["cl"].result_list}


def asked_for(f13):
    return [row["endpoint"] for row in f13.log()]


# What is open


def test_each_kind_of_matter_has_its_filter(admin_client):
    found = one_of_each()
    closed_ones()
    assert set(found) == set(matters.Kind.values)
    for kind, record in found.items():
        assert shown(admin_client.get(LIST, {"open": kind})) == {record.pk}
    everything = {record.pk for record in found.values()}
    assert shown(admin_client.get(LIST, {"open": "any"})) == everything
    assert everything < shown(admin_client.get(LIST))


def test_sentence_and_filter_agree():
    for kind, record in one_of_each().items():
        (matter,) = matters.of(record)
        assert matter.kind == kind
        assert OrderRecord.objects.filter(matters.condition(matter.kind)).get() == record
    for record in closed_ones():
        assert matters.of(record) == []
        assert not OrderRecord.objects.filter(matters.any_condition(), pk=record.pk).exists()


def test_the_list_says_why_since_when_and_how_often_it_was_looked_up(admin_client):
    for record in one_of_each().values():
        record.note_again("status says reserved", request_id="f13-request-7")
        page = admin_client.get(LIST, {"q": record.transaction_uuid}).content.decode()
        for matter in matters.of(record):
            assert escape(matter.why) in page
            assert f"{matter.since:%Y-%m-%d %H:%M}" in page
        assert "f13-request-7" in page
        assert f'<td class="field-looks">{record.looks}</td>' in page


def test_a_purchase_that_was_never_sent_says_that_nothing_was_bought():
    (matter,) = matters.of(a_record(look_again_at=timezone.now(), purchase_asked_at=None))
    assert "Nothing was bought" in matter.why


def test_the_money_says_what_the_worker_could_not_do(admin_client):
    record = a_record(State.PURCHASED)
    an_authorisation(record, standing=Standing.HELD, needs_staff=Trouble.REFUSED)
    assert "Stripe refuses to take or free it" in admin_client.get(page_of(record)).content.decode()
    assert shown(admin_client.get(LIST, {"open": "money"})) == {record.pk}


def test_a_hundred_open_orders_ask_no_more_than_one(admin_client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(LIST, {"open": "any"}).status_code == 200
        return len(captured)

    an_authorisation(a_record(looks=1), needs_staff=Trouble.REFUSED)
    admin_client.get(LIST)
    few = queries()
    for number in range(99):
        record = a_record(looks=1, needs_staff=NeedsStaff.SALES)
        an_authorisation(record, needs_staff=Trouble.REFUSED)
        record.note("status says reserved", request_id=f"f13-{number}")
    assert queries() == few <= 12


def test_the_page_of_an_order_does_not_ask_for_each_step(admin_client):
    def queries(record):
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(page_of(record)).status_code == 200
        return len(captured)

    few, many = a_record(), a_record()
    admin_client.get(page_of(few))
    for number in range(30):
        many.note(f"step {number}")
        CalloutStep.objects.create(record=many)
    few.note("step")
    CalloutStep.objects.create(record=few)
    assert queries(many) == queries(few)


# Its page


def test_callouts_are_told_without_what_could_be_misused(admin_client):
    record = a_record(State.CALLED_OUT)
    callout = CalloutStep.objects.create(
        record=record,
        destination=f"https://bank.example/pay?secret={SECRET}",
        parameters=[["PaReq", SECRET]],
        returned_at=timezone.now(),
        returned=[["MD", SECRET]],
        referer=f"https://bank.example/{SECRET}",
    )
    page = admin_client.get(page_of(record)).content.decode()
    assert "bank.example" in page
    assert "MD" in page
    assert SECRET not in page
    assert callout.token not in page


def test_the_money_is_told_with_its_intent(admin_client):
    record = a_record(State.PURCHASED)
    authorisation = an_authorisation(record, standing=Standing.CAPTURED, captured=3900)
    assert authorisation.intent_id in admin_client.get(page_of(record)).content.decode()


def test_every_look_keeps_its_request_id_in_one_step(admin_client):
    record = a_record()
    for number in range(5):
        record.note_again("status says reserved", request_id=f"f13-request-{number}")
    step = record.steps.get()
    assert (step.times, [request_id for _at, request_id in step.occasions]) == (
        5,
        [f"f13-request-{number}" for number in range(5)],
    )
    page = admin_client.get(page_of(record)).content.decode()
    for number in range(5):
        assert f"f13-request-{number}" in page
    assert "5 times" in page


def test_only_those_who_may_see_customers_see_them(django_user_model):
    record = a_record(browser={"user_agent": SECRET}, paid_with={"token": SECRET})
    without = staff_with(django_user_model, "view_orderrecord").get(page_of(record)).content.decode()
    with_ = staff_with(django_user_model, "view_orderrecord", "view_customer").get(page_of(record))
    for detail in ("Ada", "Reader", "ada@example.com"):
        assert stands_in(with_.content.decode(), detail)
        assert not stands_in(without, detail)
    assert SECRET not in without + with_.content.decode()


def test_steps_callouts_and_money_are_seen_by_those_who_may_see_the_order(django_user_model):
    record = a_record(State.CALLED_OUT)
    record.note("a step of its own", request_id="f13-request-1")
    authorisation = an_authorisation(record)
    CalloutStep.objects.create(record=record, source_code="ext_test0")
    page = staff_with(django_user_model, "view_orderrecord").get(page_of(record)).content.decode()
    assert "a step of its own" in page
    assert "ext_test0" in page
    assert authorisation.intent_id in page
    for name in ("steps-0-what", "callouts-0-destination", "authorisations-0-amount", "steps-0-DELETE"):
        assert f'name="{name}"' not in page  # nothing can be typed over


# Asking again


def test_asked_again_an_order_is_looked_up_at_once(
    admin_client, admin_user, client, f13, django_capture_on_commit_callbacks
):
    record = pressed(client)
    f13.fault("purchase", kind="502_after")
    run(record)
    assert record.look_again_at > timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin_client.post(f"{LIST}{record.pk}/ask-again/", follow=True)
    record.refresh_from_db()
    assert record.state == State.PURCHASED
    assert said(answer) == ["1 order is being looked up now. Its steps tell what was found."]
    assert record.steps.get(what="staff ask again").detail == admin_user.get_username()
    entry = LogEntry.objects.get(action_flag=CHANGE)
    assert (entry.user, entry.object_id, entry.get_change_message()) == (
        admin_user,
        str(record.pk),
        "Asked again.",
    )


def test_many_are_asked_again_from_the_list(admin_client, f13, django_capture_on_commit_callbacks):
    later = timezone.now() + timedelta(hours=1)
    records = [a_record(looks=3, look_again_at=later) for _ in range(3)]
    ended = a_record(State.PURCHASED)
    chosen = [str(record.pk) for record in (*records, ended)]
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin_client.post(
            LIST, {"action": "ask_again", "_selected_action": chosen, "index": "0"}, follow=True
        )
    assert len([one for one in asked_for(f13) if one == "status"]) == 3
    for record in records:
        record.refresh_from_db()
        assert record.looks == 4
    assert said(answer) == [
        "Of 1 order there was nothing to be done: it has ended.",
        "3 orders are being looked up now. Their steps tell what was found.",
    ]
    assert not ended.steps.exists()
    assert LogEntry.objects.count() == 3


def test_a_release_is_asked_for_once_more(admin_client, client, f13, django_capture_on_commit_callbacks):
    record = a_hold(client)
    f13.fault("release", kind="502_before")
    reservation.release(record)
    assert not record.is_release_certain
    record.change(look_again_at=timezone.now() + timedelta(hours=1))
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(f"{LIST}{record.pk}/ask-again/")
    record.refresh_from_db()
    assert record.is_release_certain


def test_asking_again_never_buys_again(admin_client, client, f13, django_capture_on_commit_callbacks):
    record = pressed(client)
    f13.fault("purchase", kind="lost", seconds=100)
    run(record)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            admin_client.post(f"{LIST}{record.pk}/ask-again/")
    assert asked_for(f13).count("purchase") == 1
    assert record.steps.get(what="staff ask again").times == 3


def test_what_another_worker_is_at_is_left_to_it(admin_client, f13, django_capture_on_commit_callbacks):
    record = a_record(lease="another", lease_ends_at=timezone.now() + timedelta(seconds=30))
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(f"{LIST}{record.pk}/ask-again/")
    assert "status" not in asked_for(f13)
    assert purchase.unsettled() == []


def test_there_is_no_button_where_nothing_can_be_asked(admin_client):
    address = f"{LIST}{a_record(State.PURCHASED).pk}/ask-again/"
    assert address not in admin_client.get(LIST).content.decode()
    for state, is_there in ((State.PURCHASED, False), (State.ATTEMPTING, True), (State.CALLED_OUT, True)):
        record = a_record(state)
        page = admin_client.get(page_of(record)).content.decode()
        assert (f'action="{LIST}{record.pk}/ask-again/"' in page) is is_there


# Rights


@pytest.mark.parametrize("deed", ["ask_again", "see_to"])
def test_each_deed_has_its_right(django_user_model, deed):
    record = a_record(needs_staff=NeedsStaff.SALES)
    address = f"{LIST}{record.pk}/{deed.replace('_', '-')}/"
    other = {"ask_again": "see_to", "see_to": "ask_again"}[deed]
    without = staff_with(django_user_model, "view_orderrecord", other)
    assert without.post(address).status_code == 403
    assert address not in without.get(page_of(record)).content.decode()
    assert f'value="{deed}"' not in without.get(LIST).content.decode()
    assert not record.steps.exists()
    with_ = staff_with(django_user_model, "view_orderrecord", deed)
    assert address in with_.get(page_of(record)).content.decode()
    assert f'value="{deed}"' in with_.get(LIST).content.decode()
    assert with_.post(address).status_code == 302
    assert record.steps.exists()


@pytest.mark.parametrize("deed", ["ask-again", "see-to"])
def test_a_deed_needs_the_right_to_see_the_order_a_post_and_an_order(django_user_model, admin_client, deed):
    record = a_record()
    blind = staff_with(django_user_model, "ask_again", "see_to")
    assert blind.post(f"{LIST}{record.pk}/{deed}/").status_code == 403
    assert admin_client.get(f"{LIST}{record.pk}/{deed}/").status_code == 405
    assert admin_client.post(f"{LIST}{uuid.uuid4()}/{deed}/").status_code == 404


def test_a_stranger_is_sent_to_the_login(client):
    answer = client.post(f"{LIST}{a_record().pk}/ask-again/")
    assert answer["Location"].startswith("/admin/login/")


# Seen to


def test_what_staff_have_seen_to_is_open_no_longer(admin_client, admin_user):
    record = a_record(State.FAILED)
    record.ask_staff(NeedsStaff.CONTRADICTION, what="another answer says purchased: staff must look")
    assert shown(admin_client.get(LIST, {"open": "staff"})) == {record.pk}
    admin_client.post(f"{LIST}{record.pk}/see-to/")
    assert shown(admin_client.get(LIST, {"open": "any"})) == set()
    assert record.steps.last().what == "staff have seen to it"
    assert admin_user.get_username() in record.steps.last().detail


def test_money_that_staff_have_seen_to_is_open_no_longer(admin_client):
    record = a_record(State.PURCHASED)
    authorisation = an_authorisation(
        record, standing=Standing.CAPTURED, captured=3800, needs_staff=Trouble.OTHER_SUM
    )
    assert f'action="{LIST}{record.pk}/see-to/"' in admin_client.get(page_of(record)).content.decode()
    admin_client.post(f"{LIST}{record.pk}/see-to/")
    authorisation.refresh_from_db()
    assert (authorisation.needs_staff, authorisation.captured) == ("", 3800)
    assert record.steps.last().detail == "admin: other_sum"
    assert f'action="{LIST}{record.pk}/see-to/"' not in admin_client.get(page_of(record)).content.decode()


def test_asked_again_the_money_is_looked_at_at_once(
    admin_client, monkeypatch, django_capture_on_commit_callbacks
):
    record = a_record(State.PURCHASED, payment="stripe")
    later = timezone.now() + timedelta(hours=1)
    authorisation = an_authorisation(record, standing=Standing.HELD, looks=4, look_again_at=later)
    settled = []
    monkeypatch.setattr(taking, "settle", settled.append)
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(f"{LIST}{record.pk}/ask-again/")
    authorisation.refresh_from_db()
    assert authorisation.look_again_at is None
    assert set(settled) == {record.pk}


def test_an_order_that_goes_on_needs_staff_no_longer():
    record = a_record()
    record.ask_staff(NeedsStaff.SALES, what="staff must look")
    record.move(State.PURCHASED, what="bought")
    record.refresh_from_db()
    assert (record.needs_staff, record.needs_staff_since) == ("", None)


def test_since_when_staff_must_look_is_when_it_was_first_found():
    record = a_record()
    record.ask_staff(NeedsStaff.SALES, what="staff must look")
    since = record.needs_staff_since
    record.ask_staff(NeedsStaff.SALES, what="staff must look")
    record.refresh_from_db()
    assert record.needs_staff_since == since
    assert record.steps.get().times == 2
