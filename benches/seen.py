"""A kept page with its id, its line in the log and its numbers, beside the same shop that nobody watches.

There gunicorn writes the line for each request: a shop without one is nothing to compare with.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benches.asking import settled
from benches.catalogue import ROUNDS, Asked, running
from rehearsal.environment import shop_environment
from rehearsal.shop import ShopProcess
from tests.sandbox_process import SandboxProcess

MOST_MORE = 1 / 3  # of what an answer costs when nobody watches
ACCESS_LOG = ["--access-logfile", "-"]


def main() -> int:
    """Print the ratio of what answers cost the processor; 1 when watching costs more than is wanted."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        sandbox = stack.enter_context(SandboxProcess())
        shops = [
            stack.enter_context(a_shop(Path(folder), sandbox=sandbox, is_watched=is_watched))
            for is_watched in (False, True)
        ]
        pair = [Asked(settled(f"{shop.url}/"), shop.web) for shop in shops]
        for _round in range(ROUNDS):
            for asked in pair:
                asked.ask(connections=1)
    without, seen = pair
    more = seen.work / without.work - 1
    print(f"{'a kept page, watched':<24}{seen.work:6.0f} µs of processor", end="")
    print(f", unwatched {without.work:6.0f}: {more:.2f} more, wanted at most {MOST_MORE:.2f}", end="")
    print(f"  ({seen.rate:.0f} and {without.rate:.0f} a second)")
    return 0 if more <= MOST_MORE else 1


@contextmanager
def a_shop(folder: Path, *, sandbox: SandboxProcess, is_watched: bool) -> Iterator[ShopProcess]:
    """Counting and writing as in production, or not at all."""
    logs = folder / ("watched" if is_watched else "plain")
    logs.mkdir()
    variables = {} if is_watched else {"DJANGO_SETTINGS_MODULE": "benches.unwatched"}
    settings = shop_environment(sandbox, database_url=f"sqlite:///{logs / 'shop.sqlite3'}", LOG_FORMAT="json")
    shop = ShopProcess(settings | variables, logs=logs)
    if not is_watched:
        shop.web.command = [*shop.web.command, *ACCESS_LOG]
    with running(shop) as shop:
        yield shop


if __name__ == "__main__":
    sys.exit(main())
