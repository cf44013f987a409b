"""The white-label checkout in Chromium: there from the shop, and back to it, paid or not."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.sandbox.purchase.asking import Caller, json_of


@pytest.fixture
def demo(world):
    return Caller(world, "demo")


@pytest.fixture
def token(demo):
    return demo.read("trolley", **demo._choice("7AB", 2))["trolley_token"]


@pytest.fixture
def uuid(demo, token):
    return json_of(demo.post("reserve", trolley_token=token))["trolley_contents"]["transaction_uuid"]


@pytest.fixture
def there(world, page, shop, api, token, uuid):
    """A buyer whom the shop has handed over."""
    api.control("POST", "white_label", {"return_url": f"{shop.url}/checkout/done/<uuid>/"})
    query = urlencode({"trolley_token": token, "referer_url": f"{shop.url}/checkout/"})
    page.goto(f"{world.public_url}/api/complete_booking/{uuid}/?{query}")
    return page


def status(demo, uuid):
    return demo.read("status", transaction_uuid=uuid)["transaction_status"]


def test_who_pays_comes_to_the_confirmation_with_tickets(there, shop, demo, uuid):
    there.get_by_role("button", name="Pay £110.00").click()
    expect(there).to_have_url(f"{shop.url}/checkout/done/{uuid}/")
    assert status(demo, uuid) == "purchased"


def test_who_leaves_comes_back_and_the_hold_stands(there, shop, demo, uuid):
    there.get_by_role("link", name="Leave").click()
    expect(there).to_have_url(f"{shop.url}/checkout/")
    assert status(demo, uuid) == "reserved"
