"""Print what Lighthouse finds on each page, and what is over its budget; `--write` it into docs/speed.md."""

import sys
import tempfile
from pathlib import Path

from benches.budget import Measured, budget
from benches.catalogue import a_shop
from benches.lighthouse import table
from benches.lighthouse.looking import RUNS, LighthouseMissing, install, look
from benches.lighthouse.walking import a_browser, walk


def main(*arguments: str) -> int:
    """1 where a page is over its budget, or nothing can be measured."""
    try:
        version = install()
    except LighthouseMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    measured = _measured(version)
    if "--write" in arguments:
        table.write(measured, lighthouse=version)
    broken = [said for page, one in measured.items() for said in budget(page).broken(one)]
    print("\n".join([table.written(measured), "", *(broken or ["Every page is within its budget."])]))
    return int(bool(broken))


def _measured(version: str) -> dict[str, Measured]:
    """By page."""
    measured = {}
    with tempfile.TemporaryDirectory() as folder, a_shop(Path(folder)) as shop, a_browser() as port:
        for page, address in walk(shop.url, port=port):
            print(f"Lighthouse {version}: {page}, {RUNS} times", file=sys.stderr, flush=True)
            measured[page] = look(address, port=port)
    return measured


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
