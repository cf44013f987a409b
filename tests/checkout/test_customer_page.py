"""The form on the checkout page, from post to f13: what is sent, what is kept, what is forgotten."""

import logging
import re
import time
from dataclasses import replace

import pytest
import time_machine
from django.contrib.sessions.models import Session

from boxoffice.models import LegalPage, LegalText
from checkout import details
from checkout.models import OrderRecord, State
from tests.builders import CUSTOMER, PHONE, a_hold, a_performance
from tests.rules.pages import HouseRulesClient

pytestmark = pytest.mark.django_db

BILLING = {
    "billing_differs": "yes",
    "billing_address_line_one": "2 Low Street",
    "billing_town": "Tokyo",
    "billing_country_code": "jp",
}
TITLE = re.compile(r"<title>Error: ")


def buy(client, on_commit, record, **changes):
    with on_commit(execute=True):
        answer = client.post(f"/checkout/{record.pk}/", CUSTOMER | changes)
    record.refresh_from_db()
    return answer


def sent_to(f13) -> dict[str, str]:
    (call,) = f13.log(endpoint="purchase")
    return dict(call["params"])


def form_of(client, record):
    return client.get(f"/checkout/{record.pk}/").context["form"]


# What f13 is told


def test_consents_and_title_are_sent_as_they_were_given(client, f13, django_capture_on_commit_callbacks):
    record = a_hold(client)
    buy(client, django_capture_on_commit_callbacks, record, title="Dr", supplier_can_use_data="ext_test1")
    sent = sent_to(f13)
    assert record.state == State.PURCHASED
    assert (sent["title"], sent["supplier_can_use_customer_data"]) == ("Dr", "true")
    assert not {"user_can_use_customer_data", "world_can_use_customer_data"} & set(sent)


def test_the_policy_that_the_buyer_could_read_is_linked_and_named(
    client, f13, django_capture_on_commit_callbacks
):
    page = LegalPage.objects.create(slug="privacy")
    LegalText.objects.create(page=page, language="en", title="Privacy", body="We keep little.")
    record = a_hold(client)
    assert 'href="/pages/privacy/"' in client.get(f"/checkout/{record.pk}/").content.decode()
    buy(client, django_capture_on_commit_callbacks, record)
    assert sent_to(f13)["privacy_policy_version"] == page.changed_at.isoformat(timespec="seconds")


def test_an_account_that_needs_a_reference_is_asked_for_one_and_its_own_address_stays(
    client, f13, settings, django_capture_on_commit_callbacks
):
    settings.F13_USER = "demo-agent"
    record = a_hold(client)
    form = form_of(client, record)
    assert form["address_line_one"].value() == "1 Harbour Street"
    assert 'name="address_line_one" value="1 Harbour Street"' in str(form)
    assert buy(client, django_capture_on_commit_callbacks, record).status_code == 422
    buy(client, django_capture_on_commit_callbacks, record, agent_reference="PO 7", town="Elsewhere")
    sent = sent_to(f13)
    assert record.state == State.PURCHASED
    assert (sent["agent_reference"], sent["address_line_one"]) == ("PO 7", "1 Harbour Street")
    assert (sent["town"], sent["postcode"]) == ("Whitby", "YO21 1AA")
    assert record.customer["town"] == "Whitby"


def test_what_the_account_knows_is_filled_in_and_may_be_changed(
    client, f13, settings, django_capture_on_commit_callbacks
):
    settings.F13_USER = "demo-members"
    record = a_hold(client)
    form = form_of(client, record)
    known = {name: form[name].value() for name in ("email", "town", "country_code", "home_phone")}
    assert known == {
        "email": "members@buyers.example",
        "town": "Cork",
        "country_code": "ie",
        "home_phone": "+353 21 555 0101",
    }
    changes = {"town": "Dublin", "home_phone": "021 555 0101", "country_code": "ie", **BILLING}
    buy(client, django_capture_on_commit_callbacks, record, **changes)
    sent = sent_to(f13)
    assert record.state == State.PURCHASED
    assert (sent["town"], sent["email_address"]) == ("Dublin", "ada@example.com")
    assert sent["home_phone"] == sent["phone"] == "+353 21 555 0101"
    assert (sent["billing_address_line_one"], sent["billing_country_code"]) == ("2 Low Street", "jp")


# What is kept


def test_all_that_was_typed_is_there_after_a_reload_wrong_or_right(client, f13):
    record = a_hold(client)
    typed = CUSTOMER | {"email": "nobody", "title": "Dr", "county": "Kent", "user_can_use_data": "yes"}
    client.post(f"/checkout/{record.pk}/", typed)
    form = form_of(client, record)
    shown = {name: form[name].value() for name in typed if name != "user_can_use_data"}
    assert shown == {name: value for name, value in typed.items() if name != "user_can_use_data"}
    assert "checked" in str(form["user_can_use_data"])
    assert "checked" not in str(form["supplier_can_use_data"])


def test_a_consent_to_one_supplier_is_none_to_the_next_hold_of_another(client, f13):
    client.post(
        f"/checkout/{a_hold(client).pk}/", CUSTOMER | {"email": "", "supplier_can_use_data": "ext_test1"}
    )
    same = a_hold(client)
    assert "checked" in str(form_of(client, same)["supplier_can_use_data"])
    other = a_hold(client, perf_id=a_performance("6IF"), send="COBO")
    sources = {bundle.source_code for bundle in other.reservation.trolley.bundles}
    assert sources != {"ext_test1"}
    assert "checked" not in str(form_of(client, other)["supplier_can_use_data"])


def test_what_was_emptied_stays_empty_here_and_what_is_known_comes_back_elsewhere(client, f13, settings):
    settings.F13_USER = "demo-members"
    record = a_hold(client)
    client.post(f"/checkout/{record.pk}/", CUSTOMER | {"town": ""})
    assert form_of(client, record)["town"].value() == ""
    again = a_hold(client)
    assert form_of(client, again)["town"].value() == "Cork"
    assert form_of(client, again)["last_name"].value() == "Reader"


def test_a_country_that_the_next_tickets_are_not_sent_to_is_not_kept_for_them(client, f13):
    client.post(f"/checkout/{a_hold(client).pk}/", CUSTOMER | {"country_code": "jp", "email": ""})
    posted = a_hold(client, perf_id=a_performance("6IF"), send="POST")
    assert posted.asked.destination in ("uk", "ie")
    assert form_of(client, posted)["country_code"].value() == posted.asked.destination


@pytest.fixture
def destinations(monkeypatch):
    """By record: the country that was asked for with a way of sending."""
    asked: dict = {}
    kept = OrderRecord.asked.fget
    told = property(lambda record: replace(kept(record), destination=asked.get(record.pk, "")))
    monkeypatch.setattr(OrderRecord, "asked", told)
    return asked


def test_the_destination_that_was_asked_before_the_hold_is_the_addresss_country(client, f13, destinations):
    client.post(f"/checkout/{a_hold(client).pk}/", CUSTOMER | {"email": ""})
    record = a_hold(client)
    destinations[record.pk] = "ie"
    form = form_of(client, record)
    assert (form["country_code"].value(), form["last_name"].value()) == ("ie", "Reader")
    assert "data-asked" in str(form["country_code"])
    client.post(f"/checkout/{record.pk}/", CUSTOMER | {"email": "", "country_code": "uk"})
    assert form_of(client, record)["country_code"].value() == "uk"


def test_a_country_typed_for_the_same_destination_stays_when_it_is_held_again(client, f13, destinations):
    record = a_hold(client)
    destinations[record.pk] = "ie"
    client.post(f"/checkout/{record.pk}/", CUSTOMER | {"email": "", "country_code": "uk"})
    again = a_hold(client)
    destinations[again.pk] = "ie"
    assert form_of(client, again)["country_code"].value() == "uk"


def test_it_is_forgotten_some_hours_after_it_was_sent(client, f13):
    client.post(f"/checkout/{a_hold(client).pk}/", CUSTOMER)
    record = a_hold(client)
    record.change(hold_ends_at=None)
    with time_machine.travel(time.time() + details.VISIT - 60):
        assert form_of(client, record)["last_name"].value() == "Reader"
    with time_machine.travel(time.time() + details.VISIT + 60):
        assert form_of(client, record)["last_name"].value() is None
        assert details.KEY not in client.session


def test_it_ends_with_the_session_and_no_other_visitor_sees_it(client, f13):
    client.post(f"/checkout/{a_hold(client).pk}/", CUSTOMER | {"email": ""})
    Session.objects.all().delete()
    assert form_of(client, a_hold(client))["last_name"].value() is None
    stranger = HouseRulesClient()
    assert form_of(stranger, a_hold(stranger))["last_name"].value() is None


def test_a_session_from_before_is_no_stumbling_block(client, f13):
    record = a_hold(client)
    session = client.session
    session[details.KEY] = {"first_name": "Ada"}
    session.save()
    assert form_of(client, record)["first_name"].value() is None


# Suggestions


def test_a_slip_in_the_email_is_questioned_once_and_then_taken_as_it_is(
    client, f13, django_capture_on_commit_callbacks
):
    record = a_hold(client)
    answer = buy(client, django_capture_on_commit_callbacks, record, email="ada@gmial.com")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Did you mean <bdi>ada@gmail.com</bdi>?" in page
    assert '<input type="hidden" name="email_kept" value="ada@gmial.com">' in page
    assert f13.log(endpoint="purchase") == []
    buy(client, django_capture_on_commit_callbacks, record, email="ada@gmial.com", email_kept="ada@gmial.com")
    assert sent_to(f13)["email_address"] == "ada@gmial.com"


def test_one_press_takes_the_suggestion_and_buys_nothing_yet(client, f13, django_capture_on_commit_callbacks):
    record = a_hold(client)
    pressed = {"email": "ada@gmial.com", "take_email": "ada@gmail.com", "town": ""}
    answer = buy(client, django_capture_on_commit_callbacks, record, **pressed)
    assert answer.status_code == 200
    assert answer.context["form"]["email"].value() == "ada@gmail.com"
    assert not TITLE.search(answer.content.decode())
    assert record.state == State.RESERVED
    buy(client, django_capture_on_commit_callbacks, record, email="ada@gmail.com")
    assert sent_to(f13)["email_address"] == "ada@gmail.com"


def test_only_what_was_offered_can_be_taken(client, f13, django_capture_on_commit_callbacks):
    record = a_hold(client)
    buy(client, django_capture_on_commit_callbacks, record, take_email="eve@elsewhere.example")
    assert sent_to(f13)["email_address"] == "ada@example.com"


def test_nobody_is_asked_about_an_address_that_has_no_slip(client, f13):
    page = client.get(f"/checkout/{a_hold(client).pk}/").content.decode()
    assert re.search(r'<div class="notice meant"[^>]* hidden>', page)
    assert re.search(r'<button name="take_email" value=""[^>]* disabled>', page)


# Errors


def test_f13s_complaint_is_shown_even_where_the_session_has_forgotten_what_was_typed(
    client, f13, django_capture_on_commit_callbacks
):
    record = a_hold(client)
    buy(client, django_capture_on_commit_callbacks, record, email="ada@example.invalid", title="Dr")
    session = client.session
    del session[details.KEY]
    session.save()
    form = form_of(client, record)
    assert list(form.errors) == ["email"]
    assert (form["email"].value(), form["title"].value()) == ("ada@example.invalid", "Dr")


def test_a_complaint_that_names_no_field_stands_at_the_top(client, f13):
    record = a_hold(client)
    record.change(customer_errors={"": "data"}, customer={"first_name": "Ada"})
    page = client.get(f"/checkout/{record.pk}/").content.decode()
    assert "does not accept these details" in page
    assert "Nothing was charged" in _said(client, record, "refused")


def _said(client, record, key):
    record.change(customer_errors={"": key})
    return client.get(f"/checkout/{record.pk}/").content.decode()


def test_what_is_wrong_inside_a_fold_unfolds_it(client, f13):
    record = a_hold(client)
    folded = client.get(f"/checkout/{record.pk}/").content.decode()
    assert folded.count('<details class="fold fold-when-narrow">') == 2
    wrong = client.post(f"/checkout/{record.pk}/", CUSTOMER | {"county": "x" * 500}).content.decode()
    assert wrong.count('<details class="fold fold-when-narrow" open><summary>County') == 1
    assert '<details class="fold">' in wrong


def test_tickets_that_are_posted_show_every_line_of_the_address(client, f13):
    record = a_hold(client, perf_id=a_performance("6IF"), send="POST")
    page = client.get(f"/checkout/{record.pk}/").content.decode()
    assert "fold-when-narrow" not in page
    assert "Where the tickets go" in page


@pytest.mark.parametrize(
    "value", ["x" * 5000, "a\x00b", "\x07", "\u202e", "💺" * 100, "\N{REPLACEMENT CHARACTER}"]
)
def test_whatever_is_sent_in_every_field_at_once_is_answered_in_words(client, f13, value):
    record = a_hold(client)
    names = [*details.NAMES, "take_email"]
    answer = client.post(f"/checkout/{record.pk}/", dict.fromkeys(names, value))
    assert answer.status_code == 422
    assert client.get(f"/checkout/{record.pk}/").status_code == 200
    assert f13.log(endpoint="purchase") == []


@pytest.mark.parametrize("octets", ["%ED%A0%80", "%FF", "%00", "%C0%80"])
def test_octets_that_are_no_text_are_answered_in_words(client, f13, octets):
    record = a_hold(client)
    body = f"first_name=a{octets}b&email={octets}&title={octets}"
    kind = "application/x-www-form-urlencoded"
    answer = client.generic("POST", f"/checkout/{record.pk}/", body, content_type=kind)
    assert answer.status_code == 422
    assert client.get(f"/checkout/{record.pk}/").status_code == 200


def test_nothing_personal_is_logged_when_all_goes_wrong(
    client, f13, caplog, django_capture_on_commit_callbacks
):
    caplog.set_level(logging.DEBUG)
    record = a_hold(client)
    client.post(f"/checkout/{record.pk}/", CUSTOMER | {"phone": "Secretly"})
    buy(client, django_capture_on_commit_callbacks, record, email="ada@example.invalid")
    f13.fault("purchase", kind="garbage")
    buy(client, django_capture_on_commit_callbacks, record)
    assert "Purchase of" in caplog.text
    private = {"Ada", "Reader", "1 Long Lane", "N1 9GU", *PHONE, "example.invalid", "ada@", "Secretly"}
    assert {one for one in private if one in caplog.text} == set()
