"""A kept page with its id, its line in the log and its numbers, beside the same shop that nobody watches."""

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
CONFIG = """
from boxoffice.counting import child_exit, gather_in

gather_in()
logger_class = "boxoffice.gunicorn_logs.Logger"
"""


def main() -> int:
    """Print the ratio of what answers cost the processor; 1 when watching costs more than is wanted."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        sandbox = stack.enter_context(SandboxProcess())
        watched = stack.enter_context(a_shop("watched", folder=Path(folder), sandbox=sandbox))
        plain = stack.enter_context(
            a_shop("plain", folder=Path(folder), sandbox=sandbox, DJANGO_SETTINGS_MODULE="benches.unwatched")
        )
        pair = [Asked(settled(f"{shop.url}/"), shop.web) for shop in (plain, watched)]
        for _round in range(ROUNDS):
            for asked in pair:
                asked.ask(connections=1)
    without, seen = pair
    more = seen.work / without.work - 1
    print(
        f"{'a kept page, watched':<24}{seen.work:6.0f} µs of processor, unwatched {without.work:6.0f}: ",
        end="",
    )
    print(
        f"{more:.2f} more, wanted at most {MOST_MORE:.2f}  ({seen.rate:.0f} and {without.rate:.0f} a second)"
    )
    return 0 if more <= MOST_MORE else 1


@contextmanager
def a_shop(name: str, *, folder: Path, sandbox: SandboxProcess, **variables: str) -> Iterator[ShopProcess]:
    """Counting and writing as in production."""
    logs = folder / name
    logs.mkdir()
    (logs / "serving.py").write_text(CONFIG)
    settings = shop_environment(sandbox, database_url=f"sqlite:///{logs / 'shop.sqlite3'}", LOG_FORMAT="json")
    shop = ShopProcess(settings | variables, logs=logs)
    if "--access-logfile" in shop.web.command:
        at = shop.web.command.index("--access-logfile")
        del shop.web.command[at : at + 2]
    shop.web.command += ["--config", str(logs / "serving.py")]
    with running(shop) as shop:
        yield shop


if __name__ == "__main__":
    sys.exit(main())
