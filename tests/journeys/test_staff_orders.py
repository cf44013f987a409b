"""A day of staff's: an order is found, settled, written about, cancelled, taken along; all is told after."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from rehearsal.shop import ShopProcess
from tests.journeys.browser import DESK, PHONE
from tests.journeys.holding import statuses
from tests.journeys.looking import problems
from tests.journeys.staff import DJANGOS, agree, come_in, go_to, open_order
from tests.journeys.states import Visit
from tests.journeys.steps import CUSTOMER, fill_in
from tests.sandbox_process import SandboxProcess

EMAIL = CUSTOMER["Email"]
SCREENS = pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])


@pytest.fixture
def shop(staff_shop: ShopProcess) -> ShopProcess:
    return staff_shop


@pytest.fixture
def buyer(visitor, shop, sandbox: SandboxProcess, watch) -> Visit:
    watch.forgive("status of 410")
    return Visit(visitor(**DESK), shop, sandbox)


def bought(buyer: Visit, **said: str) -> str:
    """An order, by its reference. `said`: what else than usual is typed into the form."""
    buyer.fill_trolley("7AB")
    buyer.hold()
    fill_in(buyer.page, **said)
    buyer.page.get_by_role("button", name="Buy for").click()
    expect(buyer.page.locator("body[data-page=order]")).to_be_visible()
    return reference_of(buyer)


def reference_of(buyer: Visit) -> str:
    [row] = buyer.sandbox.transactions()
    return str(row["transaction_id"])


def lost(buyer: Visit) -> None:
    """Tickets are bought, and nothing that the shop asks says so; the next look is far away."""
    for endpoint in ("purchase_page_archive", "status", "orders_sold"):
        buyer.sandbox.fault(endpoint, kind="502_before", times=99)
    buyer.sandbox.fault("purchase", kind="502_after")
    buyer.fill_trolley("7AB")
    buyer.hold()
    fill_in(buyer.page)
    buyer.page.get_by_role("button", name="Buy for").click()
    buyer.wait_until_asked("status")
    looked_up = "OrderRecord.objects.filter(state='attempting', lease='', look_again_at__isnull=False)"
    later = "look_again_at=timezone.now() + timedelta(hours=5)"
    buyer.in_the_shop(f"import time\nwhile not {looked_up}.update({later}): time.sleep(0.1)")
    buyer.sandbox.no_faults()


@SCREENS
def test_staff_find_an_open_order_and_have_it_settled(visitor, buyer, shop, watch, screen):
    watch.forgive("status of 503")
    lost(buyer)
    page = visitor(**screen)
    come_in(page, shop, "support")
    go_to(page, "Dashboard")
    page.get_by_role("link", name="purchase uncertain").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    expect(page.locator("#result_list")).to_contain_text("its answer is lost")
    open_order(page, EMAIL)
    page.get_by_role("button", name="Ask again now").click()
    expect(page.get_by_text("1 order is being looked up now")).to_be_visible()
    until(page, ".field-state .readonly", "bought")
    expect(page.locator(".timeline")).to_contain_text("staff ask again")
    expect(page.get_by_role("button", name="Ask again now")).to_have_count(0)


def until(page: Page, place: str, words: str) -> None:
    for _ in range(50):
        if re.fullmatch(words, page.locator(place).first.inner_text().strip()):
            return
        page.wait_for_timeout(200)
        page.reload()
    raise AssertionError(f"{place} never said {words}")


@SCREENS
def test_staff_find_it_by_whatever_the_buyer_says(visitor, buyer, shop, screen):
    reference = bought(buyer)
    page = visitor(**screen)
    come_in(page, shop, "support")
    for words in (reference, reference.lower(), "reader ada", EMAIL):
        open_order(page, words)
        expect(page.locator(".field-transaction_id").first).to_contain_text(reference)
    venues = page.locator(".field-reference p, .field-reference").first.inner_text().strip()
    open_order(page, f" {venues.lower()} ")
    expect(page.locator(".field-transaction_id").first).to_contain_text(reference)


def test_staff_correct_an_address_and_send_the_letter_there(page, buyer, shop):
    bought(buyer)
    had = "r.letters.exists() or r.letters.create(kind='settled', sent_at=timezone.now())"
    buyer.in_the_shop(f"r = OrderRecord.objects.latest('created_at'); {had}")
    come_in(page, shop, "support")
    open_order(page, EMAIL)
    page.get_by_role("link", name="Correct the email address").click()
    page.get_by_label("Email address").fill("right@example.com")
    page.get_by_role("button", name="Correct it").click()
    expect(page.locator(".messagelist")).to_contain_text("The address is corrected.")
    expect(page.locator(".field-customer_told")).to_contain_text("right@example.com")
    buyer.wait_until(
        lambda: letters_to(buyer, "right@example.com") == 1, what="a letter to the right address"
    )
    page.get_by_role("link", name="Send a letter again").click()
    page.get_by_role("button", name="Send it again").click()
    expect(page.locator(".messagelist")).to_contain_text("The letter is sent again")
    buyer.wait_until(lambda: letters_to(buyer, "right@example.com") == 2, what="the letter once more")


def letters_to(buyer: Visit, address: str) -> int:
    return sum(address in one["to"] for one in buyer.sandbox.mail())


def test_staff_let_a_hold_go_after_reading_whose_it_is(page, buyer, shop):
    buyer.fill_trolley("7AB")
    buyer.hold()
    come_in(page, shop, "support")
    go_to(page, "Orders")
    page.locator("#result_list tbody a").first.click()
    page.get_by_role("link", name="Let the held tickets go").click()
    read = agree(page, "Let them go")
    assert any(sentence.startswith("Let go: The Unremarkable Incident") for sentence in read)
    expect(page.locator(".messagelist")).to_contain_text("The tickets are being let go.")
    buyer.wait_until(lambda: statuses(buyer.sandbox) == ["released"], what="the seats are let go")


@SCREENS
def test_staff_have_an_item_cancelled_after_reading_what_will_happen(visitor, buyer, shop, screen):
    bought(buyer)
    page = visitor(**screen)
    account = come_in(page, shop, "support")
    open_order(page, EMAIL)
    page.get_by_role("link", name="Cancel items").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Back, change nothing").click()
    expect(page.locator(".timeline")).not_to_contain_text("cancellation wanted")
    page.get_by_role("link", name="Cancel items").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Go on").click()
    read = agree(page, "Cancel them")
    assert any("It cannot be undone." in sentence for sentence in read)
    expect(page.locator(".messagelist")).to_contain_text("Cancellation is asked for: items")
    expect(page.locator(".timeline")).to_contain_text("cancellation wanted")
    expect(page.locator(".timeline")).to_contain_text(account.name)


def test_staff_write_a_note_and_take_the_file_for_support(page, buyer, shop):
    reference = bought(buyer)
    come_in(page, shop, "support")
    open_order(page, EMAIL)
    page.get_by_role("link", name="Write a note").click()
    page.get_by_label("Note").fill("Rang at ten.\nWants the aisle.")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator(".timeline")).to_contain_text("Wants the aisle.")
    with page.expect_download() as coming:
        page.get_by_role("link", name="File for Ingresso's support").click()
    with zipfile.ZipFile(path_of(coming.value)) as archive:
        told = json.loads(archive.read("order.json"))
        whole = archive.read("order.txt").decode() + json.dumps(told)
    assert told["order"]["transaction_id"] == reference
    asked = {row["request_id"] for row in buyer.sandbox.log(endpoint="purchase")}
    assert asked <= set(re.findall(r"[\w-]{36}", whole))
    for personal in (EMAIL, CUSTOMER["Last name"], CUSTOMER["Address"], "aisle"):
        assert personal not in whole


def path_of(download: Download) -> Path:
    return Path(download.path())


def test_finance_sees_the_day_and_takes_its_items_along(page, buyer, shop):
    reference = bought(buyer)
    come_in(page, shop, "finance")
    go_to(page, "Dashboard")
    expect(page.get_by_role("heading", name="GBP")).to_be_visible()
    expect(page.get_by_role("img", name="Sales")).to_be_visible()
    page.get_by_text("The same as a table").first.click()
    expect(page.locator(".numbers tbody tr").last).to_contain_text("GBP")
    go_to(page, "Finance")
    today = page.evaluate("new Date().toISOString().slice(0, 10)")
    for label in ("From:", "To:"):
        page.get_by_label(label).fill(today)
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".sums")).to_contain_text("GBP")
    with page.expect_download() as coming:
        page.get_by_role("link", name="All items as CSV").click()
    text = path_of(coming.value).read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["transaction_id"] for row in rows if row["transaction_id"] == reference] == [reference]
    assert EMAIL not in text
    expect(
        page.get_by_role("navigation", name="Staff").get_by_role("link", name="A customer's data")
    ).to_have_count(0)


def test_a_customer_is_told_all_and_forgotten(page, buyer, shop):
    address = "forget.me@example.com"
    bought(buyer, Email=address)
    come_in(page, shop, "support")
    go_to(page, "A customer's data")
    page.get_by_label("Email address").fill(address)
    page.get_by_role("button", name="Look").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="All that is kept, as a file").click()
    assert CUSTOMER["Address"] in path_of(coming.value).read_text()
    page.get_by_label("Also from orders whose performances are to come").check()
    page.get_by_role("button", name="Remove it").click()
    agree(page, "Remove the data")
    expect(page.get_by_text("The customer's data was removed from")).to_be_visible()
    page.get_by_label("Email address").fill(address)
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("heading", name="0 orders")).to_be_visible()


def test_one_letter_goes_to_the_buyers_of_a_performance(page, buyer, shop):
    bought(buyer)
    come_in(page, shop, "support")
    open_order(page, EMAIL)
    page.get_by_role("link", name="buyers of this performance").click()
    page.get_by_role("link", name="Write to these buyers").click()
    page.locator("#id_texts-0-subject").fill("The hall has moved")
    page.locator("#id_texts-0-text").fill("Please come to the other door.")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".letter").first).to_contain_text("Please come to the other door.")
    page.get_by_role("link", name="Send this letter").click()
    read = agree(page, "Send")
    assert read[0].startswith(("1 letter", "2 letters", "3 letters"))
    expect(page.locator(".messagelist")).to_contain_text("It is on its way.")
    buyer.wait_until(lambda: "The hall has moved" in str(buyer.sandbox.mail()), what="the letter")
    until(page, ".field-so_far .readonly", r"[1-9]\d* sent, 0 waiting, 0 left out")


def test_anyone_can_use_staffs_pages(page, buyer, shop):
    bought(buyer)
    come_in(page, shop, "support", "finance")
    open_order(page, EMAIL)
    order = page.url.partition("change/")[0]
    addresses = {
        "dashboard": "/admin/dashboard/",
        "year": "/admin/dashboard/?span=year",
        "finance": "/admin/finance/",
        "customers": "/admin/customers/",
        "note": f"{order}note/",
        "resend": f"{order}correct-address/",
        "cancel": f"{order}cancel/",
    }
    found = {}
    for name, address in addresses.items():
        page.goto(address)
        found[name] = problems(page, besides=DJANGOS)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
