"""Three lists beside each other once all is quiet: what buyers saw, what the shop wrote, what was sold."""

from collections import Counter
from dataclasses import dataclass

from huey.contrib.djhuey import HUEY

from boxoffice.queue_storage import Storage
from checkout import tasks
from checkout.models.order import BOUGHT, UNDER_WAY, State
from tests.cluster.counting import Counts
from tests.cluster.machine import Cluster
from tests.faults.night import wait_until

OPEN = UNDER_WAY | {State.RESERVING}


@dataclass(frozen=True)
class Books:
    """Ids of orders; and of transactions, where no order names them."""

    orders: int
    lost: frozenset[str]  # promised and not bought; sold and not known; known as bought and not sold
    double: frozenset[str]  # sold by more than one call; bought besides another, by one press

    @classmethod
    def of(cls, cluster: Cluster, met: Counts) -> "Books":
        settle(cluster)
        records = cluster.rows("SELECT id::text, transaction_uuid, visitor, state FROM checkout_orderrecord")
        bought = {row["id"]: row for row in records if row["state"] in BOUGHT}
        known = frozenset(bought)
        sold = [row for row in cluster.sandbox.transactions() if row["status"] == "purchased"]
        named = {row["transaction_uuid"] for row in bought.values()}
        unknown = {row["transaction_uuid"] for row in sold} - named
        unsold = named - {row["transaction_uuid"] for row in sold}
        pressed = met.promised | met.uncertain
        visitors = Counter(one["visitor"] for one in bought.values())
        unpressed = {key for key, one in bought.items() if visitors[one["visitor"]] > 1} - pressed
        return cls(
            len(known),
            frozenset(((met.promised | met.bought) - known) | unknown | unsold),
            frozenset(row["transaction_uuid"] for row in sold if row["purchase_calls"] > 1) | unpressed,
        )

    @property
    def told(self) -> str:
        return f"{self.orders} orders, {len(self.lost)} lost, {len(self.double)} bought twice"


def settle(cluster: Cluster) -> None:
    """Nobody buys any more: workers see to what was left behind, as they do each minute."""

    def is_quiet() -> bool:
        _sweep(cluster)
        return OPEN.isdisjoint(row["state"] for row in cluster.rows("SELECT state FROM checkout_orderrecord"))

    wait_until(is_quiet, what="all orders have ended", within=90)


def _sweep(cluster: Cluster) -> None:
    storage = Storage("boxoffice", dsn=cluster.database_url)
    storage.enqueue(HUEY.serialize_task(tasks.sweep.s()), tasks.FIRST)
    storage.close()
