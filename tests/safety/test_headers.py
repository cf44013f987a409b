"""Every answer tells browsers the same about itself, whoever gave it."""

import re
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.test.utils import override_settings

from boxoffice import headers
from tests.builders import mirrored
from tests.kept_pages import _pages_are_kept
from tests.routes import every_route
from tests.staff import inside_as

__all__ = ["_pages_are_kept"]
pytestmark = pytest.mark.django_db

SAID = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Reporting-Endpoints": 'csp="/csp-report/"',
}
NAMES = (
    *SAID,
    "Content-Security-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
)
UNSAFE = re.compile(r"unsafe-|\*(?=[ ;]|$)")


STRANGER = Client(enforce_csrf_checks=True)


def closed(answer: Any) -> Any:
    answer.close()
    return answer


def kept(browser: Client) -> Any:
    browser.get("/")
    answer = browser.get("/")
    assert int(answer["Age"]) >= 0
    return answer


def known(browser: Client) -> Any:
    return browser.get("/", headers={"If-None-Match": browser.get("/")["ETag"]})


# Each kind of answer: its status, and who gives it.
ANSWERS: dict[str, tuple[int, Callable[[Client], Any]]] = {
    "a page": (200, lambda browser: browser.get("/trolley/")),
    "a kept page": (200, kept),
    "a page that the browser has": (304, known),
    "a file": (200, lambda browser: closed(browser.get("/static/shop.css"))),
    "no such file": (404, lambda browser: browser.get("/static/none.css")),
    "no such page": (404, lambda browser: browser.get("/no/such/page/")),
    "a wrong method": (405, lambda browser: browser.get("/trolley/add/")),
    "a redirect": (302, lambda browser: browser.post("/trolley/reserve/")),
    "a missing slash": (301, lambda browser: browser.get("/trolley")),
    "another host": (400, lambda browser: browser.get("/", headers={"host": "elsewhere.example"})),
    "a form that is too large": (400, lambda browser: browser.post("/trolley/add/", {"a": "x" * 3_000_000})),
    "a form of somebody else's": (
        403,
        lambda browser: STRANGER.post("/trolley/add/"),
    ),
    "alive": (200, lambda browser: browser.get("/health/live")),
    "ready": (200, lambda browser: browser.get("/health/ready")),
    "a report": (
        204,
        lambda browser: browser.post("/csp-report/", "{}", content_type="text/plain"),
    ),
    "staff's login": (200, lambda browser: browser.get("/admin/login/")),
    "staff's way in": (302, lambda browser: browser.get("/admin/")),
    "staff's pages": (200, lambda browser: inside_as("support").get("/admin/")),
    "a webhook": (404, lambda browser: browser.post("/stripe/webhook/", "{}", content_type="text/plain")),
    "robots": (200, lambda browser: browser.get("/robots.txt")),
}


@pytest.fixture
def browser(f13) -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.usefixtures("_pages_are_kept")
@pytest.mark.parametrize("kind", ANSWERS)
def test_each_kind_of_answer_has_them(browser, kind):
    status, ask = ANSWERS[kind]
    answer = ask(browser)
    assert answer.status_code == status
    assert problems(answer) == []


@pytest.mark.parametrize(("failure", "status"), [(RuntimeError, 500), (OperationalError, 503)])
def test_so_has_a_failure(browser, monkeypatch, failure, status):
    def fails(*arguments, **named):
        raise failure("secret")

    monkeypatch.setattr(sys.modules["catalog.views.home"], "render", fails)
    answer = browser.get("/")
    assert (answer.status_code, problems(answer)) == (status, [])


@pytest.mark.parametrize("method", ["get", "post", "options"])
def test_so_has_every_address(browser, method):
    mirrored("7AB")
    for route in every_route():
        answer = getattr(browser, method)(route.address({"event_id": "7AB"}))
        assert problems(answer) == [], route


def problems(answer) -> list[str]:
    """What an answer does not say as it should."""
    missing = [f"no {name}" for name in NAMES if name not in answer]
    other = [f"{name}: {answer[name]}" for name, value in SAID.items() if answer.get(name, value) != value]
    policy = answer.get("Content-Security-Policy", "")
    wanted = ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "report-uri /csp-report/")
    lacking = [f"a policy without {part}" for part in wanted if part not in policy]
    unsafe = ["a policy that allows everything"] if UNSAFE.search(policy) else []
    loose = [] if answer.get("Referrer-Policy") in {"same-origin", "no-referrer"} else ["a referrer for all"]
    open_ = [] if "payment=()" in answer.get("Permissions-Policy", "") else ["payment on any page"]
    return [*missing, *other, *lacking, *unsafe, *loose, *open_]


def test_by_https_alone_once_the_shop_is_there(browser, settings):
    assert "Strict-Transport-Security" not in browser.get("/health/live")
    settings.SECURE_HSTS_SECONDS = 3600
    for address in ("/health/live", "/", "/static/shop.css", "/no/such/page/", "/admin/login/"):
        answer = closed(Client().get(address))
        assert answer["Strict-Transport-Security"] == "max-age=3600"


def test_cameras_and_the_like_are_nobodys_and_the_place_is_the_shops_own(browser):
    said = dict(part.strip().split("=") for part in browser.get("/")["Permissions-Policy"].split(","))
    assert (said["camera"], said["microphone"], said["payment"]) == ("()", "()", "()")
    assert said["geolocation"] == "(self)"


def test_wallets_may_be_asked_on_the_page_that_is_paid_on_alone():
    answer = {}
    headers.may_pay(answer, origin="https://js.stripe.com")
    assert 'payment=(self "https://js.stripe.com")' in answer["Permissions-Policy"]
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"


def test_what_a_page_needs_besides_is_added_and_takes_nothing_away():
    wider = headers.policy({"frame-src": ["https://films.example"]})
    assert "frame-src https://films.example" in wider
    assert set(headers.policy().split("; ")) < set(wider.split("; "))


@override_settings(DEBUG=True, ALLOWED_HOSTS=["testserver"])
def test_only_djangos_own_page_for_developers_may_bring_its_styles():
    answer = Client().get("/no/such/page/")
    assert "Content-Security-Policy" not in answer
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy" in Client().get("/trolley/")
