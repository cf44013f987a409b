"""`make acceptance`: a practice box office and a shop for each way of paying, all walked, one report."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rehearsal.environment import free_port, process_environment, shop_environment
from rehearsal.programs import ROOT, Program, ProgramFailed
from rehearsal.shop import ShopProcess

from . import report as reports
from .evidence import Verdict, Walk, walk_from

REPORT = ROOT / "docs" / "acceptance" / "report.html"
REQUIRED = ",".join([*(f"R{number}" for number in range(1, 13)), *(f"S{number}" for number in range(1, 8))])


@dataclass(frozen=True)
class SandboxAddress:
    url: str
    smtp_port: int


@dataclass(frozen=True)
class OneShop:
    """A shop of one way of paying, and the journeys that are its."""

    name: str
    journeys: str
    settings: Mapping[str, str]


def shops(sandbox: str) -> tuple[OneShop, ...]:
    """Each with the account, and the settings, that its way of paying asks for."""
    js = {"STRIPE_JS_URL": f"{sandbox}/v3/"}
    own_stripe = {
        "PAYMENT": "stripe",
        "STRIPE_SECRET_KEY": "sk_test_practice_shop",
        "STRIPE_PUBLISHABLE_KEY": "pk_test_practice_shop",
        "STRIPE_WEBHOOK_SECRET": "whsec_practice_box_office",
        "STRIPE_API_BASE": sandbox,
    }
    white_label = {"PAYMENT": "white-label", "WHITE_LABEL_URL": sandbox}
    return (
        OneShop("credit", f"{REQUIRED},P1,P5,P6", {}),
        OneShop("stripe", "P2", own_stripe | js),
        OneShop("cider", "P3", {"F13_USER": "demo-stripe"} | js),
        OneShop("cider-intent", "P3", {"F13_USER": "demo-stripe-intent"} | js),
        OneShop("redirect", "P4", {"F13_USER": "demo-redirect"}),
        OneShop("white-label", "P7", white_label),
    )


def main(report: str = str(REPORT)) -> int:
    """0 where every journey was walked and passed; 1 otherwise."""
    with tempfile.TemporaryDirectory() as folder, _a_sandbox(Path(folder)) as at:
        walks = [_walked(one, at, Path(folder)) for one in shops(at.url)]
    path = Path(report)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(reports.html(walks), encoding="utf-8")
    print(f"{reports.summary(walks)} The report is {path}.", flush=True)
    return 0 if all(one.verdict is Verdict.PASSED for one in reports.journeys_of(walks)) else 1


def _walked(one: OneShop, at: SandboxAddress, folder: Path) -> Walk:
    """What `manage.py acceptance` finds in this shop, run in its settings."""
    print(f"Walking the shop “{one.name}” …", flush=True)
    with _a_shop(one, at, folder / one.name) as shop:
        found = folder / f"{one.name}.json"
        command = ["manage.py", "acceptance", "--only", one.journeys, "--report", str(found)]
        done = subprocess.run([sys.executable, *command], cwd=ROOT, env=shop.environment, check=False)
        if done.returncode > 1:
            raise ProgramFailed(f"the shop “{one.name}” could not be walked")
        return walk_from(found.read_text(encoding="utf-8"))


@contextmanager
def _a_sandbox(folder: Path) -> Iterator[SandboxAddress]:
    at = SandboxAddress(f"http://127.0.0.1:{free_port()}", free_port())
    port = at.url.rpartition(":")[2]
    command = [sys.executable, "-m", "sandbox", "--port", port, "--smtp-port", str(at.smtp_port)]
    log = folder / "sandbox.log"
    sandbox = Program("sandbox", command=command, environment=process_environment({}), log=log)
    try:
        sandbox.start()
        sandbox.wait_until_it_answers(f"{at.url}/mail/")
        yield at
    finally:
        sandbox.stop()


@contextmanager
def _a_shop(one: OneShop, at: SandboxAddress, folder: Path) -> Iterator[ShopProcess]:
    folder.mkdir()
    settings = shop_environment(at, database_url=f"sqlite:///{folder / 'shop.sqlite3'}", **one.settings)
    shop = ShopProcess(settings, logs=folder)
    try:
        shop.manage("migrate", "--noinput")
        shop.collect()
        shop.manage("refresh_catalogue")
        shop.start()
        shop.wait_until_ready()
        yield shop
    finally:
        shop.stop()


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except ProgramFailed as failed:
        sys.exit(str(failed))
