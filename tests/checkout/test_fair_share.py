"""Nobody empties a hall by reserving: tickets held at once are limited, by visitor and by network."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checkout import fair_share
from checkout.models import UNDER_WAY, OrderRecord, State
from tests.builders import a_hold, a_trolley, hold_form
from tests.rules.pages import HouseRulesClient

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]

HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"
OF_VISITOR = "You can hold 3 tickets at once."
OF_NETWORK = "Very many tickets are held from your network at this moment."


@pytest.fixture(autouse=True)
def _three_and_four(settings):
    settings.HELD_TICKETS_PER_VISITOR, settings.HELD_TICKETS_PER_NETWORK = 3, 4


def a_browser(address=HERE):
    return HouseRulesClient(REMOTE_ADDR=address)


def press(browser, quantity):
    """The page on which somebody is after having pressed hold."""
    form = hold_form(a_trolley(browser, quantity=quantity))
    return browser.post("/trolley/reserve/", form, follow=True).content.decode()


def held(f13):
    return [row["status"] for row in f13.transactions()].count("reserved")


def test_as_many_as_one_may_hold_are_held_and_one_more_is_not(client, f13):
    assert OF_VISITOR not in press(client, 3)
    assert held(f13) == 1
    other = a_browser(ELSEWHERE)
    page = press(other, 4)
    assert OF_VISITOR in page
    assert 'data-page="trolley"' in page
    assert held(f13) == 1


def test_whoever_chooses_fewer_then_holds_them(f13):
    browser = a_browser()
    press(browser, 4)
    browser.post("/trolley/remove/1/")
    assert OF_VISITOR not in press(browser, 2)
    assert held(f13) == 1


def test_what_one_holds_already_stays_held_when_more_is_refused(f13, settings):
    browser = a_browser()
    record = a_hold(browser, quantity=2)
    settings.HELD_TICKETS_PER_VISITOR = 1
    browser.post(f"/checkout/{record.pk}/again/")
    record.refresh_from_db()
    assert record.state == State.RESERVED


def test_new_sessions_are_of_the_same_network(f13):
    assert [OF_NETWORK in press(a_browser(), 2) for _ in range(3)] == [False, False, True]
    assert held(f13) == 2
    assert OF_NETWORK not in press(a_browser(ELSEWHERE), 2)


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ("2001:db8:1:2::3", "2001:db8:1:ffff::4", True),
        ("2001:db8:1:2::3", "2001:db8:2:2::3", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
    ],
)
def test_a_network_is_what_a_provider_gives_out(rf, first, second, is_same):
    one, other = (fair_share.network_of(rf.get("/", REMOTE_ADDR=address)) for address in (first, second))
    assert (one == other) is is_same
    assert len(one) == len(other) == 32


def test_where_no_address_is_known_only_the_visitor_counts(f13):
    assert fair_share.network_of(a_browser("").get("/trolley/").wsgi_request) == ""
    assert [OF_NETWORK in press(a_browser(""), 3) for _ in range(3)] == [False] * 3


def test_a_new_hold_in_place_of_the_old_one_counts_once(f13):
    browser = a_browser()
    for _ in range(3):
        assert OF_VISITOR not in press(browser, 3)
        browser.post("/trolley/remove/1/")
    assert held(f13) <= 1


@pytest.mark.parametrize("state", sorted({State.RESERVING, State.RESERVED, *UNDER_WAY}))
def test_whatever_may_still_become_tickets_counts(f13, state):
    a_record(state, tickets=3)
    assert OF_NETWORK in press(a_browser(), 2)


@pytest.mark.parametrize("state", sorted(set(State) - {State.RESERVING, State.RESERVED, *UNDER_WAY}))
def test_what_has_ended_does_not(f13, state):
    a_record(state, tickets=3)
    assert OF_NETWORK not in press(a_browser(), 2)


def test_nor_does_a_hold_whose_time_is_over(f13):
    a_record(State.RESERVED, tickets=3, hold_ends_at=timezone.now() - timedelta(seconds=1))
    assert OF_NETWORK not in press(a_browser(), 2)


def test_records_of_an_older_release_count_nothing(f13):
    a_record(State.RESERVED, tickets=None)
    assert OF_NETWORK not in press(a_browser(), 3)


def test_nought_is_no_limit(f13, settings):
    settings.HELD_TICKETS_PER_VISITOR = settings.HELD_TICKETS_PER_NETWORK = 0
    a_record(State.RESERVED, tickets=5000)
    assert OF_VISITOR not in press(a_browser(), 4)
    assert held(f13) == 1


def test_what_is_held_in_the_end_is_what_counts(client, f13):
    record = a_hold(client, quantity=2)
    assert (record.tickets, record.tickets) == (2, record.reservation.trolley.quantity)
    assert len(record.network) == 32


def test_staff_read_it_in_the_log_which_names_nobody(f13, caplog):
    press(a_browser(), 4)
    (line,) = [one.getMessage() for one in caplog.records if one.name == fair_share.__name__]
    assert "too many tickets at once, by held.visitor" in line
    assert HERE not in line


def test_the_network_goes_with_the_customers_data(client, f13):
    from checkout.privacy.removing import remove

    record = a_hold(client)
    remove([record.pk])
    record.refresh_from_db()
    assert (record.network, record.tickets) == ("", 1)


def test_two_that_ask_at_the_same_moment_do_not_both_hold(f13, monkeypatch):
    """The second presses when the first is about to count."""
    real, seen = fair_share.check, []
    second = a_browser()
    form = hold_form(a_trolley(second, quantity=3))

    def counts_late(record):
        monkeypatch.setattr(fair_share, "check", real)
        seen.append(second.post("/trolley/reserve/", form, follow=True).content.decode())
        real(record)

    first = hold_form(a_trolley(browser := a_browser(), quantity=3))
    monkeypatch.setattr(fair_share, "check", counts_late)
    seen.append(browser.post("/trolley/reserve/", first, follow=True).content.decode())
    assert [OF_NETWORK in page for page in seen] == [True, False]
    assert held(f13) == 1


def a_record(state, **changes):
    network = fair_share.network_of(HouseRulesClient(REMOTE_ADDR=HERE).get("/trolley/").wsgi_request)
    columns = {"hold_ends_at": timezone.now() + timedelta(minutes=5)} | changes
    return OrderRecord.objects.create(
        visitor="somebody else", state=state, payment="credit", network=network, **columns
    )
