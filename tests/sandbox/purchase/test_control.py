"""The control doors: what tests and people steer and see, and that nonsense is refused."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox import app
from sandbox.http import Request
from tests.sandbox.purchase.asking import control, json_of, row


def test_the_clock_moves_and_is_set_right(world):
    moved = json_of(control(world, "POST", "clock", {"days": 1, "hours": 2, "minutes": 3, "seconds": 4.5}))
    assert moved["ahead_seconds"] == timedelta(days=1, hours=2, minutes=3, seconds=4.5).total_seconds()
    assert datetime.fromisoformat(moved["now"]) - datetime.now(UTC) > timedelta(hours=26)
    assert json_of(control(world, "POST", "clock", {"reset": True}))["ahead_seconds"] == 0
    assert json_of(control(world, "GET", "clock"))["ahead_seconds"] == 0


def test_the_clock_stays_within_ten_years_of_the_real_time(world):
    for there, back in ((3650, -1), (-3650, 1)):
        control(world, "POST", "clock", {"reset": True})
        assert control(world, "POST", "clock", {"days": there}).status == 200
        assert control(world, "POST", "clock", {"days": there}).status == 400
        event = world.catalogue.get_event("6IF")
        assert len({one.id for one in world.catalogue.performances(event)}) > 300
        assert control(world, "POST", "clock", {"days": back}).status == 200


def test_faults_are_added_shown_and_removed(world):
    added = json_of(
        control(world, "POST", "faults", {"endpoint": "purchase", "kind": "lost", "seconds": 150})
    )
    assert added == {"faults": [{"endpoint": "purchase", "kind": "lost", "times": 1, "seconds": 150}]}
    control(world, "DELETE", "faults")
    assert json_of(control(world, "GET", "faults")) == {"faults": []}


def test_availability_knows_the_suppliers_troubles(world):
    assert control(world, "POST", "faults", {"endpoint": "availability", "kind": "down"}).status == 200


def test_a_transaction_shows_what_a_shop_must_believe(world, demo):
    uuid = demo.reserve("7AB")
    held = row(world, uuid)
    assert (held["user"], held["status"], held["tickets"], held["tickets_sold"]) == ("demo", "reserved", 2, 0)
    assert len(held["orders"][0]["seats"]) == 2
    assert 14.9 < held["minutes_left"] <= 15
    demo.purchase(uuid, remote_ip="101.102.103.104", remote_site="shop.example")
    bought = row(world, uuid)
    assert (bought["status"], bought["tickets_sold"], bought["purchase_calls"]) == ("purchased", 2, 1)
    assert (bought["remote_ip"], bought["remote_site"]) == ("101.102.103.104", "shop.example")


def test_reset_leaves_nothing(world, demo):
    demo.bought(send_confirmation_email="1")
    control(world, "POST", "clock", {"days": 1})
    control(world, "POST", "faults", {"endpoint": "*", "kind": "cut"})
    control(world, "POST", "callouts", {"hops": 2})
    json_of(control(world, "POST", "reset"))
    seen = {name: json_of(control(world, "GET", name)) for name in ("transactions", "mail", "faults", "log")}
    assert seen == {"transactions": {"transactions": []}, "mail": {"messages": []}, "faults": {"faults": []},
                    "log": {"requests": []}}  # fmt: skip
    assert json_of(control(world, "GET", "callouts"))["hops"] == 1
    assert json_of(control(world, "GET", "clock"))["ahead_seconds"] == 0


@pytest.mark.parametrize(
    ("method", "door", "data"),
    [
        ("GET", "nothing", None),
        ("DELETE", "clock", None),
        ("POST", "clock", {"weeks": 1}),
        ("POST", "clock", {"days": "1"}),
        ("POST", "clock", {"days": 1e300}),
        ("POST", "clock", {"days": float("nan")}),
        ("POST", "clock", {"days": True}),
        ("POST", "clock", [1]),
        ("POST", "faults", {}),
        ("POST", "faults", {"endpoint": "purchas", "kind": "cut"}),
        ("POST", "faults", {"endpoint": "purchase", "kind": "boom"}),
        ("POST", "faults", {"endpoint": "purchase", "kind": "down"}),
        ("POST", "faults", {"endpoint": "purchase", "kind": "cut", "times": 0}),
        ("POST", "faults", {"endpoint": "purchase", "kind": "cut", "times": 1.5}),
        ("POST", "faults", {"endpoint": "purchase", "kind": "cut", "times": float("inf")}),
        ("POST", "faults", {"endpoint": "purchase", "kind": "cut", "seconds": float("inf")}),
        ("POST", "faults", {"endpoint": "purchase", "kind": "cut", "seconds": -1}),
        ("POST", "faults", {"endpoint": "purchase", "kind": "cut", "second": 1}),
        ("POST", "callouts", {"hops": 3}),
        ("POST", "callouts", {"callout_type": "put"}),
        ("POST", "callouts", {"ordered": "yes"}),
    ],
)
def test_nonsense_is_a_plain_400(world, method, door, data):
    assert control(world, method, door, data).status == 400


def test_a_body_that_is_no_json_is_a_plain_400(world):
    assert app.answer(world, Request("POST", "/_control/clock", body=b"{days:")).status == 400
    assert app.answer(world, Request("POST", "/_control/clock", body=b"\xff\xfe")).status == 400
    assert app.answer(world, Request("POST", "/_control/clock", body=b"[" * 100_000)).status == 400


def test_a_page_shows_it_all_and_escapes_what_callers_sent(world, demo):
    uuid = demo.reserve()
    text = app.answer(world, Request("GET", "/_control/")).body.decode()
    assert uuid in text
    assert all(f'data-door="{door}"' in text for door in ("POST clock", "POST faults", "POST reset"))
