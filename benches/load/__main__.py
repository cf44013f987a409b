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


def main() -> int:
    """1 where a request failed."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()  # the cluster's books want it
    from tests.cluster.machine import a_cluster

    with tempfile.TemporaryDirectory(prefix="boxoffice-") as folder, a_cluster(Path(folder)) as cluster:
        _asked(cluster, seconds="10")  # so that pages and connections are there
        before = [processor_seconds(program) for program in cluster.programs]
        rows = _asked(cluster, seconds=SECONDS)
        worked = [
            processor_seconds(program) - was for program, was in zip(cluster.programs, before, strict=True)
        ]
        connections = cluster.rows("SELECT count(*) AS number FROM pg_stat_activity WHERE datname = 'cluster'")
        print(f"{VISITORS} visitors, {SECONDS} seconds, {len(cluster.webs)} webs of one process each")
        failed = _tell(rows)
        asked = sum(row["num_requests"] for row in rows)
        webs, workers = sum(worked[: len(cluster.webs)]), sum(worked[len(cluster.webs) :])
        print(f"{asked / float(SECONDS):.0f} requests a second; of a web's processor {1000 * webs / asked:.1f} ms each,", end="")
        print(f" of a worker's {1000 * workers / asked:.1f}")
        memory = [max(resident(pid) for pid in processes(program)) for program in cluster.programs]
        print(f"megabytes of each web and worker: {', '.join(f'{one:.0f}' for one in memory)}", end="")
        print(f"; {connections[0]['number']} connections of PostgreSQL")
    return 1 if failed else 0


def _asked(cluster: "Cluster", *, seconds: str) -> list[dict[str, Any]]:
    """What locust has counted, by name."""
    from tests.cluster.performances import with_places

    wanted = {
        "LOAD_PERFORMANCES": " ".join(with_places(cluster.sandbox.url)),
        "LOAD_HALL": with_places(cluster.sandbox.url, event_id=LARGE, weekday=None)[0],
    }
    options = ["--headless", "--only-summary", "--json", "-u", VISITORS, "-r", "30", "-t", f"{seconds}s"]
    command = [sys.executable, "-m", "locust", "-f", str(BESIDE / "visitors.py"), "--host", cluster.url]
    done = subprocess.run(  # noqa: S603 -- ourselves
        [*command, *options], env=os.environ | wanted, stdout=subprocess.PIPE, text=True, check=False
    )
    rows: list[dict[str, Any]] = json.loads(done.stdout[done.stdout.index("[") :])
    return rows


def _tell(rows: list[dict[str, Any]]) -> int:
    """A line for each kind of page; how many requests failed."""
    print(f"{'':<24}{'requests':>10}{'failed':>8}{'middle ms':>11}{'of 100 the 95th':>17}")
    for row in sorted(rows, key=lambda row: str(row["name"])):
        times = _times(row)
        middle, late = (times[int(len(times) * share)] for share in (0.5, 0.95))
        print(f"{row['name']:<24}{row['num_requests']:>10}{row['num_failures']:>8}{middle:>11.0f}{late:>17.0f}")
    kinds: dict[str, int] = defaultdict(int)
    for row in rows:
        kinds[str(row["name"]).split()[0]] += row["num_requests"]
    print("requests by kind: " + ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items())))
    return sum(row["num_failures"] for row in rows)


def _times(row: dict[str, Any]) -> list[float]:
    return sorted(float(time) for time, number in row["response_times"].items() for _ in range(number))


if __name__ == "__main__":
    sys.exit(main())
