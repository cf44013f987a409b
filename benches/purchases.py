"""From the press of pay to the purchase arriving at the box office, beside the press's own request."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median

from benches.catalogue import running
from rehearsal.environment import shop_environment
from rehearsal.shop import ShopProcess
from tests.sandbox_process import READS_ONCE, SandboxProcess
from tests.services import ServiceMissing, new_database, postgres

WANTED = 1.0  # seconds, for the middle one: a machine that does other things besides makes some wait longer
BUYERS = 12
NAME = "boxoffice"


@dataclass(frozen=True)
class Press:
    answered: float  # seconds until the press itself was answered: the floor
    arrived: float  # until the purchase was at the box office


def main() -> int:
    """Print both for each database; 1 where a purchase began too late."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()  # the tests' buyers want it
    with ExitStack() as stack:
        sandbox = stack.enter_context(SandboxProcess())
        arrived = [_told(name, url, sandbox=sandbox) for name, url in _databases(stack)]
    return int(max(arrived) >= WANTED)


def _databases(stack: ExitStack) -> Iterator[tuple[str, str]]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="boxoffice-")))
    yield "SQLite", f"sqlite:///{folder / 'shop.sqlite3'}"
    try:
        server = stack.enter_context(postgres())
    except ServiceMissing as missing:
        print(f"PostgreSQL is left out: {missing}")
        return
    yield "PostgreSQL", new_database(server, name=NAME)


def _told(name: str, url: str, *, sandbox: SandboxProcess) -> float:
    """The time until a purchase arrived."""
    sandbox.reset()
    with _a_shop(url, sandbox=sandbox) as shop:
        presses = [_pressed(shop, sandbox) for _ in range(BUYERS)]
    answered = median(press.answered for press in presses)
    arrived, worst = median(press.arrived for press in presses), max(press.arrived for press in presses)
    print(
        f"{name:<12}arrived after {_ms(arrived)}, at worst {_ms(worst)}, wanted under {_ms(WANTED)};", end=""
    )
    print(f" the press was answered after {_ms(answered)}: {arrived / answered:.1f}")
    return arrived


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _pressed(shop: ShopProcess, sandbox: SandboxProcess) -> Press:
    from tests.faults.night import CUSTOMER, Buyer, first_performance, wait_until

    buyer = Buyer(shop.url, first_performance(sandbox))
    address = buyer.hold()
    page = buyer.get(address).text
    sandbox.clear_log()
    began = time.time()
    buyer.post(address, CUSTOMER, page=page, follow=False)
    answered = time.time() - began
    wait_until(lambda: sandbox.log(endpoint="purchase"), what="the purchase arrives")
    (call,) = sandbox.log(endpoint="purchase")
    return Press(answered, datetime.fromisoformat(call["at"]).timestamp() - began)


@contextmanager
def _a_shop(url: str, *, sandbox: SandboxProcess) -> Iterator[ShopProcess]:
    with tempfile.TemporaryDirectory() as folder:
        settings = shop_environment(sandbox, database_url=url, LANGUAGES="en", **READS_ONCE)
        with running(ShopProcess(settings, logs=Path(folder))) as shop:
            yield shop


if __name__ == "__main__":
    sys.exit(main())
