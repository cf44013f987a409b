"""One page in Lighthouse, which npm installs from the lock file beside, in a browser that runs already."""

import json
import shutil
import subprocess
from pathlib import Path
from statistics import median
from typing import Any

from benches.budget import Measured, Weight
from rehearsal.environment import process_environment

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
INSTALL = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 5
NEEDED = "Lighthouse needs node 18.20 or newer, with npm: apt-get install nodejs npm, or nodejs.org"


class LighthouseMissing(Exception):
    """It cannot be asked here. The message says what to install."""


def install() -> str:
    """Its version; what the lock file names is fetched if it is not there yet. Raises LighthouseMissing."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise LighthouseMissing(NEEDED)
    lock, kept = HERE / "package-lock.json", MODULES / "installed.json"
    if not kept.exists() or kept.read_text() != lock.read_text():
        done = subprocess.run([npm, *INSTALL], cwd=HERE, check=False, capture_output=True, text=True)  # noqa: S603 -- named above
        if done.returncode:
            raise LighthouseMissing(f"npm could not install Lighthouse:\n{done.stderr.strip()}")
        kept.write_text(lock.read_text())
    version: str = json.loads((MODULES / "lighthouse" / "package.json").read_text())["version"]
    return version


def look(address: str, *, port: int) -> Measured:
    """The page in the browser at that port, with the cookies that it has: the middle of five runs.

    Raises AssertionError where another page was shown.
    """
    return middle([read(_report(address, port=port)) for _run in range(RUNS)])


def middle(runs: list[Measured]) -> Measured:
    """Of each figure the middle one."""
    return Measured(
        scores={name: int(median(run.scores[name] for run in runs)) for name in CATEGORIES},
        largest_contentful_paint_ms=median(run.largest_contentful_paint_ms for run in runs),
        layout_shift=median(run.layout_shift for run in runs),
        blocking_ms=median(run.blocking_ms for run in runs),
        weight=Weight(
            compressed_bytes=int(median(run.weight.compressed_bytes for run in runs)),
            requests=int(median(run.weight.requests for run in runs)),
        ),
    )


def read(report: dict[str, Any]) -> Measured:
    """What Lighthouse's own report says."""
    audits = report["audits"]
    asked = [one for one in audits["network-requests"]["details"]["items"] if one["resourceType"] != "Image"]
    return Measured(
        scores={name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES},
        largest_contentful_paint_ms=audits["largest-contentful-paint"]["numericValue"],
        layout_shift=audits["cumulative-layout-shift"]["numericValue"],
        blocking_ms=audits["total-blocking-time"]["numericValue"],
        weight=Weight(compressed_bytes=sum(one["transferSize"] for one in asked), requests=len(asked)),
    )


def _report(address: str, *, port: int) -> dict[str, Any]:
    """Told to be a phone, as it is by itself: a slow one, on a slow network."""
    command = [
        *("node", str(MODULES / "lighthouse" / "cli" / "index.js"), address),
        *(f"--port={port}", "--output=json", "--quiet", "--no-enable-error-reporting"),
        f"--only-categories={','.join(CATEGORIES)}",
    ]
    done = subprocess.run(  # noqa: S603 -- named above
        command, env=process_environment({}), check=False, capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 0, f"Lighthouse failed at {address}:\n{done.stderr[-2000:]}"
    report: dict[str, Any] = json.loads(done.stdout)
    shown = report["finalDisplayedUrl"]
    assert shown == address, f"{address} led to {shown}"
    assert "runtimeError" not in report, report["runtimeError"]
    return report
