"""Asks the advisory service about every package that requirements/*.txt pins, at the very version.

It fails when there is an advisory, and as well when the service cannot be asked, or answers for some packages
only: what nobody has looked at is not safe. The questions hold names and versions of public packages alone.
"""

import argparse
import json
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SERVICE = "https://api.osv.dev"
AT_ONCE = 500  # packages in one question; the service takes a thousand
MOST_PAGES = 50  # of one package's advisories
TIMEOUT = 30.0
PIN = re.compile(r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)")

Pin = tuple[str, str]  # name and version


class NotAsked(Exception):
    """The service gave no answer for all packages, so nothing is known."""


def pins_of(text: str) -> set[Pin]:
    """What one requirements file pins. A line that is neither a pin nor part of one is NotAsked for."""
    found = set()
    for line in text.splitlines():
        if not line.strip() or line.startswith(("#", " ", "\t")):
            continue
        pin = PIN.match(line)
        if pin is None:
            raise NotAsked(f"this line names no version to ask for: {line[:80]}")
        found.add((re.sub(r"[-_.]+", "-", pin["name"]).lower(), pin["version"]))
    return found


def pinned(folder: Path) -> list[Pin]:
    """What all files pin together. None would mean that nothing was looked at."""
    found = set().union(*(pins_of(path.read_text()) for path in sorted(folder.glob("*.txt"))))
    if not found:
        raise NotAsked(f"there are no pins in {folder}")
    return sorted(found)


def advisories(pins: list[Pin], *, service: str) -> dict[Pin, list[str]]:
    """The ids of the advisories of each package that has any."""
    found: dict[Pin, list[str]] = {}
    for start in range(0, len(pins), AT_ONCE):
        for pin, ids in _asked(pins[start : start + AT_ONCE], service=service):
            if ids:
                found.setdefault(pin, []).extend(ids)
    return {pin: sorted(set(ids)) for pin, ids in found.items()}


def _asked(pins: list[Pin], *, service: str) -> Iterator[tuple[Pin, list[str]]]:
    """One question for these, and more for those of which the service has told a part only."""
    waiting = [(pin, "") for pin in pins]
    for _page in range(MOST_PAGES):
        answer = _post(f"{service}/v1/querybatch", {"queries": [_query(*one) for one in waiting]})
        results = answer.get("results") if isinstance(answer, dict) else None
        if not isinstance(results, list) or len(results) != len(waiting):
            raise NotAsked(f"{service} did not answer for each of {len(waiting)} packages")
        read = [(pin, *_result(result, pin)) for (pin, _token), result in zip(waiting, results, strict=True)]
        yield from ((pin, ids) for pin, ids, _token in read)
        waiting = [(pin, token) for pin, _ids, token in read if token]
        if not waiting:
            return
    raise NotAsked(f"{service} has no end to what it tells of {waiting[0][0][0]}")


def _query(pin: Pin, token: str) -> dict[str, Any]:
    name, version = pin
    query: dict[str, Any] = {"package": {"name": name, "ecosystem": "PyPI"}, "version": version}
    return query | ({"page_token": token} if token else {})


def _result(result: Any, pin: Pin) -> tuple[list[str], str]:
    """Its advisories' ids, and where more of them are told; what reads otherwise is no answer."""
    if not isinstance(result, dict):
        raise NotAsked(f"no answer for {pin[0]}")
    found, token = result.get("vulns", []), result.get("next_page_token", "")
    is_list = isinstance(found, list) and all(isinstance(one, dict) and one.get("id") for one in found)
    if not is_list or not isinstance(token, str):
        raise NotAsked(f"an answer for {pin[0]} that cannot be read")
    return [str(one["id"]) for one in found], token


def _post(address: str, said: dict[str, Any]) -> Any:
    if not address.startswith(("https://", "http://")):
        raise NotAsked(f"{address} is no address of the web")
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    request = urllib.request.Request(address, json.dumps(said).encode(), headers)  # noqa: S310 -- see above
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 -- the same
            return json.loads(answer.read())
    except (OSError, ValueError, urllib.error.URLError) as error:
        raise NotAsked(f"{address} could not be asked: {error}") from None


def told(found: dict[Pin, list[str]]) -> Iterable[str]:
    for (name, version), ids in sorted(found.items()):
        yield f"{name} {version}: {', '.join(ids)}"


def main(arguments: list[str] | None = None) -> int:
    """0: all were asked for, and there is nothing against them. 1: there is. 2: it is not known."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--service", default=SERVICE, help="another address of the advisory service")
    parser.add_argument("--requirements", type=Path, default=ROOT / "requirements")
    chosen = parser.parse_args(arguments)
    try:
        pins = pinned(chosen.requirements)
        found = advisories(pins, service=chosen.service.rstrip("/"))
    except NotAsked as why:
        print(f"Nothing is known: {why}.")
        return 2
    print("\n".join(told(found)) or f"{len(pins)} packages were asked for, and there are no advisories.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
