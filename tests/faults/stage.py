"""Where nights are lived: a shop for each way of paying, in turn, over one PostgreSQL that can be restarted.

Time is moved, never slept: the box office's by its control door, the shop's by moving back what its rows say.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.db import models
from huey import PostgresHuey
from huey.contrib.djhuey import HUEY
from psycopg import sql
from psycopg.rows import dict_row

from checkout import tasks
from rehearsal.environment import shop_environment
from rehearsal.shop import ShopProcess
from tests.faults.night import QUIET, SHORT
from tests.sandbox_process import SandboxProcess
from tests.services import Postgres, new_database, postgres_server

# The account and the settings that make a shop pay in this way.
SHOPS: dict[str, Mapping[str, str]] = {
    "credit": {"F13_USER": "demo"},
    "redirect": {"F13_USER": "demo-redirect"},
    "cider": {"F13_USER": "demo-stripe-intent"},
    "stripe": {
        "F13_USER": "demo",
        "PAYMENT": "stripe",
        "STRIPE_SECRET_KEY": "sk_test_practice_shop",
        "STRIPE_PUBLISHABLE_KEY": "pk_test_practice_shop",
        "STRIPE_WEBHOOK_SECRET": "whsec_practice_box_office",
        "STRIPE_RETRIES": "0",
    },
}
AT_STRIPE = {"STRIPE_API_BASE": "", "STRIPE_JS_URL": "/v3/"}  # of the sandbox's address
SOLD = ("7AB", "6IE")
BREAKER_FORGETS = "DELETE FROM boxoffice_shared WHERE key LIKE '%:failures' OR key LIKE '%:probe'"
# A lease lapses by itself: moved, it would lapse under a worker who is well.
NOT_MOVED = {"lease_ends_at"}


@dataclass
class Stage:
    """The box office, the database, and the shop that is open."""

    sandbox: SandboxProcess
    server: Postgres
    url: str
    folder: Path
    shops: dict[str, ShopProcess] = field(default_factory=dict)
    way: str = ""

    def open(self, way: str) -> None:
        """As if nobody had ever bought anything; web and worker of this way are running."""
        if way != self.way:
            self.close()
        self.way = way
        self.sandbox.reset()
        self._forget()
        self.start_what_is_down()

    def close(self) -> None:
        for shop in self.shops.values():
            for program in shop.programs:
                program.kill()

    @property
    def shop(self) -> ShopProcess:
        if self.way not in self.shops:
            folder = self.folder / self.way
            folder.mkdir()
            at_stripe = {name: f"{self.sandbox.url}{path}" for name, path in AT_STRIPE.items()}
            changes = {**SHORT, **QUIET, **at_stripe, **SHOPS[self.way]}
            environment = shop_environment(self.sandbox, database_url=self.url, **changes)
            self.shops[self.way] = ShopProcess(environment, logs=folder)
        return self.shops[self.way]

    def start_what_is_down(self) -> None:
        down = [program for program in self.shop.programs if not program.is_running]
        for program in down:
            program.start()
        self.shop.wait_until_ready()

    def time_passes(self, *, minutes: float) -> None:
        """For the shop and the box office alike; and then the worker sweeps."""
        self.sandbox.move_clock(minutes=minutes)
        for table, columns in _moments().items():
            moved = [sql.SQL("{0} = {0} - make_interval(secs => %s)").format(name) for name in columns]
            query = sql.SQL("UPDATE {} SET {}").format(sql.Identifier(table), sql.SQL(", ").join(moved))
            self.run(query, *[minutes * 60] * len(columns))
        self.sweep()

    def sweep(self) -> None:
        """As each minute: the worker looks after whatever was left behind."""
        queue = PostgresHuey("boxoffice", dsn=self.url).storage
        queue.enqueue(HUEY.serialize_task(tasks.sweep.s()), tasks.FIRST)
        queue.close()

    def records(self) -> list[dict[str, Any]]:
        """What was held, in its order: more than one where the same was held anew."""
        return self.rows("SELECT * FROM checkout_orderrecord ORDER BY created_at")

    def steps(self) -> list[str]:
        return [row["what"] for row in self.rows("SELECT what FROM checkout_step ORDER BY id")]

    def rows(self, query: str) -> list[dict[str, Any]]:
        with psycopg.connect(self.url, row_factory=dict_row) as connection:
            return connection.execute(query).fetchall()  # type: ignore[call-overload, no-any-return]

    def run(self, query: sql.Composed, *values: Any) -> None:
        with psycopg.connect(self.url) as connection:
            connection.execute(query, values)

    def calls(self, name: str) -> list[dict[str, Any]]:
        """What the box office was asked under this name, `stripe.capture` for instance."""
        endpoint, _, deed = name.partition(".")
        return [row for row in self.sandbox.log(endpoint=endpoint) if not deed or row["deed"] == deed]

    def _forget(self) -> None:
        for program in self.shop.programs:
            program.log.write_text("")
        tables = [model._meta.db_table for model in _models()] + ["huey_task", "huey_schedule"]
        with psycopg.connect(self.url) as connection:  # what points to a row is looked at when all are gone
            for table in tables:
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            connection.execute(
                "DELETE FROM boxoffice_shared WHERE key LIKE '%:failures' OR key LIKE '%:probe'"
            )


def _models() -> list[type[models.Model]]:
    return list(apps.get_app_config("checkout").get_models())


def _moments() -> dict[str, list[sql.Identifier]]:
    """The columns, by table, in which the shop keeps a time."""
    found = {}
    for model in _models():
        fields = [one for one in model._meta.concrete_fields if isinstance(one, models.DateTimeField)]
        columns = [sql.Identifier(one.column) for one in fields if one.column not in NOT_MOVED]
        if columns:
            found[model._meta.db_table] = columns
    return found


@contextmanager
def stage(sandbox: SandboxProcess, folder: Path) -> Iterator[Stage]:
    """With what is bought in its catalogue, and no shop open yet."""
    with postgres_server() as server:
        one = Stage(sandbox, server, new_database(server.url, name="nights"), folder)
        sandbox.reset()
        one.way = "credit"
        one.shop.manage("migrate", "--noinput")
        one.shop.manage("shell", "-v", "0", "-c", f"from tests.builders import mirrored; mirrored(*{SOLD!r})")
        one.sweep()  # the queue makes its tables
        try:
            yield one
        finally:
            one.close()
