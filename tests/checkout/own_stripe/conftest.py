from typing import Any

import pytest

from tests import own_stripe


@pytest.fixture
def bank(f13: Any, settings: Any) -> Any:
    """The sandbox, with this shop's own Stripe account in it."""
    own_stripe.beside(settings, f13)
    return f13
