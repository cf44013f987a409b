"""What the shop itself is made of: database, cache, worker, static files."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.db import Error

from boxoffice import health, worker

from .finding import Finding, unknown, well, wrong


def look_at_database() -> Iterator[Finding]:
    kind = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    match health.state_of_database():
        case "ok":
            yield well(f"{kind} answers and is migrated")
        case "migrations are missing":
            yield wrong(f"{kind} answers, and migrations are missing", "run manage.py migrate")
        case _:
            yield wrong(f"{kind} does not answer", "see to DATABASE_URL, and the way there")


def look_at_cache() -> Iterator[Finding]:
    kind = settings.CACHES["default"]["BACKEND"].rpartition(".")[2]
    if (state := health.state_of_cache()) != "ok":
        yield wrong(f"{kind} {state}: the shop sells on, slower", "see to CACHE_URL, and the way there")
    elif kind == "LocMemCache":
        yield unknown(
            "each process keeps for itself; what must be shared is in the database",
            "with several copies, a Redis as CACHE_URL takes work off it",
        )
    else:
        yield well(f"{kind} keeps")


def look_at_worker() -> Iterator[Finding]:
    try:
        is_there = worker.is_alive()
    except Error as error:
        yield wrong(f"its sign of life cannot be read ({type(error).__name__})", "see to the database first")
        return
    if is_there:
        yield well("a worker is there")
    else:
        yield wrong(
            "no worker is there: no payment is taken",
            "start manage.py run_huey; where one runs, compare its DATABASE_URL and the machines' clocks",
        )


def look_at_static_files() -> Iterator[Finding]:
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        yield unknown("they are served as they lie", "production collects them: see STORAGES")
    elif staticfiles_storage.hashed_files:
        yield well(f"{len(staticfiles_storage.hashed_files)} are collected in {settings.STATIC_ROOT}")
    else:
        yield wrong(f"none are collected in {settings.STATIC_ROOT}", "run manage.py collectstatic")
