"""Forms come from the shop's own pages: a stranger's page can have nobody's browser do anything."""

import pytest
from django.test import Client

from checkout.models import OrderRecord
from tests.builders import CUSTOMER, a_hold, a_trolley, hold_form
from tests.routes import every_route, routes_of_buyers
from tests.rules.pages import HouseRulesClient

pytestmark = pytest.mark.django_db

# Nobody else may be. See docs/decisions/0035.
WITHOUT_A_TOKEN = {
    "checkout:return": "a bank's page posts there; its token is what nobody else knows",
    "stripe_webhook": "Stripe's computers post there, and sign what they say",
    "csp_report": "browsers post there by themselves; no cookie is read, and nothing is done but counting",
}


def test_only_these_addresses_take_a_post_without_a_token():
    free = {route.name for route in every_route() if getattr(route.view, "csrf_exempt", False)}
    assert free == set(WITHOUT_A_TOKEN)


def test_every_other_address_refuses_one():
    stranger = HouseRulesClient(enforce_csrf_checks=True, raise_request_exception=False)
    for route in routes_of_buyers():
        if route.name not in WITHOUT_A_TOKEN:
            answer = stranger.post(route.address(), {"a": "b"})
            assert answer.status_code == 403, route
            assert "Please try that again" in answer.content.decode()


def test_so_do_staffs():
    stranger = Client(enforce_csrf_checks=True, raise_request_exception=False)
    for route in every_route():
        if route.is_of_staff:
            answer = stranger.post(route.address(), {"a": "b"})
            # Who is not in is led to the login, before or after the token is looked at.
            assert answer.status_code in {302, 403, 404}, route
            assert answer.status_code == 403 or "login" in answer.get("Location", "login"), route
    assert stranger.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Referer": "https://elsewhere.example/"},
        {"Origin": "http://testserver.elsewhere.example"},
    ],
)
def test_nor_does_somebodys_own_session_help_a_stranger(f13, headers):
    browser = HouseRulesClient(enforce_csrf_checks=True)
    token = browser.get("/trolley/")  # has no form yet, and so no token
    assert token.status_code == 200
    plain = HouseRulesClient()
    record = a_hold(plain)
    browser.cookies = plain.cookies
    for deed in ("release", "again", "accept", "not-confirmed", "hand-over", "authorise"):
        assert browser.post(f"/checkout/{record.pk}/{deed}/", CUSTOMER, headers=headers).status_code == 403
    assert browser.post(f"/checkout/{record.pk}/", CUSTOMER, headers=headers).status_code == 403
    assert OrderRecord.objects.get().state == "reserved"


def test_a_token_of_the_page_does(f13):
    browser = HouseRulesClient(enforce_csrf_checks=True)
    plain = HouseRulesClient()
    page = a_trolley(plain)
    browser.cookies = plain.cookies
    shown = browser.get("/trolley/").content.decode()
    token = shown.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    assert len(token) == 64
    form = hold_form(page)
    from_elsewhere = {"Origin": "https://elsewhere.example"}
    with_token = form | {"csrfmiddlewaretoken": token}
    assert browser.post("/trolley/reserve/", with_token, headers=from_elsewhere).status_code == 403
    assert browser.post("/trolley/reserve/", with_token).status_code == 302
    assert OrderRecord.objects.get().state == "reserved"


def test_a_webhook_without_a_signature_does_nothing(settings, client):
    settings.STRIPE_WEBHOOK_SECRET = "whsec_a"
    for signature in ("", "t=1,v1=00", "nonsense"):
        answer = client.post(
            "/stripe/webhook/", "{}", content_type="application/json", headers={"Stripe-Signature": signature}
        )
        assert answer.status_code == 400
