"""What a search costs at 500 and at 5,000 events, on both databases: it grows slower than the catalogue."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from rehearsal.environment import process_environment
from tests.services import ServiceMissing, new_database, postgres

SMALL, LARGE = 500, 5000
WANTED = 5.0  # times the cost at most, for ten times the events
ROUNDS = 15
SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.settings", "LOG_LEVEL": "WARNING"}
SEARCHES = {
    "everything": "",
    "a word": "q=hamlet",
    "a typo": "q=hamlt",
    "a word of every event": "q=the",
    "a city and a category": "city=city-0&category=opera",
    "days and prices": "from={first}&to={last}&min=20&max=60",
    "near a place": "near=51.5,-0.13",
    "nothing found": "q=zzzz&city=city-0",
}


def main() -> int:
    """Print what each search costs; 1 where one grows too fast."""
    with ExitStack() as stack:
        return max([_compare(name, urls) for name, urls in _databases(stack)])


def _databases(stack: ExitStack) -> Iterator[tuple[str, Mapping[int, str]]]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="boxoffice-")))
    yield "SQLite", {number: f"sqlite:///{folder / str(number)}.sqlite3" for number in (SMALL, LARGE)}
    try:
        server = stack.enter_context(postgres())
    except ServiceMissing as missing:
        print(f"PostgreSQL is left out: {missing}")
        return
    yield "PostgreSQL", {number: new_database(server, name=f"events_{number}") for number in (SMALL, LARGE)}


def _compare(name: str, urls: Mapping[int, str]) -> int:
    small, large = (_measured(urls[number], number=number) for number in (SMALL, LARGE))
    print(f"\n{name:<26}{SMALL:>8} events{LARGE:>9} events     growth, wanted under {WANTED:g}")
    for search in SEARCHES:
        growth = large[search] / small[search]
        print(f"{search:<26}{small[search] * 1000:>12.1f} ms{large[search] * 1000:>13.1f} ms{growth:>11.1f}")
    return int(any(large[search] / small[search] >= WANTED for search in SEARCHES))


def _measured(url: str, *, number: int) -> dict[str, float]:
    """In a process of its own: Django speaks to one database in its life."""
    environment = process_environment(SETTINGS | {"DATABASE_URL": url})
    command = [sys.executable, "-m", "benches.search", str(number)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 -- this very file
    lines = (line.split("\t") for line in done.stdout.splitlines())
    return {search: float(seconds) for search, seconds in lines}


# In that process


def measure(number: int) -> None:
    """The middle of some rounds for each search, page and all."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from tests.many_events import many_events

    call_command("migrate", verbosity=0)
    many_events(number)
    _settle()
    for search, query in SEARCHES.items():
        address = f"/search/?{query.format(**_days())}"
        print(search, _middle(Client(), address), sep="\t")


def _settle() -> None:
    """What the database does by itself after much was written."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _days() -> dict[str, str]:
    from datetime import timedelta

    from django.utils import timezone

    today = timezone.localdate()
    return {"first": str(today + timedelta(days=20)), "last": str(today + timedelta(days=60))}


def _middle(client: "Client", address: str) -> float:  # type: ignore[name-defined] # noqa: F821 -- Django is not up yet
    times = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        assert client.get(address).status_code == 200
        times.append(time.perf_counter() - started)
    return sorted(times)[ROUNDS // 2]


if __name__ == "__main__":
    if len(sys.argv) == 2:
        measure(int(sys.argv[1]))
    else:
        sys.exit(main())
