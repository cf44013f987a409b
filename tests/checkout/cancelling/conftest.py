"""Orders that were bought, on credit and by the shop's own Stripe, to be cancelled."""

from typing import Any

import pytest

from tests import cancelling, own_stripe
from tests.cancelling_pages import Pages


@pytest.fixture
def bank(f13: Any, settings: Any) -> Any:
    """The sandbox, with this shop's own Stripe account in it."""
    own_stripe.beside(settings, f13)
    return f13


@pytest.fixture
def bought(client: Any, f13: Any, django_capture_on_commit_callbacks: Any) -> Any:
    """Buys on credit: `bought("7AB", "LN40")`."""

    def buy(*events: str, **options: Any) -> Any:
        return cancelling.bought(client, django_capture_on_commit_callbacks, *events, **options)

    return buy


@pytest.fixture
def pages(client: Any, bought: Any, django_capture_on_commit_callbacks: Any) -> Any:
    """Of what was bought on credit: `pages("7AB")`."""

    def of(*events: str, **options: Any) -> Pages:
        return Pages(client, bought(*events, **options), django_capture_on_commit_callbacks)

    return of


@pytest.fixture
def by_card(client: Any, bank: Any, django_capture_on_commit_callbacks: Any) -> Any:
    """Of what was paid for by the shop's own Stripe."""

    def of(*events: str, **options: Any) -> Pages:
        record = cancelling.bought_by_card(client, bank, *events, **options)
        return Pages(client, record, django_capture_on_commit_callbacks)

    return of
