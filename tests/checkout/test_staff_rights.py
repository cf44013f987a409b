"""Who may do what: each page and deed, for each role, for staff without one, and for who is not in."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from checkout.models import Item, Mailing, MailingText, NeedsStaff, OrderRecord, State
from tests.catalog.staff import said
from tests.staff import a_phone, inside, inside_as, somebody
from tests.words import stands_in

pytestmark = pytest.mark.django_db
ORDERS = "/admin/checkout/orderrecord/"


@dataclass(frozen=True)
class Action:
    """What is asked for, and by which roles it may be; superusers may do everything."""

    address: str
    roles: frozenset[str]
    method: str = "get"
    form: tuple[tuple[str, str], ...] = ()


def by(*roles):
    return frozenset(roles)


# Addresses name what they are about: {order} one that staff must look at, {held} one that is held.
ACTIONS = {
    "see the orders": Action(ORDERS, by("support", "finance")),
    "see an order": Action(f"{ORDERS}{{order}}/change/", by("support", "finance")),
    "change an order": Action(f"{ORDERS}{{order}}/change/", by(), "post"),
    "delete an order": Action(f"{ORDERS}{{order}}/delete/", by(), "post"),
    "ask again": Action(f"{ORDERS}{{order}}/ask-again/", by("support"), "post"),
    "see to": Action(f"{ORDERS}{{order}}/see-to/", by("support"), "post"),
    "write a note": Action(f"{ORDERS}{{order}}/note/", by("support")),
    "resend a letter": Action(f"{ORDERS}{{order}}/resend/", by("support")),
    "correct the address": Action(f"{ORDERS}{{order}}/correct-address/", by("support")),
    "let go": Action(f"{ORDERS}{{held}}/release/", by("support")),
    "cancel": Action(f"{ORDERS}{{order}}/cancel/", by("support")),
    "refund": Action(f"{ORDERS}{{order}}/refund/", by("finance")),
    "take the support bundle": Action(f"{ORDERS}{{order}}/support-bundle/", by("support", "finance")),
    "see buyers": Action("/admin/checkout/item/", by("support", "finance")),
    "take buyers along": Action("/admin/checkout/item/export/?perf_id__exact=P1", by("support")),
    "see letters": Action("/admin/checkout/mailing/", by("support")),
    "write a letter": Action("/admin/checkout/mailing/add/?perf_id=P1", by("support")),
    "send a letter": Action("/admin/checkout/mailing/{mailing}/send/", by("support")),
    "try a letter": Action(
        "/admin/checkout/mailing/{mailing}/try/", by("support"), "post", (("language", "en"),)
    ),
    "stop a letter": Action("/admin/checkout/mailing/{mailing}/stop/", by("support"), "post"),
    "see the dashboard": Action("/admin/dashboard/", by("support", "finance")),
    "see sums": Action("/admin/finance/", by("finance")),
    "take sums along": Action("/admin/finance/items.csv", by("finance")),
    "look for a customer": Action("/admin/customers/", by("support")),
    "export a customer": Action(
        "/admin/customers/", by("support"), "post", (("email", "ada@example.com"), ("do", "export"))
    ),
    "erase a customer": Action(
        "/admin/customers/", by("support"), "post", (("email", "ada@example.com"), ("do", "erase"))
    ),
    "see differences": Action("/admin/checkout/difference/", by("support", "finance")),
    "see the log": Action("/admin/admin/logentry/", by("support")),
    "see who is locked out": Action("/admin/axes/accessattempt/", by("support")),
    "see accounts": Action("/admin/auth/user/", by()),
    "see roles": Action("/admin/auth/group/", by()),
    "see events": Action("/admin/catalog/event/", by("support", "editor", "finance")),
    "see legal pages": Action("/admin/boxoffice/legalpage/", by("support", "editor")),
    "write a legal page": Action("/admin/boxoffice/legalpage/add/", by("editor")),
    "see the footer": Action("/admin/boxoffice/footertext/", by("editor")),
}
ROLES = ("support", "editor", "finance", "nobody's", "superuser")


def an_order(state=State.PURCHASED, **columns):
    customer = {"first_name": "Ada", "last_name": "Reader", "email_address": "ada@example.com"}
    columns = {"state": state, "visitor": f"{state}", "payment": "credit", "customer": customer} | columns
    record = OrderRecord.objects.create(**columns)
    record.change(customer=customer)
    return record


def an_item(record, **columns):
    known = {"number": 1, "perf_id": "P1", "event_id": "E1", "event_name": "Cats", "quantity": 2}
    money = {
        "currency_code": "gbp",
        "price": "50",
        "fee": "5",
        "sending": "0",
        "purchased_at": timezone.now(),
    }
    return Item.objects.create(record=record, **(known | money | columns))


@pytest.fixture
def addresses(settings):
    settings.STAFF_TWO_FACTOR = True
    order = an_order(needs_staff=NeedsStaff.SALES, is_release_certain=False)
    order.letters.create(kind="settled", sent_at=timezone.now())
    order.notes.create(who="grace", text="Ada rang at ten.")
    an_item(order)
    held = an_order(State.RESERVED, hold_ends_at=timezone.now() + timedelta(minutes=10))
    mailing = Mailing.objects.create(event_id="E1", perf_id="P1", event_name="Cats", made_by="grace")
    MailingText.objects.create(mailing=mailing, language="en", subject="News", text="The hall has moved.")
    return {"order": order.pk, "held": held.pk, "mailing": mailing.pk}


def ask(browser, action, addresses):
    address = action.address.format(**addresses)
    return getattr(browser, action.method)(address, dict(action.form))


def browser_of(role):
    if role == "superuser":
        return inside(somebody("root", is_superuser=True))
    return inside_as(*([] if role == "nobody's" else [role]), name=role)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_the_table_says_and_nothing_else(addresses, role):
    browser = browser_of(role)
    wrong = {}
    for name, action in ACTIONS.items():
        status = ask(browser, action, addresses).status_code
        is_allowed = role in action.roles or (role == "superuser" and name not in ALWAYS_FORBIDDEN)
        if (status in (200, 302)) != is_allowed or status not in (200, 302, 403):
            wrong[name] = status
    assert wrong == {}


ALWAYS_FORBIDDEN = {"change an order", "delete an order"}


def test_nobody_who_is_not_in_does_anything(addresses):
    half = Client()
    half.force_login(somebody("half", is_superuser=True))
    known = somebody("known", is_superuser=True)
    a_phone(known)
    without_code = Client()
    without_code.force_login(known)
    buyer = Client()
    buyer.force_login(somebody("buyer", is_staff=False))
    before = OrderRecord.objects.values_list("state", flat=True).order_by("pk")
    kept = list(before)
    for browser in (Client(), half, without_code, buyer):
        for name, action in ACTIONS.items():
            response = ask(browser, action, addresses)
            assert response.status_code == 302, name
            assert response["Location"].startswith("/admin/login/"), name
    assert list(before.all()) == kept


def test_a_page_shows_only_what_its_reader_may_do(addresses):
    page = {}
    for role in ("support", "finance"):
        page[role] = browser_of(role).get(f"{ORDERS}{addresses['order']}/change/").content.decode()
    for deed, role in (("resend", "support"), ("note", "support"), ("support-bundle", "finance")):
        assert f"/{deed}/" in page[role]
    for deed in ("note", "resend", "correct-address", "release", "cancel", "ask-again", "see-to"):
        assert f"/{deed}/" not in page["finance"]
    assert "ada@example.com" in page["support"]
    assert "ada@example.com" not in page["finance"]


def test_finance_sees_no_customers_anywhere(addresses):
    browser = browser_of("finance")
    shown = [
        browser.get(address).content.decode()
        for address in (ORDERS, f"{ORDERS}{addresses['order']}/change/", "/admin/checkout/item/")
    ]
    shown.append(b"".join(browser.get("/admin/finance/items.csv").streaming_content).decode())
    assert not [page for page in shown if stands_in(page, "Ada") or "ada@" in page]


def test_who_may_not_see_customers_does_not_find_out_whether_somebody_is_one(addresses):
    for role, finds in (("support", True), ("finance", False)):
        browser = browser_of(role)
        for words in ("ada@example.com", "ada@", "Reader"):
            for address in (ORDERS, "/admin/checkout/item/"):
                found = browser.get(address, {"q": words}).context["cl"].result_list
                assert bool(found) is finds, (role, address, words)


@pytest.mark.parametrize("role", ["support", "finance"])
def test_an_address_typed_by_hand_asks_nothing_about_customers(addresses, role):
    browser = browser_of(role)
    for lookup in ("buyer_email", "buyer_name__startswith", "customer__first_name", "customer_ip", "visitor"):
        assert browser.get(ORDERS, {lookup: "Ada"}).status_code == 400, lookup
    for lookup in ("record__buyer_email", "record__customer__first_name"):
        for address in ("/admin/checkout/item/", "/admin/checkout/difference/"):
            assert browser.get(address, {lookup: "ada@example.com"}).status_code == 400, lookup
    assert browser.get(ORDERS, {"state__exact": "purchased", "created_at__year": "2026"}).status_code == 200


def test_what_cannot_be_done_now_is_said_and_not_done(addresses):
    """Nothing is left to give back, and nothing that f13 would cancel: the right alone is not enough."""
    answer = browser_of("finance").get(f"{ORDERS}{addresses['order']}/refund/", follow=True)
    assert said(answer) == ["Nothing was done: the order has changed meanwhile."]
