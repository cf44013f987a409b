"""People buy, and copies of the shop and the parts that it stands on go away and come back.

In this order: what each test leaves behind is a cluster that is whole again.
"""

import hashlib
import hmac
import json
import re
import time

import pytest
import requests

from tests.cluster.balancer import started
from tests.cluster.buyers import GaveUp, Visitor, until
from tests.cluster.conftest import AWAY, ORDERS
from tests.cluster.machine import WEBHOOK_SECRET, Cluster
from tests.faults.night import wait_until

CATALOGUE = {"/", "/fr/", "/search/", "/event/6IE/any/"}
SAID_WITHOUT_WORKER = "We cannot sell at this moment"
A_LINK = re.compile(r"/order/[0-9a-f-]{36}/open/[^/\s\"<]+/")


def alive(cluster: Cluster) -> bool:
    query = "SELECT 1 FROM boxoffice_shared WHERE key LIKE 'worker.alive.%%' AND ends_at > %s"
    return bool(cluster.rows(query, time.time()))


def letters_link(cluster: Cluster, record_id: str) -> str:
    """The link of the letter about this order, once it has come."""

    def found() -> list[str]:
        links = [link for mail in cluster.sandbox.mail() for link in A_LINK.findall(json.dumps(mail))]
        return [link for link in links if record_id in link]

    wait_until(found, what="the letter has come")
    return found()[0]


def told(cluster: Cluster, secret: str) -> int:
    """What an event of Stripe's that is signed so is answered."""
    event = {
        "type": "payment_intent.succeeded",
        "data": {"object": {"object": "payment_intent", "id": "pi_1"}},
    }
    body, moment = json.dumps(event), int(time.time())
    signature = hmac.new(secret.encode(), f"{moment}.{body}".encode(), hashlib.sha256).hexdigest()
    headers = {"Stripe-Signature": f"t={moment},v1={signature}"}
    return requests.post(f"{cluster.url}/stripe/webhook/", body, headers=headers, timeout=30).status_code


def test_a_web_that_is_killed_costs_nobody_a_page(cluster, met):
    cluster.kill_web(0)
    until(met, orders=ORDERS)
    cluster.start_web(0)
    cluster.wait_until_asked(0)
    assert [one for one in met.failures if one.may_be_retried] == []
    # What was sent to it and not answered: at most what it had in hand.
    assert len(met.failures) <= 5


def test_a_rolling_restart_fails_no_request(cluster, met):
    cluster.roll(drains=True)
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


def test_while_the_box_office_is_away_the_catalogue_goes_on_and_what_was_pressed_is_bought_later(
    cluster, met
):
    cluster.line.stop()
    said = len([one for one in met.failures if one.is_said])
    wait_until(lambda: len([one for one in met.failures if one.is_said]) >= said + AWAY, what="it is felt")
    started(cluster.line, cluster.line_port)
    until(met, orders=ORDERS)
    assert [one for one in met.failures if not one.is_said or one.address in CATALOGUE] == []


def test_without_a_worker_nothing_is_paid_and_what_was_pressed_waits(cluster, met, performances):
    """They end what they have begun; what one leaves behind that is killed, tests/faults look at."""
    for worker in cluster.workers:
        worker.stop()
    wait_until(lambda: not alive(cluster), what="the shop knows that no worker is there")
    pressed, calls = len(met.promised), len(cluster.sandbox.log(endpoint="purchase"))
    visitor = Visitor(cluster.url, met)
    with pytest.raises(GaveUp, match="not taken"):
        visitor.pay(visitor.hold(performances[0]))
    assert SAID_WITHOUT_WORKER in visitor.last
    assert (len(met.promised), len(cluster.sandbox.log(endpoint="purchase"))) == (pressed, calls)
    cluster.roll_workers()
    until(met, orders=ORDERS)
    assert met.failures == []


def test_secrets_turn_in_three_steps_and_nobody_notices(cluster, met, performances):
    """What signs sessions and letters' links, and what Stripe's webhooks are signed with."""
    visitor = Visitor(cluster.url, met)
    link = letters_link(cluster, visitor.pay(visitor.hold(performances[0])))
    before, after = cluster.settings["SECRET_KEY"], "another-one-only-for-rehearsals-" + "9876543210" * 3
    hooks = {"STRIPE_WEBHOOK_SECRET": "whsec_after", "STRIPE_WEBHOOK_SECRET_FALLBACKS": WEBHOOK_SECRET}
    for step in (
        {"SECRET_KEY_FALLBACKS": after},
        {"SECRET_KEY": after, "SECRET_KEY_FALLBACKS": before} | hooks,
    ):
        visitor.hold(performances[0])
        cluster.set(**step)
        cluster.roll()
        cluster.roll_workers()
        visitor.pay(visitor.get(visitor.held))  # its session and its hold live on
        assert 'data-page="order"' in Visitor(cluster.url, met).get(link).text
    assert [told(cluster, secret) for secret in (WEBHOOK_SECRET, "whsec_after")] == [200, 200]
    cluster.settings.pop("SECRET_KEY_FALLBACKS")
    cluster.settings.pop("STRIPE_WEBHOOK_SECRET_FALLBACKS")
    cluster.roll()
    cluster.roll_workers()
    until(met, orders=ORDERS)
    assert [told(cluster, secret) for secret in (WEBHOOK_SECRET, "whsec_after")] == [400, 200]
    assert met.failures == []


def test_nothing_is_lost_and_nothing_bought_twice(books):
    assert books.orders > 0
    assert (books.lost, books.double) == (frozenset(), frozenset())
