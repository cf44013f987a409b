"""`make load`: print what people asked and how long it took, and what it cost the shop."""

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benches.catalogue import processes, processor_seconds, resident

if TYPE_CHECKING:
    from tests.cluster.machine import Cluster

VISITORS = os.environ.get("VISITORS", "60")
SECONDS = os.environ.get("SECONDS", "60")
LARGE = "TK03"  # of the sandbox: an arena of 3,000 seats
BESIDE = Path(__file__).parent
# What visitors do, and the request by which it is counted.
STEPS = {"browses": "browse", "looks_at_seats": "seats", "holds": "hold reserve", "buys": "buy pay"}
SECONDS_OF_A_KIND = "20"


def main() -> int:
    """1 where a request failed."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()  # the cluster's books want it
    from tests.cluster.machine import a_cluster

    with tempfile.TemporaryDirectory(prefix="boxoffice-") as folder, a_cluster(Path(folder)) as cluster:
        run(cluster, seconds="10")  # so that pages and connections are there
        print(f"{VISITORS} visitors, {SECONDS} seconds, {len(cluster.webs)} webs of one process each")
        rows, webs, workers = run(cluster, seconds=SECONDS)
        failed = _tell(rows)
        asked = sum(row["num_requests"] for row in rows)
        print(f"{asked / float(SECONDS):.0f} requests a second; of the webs' processor", end="")
        print(f" {1000 * webs / asked:.1f} ms each, of the workers' {1000 * workers / asked:.1f}")
        for kind, step in STEPS.items():
            rows, webs, workers = run(cluster, seconds=SECONDS_OF_A_KIND, only=kind)
            failed += sum(row["num_failures"] for row in rows)
            steps = sum(row["num_requests"] for row in rows if str(row["name"]).startswith(step))
            print(f"{kind:<24}{1000 * webs / steps:.1f} ms of the webs' processor each", end="")
            print(f", {1000 * workers / steps:.1f} of the workers', {steps} times")
        memory = [max(resident(pid) for pid in processes(program)) for program in cluster.programs]
        connections = cluster.rows(
            "SELECT count(*) AS number FROM pg_stat_activity WHERE datname = 'cluster'"
        )
        print(f"megabytes of each web and worker: {', '.join(f'{one:.0f}' for one in memory)}", end="")
        print(f"; {connections[0]['number']} connections of PostgreSQL")
    return 1 if failed else 0


def run(cluster: "Cluster", *, seconds: str, only: str = "") -> tuple[list[dict[str, Any]], float, float]:
    """What locust has counted, by name; the seconds of processor time of all webs, and of all workers."""
    before = [processor_seconds(program) for program in cluster.programs]
    rows = _asked(cluster, seconds=seconds, only=only)
    after = [processor_seconds(program) for program in cluster.programs]
    worked = [later - earlier for later, earlier in zip(after, before, strict=True)]
    return rows, sum(worked[: len(cluster.webs)]), sum(worked[len(cluster.webs) :])


def _asked(cluster: "Cluster", *, seconds: str, only: str) -> list[dict[str, Any]]:
    from tests.performances import with_places

    wanted = {
        "LOAD_PERFORMANCES": " ".join(with_places(cluster.sandbox.url)),
        "LOAD_HALL": with_places(cluster.sandbox.url, event_id=LARGE, weekday=None)[0],
        "LOAD_ONLY": only,
    }
    options = ["--headless", "--only-summary", "--json", "-u", VISITORS, "-r", "30", "-t", f"{seconds}s"]
    command = [sys.executable, "-m", "locust", "-f", str(BESIDE / "visitors.py"), "--host", cluster.url]
    done = subprocess.run(  # noqa: S603 -- ourselves
        [*command, *options],
        env=os.environ | wanted,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    rows: list[dict[str, Any]] = json.loads(done.stdout[done.stdout.index("[") :])
    return rows


def _tell(rows: list[dict[str, Any]]) -> int:
    """A line for each kind of page; how many requests failed."""
    print(f"{'':<24}{'requests':>10}{'failed':>8}{'middle ms':>11}{'of 100 the 95th':>17}")
    for row in sorted(rows, key=lambda row: str(row["name"])):
        times = _times(row)
        middle, late = (times[int(len(times) * share)] for share in (0.5, 0.95))
        print(
            f"{row['name']:<24}{row['num_requests']:>10}{row['num_failures']:>8}{middle:>11.0f}{late:>17.0f}"
        )
    kinds: dict[str, int] = defaultdict(int)
    for row in rows:
        kinds[str(row["name"]).split()[0]] += row["num_requests"]
    print("requests by kind: " + ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items())))
    return sum(row["num_failures"] for row in rows)


def _times(row: dict[str, Any]) -> list[float]:
    return sorted(float(time) for time, number in row["response_times"].items() for _ in range(number))


if __name__ == "__main__":
    sys.exit(main())
