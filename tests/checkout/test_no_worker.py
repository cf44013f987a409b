"""While nobody would buy, nobody is to pay."""

import pytest

from boxoffice.shared import TableStore
from checkout import purchase
from checkout.models import State
from tests.builders import CUSTOMER, a_hold

pytestmark = pytest.mark.django_db

SENTENCE = "We cannot sell at this moment"


@pytest.fixture
def no_worker(settings):
    settings.HUEY = settings.HUEY | {"immediate": False}


def shown(client, record):
    return client.get(f"/checkout/{record.pk}/").content.decode()


def test_the_page_says_so_instead_of_the_button_and_the_seats_stay_held(client, f13, no_worker):
    record = a_hold(client)
    page = shown(client, record)
    assert SENTENCE in page
    assert "Buy for" not in page
    assert [row["status"] for row in f13.transactions()] == ["reserved"]


def test_pressed_all_the_same_nothing_is_bought_and_nothing_typed_is_lost(client, f13, no_worker):
    record = a_hold(client)
    answer = client.post(f"/checkout/{record.pk}/", CUSTOMER, follow=True)
    record.refresh_from_db()
    assert record.state == State.RESERVED
    assert not f13.log(endpoint="purchase")
    page = answer.content.decode()
    assert SENTENCE in page
    assert 'value="Reader"' in page


@pytest.mark.parametrize("to", [State.ATTEMPTING, State.AUTHORISING, State.HANDED_OVER])
def test_however_it_is_paid_no_press_starts_it(client, f13, no_worker, to):
    record = a_hold(client)
    assert not purchase.press(record, customer=CUSTOMER, browser=purchase.Browser(), to=to)
    TableStore().set("worker.alive.new", 1, 60)
    assert purchase.press(record, customer=CUSTOMER, browser=purchase.Browser(), to=to)


def test_trying_again_looks_whether_there_is_one_by_now_and_buys_nothing_by_itself(client, f13, no_worker):
    record = a_hold(client)
    TableStore().set("worker.alive.new", 1, 60)
    answer = client.post(
        f"/checkout/{record.pk}/", CUSTOMER | {"look_again": "yes", "last_name": "Byron"}, follow=True
    )
    page = answer.content.decode()
    assert SENTENCE not in page
    assert "Buy for" in page
    assert 'value="Byron"' in page
    record.refresh_from_db()
    assert record.state == State.RESERVED


def test_the_shop_is_ready_without_a_worker_for_it_still_shows_its_pages(client, no_worker):
    assert client.get("/health/ready").json()["ready"]
