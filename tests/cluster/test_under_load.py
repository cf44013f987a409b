"""People buy, and copies of the shop and the parts that it stands on go away and come back.

In this order: what each test leaves behind is a cluster that is whole again.
"""

from tests.cluster.buyers import until
from tests.cluster.conftest import ORDERS


def test_a_web_that_is_killed_costs_nobody_a_page(cluster, met):
    cluster.kill_web(0)
    until(met, orders=ORDERS)
    cluster.start_web(0)
    cluster.wait_until_asked(0)
    assert [one for one in met.failures if one.may_be_retried] == []
    # What was sent to it and not answered: at most what it had in hand.
    assert len(met.failures) <= 5


def test_a_rolling_restart_fails_no_request(cluster, met):
    cluster.roll()
    until(met, orders=ORDERS)
    assert met.failures == []


def test_while_the_database_restarts_a_page_says_so_and_then_all_goes_on(cluster, met):
    cluster.postgres.restart()
    until(met, orders=ORDERS)
    assert [one for one in met.failures if not one.is_said] == []
    before = len(met.failures)
    until(met, orders=ORDERS)
    assert len(met.failures) == before


def test_a_redis_that_stops_hangs_and_comes_back_fails_nothing(cluster, met):
    cluster.redis.stop()
    until(met, orders=ORDERS)
    cluster.redis.start()
    until(met, orders=1)
    cluster.redis.hang()
    until(met, orders=ORDERS)
    cluster.redis.go_on()
    until(met, orders=1)
    assert met.failures == []


def test_nothing_is_lost_and_nothing_bought_twice(books):
    assert books.orders > 0
    assert (books.lost, books.double) == (frozenset(), frozenset())
