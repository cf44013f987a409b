"""Nobody is led out of the shop by an address or a header that somebody else wrote."""

from urllib.parse import quote, urlsplit

import pytest
from django.test import Client

from tests.builders import a_hold, mirrored
from tests.routes import every_route
from tests.rules.pages import HouseRulesClient
from tests.staff import PASSWORD, log_in, somebody

pytestmark = pytest.mark.django_db

ELSEWHERE = "elsewhere.example"
TARGETS = (
    f"https://{ELSEWHERE}/",
    f"//{ELSEWHERE}/",
    f"///{ELSEWHERE}/",
    f"/\\{ELSEWHERE}/",
    f"\\\\{ELSEWHERE}",
    f"https:{ELSEWHERE}",
    f"http:///{ELSEWHERE}",
    f"/\t/{ELSEWHERE}/",
    f" //{ELSEWHERE}",
    f"https://testserver@{ELSEWHERE}/",
    f"https://testserver.{ELSEWHERE}/",
    f"javascript://{ELSEWHERE}/%0aalert(1)",
    f"/%2f{ELSEWHERE}",
    f"/%5c{ELSEWHERE}",
    f"/.//{ELSEWHERE}/..",
)
NAMES = (
    *("next", "url", "return", "return_url", "redirect", "redirect_to", "continue", "back", "to", "goto"),
    *("destination", "perf_id", "event_id", "month", "press", "referer", "_continue", "_popup"),
)
HEADERS = ("Referer", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-URL", "X-Rewrite-URL", "Forwarded")


def leads_out(answer) -> bool:
    """Whether a browser that follows it leaves the shop."""
    location = answer.get("Location", "").replace("\\", "/").replace("\t", "").strip()
    if location.startswith("//"):
        return True
    parts = urlsplit(location)
    return bool(parts.scheme or parts.netloc) and parts.netloc != "testserver"


@pytest.fixture
def browser(f13) -> HouseRulesClient:
    """With an order of their own, so that forms lead somewhere."""
    mirrored("7AB")
    browser = HouseRulesClient(raise_request_exception=False)
    browser.own = {"record_id": a_hold(browser).pk, "event_id": "7AB"}
    return browser


@pytest.mark.parametrize("target", TARGETS)
def test_no_parameter_does(browser, target):
    said = dict.fromkeys(NAMES, target)
    led = 0
    for route in every_route():
        address = route.address(browser.own)
        answers = [browser.get(address, said), browser.post(address, said)]
        answers += [browser.post(f"{address}?next={quote(target)}")]
        for answer in answers:
            assert not leads_out(answer), (route, answer["Location"])
        led += sum(answer.status_code in {301, 302, 303} for answer in answers)
    assert led > 50


@pytest.mark.parametrize("header", HEADERS)
def test_no_header_does(browser, header):
    for route in every_route():
        for method in ("get", "post"):
            answer = getattr(browser, method)(route.address(browser.own), headers={header: f"//{ELSEWHERE}/"})
            assert not leads_out(answer), (route, method)
            assert ELSEWHERE not in answer.get("Location", ""), (route, method)


@pytest.mark.parametrize("target", TARGETS)
def test_no_part_of_an_address_does(browser, target):
    quoted = quote(target, safe="")
    for path in (target, f"/{target}", f"/event/7AB/{quoted}/", f"/event/7AB/{target}/", f"/fr{target}"):
        answer = browser.get(path if path.startswith("/") else f"/{path}")
        assert not leads_out(answer), path


@pytest.mark.parametrize("target", TARGETS)
def test_logging_in_leads_into_the_admin(target, settings):
    settings.STAFF_TWO_FACTOR = True
    somebody("ada", is_superuser=True)
    browser = Client()
    answer = browser.post("/admin/login/", {"username": "ada", "password": PASSWORD, "next": target})
    while answer.status_code == 302:
        assert not leads_out(answer), answer["Location"]
        answer = browser.get(answer["Location"])
    assert answer.status_code in {200, 404}
    assert log_in(Client(), "ada").status_code == 302


def test_releasing_leads_back_to_a_page_of_the_shop_alone(browser):
    address = f"/checkout/{browser.own['record_id']}/release/"
    assert browser.post(address, {"next": "/search/?q=cat"})["Location"] == "/search/?q=cat"
    assert browser.post(address, {"next": f"//{ELSEWHERE}/"})["Location"] == "/trolley/"
