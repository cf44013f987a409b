"""A dead f13 costs milliseconds; a dead supplier stops nobody else; what is under way is never stopped."""

import pytest

from boxoffice.ticketing import (
    BadData,
    BreakerOpen,
    Customer,
    NoAnswer,
    NotSent,
    ServiceDown,
    SupplierDown,
    Unreadable,
)
from boxoffice.ticketing.breaker import Breaker, MemoryStore
from boxoffice.ticketing.endpoints import Kind
from boxoffice.ticketing.transport import Patience

from .examples import example
from .upstream import nowhere, reply

NEW = (Kind.CATALOGUE, Kind.LIVE, Kind.HOLDING)
UNDER_WAY = (Kind.DEED, Kind.SETTLING)
EVENTS = {"results": {"event": []}}


@pytest.fixture
def store(clock):
    return MemoryStore(clock=clock)


@pytest.fixture
def breaker(store, clock):
    return Breaker(store, clock=clock, failures=3, pause=10)


def passes(breaker, kind):
    try:
        breaker.check(kind)
    except BreakerOpen:
        return False
    return True


def fail(breaker, kind, error, *, times=3):
    for _ in range(times):
        breaker.learn(kind, error)


def test_it_opens_after_so_many_failures_in_a_row(breaker):
    fail(breaker, Kind.CATALOGUE, NotSent(), times=2)
    assert passes(breaker, Kind.CATALOGUE)
    fail(breaker, Kind.CATALOGUE, NotSent(), times=1)
    assert [passes(breaker, kind) for kind in NEW] == [False] * 3


def test_a_success_between_failures_begins_the_count_anew(breaker):
    fail(breaker, Kind.CATALOGUE, NotSent(), times=2)
    breaker.learn(Kind.CATALOGUE, None)
    fail(breaker, Kind.CATALOGUE, NotSent(), times=2)
    assert passes(breaker, Kind.CATALOGUE)


def test_one_probe_goes_through_after_each_pause(breaker, clock):
    fail(breaker, Kind.CATALOGUE, NotSent())
    clock.now += 9
    assert not passes(breaker, Kind.CATALOGUE)
    clock.now += 1
    assert [passes(breaker, Kind.CATALOGUE) for _ in range(3)] == [True, False, False]
    clock.now += 10
    assert [passes(breaker, Kind.CATALOGUE) for _ in range(3)] == [True, False, False]


def test_a_probe_that_fails_begins_the_pause_anew(breaker, clock):
    fail(breaker, Kind.CATALOGUE, NotSent())
    clock.now += 10
    assert passes(breaker, Kind.CATALOGUE)
    clock.now += 3  # for as long it took to fail
    fail(breaker, Kind.CATALOGUE, NotSent(), times=1)
    clock.now += 8
    assert not passes(breaker, Kind.CATALOGUE)
    clock.now += 2
    assert passes(breaker, Kind.CATALOGUE)


def test_a_probe_that_succeeds_closes_it(breaker, clock):
    fail(breaker, Kind.CATALOGUE, NotSent())
    clock.now += 10
    assert passes(breaker, Kind.CATALOGUE)
    breaker.learn(Kind.CATALOGUE, None)
    assert [passes(breaker, kind) for kind in NEW] == [True] * 3


def test_processes_share_it(store, clock):
    one, other = (Breaker(store, clock=clock, failures=3) for _ in range(2))
    assert passes(other, Kind.CATALOGUE)
    fail(one, Kind.CATALOGUE, NotSent())
    clock.now += 1  # a process believes for a second what it saw last
    assert not passes(other, Kind.CATALOGUE)
    one.learn(Kind.SETTLING, None)
    clock.now += 1
    assert passes(other, Kind.CATALOGUE)


def test_it_stays_open_though_the_count_would_have_lapsed(breaker, clock):
    fail(breaker, Kind.CATALOGUE, NotSent())
    for _ in range(100):  # probes fail for half an hour
        clock.now += 20
        assert passes(breaker, Kind.CATALOGUE)
        fail(breaker, Kind.CATALOGUE, NotSent(), times=1)
        assert not passes(breaker, Kind.CATALOGUE)


@pytest.mark.parametrize("error", [NoAnswer(), ServiceDown(status=500), ServiceDown(status=503)])
def test_trouble_of_f13_s_own_stops_what_is_new(breaker, error):
    fail(breaker, Kind.CATALOGUE, error)
    assert [passes(breaker, kind) for kind in NEW] == [False] * 3


@pytest.mark.parametrize("error", [NoAnswer(), ServiceDown(status=500), ServiceDown(status=504)])
def test_trouble_that_may_be_a_supplier_s_stops_live_questions_only(breaker, error):
    fail(breaker, Kind.LIVE, error)
    assert [passes(breaker, kind) for kind in NEW] == [True, False, True]
    breaker.learn(Kind.CATALOGUE, None)
    assert not passes(breaker, Kind.LIVE)
    breaker.learn(Kind.LIVE, None)
    assert passes(breaker, Kind.LIVE)


@pytest.mark.parametrize("kind", Kind)
def test_a_single_supplier_never_opens_it(breaker, kind):
    fail(breaker, kind, SupplierDown(status=502), times=50)
    assert [passes(breaker, one) for one in NEW] == [True] * 3


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("error", [BadData(status=400), Unreadable(status=200)])
def test_answers_never_open_it(breaker, kind, error):
    fail(breaker, kind, error, times=50)
    assert [passes(breaker, one) for one in NEW] == [True] * 3


def test_a_refusal_is_an_answer_and_closes_it(breaker):
    fail(breaker, Kind.CATALOGUE, NotSent())
    breaker.learn(Kind.DEED, BadData(status=400))
    assert passes(breaker, Kind.CATALOGUE)


@pytest.mark.parametrize("kind", UNDER_WAY)
def test_what_is_under_way_is_never_stopped_and_its_waiting_never_counts(breaker, kind):
    fail(breaker, kind, NoAnswer(), times=50)
    assert passes(breaker, Kind.CATALOGUE)
    fail(breaker, Kind.CATALOGUE, NotSent())
    assert passes(breaker, kind)
    breaker.learn(kind, None)
    assert passes(breaker, Kind.CATALOGUE)


@pytest.mark.parametrize("error", [NoAnswer(), ServiceDown(status=503)])
def test_what_is_asked_aside_is_stopped_like_live_questions_and_stops_nobody(breaker, error):
    fail(breaker, Kind.ASIDE, error, times=50)
    assert [passes(breaker, kind) for kind in NEW] == [True] * 3
    fail(breaker, Kind.LIVE, error)
    assert not passes(breaker, Kind.ASIDE)


def test_a_connection_that_cannot_be_made_counts_whoever_meets_it(breaker):
    for kind in (Kind.DEED, Kind.SETTLING, Kind.LIVE):
        breaker.learn(kind, NotSent())
    assert not passes(breaker, Kind.CATALOGUE)


def test_its_own_refusals_do_not_keep_it_open(breaker, clock):
    fail(breaker, Kind.CATALOGUE, NotSent())
    fail(breaker, Kind.CATALOGUE, BreakerOpen(), times=50)
    clock.now += 10
    assert passes(breaker, Kind.CATALOGUE)


class BrokenStore:
    """A store whose database is gone."""

    def _gone(self, *args):
        raise RuntimeError("the store is gone")

    get = set = increment = claim = _gone


def test_a_store_that_fails_never_stops_selling(clock, caplog):
    breaker = Breaker(BrokenStore(), clock=clock, failures=1)
    fail(breaker, Kind.CATALOGUE, NotSent(), times=50)
    breaker.learn(Kind.CATALOGUE, None)
    assert [passes(breaker, kind) for kind in NEW] == [True] * 3
    assert "breaker without its store: RuntimeError" in caplog.text


def test_a_healthy_process_hardly_asks_the_store(clock):
    asked = []

    class Counting(MemoryStore):
        def get(self, key):
            asked.append(("get", key))
            return super().get(key)

        def set(self, key, value, seconds):
            asked.append(("set", key))
            super().set(key, value, seconds)

    breaker = Breaker(Counting(clock=clock), clock=clock)
    for _ in range(100):
        breaker.check(Kind.LIVE)
        breaker.learn(Kind.LIVE, None)
    assert sorted(asked) == [("get", "f13-live:failures"), ("get", "f13:failures")]


# With the wire


def test_a_dead_f13_is_not_asked_again_until_the_pause_is_over(connect, upstream, clock, breaker):
    dead = connect(url=nowhere(), breaker=breaker, patience=Patience(retries=0))
    for _ in range(3):
        with pytest.raises(NotSent):
            dead.list_events()
    alive = connect(breaker=breaker)
    upstream.plan = [reply(EVENTS), reply(EVENTS)]
    with pytest.raises(BreakerOpen) as error:
        alive.list_events()
    assert (upstream.heard, error.value.endpoint, error.value.may_have_happened) == ([], "events.v1", False)
    clock.now += 10
    alive.list_events()
    alive.list_events()
    assert len(upstream.heard) == 2


def test_reserve_is_stopped_and_purchase_is_not(connect, upstream, breaker):
    fail(breaker, Kind.CATALOGUE, NotSent())
    service = connect(breaker=breaker)
    with pytest.raises(BreakerOpen):
        service.reserve("token")
    upstream.plan = [reply(example("28-purchase-on-credit").body)]
    assert service.purchase("U-1", customer=Customer()).transaction.is_purchased
    assert [heard.target for heard in upstream.heard] == ["/f13/purchase.v1"]


def test_repetitions_stop_when_it_opens(connect, upstream, clock, breaker):
    upstream.plan = [reply({}, status=503)] * 9
    fail(breaker, Kind.CATALOGUE, ServiceDown(status=503), times=2)
    with pytest.raises(BreakerOpen):
        connect(breaker=breaker).list_events()
    assert len(upstream.heard) == 1
