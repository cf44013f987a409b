"""How often somebody may search, hold, pay, look for orders and log in; who goes on is told to wait."""

from types import SimpleNamespace

import pytest
from django.test import Client

from boxoffice import limits, numbers, paces, shared
from boxoffice.models import Shared
from checkout.models import OrderRecord
from tests.builders import CUSTOMER, a_hold, a_trolley, hold_form, mirrored
from tests.kept_pages import _pages_are_kept
from tests.routes import every_route
from tests.rules.pages import HouseRulesClient
from tests.staff import PASSWORD, log_in, somebody

__all__ = ["_pages_are_kept"]
pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too, pytest.mark.usefixtures("no_tries_yet")]

# What is counted, by the names of addresses. Whoever adds an address that holds or pays decides.
COUNTED = {
    "reserve": {"checkout:reserve", "checkout:again"},
    "pay": {"checkout:checkout", "checkout:authorise", "checkout:hand_over", "checkout:card"},
}


def of(address, **options):
    return HouseRulesClient(REMOTE_ADDR=address, **options)


def is_refused(answer):
    """A page in plain words with a way on, and the same in a header."""
    assert answer.status_code in {200, 302, 422, 429}
    if answer.status_code != 429:
        return False
    assert 0 < int(answer["Retry-After"]) <= 300
    assert "no-store" in answer["Cache-Control"]
    page = answer.content.decode()
    assert 'data-page="too-often"' in page
    assert "Please try again in" in page
    return True


def test_these_addresses_are_counted():
    found: dict[str, set[str]] = {}
    for route in every_route():
        if pace := getattr(route.view, "pace", None):
            found.setdefault(pace.name, set()).add(route.name)
    assert found == COUNTED


class TestHolding:
    def test_a_visitor_who_presses_on_and_on_waits(self, f13, settings):
        settings.RESERVE_TRIES_PER_VISITOR = 2
        browser = of("192.0.2.1")
        forms = [hold_form(a_trolley(browser)) for _ in range(3)]
        assert [is_refused(browser.post("/trolley/reserve/", form)) for form in forms] == [False, False, True]
        assert OrderRecord.objects.count() == 2

    def test_another_visitor_of_the_same_network_does_not(self, f13, settings):
        settings.RESERVE_TRIES_PER_VISITOR = 1
        for _ in range(3):
            browser = of("192.0.2.1")
            assert not is_refused(browser.post("/trolley/reserve/", hold_form(a_trolley(browser))))

    def test_who_throws_cookies_away_is_still_of_a_network(self, settings):
        settings.RESERVE_TRIES_PER_NETWORK = 2
        assert [is_refused(of("192.0.2.1").post("/trolley/reserve/")) for _ in range(3)] == [0, 0, 1]
        assert not is_refused(of("192.0.2.2").post("/trolley/reserve/"))

    def test_without_a_session_an_address_is_one_visitor(self, settings):
        settings.RESERVE_TRIES_PER_VISITOR = 1
        assert [is_refused(of("192.0.2.1").post("/trolley/reserve/")) for _ in range(2)] == [0, 1]

    @pytest.mark.parametrize("cookie", ["a" * 32, "short", "'; DROP TABLE", ""])
    def test_a_cookie_that_the_shop_never_gave_makes_no_visitor(self, settings, cookie):
        settings.RESERVE_TRIES_PER_VISITOR = 1
        of("192.0.2.1").post("/trolley/reserve/")
        browser = of("192.0.2.1")
        browser.cookies["sessionid"] = cookie
        assert is_refused(browser.post("/trolley/reserve/"))

    @pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP"])
    def test_nor_does_a_header_of_somebody_who_is_not_trusted(self, settings, header):
        settings.RESERVE_TRIES_PER_NETWORK = 1
        of("192.0.2.1").post("/trolley/reserve/")
        assert is_refused(of("192.0.2.1").post("/trolley/reserve/", headers={header: "203.0.113.9"}))

    def test_looking_is_not_counted(self, f13, settings):
        settings.RESERVE_TRIES_PER_VISITOR = settings.PAY_TRIES_PER_VISITOR = 1
        browser = of("192.0.2.1")
        record = a_hold(browser)
        for _ in range(4):
            assert browser.get(f"/checkout/{record.pk}/").status_code == 200


class TestPaying:
    def test_a_visitor_who_presses_on_and_on_waits_and_the_hold_stands(self, f13, settings):
        settings.PAY_TRIES_PER_VISITOR = 2
        browser = of("192.0.2.1")
        record = a_hold(browser)
        address, wrong = f"/checkout/{record.pk}/", CUSTOMER | {"email": "none"}
        assert [is_refused(browser.post(address, wrong)) for _ in range(3)] == [False, False, True]
        record.refresh_from_db()
        assert record.state == "reserved"

    def test_a_script_is_told_in_a_sentence(self, f13, settings):
        settings.PAY_TRIES_PER_VISITOR = 1
        browser = of("192.0.2.1", headers={"Accept": "application/json, text/html"})
        record = a_hold(browser)
        answers = [browser.post(f"/checkout/{record.pk}/authorise/", CUSTOMER) for _ in range(2)]
        assert answers[0].status_code == 409
        assert (answers[1].status_code, int(answers[1]["Retry-After"]) > 0) == (429, True)
        assert answers[1].json() == {
            "said": "This was tried very often. Please wait a moment, and try again."
        }


@pytest.mark.usefixtures("_pages_are_kept")
class TestSearching:
    def test_only_what_has_to_be_made_is_counted(self, f13, settings):
        settings.SEARCH_TRIES_PER_NETWORK = 2
        mirrored("7AB")
        browser = of("192.0.2.1")
        for address in ("/search/?q=cat", "/search/?q=dog", *["/search/?q=cat"] * 5, "/", "/search/"):
            assert not is_refused(browser.get(address))
        assert is_refused(browser.get("/search/?q=cow"))
        assert not is_refused(browser.get("/search/?q=cat"))

    def test_a_refusal_is_nobody_elses(self, f13, settings):
        settings.SEARCH_TRIES_PER_NETWORK = 1
        shop = HouseRulesClient()  # one process, with pages of its own
        shop.get("/search/?q=cat", REMOTE_ADDR="192.0.2.1")
        assert is_refused(shop.get("/search/?q=cow", REMOTE_ADDR="192.0.2.1"))
        other = shop.get("/search/?q=cow", REMOTE_ADDR="192.0.2.2")
        assert (other.status_code, "public" in other["Cache-Control"]) == (200, True)
        assert shop.get("/search/?q=cow", REMOTE_ADDR="192.0.2.1").content == other.content

    def test_it_says_so_in_the_language_of_the_address(self, f13, settings):
        settings.SEARCH_TRIES_PER_NETWORK = 1
        answers = [of("192.0.2.1").get(f"/fr/search/?q={number}") for number in range(2)]
        assert answers[1].status_code == 429
        assert '<html lang="fr"' in answers[1].content.decode()

    def test_a_kept_page_asks_nobody(self, f13, settings, django_assert_num_queries):
        settings.SEARCH_TRIES_PER_NETWORK = 2
        browser = of("192.0.2.1")
        browser.get("/search/?q=cat")
        with django_assert_num_queries(0):
            browser.get("/search/?q=cat")


class TestLoggingIn:
    def test_many_accounts_from_one_network_are_not_tried_for_ever(self, settings):
        settings.LOGIN_TRIES_PER_NETWORK = 3
        somebody("grace")
        names = ("ada", "bob", "eve", "grace")
        browsers = [Client(REMOTE_ADDR="192.0.2.1") for _ in names]
        answers = [log_in(one, name) for one, name in zip(browsers, names, strict=True)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert int(answers[-1]["Retry-After"]) > 0
        assert log_in(Client(REMOTE_ADDR="192.0.2.2"), "grace", password=PASSWORD).status_code == 302


class TestLookingForOrders:
    def test_a_network_has_more_tries_than_a_visitor_and_an_end(self, f13, settings):
        settings.FIND_TRIES_PER_VISITOR, settings.FIND_TRIES_PER_NETWORK = 1, 3
        statuses = []
        for number in range(4):
            browser = of("192.0.2.1")
            a_trolley(browser)  # a session of its own
            form = {"reference": "NO", "email": f"{number}@example.com"}
            statuses.append(browser.post("/orders/find/", form).status_code)
        assert statuses == [422, 422, 422, 429]


class Gone:
    """A cache that nothing can be asked."""

    def __getattr__(self, name):
        raise ConnectionError


class TestWithoutRedis:
    """A limit must not be off because Redis is."""

    def test_the_table_counts(self, monkeypatch, settings):
        monkeypatch.setattr(shared, "cache", Gone())
        monkeypatch.setattr(shared, "store", shared.RedisStore())
        monkeypatch.setattr(shared, "_asked_again_at", 0.0)
        settings.RESERVE_TRIES_PER_NETWORK = 2
        assert [is_refused(of("192.0.2.1").post("/trolley/reserve/")) for _ in range(4)] == [0, 0, 1, 1]
        assert Shared.objects.filter(key__startswith="limit.reserve.network").count() == 1

    def test_and_with_it_the_table_is_left_alone(self, monkeypatch, settings):
        monkeypatch.setattr(shared, "store", shared.RedisStore())
        monkeypatch.setattr(shared, "_asked_again_at", 0.0)
        settings.RESERVE_TRIES_PER_NETWORK = 2
        assert [is_refused(of("192.0.2.1").post("/trolley/reserve/")) for _ in range(4)] == [0, 0, 1, 1]
        assert not Shared.objects.filter(key__startswith="limit.").exists()


def test_each_refusal_is_counted_by_the_limits_name_and_told_once(settings, monkeypatch, caplog):
    counted = []
    counter = SimpleNamespace(labels=lambda limit: SimpleNamespace(inc=lambda: counted.append(limit)))
    monkeypatch.setattr(numbers, "LIMITED", counter)
    settings.RESERVE_TRIES_PER_NETWORK = 1
    for _ in range(4):
        of("192.0.2.1").post("/trolley/reserve/")
    assert counted == ["reserve.network"] * 3
    told = [one.getMessage() for one in caplog.records if one.name == limits.__name__]
    assert told == ["More than 1 tries in 300 seconds: reserve.network"]


@pytest.mark.parametrize(
    "pace", [paces.SEARCH, paces.RESERVE, paces.PAY, paces.LOGIN, paces.FIND, paces.CSP_REPORT]
)
def test_a_network_has_more_than_a_visitor_as_the_shop_comes(pace):
    from boxoffice import settings as shipped

    visitors = getattr(shipped, pace.per_visitor) if pace.per_visitor else 0
    assert 0 <= visitors < getattr(shipped, pace.per_network)


def test_nought_is_as_often_as_one_likes(settings):
    settings.RESERVE_TRIES_PER_VISITOR = settings.RESERVE_TRIES_PER_NETWORK = 0
    assert not any(is_refused(of("192.0.2.1").post("/trolley/reserve/")) for _ in range(30))
    assert not Shared.objects.filter(key__startswith="limit.").exists()
