"""The page that sends its own buyer on to pay, and nobody else."""

from html import unescape

import pytest

from boxoffice.ticketing import Callout
from checkout import callouts, payments
from checkout.models import State
from tests.builders import a_hold
from tests.checkout.redirecting import called_out, step_of
from tests.rules.pages import HouseRulesClient

pytestmark = [pytest.mark.django_db]

OUT = 'id="way-out"'


@pytest.fixture(autouse=True)
def _account(settings):
    settings.F13_USER = "demo-redirect"


def progress(client, record, *, at=""):
    return client.get(f"{at}/checkout/{record.pk}/progress/")


def policy(answer):
    return dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))


def test_the_button_says_the_amount_and_the_page_where_it_is_paid(client, f13):
    page = client.get(f"/checkout/{a_hold(client).pk}/").content.decode()
    assert "Pay £55.00" in page
    assert "<bdi>The Dummy Card Debitor</bdi>" in page
    assert "goes on your account" not in page


def test_a_link_with_the_parameters_in_the_order_that_is_asked_for(client, f13):
    record = called_out(client, script="callout ordered")
    answer = progress(client, record)
    page = unescape(answer.content.decode())
    address = callouts.way_out(step_of(record)).address
    assert "?zone=uk+%26+worldwide&title=" in address
    assert f'href="{address}" {OUT}' in page
    assert f'<noscript><meta http-equiv="refresh" content="0; url={address}"></noscript>' in page
    assert "You pay <strong>£55.00</strong> at <bdi>127.0.0.1" in page
    assert policy(answer)["form-action"] == "'self'"
    assert "no-store" in answer["Cache-Control"]


def test_a_form_and_a_policy_that_lets_it_go_there_alone(client, f13):
    record = called_out(client, script="callout post")
    answer = progress(client, record)
    page = answer.content.decode()
    assert f'<form method="post" action="{f13.url}/pay/dummy_redirect.buy/demo-redirect" {OUT}' in page
    for name, value in step_of(record).parameters:
        assert f'<input type="hidden" name="{name}" value="{value}">' in unescape(page)
    assert "csrfmiddlewaretoken" not in page.split(OUT)[1].split("</form>")[0]
    assert policy(answer)["form-action"] == f"'self' {f13.url}"
    assert policy(client.get("/trolley/"))["form-action"] == "'self'"


def test_whoever_else_has_the_link_is_not_told_where(client, f13):
    record = called_out(client)
    assert OUT in progress(client, record).content.decode()
    answer = progress(HouseRulesClient(), record)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert OUT not in page
    assert "/pay/" not in page
    assert step_of(record).token not in page


def test_a_page_that_no_browser_may_be_sent_to_is_for_staff(client, f13):
    record = called_out(client)
    step_of(record).change(destination="http://pay.example/")
    callouts.go_out(record, callout_to("http://pay.example/", record))
    assert callouts.NOWHERE in record.steps.values_list("what", flat=True)
    page = progress(client, record).content.decode()
    assert "pay.example" not in page
    assert OUT not in page


def callout_to(destination, record):
    return Callout(destination, return_token=step_of(record).token)


def test_who_lost_the_way_is_sent_on_from_the_checkout_page_too(client, f13):
    record = called_out(client)
    answer = client.get(f"/checkout/{record.pk}/", follow=True)
    assert OUT in answer.content.decode()


def test_in_another_language(client, f13):
    record = called_out(client)
    assert OUT in progress(client, record, at="/fr").content.decode()


def test_once_the_buyer_is_back_nobody_is_sent_out(client, f13):
    record = called_out(client)
    client.get(step_of(record).return_address)
    record.refresh_from_db()
    assert record.state == State.ATTEMPTING
    assert OUT not in progress(client, record).content.decode()


def test_a_shop_pays_by_redirect_where_a_debitor_says_so(client, f13):
    assert a_hold(client).payment == "redirect"
    assert payments.is_possible("redirect", a_hold(client).reservation)
