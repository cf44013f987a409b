"""All that is counted. What these mean, and what to do when they are odd, says docs/monitoring.md.

Labels are bounded: names of routes, endpoints, tasks and outcomes; never addresses or ids.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from prometheus_client import Counter, Histogram
from prometheus_client.core import GaugeMetricFamily

PAGE_BUCKETS = (0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
UPSTREAM_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)

# Pages
PAGES = Histogram(
    "boxoffice_page_seconds",
    "Answers, by route and status, and how long they took.",
    ["route", "status"],
    buckets=PAGE_BUCKETS,
)
KEPT_PAGES = Counter(
    "boxoffice_kept_pages", "Pages that are the same for everyone, by where they came from.", ["outcome"]
)
LIMITED = Counter("boxoffice_limited", "Tries refused because there were too many, by limit.", ["limit"])
CSP_REPORTS = Counter(
    "boxoffice_csp_reports",
    "What the pages' policy kept browsers from, by directive.",
    ["directive"],
)

# What the shop asks of others
UPSTREAM = Histogram(
    "boxoffice_upstream_seconds",
    "Calls of f13 and Cider, by endpoint and outcome, and how long they took.",
    ["endpoint", "outcome"],
    buckets=UPSTREAM_BUCKETS,
)
UPSTREAM_NOT_ASKED = Counter(
    "boxoffice_upstream_not_asked", "Calls that the open breaker has spared, by endpoint.", ["endpoint"]
)
STRIPE = Histogram(
    "boxoffice_stripe_seconds",
    "Calls of Stripe, by outcome, and how long they took.",
    ["outcome"],
    buckets=UPSTREAM_BUCKETS,
)
CACHE_FAILURES = Counter("boxoffice_cache_failures", "Times that the shared cache did not do as asked.")

# Selling
HOLDS = Counter("boxoffice_holds", "Seats that were to be held, by what came of it.", ["outcome"])
TASKS = Histogram(
    "boxoffice_task_seconds",
    "Runs of the worker's tasks, by task and outcome, and how long they took.",
    ["task", "outcome"],
    buckets=UPSTREAM_BUCKETS,
)


@dataclass(frozen=True)
class Told:
    """A number that no process counts, for it stands in the database: it is read when somebody asks."""

    name: str
    help: str
    labels: tuple[str, ...] = ()

    def of(self, samples: Mapping[tuple[str, ...], float]) -> GaugeMetricFamily:
        family = GaugeMetricFamily(self.name, self.help, labels=self.labels)
        for labels, value in samples.items():
            family.add_metric(labels, value)
        return family

    def one(self, value: float) -> GaugeMetricFamily:
        return self.of({(): value})


ORDERS = Told("boxoffice_orders", "Orders by state; of those that have ended, the last day's.", ("state",))
OPEN_MATTERS = Told("boxoffice_open_matters", "Orders with an open matter, by its kind.", ("kind",))
OPEN_MATTERS_AGE = Told(
    "boxoffice_open_matters_age_seconds", "How long the oldest open matter has been so, by kind.", ("kind",)
)
LETTERS_WAITING = Told("boxoffice_letters_waiting", "Letters that are promised and not sent.")
QUEUE_LENGTH = Told("boxoffice_queue_length", "Tasks that are due and wait for a worker.")
QUEUE_AGE = Told("boxoffice_queue_age_seconds", "How long the oldest of them has waited.")
WORKERS = Told("boxoffice_workers", "Workers that have said lately that they are there.")
BREAKER_OPEN = Told("boxoffice_breaker_open", "1 where f13 is not asked for now, by lane.", ("lane",))
BREAKER_FAILURES = Told("boxoffice_breaker_failures", "Failures of f13 in a row, by lane.", ("lane",))
DATABASE_UP = Told("boxoffice_database_up", "1 where the database answers.")
UP = Told(
    "boxoffice_up",
    "1 of all that can be asked, by part and release.",
    ("part", "release"),
)

COUNTED: Iterable[Counter | Histogram] = (
    *(PAGES, KEPT_PAGES, LIMITED, CSP_REPORTS, UPSTREAM, UPSTREAM_NOT_ASKED, STRIPE, CACHE_FAILURES, HOLDS),
    TASKS,
)
READ: Iterable[Told] = (
    *(ORDERS, OPEN_MATTERS, OPEN_MATTERS_AGE, LETTERS_WAITING, QUEUE_LENGTH, QUEUE_AGE, WORKERS),
    *(BREAKER_OPEN, BREAKER_FAILURES, DATABASE_UP, UP),
)
