"""Every address with an id in it, asked by somebody else: nothing is learnt there, and nothing changes."""

from collections.abc import Iterable

import pytest
from django.test import Client

from checkout.models import UNDER_WAY, CalloutStep, Cancellation, OrderRecord, State
from tests.personal import CUSTOMER, EMAIL, MARK, an_order
from tests.routes import Route, every_route, routes_of_buyers
from tests.rules.pages import HouseRulesClient
from tests.staff import inside, inside_as, log_in, somebody

pytestmark = pytest.mark.django_db

# What ids name. Whoever adds another kind says here what it is of.
OF_ORDERS = {"record_id", "cancellation_id", "transaction_uuid", "token", "signature"}
OF_ALL = {
    "event_id": "the catalogue's",
    "perf_id": "the catalogue's",
    "path": "a file of the brand's, which everybody is shown",
    "slug": "words of a page for all",
    "number": "a place in the sitemap, in one's own trolley, or in an order that is named beside it",
    "item_number": "of one's own trolley, which the session finds",
}
# Of an order, and for whoever has the address: how it goes, for how long it is held; nothing personal.
EVERYBODYS = {
    *("checkout:progress", "checkout:progress_code", "checkout:left", "checkout:confirmed", "checkout:back"),
    *("checkout:done", "checkout:return"),
}
STATES = sorted({State.RESERVED, State.PURCHASED, State.FAILED, State.EXPIRED} | UNDER_WAY)
FORM = {**CUSTOMER, "email": EMAIL, "next": "/trolley/", "item": "1", "why": "declined", "press": "1"}
METHODS = ("get", "head", "post", "options", "put", "delete")


@pytest.fixture(params=STATES)
def record(request, f13):
    """Somebody's order, with marks in everything personal."""
    record = an_order(state=request.param)
    Cancellation.objects.create(record=record, numbers=[1])
    return record


def of(record: OrderRecord) -> dict[str, object]:
    """The ids of this order's addresses."""
    return {
        "record_id": record.pk,
        "cancellation_id": record.cancellations.get().pk,
        "transaction_uuid": record.transaction_uuid,
        "token": CalloutStep.objects.get(record=record).token,
        "number": 1,
    }


def routes_of_orders() -> Iterable[Route]:
    return [route for route in routes_of_buyers() if OF_ORDERS & set(route.parts)]


def test_every_kind_of_id_is_known():
    found = {name for route in routes_of_buyers() for name in route.parts}
    assert found == OF_ORDERS | set(OF_ALL)
    assert {route.name for route in routes_of_orders()} >= EVERYBODYS
    assert len(list(routes_of_orders())) > 30


def everything(record: OrderRecord) -> object:
    """All columns of the order and of what belongs to it, but for what says that somebody came back."""
    row = OrderRecord.objects.values().get(pk=record.pk)
    return row, record.cancellations.count(), list(record.steps.values_list("what", flat=True))


def test_a_stranger_learns_nothing_and_changes_nothing(record):
    strangers = [HouseRulesClient(), visiting()]
    before = everything(record)
    for route in routes_of_orders():
        if route.name in EVERYBODYS:
            continue
        for stranger in strangers:
            for method in METHODS:
                answer = ask(stranger, method, route.address(of(record)))
                assert answer.status_code in {404, 405}, (route, method)
                assert MARK.lower() not in answer.content.decode().lower()
                assert answer.status_code == 405 or is_like_no_order(stranger, route, method, answer)
        assert everything(record) == before, route


def is_like_no_order(stranger, route, method, answer) -> bool:
    """Not even whether there is such an order."""
    other = ask(stranger, method, route.address())
    return other.status_code == answer.status_code and len(other.content) == len(answer.content)


def ask(browser, method, address):
    return getattr(browser, method)(address, FORM if method == "post" else None)


def visiting() -> HouseRulesClient:
    """Somebody with a session, an order and a cookie of their own."""
    browser = HouseRulesClient()
    session = browser.session
    session["visitor"] = "somebody else"
    session.save()
    return browser


def test_what_is_for_everybody_names_nobody(record):
    routes = [route for route in routes_of_orders() if route.name in EVERYBODYS]
    before = OrderRecord.objects.values("customer", "buyer_email", "visitor").get(pk=record.pk)
    for route in routes:
        for method in ("get", "post"):
            stranger = HouseRulesClient()
            answer = ask(stranger, method, route.address(of(record)))
            assert answer.status_code < 500, route
            assert MARK.lower() not in (answer.content.decode() + answer.get("Location", "")).lower(), route
            assert not [name for name in answer.cookies if name.startswith("order")], route
            assert stranger.get(f"/order/{record.pk}/").status_code == 404
    assert OrderRecord.objects.values("customer", "buyer_email", "visitor").get(pk=record.pk) == before


def test_its_owner_is_shown_more_than_a_stranger(f13):
    """Otherwise a 404 for strangers would say nothing."""
    record = an_order()
    owner = HouseRulesClient()
    session = owner.session
    session["visitor"] = record.visitor
    session.save()
    Cancellation.objects.create(record=record, numbers=[1])
    found = [
        route.name
        for route in routes_of_orders()
        if route.name not in EVERYBODYS and owner.get(route.address(of(record))).status_code in {200, 302}
    ]
    assert {"checkout:order", "checkout:checkout", "checkout:receipt", "checkout:cancellation"} <= set(found)


STAFF = [route for route in every_route() if route.is_of_staff]
WAY_IN = ("/admin/login/", "/admin/two-factor/")
OPEN = {"admin:login", "admin:jsi18n", "admin:second_factor", "admin:set_up_second_factor", "admin:leave"}


class TestStaffsAddresses:
    def values(self):
        record = an_order()
        return {"object_id": record.pk, "id": somebody("bob").pk, "language": "en", "app_label": "checkout"}

    @pytest.mark.parametrize("who", ["nobody", "a buyer", "with a password alone"])
    def test_lead_everybody_else_to_the_login(self, f13, settings, who):
        settings.STAFF_TWO_FACTOR = True
        values = self.values()
        browser = visiting() if who == "a buyer" else Client()
        if who == "with a password alone":
            somebody("ada", is_superuser=True)
            log_in(browser, "ada")
        for route in STAFF:
            for method in ("get", "post"):
                answer = getattr(browser, method)(route.address(values))
                if route.name in OPEN:
                    continue
                assert answer.status_code in {302, 404, 405}, (route, method)
                assert answer.get("Location", "/admin/login/").startswith((*WAY_IN, "/admin/")), route
                assert MARK not in answer.content.decode(), route

    def test_of_orders_want_a_right_of_staff_without_any(self, f13):
        values = self.values()
        browser = inside(somebody("eve"))
        orders = [route for route in STAFF if "checkout/orderrecord" in route.pattern]
        assert len(orders) > 10
        for route in orders:
            answer = browser.get(route.address(values))
            assert answer.status_code in {302, 403, 404, 405}, route
            assert MARK not in answer.content.decode(), route
        page = f"/admin/checkout/orderrecord/{values['object_id']}/change/"
        assert inside_as("support").get(page).status_code == 200
