"""The shops that the walks need, by their settings: each page is met in one of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.journeys import more_states, states
from tests.journeys.states import Visit
from tests.sandbox_process import SandboxProcess

STRIPE = {
    "PAYMENT": "stripe",
    "STRIPE_SECRET_KEY": "sk_test_practice_shop",
    "STRIPE_PUBLISHABLE_KEY": "pk_test_practice_shop",
    "STRIPE_WEBHOOK_SECRET": "whsec_practice_box_office",
}
Walk = Callable[[Visit], Iterator[str]]


@dataclass(frozen=True)
class Kind:
    """The walks that are taken in such a shop, and its settings at a sandbox."""

    walks: tuple[Walk, ...]
    settings: Callable[[SandboxProcess], dict[str, str]] = lambda _sandbox: {}
    refusals: tuple[int, ...] = ()  # what pages and requests are answered with on the way


KINDS = {
    "usual": Kind(states.WALKS, refusals=(403, 404, 410, 422, 503)),
    "seldom": Kind((more_states.seldom,), refusals=(400, 404)),
    "after": Kind(
        (more_states.after_the_sale,),
        lambda _sandbox: {"FIND_TRIES_PER_VISITOR": "2"},
        refusals=(404, 410, 422, 429, 500),
    ),
    "stripe": Kind(
        (more_states.own_card,),
        lambda sandbox: STRIPE | {"STRIPE_API_BASE": sandbox.url, "STRIPE_JS_URL": f"{sandbox.url}/v3/"},
        refusals=(402,),
    ),
    "cider_intent": Kind(
        (more_states.missing_card,),
        lambda sandbox: {"F13_USER": "demo-stripe-intent", "STRIPE_JS_URL": f"{sandbox.url}/v3/"},
    ),
    "redirect": Kind((more_states.going_out,), lambda _sandbox: {"F13_USER": "demo-redirect"}),
    "white_label": Kind(
        (more_states.handing_over,),
        lambda sandbox: {"PAYMENT": "white-label", "WHITE_LABEL_URL": sandbox.url},
    ),
}


def pages_of(visit: Visit, walk: Walk) -> Iterator[str]:
    """The walk's states on pages of the shop: letters are met on the way too."""
    for name in walk(visit):
        if visit.page.url.startswith(visit.shop.url):
            yield name
