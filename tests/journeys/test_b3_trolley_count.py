"""How much is in the trolley is told on every page, though the catalogue's are the same for everyone."""

from playwright.sync_api import Page, expect

from tests.journeys.states import Visit


def link(page: Page, *, name: str):
    return page.get_by_role("navigation", name="Your order").get_by_role("link", name=name, exact=True)


def test_b3_the_count_is_beside_the_trolley_on_every_page(page: Page, shop, sandbox) -> None:
    visit = Visit(page, shop, sandbox)
    page.goto("/")
    expect(link(page, name="Trolley")).to_be_visible()
    visit.fill_trolley("7AB")
    expect(link(page, name="Trolley Choices in it: 1")).to_be_visible()
    visit.fill_trolley("6IF")
    for address in ("/trolley/", "/", "/search/?q=cat", "/event/7AB/any/"):
        page.goto(address)
        expect(link(page, name="Trolley Choices in it: 2")).to_be_visible()
        expect(page.locator(".trolley-count b")).to_have_text("2")
    page.goto("/trolley/")
    page.get_by_role("button", name="Remove").first.click()
    expect(link(page, name="Trolley Choices in it: 1")).to_be_visible()
    page.get_by_role("button", name="Remove").first.click()
    expect(link(page, name="Trolley")).to_be_visible()
    page.goto("/")
    expect(link(page, name="Trolley")).to_be_visible()


def test_b3_a_page_that_is_gone_back_to_knows_the_new_count(page: Page, shop, sandbox) -> None:
    visit = Visit(page, shop, sandbox)
    visit.fill_trolley("7AB")
    page.goto("/")
    expect(page.locator(".trolley-count b")).to_have_text("1")
    visit.fill_trolley("6IF")
    while page.locator("body[data-page=home]").count() == 0:
        page.go_back()
    expect(page.locator(".trolley-count b")).to_have_text("2")


def test_b3_one_browsers_count_is_not_anothers(page: Page, phone: Page, shop, sandbox) -> None:
    Visit(page, shop, sandbox).fill_trolley("7AB")
    for one, count in ((page, 1), (phone, 0), (page, 1)):
        one.goto("/")
        expect(one.locator(".site-header .trolley-count")).to_have_count(count)


def test_b3_a_cookie_that_somebody_meddled_with_shows_no_nonsense(page: Page, shop) -> None:
    for value, count in (("7", 1), ("<b>9</b>", 0), ("-1", 0), ("0", 0), ("99999999", 0), ("1e3", 0)):
        page.context.add_cookies([{"name": "trolley", "value": value, "url": shop.url}])
        page.goto("/")
        page.wait_for_load_state("networkidle")
        expect(page.locator(".site-header .trolley-count")).to_have_count(count)
