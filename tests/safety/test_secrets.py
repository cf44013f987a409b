"""Secrets and customers' data stand in no log, no page and no report, whatever goes wrong."""

import re
import sqlite3
from contextlib import closing

import pytest
import requests
from django.test import RequestFactory
from django.views.debug import ExceptionReporter

from rehearsal.environment import free_port, shop_environment
from rehearsal.shop import ShopProcess
from tests.builders import CUSTOMER
from tests.safety.test_production import run

KEY = "secret-key-abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGH"
SECRETS = {
    "SECRET_KEY": KEY,
    "SECRET_KEY_FALLBACKS": "former-key-secret",
    "F13_PASSWORD": "f13-secret-password",
    "STRIPE_SECRET_KEY": "sk_test_stripe_secret",
    "STRIPE_WEBHOOK_SECRET": "whsec_hook_secret",
    "STAFF_PASSWORD": "staff-secret-password",
}
IN_ADDRESSES = ("redis-secret", "mail-secret", "database-secret")
OF_CUSTOMERS = ("Zzyzx", "zzyzx@example.com", "4242424242424242", "typed-password-secret", "session-secret")
ALL = (*SECRETS.values(), *IN_ADDRESSES, *OF_CUSTOMERS)
FORM = CUSTOMER | {"first_name": "Zzyzx", "email": "zzyzx@example.com", "card": "4242424242424242"}


def found_in(text: str) -> list[str]:
    return [secret for secret in ALL if secret in text]


@pytest.fixture
def shop(sandbox, tmp_path):
    """A web that tells all it may, whose box office, cache and mail server are not there."""
    nowhere = f"127.0.0.1:{free_port()}"
    environment = shop_environment(
        sandbox,
        database_url=f"sqlite:///{tmp_path}/shop.sqlite3",
        **SECRETS,
        CACHE_URL=f"rediscache://:redis-secret@{nowhere}/0",
        EMAIL_URL=f"smtp://post:mail-secret@{nowhere}",
        F13_URL=f"http://{nowhere}",
        PAYMENT="stripe",
        STRIPE_PUBLISHABLE_KEY="pk_test_shop",
        STAFF_USER="grace",
        LOG_LEVEL="DEBUG",
    )
    shop = ShopProcess(environment, logs=tmp_path)
    shop.printed = shop.manage("migrate", "--noinput")
    shop.web.start()
    try:
        shop.wait_until_ready()
        yield shop
    finally:
        shop.web.stop()


def broken(path) -> None:
    """From here on many questions to the database fail."""
    with closing(sqlite3.connect(path, timeout=10)) as connection, connection:
        for table in ("catalog_eventtext", "checkout_kepttrolley", "axes_accessattempt"):
            connection.execute(f"DROP TABLE IF EXISTS {table}")
        connection.execute("DROP TABLE catalog_event")


def asked(url: str) -> list[requests.Response]:
    """Errors of every kind: what is not there, not allowed, not readable, and our own."""
    browser = requests.Session()
    browser.cookies.set("sessionid", "session-secret")
    login = browser.get(f"{url}/admin/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', login.text)
    assert token
    staff = {"username": "grace", "password": "typed-password-secret", "csrfmiddlewaretoken": token[1]}
    form = FORM | {"csrfmiddlewaretoken": token[1]}
    record = "00000000-0000-0000-0000-000000000007"
    return [
        login,
        browser.post(f"{url}/admin/login/", staff),
        browser.get(f"{url}/"),
        browser.get(f"{url}/search/", params={"q": "x"}),
        browser.get(f"{url}/no/such/page/"),
        browser.get(f"{url}/performance/7AB-5/"),
        browser.get(f"{url}/", headers={"Host": "elsewhere.example"}),
        browser.post(f"{url}/trolley/add/", FORM),
        browser.post(f"{url}/checkout/{record}/", form),
        browser.post(f"{url}/checkout/{record}/authorise/", form),
        browser.post(f"{url}/orders/find/", form | {"reference": "1"}),
        browser.post(f"{url}/orders/find/send/", form),
        browser.post(f"{url}/trolley/add/", form | {f"n{number}": "" for number in range(2000)}),
        browser.post(f"{url}/stripe/webhook/", "{}", headers={"Stripe-Signature": "t=1,v1=0"}),
        browser.post(f"{url}/csp-report/", '{"csp-report": {"document-uri": "zzyzx@example.com"}}'),
        browser.get(f"{url}/health/ready"),
    ]


def test_a_shop_in_trouble_tells_none(shop, tmp_path):
    whole = asked(shop.url)
    broken(tmp_path / "shop.sqlite3")
    failed = asked(shop.url)
    statuses = {answer.status_code for answer in (*whole, *failed)}
    assert {200, 400, 403, 404, 503} <= statuses
    log = shop.web.log.read_text()
    assert "Traceback" in log  # something was told
    assert "Going on without the cache" in log
    assert found_in(log) == []
    assert found_in(shop.printed) == []
    for answer in (*whole, *failed):
        said = answer.text if "zzyzx" not in str(answer.request.body).lower() else ""
        assert found_in(said + str(answer.headers)) == [], answer.url
        assert "Traceback" not in answer.text


WRONG = {
    "DATABASE_URL": "nonsense://user:database-secret@host/name",
    "CACHE_URL": "nonsense://:redis-secret@host",
    "EMAIL_URL": "nonsense://post:mail-secret@host",
    "STRIPE_SECRET_KEY": "stripe-secret-of-no-kind",
    "STAFF_PASSWORD": "short",
    "STAFF_USER": "grace",
    "LOG_LEVEL": "nonsense",
    "F13_PASSWORD": "f13-secret-password",
    "SITE_URL": "nowhere",
}


WEB = ["-m", "gunicorn", "boxoffice.wsgi", "--check-config"]


@pytest.mark.parametrize("command", [["manage.py", "check"], WEB])
def test_a_shop_that_does_not_start_names_settings_and_quotes_none(command):
    done = run(*command, **WRONG, SECRET_KEY=KEY, PAYMENT="stripe")
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert "DATABASE_URL is wrong" in said
    for secret in (*IN_ADDRESSES, KEY, "stripe-secret-of-no-kind", "f13-secret-password"):
        assert secret not in said


class TestReports:
    """As Django, and those who send reports elsewhere, make them."""

    def report(self, settings):
        settings.HUEY = {"dsn": "postgres://shop:database-secret@db/shop", "name": "boxoffice"}
        settings.CACHES = {"default": {"BACKEND": "x", "LOCATION": "redis://:redis-secret@cache:6379/0"}}
        settings.SOMETHING_NEW = ["postgres://shop:database-secret@db/shop"]
        for name, secret in SECRETS.items():
            setattr(settings, name, secret)
        return self.of(self.a_request())

    def of(self, request):
        typed = request.POST["email"]
        try:
            raise RuntimeError("it went wrong") from ValueError(len(typed))
        except RuntimeError as error:
            return ExceptionReporter(request, type(error), error, error.__traceback__)

    def test_name_no_secret_and_no_customer_as_text(self, settings):
        told = self.report(settings).get_traceback_text()
        assert "it went wrong" in told
        assert found_in(told) == []

    def test_nor_as_a_page(self, settings):
        told = self.report(settings).get_traceback_html()
        assert "it went wrong" in told
        assert found_in(told) == []

    def test_say_where_and_which_fields(self, settings):
        told = self.report(settings).get_traceback_text()
        assert "test_secrets.py" in told
        assert "first_name" in told

    def a_request(self):
        known = {"Authorization": "Basic session-secret"}
        request = RequestFactory().post("/checkout/1/", FORM, headers=known)
        request.COOKIES["sessionid"] = "session-secret"
        return request
