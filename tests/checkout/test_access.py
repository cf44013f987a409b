"""Who may see an order: the visit that bought it, and whoever opened its lasting link."""

import re
import uuid
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings as shop_settings
from django.urls import reverse

from checkout import access
from checkout.models import OrderRecord, State
from tests.bad_input import addresses, is_for_all
from tests.orders import BUYER, CUSTOMER, EVENT, a_bundle, an_order, as_buyer, bought, chosen
from tests.rules.pages import HouseRulesClient
from tests.words import stands_in

pytestmark = pytest.mark.django_db

NOW = datetime.fromisoformat("2027-06-01T12:00:00+00:00")
UNDATED = an_order(2, event=EVENT.__class__("E2", "Souvenir", needs_performance=False))


@pytest.fixture(autouse=True)
def _a_month_before_the_performance(time_machine):
    time_machine.move_to(NOW, tick=False)


def path_of(record):
    return access.link_to(record).removeprefix("http://testserver")


def opens(client, path):
    """Whether a link leads this browser to an order's page."""
    response = client.get(path)
    return response.status_code == 302 and client.get(response["Location"]).status_code == 200


def a_stranger(record):
    """Somebody with a visit and an order of their own."""
    client = HouseRulesClient()
    client.get(path_of(record))
    return client


class TestTheVisit:
    def test_that_bought_it_sees_it(self, client):
        assert as_buyer(client).get(f"/order/{bought().pk}/").status_code == 200

    def test_of_nobody_is_nobodys(self, client):
        """A record that has no visitor is not the one of whoever has no name yet."""
        assert client.get(f"/order/{bought(visitor='').pk}/").status_code == 404


class TestTheLink:
    def test_opens_the_order_in_another_browser_and_leaves_a_plain_address(self, client):
        record = bought()
        response = client.get(path_of(record))
        assert (response.status_code, response["Location"]) == (302, f"/order/{record.pk}/")
        assert client.get(f"/order/{record.pk}/").status_code == 200

    def test_is_absolute_and_in_the_orders_language(self):
        record = bought(language="ar")
        assert access.link_to(record).startswith(f"http://testserver/ar/order/{record.pk}/open/")

    def test_tells_nothing_of_its_buyer(self):
        assert not re.search("ada|reader|example", access.link_to(bought()).lower())

    def test_does_not_leak_to_where_its_page_leads(self, client):
        record = bought()
        for path in (path_of(record), f"/order/{record.pk}/open/forged/"):
            assert client.get(path)["Referrer-Policy"] == "no-referrer"

    def test_is_looked_at_by_those_who_check_mails_as_often_as_they_like(self, client):
        record = bought()
        before = OrderRecord.objects.values().get(pk=record.pk), record.steps.count()
        for _ in range(3):
            HouseRulesClient().head(path_of(record), headers={"Sec-Purpose": "prefetch"})
            HouseRulesClient().get(path_of(record))
        assert (OrderRecord.objects.values().get(pk=record.pk), record.steps.count()) == before
        assert "sessionid" not in HouseRulesClient().get(path_of(record)).cookies
        assert opens(client, path_of(record))

    def test_changes_nothing_in_the_database(self, client, django_assert_num_queries):
        path = path_of(bought())
        with django_assert_num_queries(1):
            client.get(path)

    def test_works_under_a_former_key_and_not_under_any(self, client, settings):
        path = path_of(bought())
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [shop_settings.SECRET_KEY]
        assert opens(client, path)
        settings.SECRET_KEY_FALLBACKS = []
        assert not opens(HouseRulesClient(), path)

    def test_of_what_was_not_bought_leads_to_how_it_goes(self, client):
        record = bought(state=State.ATTEMPTING)
        client.get(path_of(record))
        assert client.get(f"/order/{record.pk}/")["Location"] == f"/checkout/{record.pk}/progress/"


class TestItsEnd:
    """30 days after the last performance, a year after the purchase for what has no date."""

    @pytest.mark.parametrize(
        ("bundle", "fields", "last_day"),
        [
            (a_bundle(an_order()), {}, date(2027, 7, 1)),
            (a_bundle(an_order()), {"kept_asked": chosen(departure_date=date(2027, 7, 9))}, date(2027, 7, 9)),
        ],
    )
    def test_it_works_for_thirty_days_after_the_last_day(self, time_machine, bundle, fields, last_day):
        record = bought(bundle, **fields)
        noon = datetime.combine(last_day, NOW.timetz())
        time_machine.move_to(noon + timedelta(days=30))
        assert opens(HouseRulesClient(), path_of(record))
        time_machine.move_to(noon + timedelta(days=31, seconds=1))
        response = HouseRulesClient().get(path_of(record))
        assert response.status_code == 410
        assert "This link does not open an order any more" in response.content.decode()
        assert 'href="/orders/find/"' in response.content.decode()

    def test_undated_it_works_for_a_year(self, time_machine):
        record = bought(a_bundle(UNDATED))
        assert access.ends_at(record) == record.bought_at + timedelta(days=365)

    def test_what_lasts_longest_counts(self):
        record = bought(a_bundle(an_order(1), UNDATED))
        assert access.ends_at(record) == record.bought_at + timedelta(days=365)

    def test_the_cookie_ends_with_it(self, client, time_machine):
        record = bought()
        time_machine.move_to(access.ends_at(record) - timedelta(days=2))
        response = client.get(path_of(record))
        assert response.cookies[f"order-en-{record.pk.hex}"]["max-age"] == 2 * 24 * 60 * 60
        time_machine.shift(timedelta(days=2))
        assert client.get(f"/order/{record.pk}/").status_code == 404

    def test_the_cookie_ends_after_thirty_days_whatever_the_browser_does(self, client, time_machine):
        record = bought(a_bundle(UNDATED))
        client.get(path_of(record))
        time_machine.shift(timedelta(days=30) - timedelta(seconds=1))
        assert client.get(f"/order/{record.pk}/").status_code == 200
        time_machine.shift(timedelta(seconds=1))
        assert client.get(f"/order/{record.pk}/").status_code == 404


def forgeries(record, other):
    """Links that somebody made up, from right ones too."""
    mine, theirs = path_of(record), path_of(other)
    signature = mine.split("/")[-2]
    return (
        mine.replace(signature, signature[:-1] + ("A" if signature[-1] != "A" else "B")),
        mine.replace(signature, signature.lower()),
        mine.replace(signature, theirs.split("/")[-2]),
        mine.replace(str(record.pk), str(other.pk)),
        mine.replace(str(record.pk), str(uuid.uuid4())),
        f"/order/{record.pk}/open/x/",
        f"/order/{record.pk}/open/{'x' * 3000}/",
    )


def test_what_was_made_up_opens_nothing_and_each_looks_like_the_other():
    record, other = bought(), bought()
    said = set()
    for path in forgeries(record, other):
        client = HouseRulesClient()
        response = client.get(path)
        assert response.status_code == 404
        assert not response.cookies
        assert client.get(f"/order/{record.pk}/").status_code == 404
        page = response.content.decode()
        assert 'href="/orders/find/"' in page
        said.add(page.replace(path, ""))
    assert len({re.sub(r'href="[^"]*open/[^"]*"', "", page) for page in said}) == 1


class TestAnAddressThatIsCorrected:
    def test_ends_the_links_that_went_to_the_wrong_one_and_the_cookies_made_of_them(self, client):
        record = bought()
        wrong = path_of(record)
        assert opens(client, wrong)
        record.change(customer={**CUSTOMER, "email_address": "ada.reader@example.com"})
        assert HouseRulesClient().get(wrong).status_code == 404
        assert client.get(f"/order/{record.pk}/").status_code == 404
        assert opens(HouseRulesClient(), path_of(record))

    def test_leaves_the_visit_that_bought_it_alone(self, client):
        record = bought()
        record.change(customer={**CUSTOMER, "email_address": "ada.reader@example.com"})
        assert as_buyer(client).get(f"/order/{record.pk}/").status_code == 200

    def test_one_that_only_reads_otherwise_ends_nothing(self, client):
        record = bought()
        path = path_of(record)
        record.change(customer={**CUSTOMER, "email_address": " ADA@example.com "})
        assert opens(client, path)


class TestTheCookie:
    def test_is_for_this_order_in_each_language_and_for_no_script(self, client, settings):
        settings.SESSION_COOKIE_SECURE = True
        record = bought()
        cookies = client.get(path_of(record)).cookies
        for code, _name in settings.LANGUAGES:
            cookie = cookies[f"order-{code}-{record.pk.hex}"]
            prefix = "" if code == "en" else f"/{code}"
            assert cookie["path"] == f"{prefix}/order/{record.pk}/"
            assert cookie["httponly"]
            assert cookie["secure"]
            assert cookie["samesite"] == "Lax"
            assert cookie["max-age"] == 30 * 24 * 60 * 60

    @pytest.mark.parametrize("prefix", ["", "/fr", "/ar"])
    def test_opens_it_in_every_language(self, client, prefix):
        record = bought()
        client.get(path_of(record))
        assert client.get(f"{prefix}/order/{record.pk}/").status_code == 200

    def test_opens_no_other_order(self, client):
        record, other = bought(), bought()
        client.get(path_of(record))
        client.cookies[f"order-en-{other.pk.hex}"] = client.cookies[f"order-en-{record.pk.hex}"].value
        assert client.get(f"/order/{other.pk}/").status_code == 404

    @pytest.mark.parametrize(
        "forged", ["", ":", "9999999999:", "9999999999:x", "x:y", "²:x", "9" * 5000 + ":x", "-1:x", "\xff:x"]
    )
    def test_forged_is_none(self, client, forged):
        record = bought()
        client.cookies[f"order-en-{record.pk.hex}"] = forged
        assert client.get(f"/order/{record.pk}/").status_code == 404

    def test_cannot_be_made_to_last(self, client):
        record = bought()
        client.get(path_of(record))
        name = f"order-en-{record.pk.hex}"
        ends, _colon, signature = client.cookies[name].value.partition(":")
        client.cookies[name] = f"{int(ends) + 1}:{signature}"
        assert client.get(f"/order/{record.pk}/").status_code == 404

    def test_is_no_link_and_a_link_no_cookie(self, client):
        record = bought()
        client.get(path_of(record))
        ends, _colon, signature = client.cookies[f"order-en-{record.pk.hex}"].value.partition(":")
        assert HouseRulesClient().get(f"/order/{record.pk}/open/{signature}/").status_code == 404
        client.cookies[f"order-en-{record.pk.hex}"] = f"{ends}:{path_of(record).split('/')[-2]}"
        assert client.get(f"/order/{record.pk}/").status_code == 404

    def test_several_orders_are_open_at_once_and_the_oldest_makes_room(self, client):
        records = [bought() for _ in range(access.MOST + 2)]
        for record in records:
            client.get(path_of(record))
        statuses = [client.get(f"/order/{record.pk}/").status_code for record in records]
        assert statuses == [404, 404] + [200] * access.MOST
        held = [name for name, cookie in client.cookies.items() if name.startswith("order-") and cookie.value]
        assert len(held) == access.MOST * len(shop_settings.LANGUAGES)

    def test_opening_one_again_makes_no_room(self, client):
        records = [bought() for _ in range(access.MOST)]
        for record in [*records, records[0], records[0]]:
            client.get(path_of(record))
        assert {client.get(f"/order/{record.pk}/").status_code for record in records} == {200}

    def test_a_forged_list_of_opened_orders_is_empty(self, client):
        client.cookies[access.OPENED] = f"{uuid.uuid4().hex}:forged"
        assert opens(client, path_of(bought()))


class TestSomebodyElse:
    """Every address with an order in it, those to come included, tried by whoever has another order."""

    @pytest.mark.parametrize(
        "state", [State.PURCHASED, State.PARTLY_PURCHASED, State.CANCELLED, State.FAILED]
    )
    def test_finds_nothing_wherever_they_look(self, state):
        theirs, other = bought(state=state, visitor=BUYER), bought(visitor="mallory")
        mallory = as_buyer(a_stranger(other))
        session = mallory.session
        session["visitor"] = "mallory"
        session.save()
        for prefix in ("", "/fr"):
            for address in addresses(theirs.pk):
                if is_for_all(address):
                    continue
                for response in (mallory.get(prefix + address), mallory.post(prefix + address)):
                    assert response.status_code in {404, 405}, address
                    page = response.content.decode()
                    for said in ("VANE-17", "Play", "Ada", theirs.transaction_id):
                        assert not stands_in(page, said), address

    def test_sees_the_same_as_of_no_order_at_all(self):
        theirs, nothing = bought(), uuid.uuid4()
        mallory = a_stranger(bought(visitor="mallory"))
        pages = [
            (response.status_code, response.content.decode().replace(str(record_id), ""))
            for record_id in (theirs.pk, nothing)
            for response in (mallory.get(f"/order/{record_id}/"),)
        ]
        assert pages[0] == pages[1]
        assert 'href="/orders/find/"' in pages[0][1]

    def test_everybodys_addresses_were_tried(self):
        named = {
            reverse(f"checkout:{name}", args=[uuid.UUID(int=0)])
            for name in ("order", "calendar", "send_again")
        }
        assert named <= set(addresses(uuid.UUID(int=0)))
