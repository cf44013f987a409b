"""Chromium at a shop's page, which loads the practice Stripe's script from another origin."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import Watch, a_browser
from tests.sandbox.stripe.asking import Api
from tests.sandbox.stripe.in_browsers.shop import Checkout, Shop

PATIENCE = 15_000  # milliseconds: two cores may have much to do

expect.set_options(timeout=PATIENCE)


# For the package alone: while Playwright runs, Django takes its thread for an asynchronous one.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test for errors in the console and for other hosts, save those it forgives."""
    watch = Watch()
    yield watch
    assert watch.complaints == []


@pytest.fixture
def shop(world, server) -> Iterator[Shop]:
    with Shop(stripe_origin=world.public_url) as shop:
        yield shop


@pytest.fixture
def page(browser: Browser, watch: Watch) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(PATIENCE)
    watch.over(context)
    yield context.new_page()
    context.close()


@pytest.fixture
def checkout(page: Page, shop: Shop, api: Api) -> Checkout:
    return Checkout(page, shop, api)
