"""Tickets in the buyer's hand: scanned from the screen, in every type of barcode, and without a network."""

import io
import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from checkout.tickets.barcodes import FORMATS
from tests.in_hand import pictures, scanned, texts
from tests.journeys.browser import DESK, PHONE, wait_for
from tests.journeys.looking import problems, too_wide
from tests.journeys.states import Visit
from tests.journeys.steps import choose_first_sending, fill_in, hold, look_for

NARROW = PHONE | {"viewport": {"width": 320, "height": 640}}
# The same order once for each type of barcode, as if as many suppliers had sold it; prints their addresses.
AS_SUPPLIERS_SELL = """
import json, uuid
from checkout.models import OrderRecord
record = OrderRecord.objects.latest("created_at")
told = record.kept_transaction
made = {}
for name in %r:
    record.pk, record.transaction_uuid, record._state.adding = uuid.uuid4(), None, True
    record.kept_transaction = told.replace('"supported_barcode_types":["qr_code"]',
        '"supported_barcode_types":["%%s"]' %% name)
    assert name == "qr_code" or record.kept_transaction != told
    record.save()
    made[name] = str(record.pk)
print(json.dumps(made))
"""
CANCELLED = """
import re
from checkout.models import OrderRecord
record = OrderRecord.objects.latest("created_at")
told = re.sub('"cancellation_status":"[^"]*"', '"cancellation_status":"cancelled"', record.kept_transaction)
assert told != record.kept_transaction
record.change(kept_transaction=told)
"""
KEPT = """async () => {
    const names = await caches.keys();
    const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return lists.flat().map(({ url }) => new URL(url).pathname);
}"""


def buy(visit: Visit, *, quantity: int = 2) -> str:
    """Printable eTickets; the order's address."""
    page = visit.page
    visit.open_performance("7AB")
    look_for(page, together=quantity)
    page.locator("[name=group], [name=from]").first.check()
    choose_first_sending(page)
    hold(page)
    fill_in(page)
    page.get_by_role("button", name="Buy for").click()
    expect(page.locator("body[data-page=order]")).to_be_visible()
    page.wait_for_load_state()
    return page.url


def show_ticket(page: Page) -> None:
    page.get_by_role("link", name="Show this ticket").first.click()
    expect(page.locator("body[data-page=ticket]")).to_be_visible()
    page.wait_for_load_state()


def given(visit: Visit) -> list[str]:
    """The barcodes that the box office gave with the latest purchase, in order."""
    return visit.page.locator(".ticket figcaption").all_text_contents()


def seen(barcode: Locator) -> list[str]:
    """What a scanner reads from the screen, at whatever is in sight there."""
    is_loaded(barcode)
    picture = Image.open(io.BytesIO(barcode.page.screenshot()))
    return [text for text, _type in scanned(picture)]


def is_loaded(barcode: Locator) -> None:
    expect(barcode).to_have_js_property("complete", True)
    assert barcode.evaluate("picture => picture.naturalWidth") > 0


@pytest.fixture
def visit(page: Page, shop, sandbox) -> Visit:
    return Visit(page, shop, sandbox)


@pytest.mark.parametrize("screen", [DESK, PHONE, NARROW], ids=["desk", "phone", "narrow"])
def test_r8_every_type_of_barcode_is_scanned_from_the_screen(visitor, shop, sandbox, screen) -> None:
    visit = Visit(visitor(**screen), shop, sandbox)
    page = visit.page
    buy(visit, quantity=1)
    made = json.loads(shop.manage("shell", "--no-imports", "-c", AS_SUPPLIERS_SELL % (tuple(FORMATS),)))
    assert set(made) == set(FORMATS)
    for name, record_id in made.items():
        page.goto(f"/order/{record_id}/ticket/1/")
        barcode = page.locator(".barcode")
        is_loaded(barcode)
        barcode.scroll_into_view_if_needed()
        assert seen(barcode) == given(visit), name
        assert too_wide(page) == []
        page.set_viewport_size(screen["viewport"])


def test_r8_a_ticket_is_bright_in_the_dark_and_for_everyone(visit: Visit) -> None:
    page = visit.page
    buy(visit)
    show_ticket(page)
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")
    assert seen(page.locator(".barcode")) == given(visit)
    page.emulate_media(color_scheme="light")
    assert problems(page) == []
    for address in (page.url.replace("/order/", "/ar/order/"), page.url.replace("ticket/1/", "kept/")):
        page.goto(address)
        assert problems(page) == []


def test_r8_the_screen_stays_on_while_a_ticket_is_shown(visit: Visit) -> None:
    page = visit.page
    page.add_init_script("""
        window.wishes = [];
        const wish = new EventTarget();
        Object.defineProperty(navigator, "wakeLock", {
            value: { request: async (kind) => (window.wishes.push(kind), wish) },
        });
    """)
    buy(visit)
    show_ticket(page)
    expect(page.locator("[data-awake]")).to_be_visible()
    wait_for(page, "() => window.wishes.length === 1")
    assert page.evaluate("window.wishes") == ["screen"]
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    wait_for(page, "() => window.wishes.length === 2")


def test_r8_one_ticket_leads_to_the_next_and_to_its_pdf(visit: Visit) -> None:
    page = visit.page
    order = buy(visit)
    show_ticket(page)
    first = given(visit)
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(f"{order}ticket/2/")
    page.wait_for_load_state()
    second = given(visit)
    assert len({*first, *second}) == 2
    single = page.request.get(page.get_by_role("link", name="This one as PDF").get_attribute("href") or "")
    assert [text for text, _type in scanned(pictures(single.body())[0])] == second
    whole = page.request.get(page.get_by_role("link", name="All as PDF").get_attribute("href") or "")
    assert [scanned(picture)[0][0] for picture in pictures(whole.body())] == [*first, *second]
    assert "Matthew" not in texts(whole.body())[0]
    page.get_by_role("link", name="Back to the order").click()
    expect(page).to_have_url(order)


def test_r8_printed_from_the_page_it_is_dark_on_white_and_alone(visit: Visit) -> None:
    page = visit.page
    buy(visit)
    show_ticket(page)
    is_loaded(page.locator(".barcode"))
    page.emulate_media(media="print", color_scheme="dark")
    for part in (".site-header", ".ticket-steps", ".back", ".on-screen", ".ticket-ways a"):
        expect(page.locator(part).first).to_be_hidden()
    sheet = pictures(page.pdf(format="A4"), scale=2)
    assert len(sheet) == 1
    assert [text for text, _type in scanned(sheet[0])] == given(visit)


@pytest.fixture
def phone_visit(visitor, shop, sandbox) -> Visit:
    """A phone whose browser keeps what it is given."""
    return Visit(visitor(**PHONE, service_workers="allow"), shop, sandbox)


def open_tickets(visit: Visit) -> str:
    """Buy two and look at the first, until the phone says that they are kept; the order's address."""
    order = buy(visit)
    show_ticket(visit.page)
    expect(visit.page.locator("[data-kept]")).to_be_visible()
    return order


def test_r8_once_opened_tickets_open_without_a_network(phone_visit: Visit, watch) -> None:
    watch.forgive("ERR_INTERNET_DISCONNECTED")
    page = phone_visit.page
    order = open_tickets(phone_visit)
    page.context.set_offline(True)
    page.reload()
    first = given(phone_visit)
    assert seen(page.locator(".barcode")) == first
    expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")
    page.get_by_role("link", name="Next").click()  # never looked at before
    expect(page).to_have_url(f"{order}ticket/2/")
    page.wait_for_load_state()
    assert seen(page.locator(".barcode")) == given(phone_visit) != first
    for name in ("ticket/2.pdf", "tickets.pdf"):
        size = page.evaluate(
            "name => fetch(name).then((one) => one.arrayBuffer()).then((all) => all.byteLength)",
            f"{order}{name}",
        )
        assert size > 10_000


def test_r8_without_a_network_other_pages_of_the_order_lead_to_its_tickets(phone_visit: Visit, watch) -> None:
    watch.forgive("ERR_INTERNET_DISCONNECTED")
    page = phone_visit.page
    order = open_tickets(phone_visit)
    page.context.set_offline(True)
    for address in (order, f"{order}no-such-page/"):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text("Your tickets, without a network too")
    page.get_by_role("link", name="Ticket 2").click()
    is_loaded(page.locator(".barcode"))
    page.context.set_offline(False)
    page.goto(order)
    expect(page.locator("body[data-page=order]")).to_be_visible()


@contextmanager
def _silent(visit: Visit) -> Iterator[None]:
    """The shop takes connections and answers none, as where a network is there and lets nothing through."""
    process = visit.shop.web.process
    assert process
    os.killpg(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGCONT)


def test_r8_a_network_that_lets_nothing_through_is_not_waited_for_long(phone_visit: Visit) -> None:
    page = phone_visit.page
    open_tickets(phone_visit)
    with _silent(phone_visit):
        page.reload()
        is_loaded(page.locator(".barcode"))
        assert seen(page.locator(".barcode")) == given(phone_visit)


def test_r8_only_this_orders_tickets_are_kept_and_no_other_page_is_served(phone_visit: Visit) -> None:
    page = phone_visit.page
    order = open_tickets(phone_visit)
    root = order.removeprefix(phone_visit.shop.url)
    kept = page.evaluate(KEPT)
    assert {address for address in kept if not address.startswith("/static/")} == {
        f"{root}{name}"
        for name in (
            *("kept/", "kept.json", "tickets.pdf", "ticket/1/", "ticket/2/"),
            *("barcode/1.svg", "barcode/2.svg"),
        )
    }
    page.goto("/")
    assert page.evaluate("navigator.serviceWorker.controller") is None
    page.goto(order.replace("/order/", "/fr/order/"))
    assert page.evaluate("navigator.serviceWorker.controller") is None


def test_r8_a_cancelled_order_is_forgotten_by_the_device(phone_visit: Visit, watch) -> None:
    watch.forgive("responded with a status of 404")
    page = phone_visit.page
    order = open_tickets(phone_visit)
    phone_visit.shop.manage("shell", "--no-imports", "-c", CANCELLED)
    page.goto(f"{order}ticket/1/")
    expect(page.locator("body[data-page=ticket]")).to_have_count(0)
    wait_for(page, "() => caches.keys().then((names) => names.length === 0)")
    wait_for(page, "() => navigator.serviceWorker.getRegistrations().then((all) => all.length === 0)")


def test_r8_an_order_that_is_over_is_forgotten_by_the_device(phone_visit: Visit) -> None:
    page = phone_visit.page
    open_tickets(phone_visit)
    page.evaluate("""async () => {
        const [name] = await caches.keys();
        const store = await caches.open(name);
        const [{ url }] = (await store.keys()).filter((one) => one.url.endsWith("kept.json"));
        const list = await (await store.match(url)).json();
        await store.put(url, new Response(JSON.stringify({ ...list, until: Date.now() - 1 })));
    }""")
    # The shop does not take it for over, and its page would have it kept anew.
    page.add_init_script("ServiceWorkerContainer.prototype.register = () => new Promise(() => {});")
    page.reload()
    wait_for(page, "() => navigator.serviceWorker.getRegistrations().then((all) => all.length === 0)")
