"""With 100,000 orders staff's list, a search and the dashboard ask a few questions, and load a page."""

import re
from collections import Counter

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from boxoffice.admin.paging import MOST
from checkout.models import Authorisation, OrderRecord
from tests import many_orders
from tests.staff import inside_as

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]
MANY = 100_000
PAGE = 100
LIST = "/admin/checkout/orderrecord/"
QUESTIONS = 10
LARGE = ("checkout_orderrecord", "checkout_item", "checkout_step")


@pytest.fixture
def loaded(monkeypatch):
    """How many rows of each table became objects."""
    count = Counter()
    known = Model.from_db.__func__

    def from_db(model, *arguments):
        count[model._meta.db_table] += 1
        return known(model, *arguments)

    monkeypatch.setattr(Model, "from_db", classmethod(from_db))
    return count


def unbounded(statement):
    """Whether a question gives back as many rows as there are orders: it neither adds up nor has a limit."""
    tables = re.findall(r'FROM "(\w+)"', statement)
    is_large = bool(tables) and tables[0] in LARGE
    adds_up = re.match(r"\(?SELECT (COUNT|MIN)\(|.*\b(GROUP BY|UNION ALL)\b", statement, re.DOTALL)
    return is_large and not adds_up and "LIMIT" not in statement


def test_staffs_pages_ask_little_and_load_one_page_of_a_hundred_thousand_orders(settings, loaded):
    settings.STAFF_TWO_FACTOR = True
    many_orders.make(MANY)
    browser = inside_as("support", "finance")
    ContentType.objects.clear_cache()

    def look(path, **asked):
        loaded.clear()
        with CaptureQueriesContext(connection) as captured:
            response = browser.get(path, asked)
        assert response.status_code == 200
        assert len(captured) <= QUESTIONS, [one["sql"][:200] for one in captured]
        assert [one["sql"] for one in captured if unbounded(one["sql"])] == []
        assert {table: loaded[table] for table in LARGE if loaded[table] > PAGE + 1} == {}  # are there more?
        return response

    def listed(**asked):
        return [record.pk.int for record in look(LIST, **asked).context["cl"].result_list]

    page = look(LIST)
    assert [record.pk.int for record in page.context["cl"].result_list] == list(range(1, PAGE + 1))
    assert f"More than {MOST}" in page.content.decode()
    assert listed(p=50) == list(range(MOST - PAGE + 1, MOST + 1))
    for words in ("T000-4711", "t000-4711", "U-4711", str(many_orders.record_id(4711)), "ref 4711"):
        assert listed(q=words) == [4711]
    assert listed(q="reader4711@example.com") == [4711]
    assert listed(q="Reader-94711 grace") == [94711]
    assert listed(q="nobody of that name") == []
    assert len(listed(q="Event 7")) == PAGE
    assert listed(state="failed") == [500 * number for number in range(1, PAGE + 1)]
    assert len(listed(event="E3", supplier="ext_test3")) == PAGE
    assert listed(open="any") == []
    an_open_one_of_each_kind()
    assert listed(open="any") == [1, 2, 3]
    assert listed(p=1)[:3] == [1, 2, 3]
    dashboard = look("/admin/dashboard/", span="year")
    assert {one.currency.code for one in dashboard.context["currencies"]} == {"eur", "gbp"}
    assert (
        sum(tally.count for tally in dashboard.context["suppliers"]) == 7 * 24 * 6 - 1
    )  # one each ten minutes
    assert len(look("/admin/checkout/item/").context["cl"].result_list) == PAGE


def an_open_one_of_each_kind():
    """Each is told by rows of other tables, or by columns of its own."""
    money = {"amount": 1, "currency_code": "gbp", "needs_staff": "refused", "made_at": timezone.now()}
    Authorisation.objects.create(record_id=many_orders.record_id(1), **money)
    OrderRecord.objects.filter(pk=many_orders.record_id(2)).update(needs_staff="sales")
    OrderRecord.objects.filter(pk=many_orders.record_id(3)).update(is_release_certain=False)


def test_an_unbounded_question_would_be_noticed():
    assert unbounded('SELECT "checkout_orderrecord"."id" FROM "checkout_orderrecord" ORDER BY 1')
    assert not unbounded('SELECT "checkout_orderrecord"."id" FROM "checkout_orderrecord" LIMIT 100')
    assert not unbounded('SELECT "auth_user"."id" FROM "auth_user"')
