"""What a forged, stale or broken request is, and what every answer to one promises."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from checkout.models import OrderRecord
from checkout.urls import urlpatterns
from tests.sandbox_process import SandboxProcess
from tests.visits import Page

DEEDS = {"reserve", "release", "purchase", "cancel", "callback"}
SAID = re.compile(r'class="message|role="alert"|id="objection"|class="notice|<h1>')
WAY_ON = re.compile(r'<a [^>]*href="|<button')
NOT_FOR_BUYERS = ("Traceback", "Exception", "Bad data supplied", "Missing parameter", "No such", "None<")
FOR_ALL = ("/progress/", "/progress.svg", "/left/", "/confirmed/", "/back/")
MEGABYTE = "x" * 1_000_000


@dataclass(frozen=True)
class Row:
    """`changes` to a form that is right otherwise; None takes a field out. `says`: words of the answer."""

    promise: str
    changes: dict[str, Any] = field(default_factory=dict)
    says: str = ""

    def form(self, right: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in {**right, **self.changes}.items() if value is not None}


def in_words(rows: tuple[Row, ...]) -> dict[str, Any]:
    """For `parametrize`: each row is named by what it promises."""
    return {"argvalues": rows, "ids": [row.promise.replace(" ", "-") for row in rows]}


def band(*codes: Any) -> str:
    return json.dumps(codes)


def complaints(page: Page) -> list[str]:
    """What keeps this from being a plain sentence and a way on. What was bought leads nowhere else."""
    if page.status in {200, 409} and not page.text.lstrip().startswith("<!doctype html"):
        return []  # a barcode, or what scripts ask for
    main = page.text.partition('<main id="main"')[2].partition("</main>")[0]
    found = [f"it says {word}" for word in NOT_FOR_BUYERS if word in page.text]
    found += [f"status {page.status}"] if page.status >= 500 else []
    found += [] if SAID.search(main) else ["it says nothing"]
    return found + ([] if WAY_ON.search(main) or _is_the_end(page) else ["it has no way on"])


def is_for_all(address: str) -> bool:
    """Whoever has the link may ask how an order goes, and how long it is held: nothing personal is there.

    Who comes back from elsewhere, maybe to another browser, is led to where it is told.
    """
    return address.endswith(FOR_ALL)


def _is_the_end(page: Page) -> bool:
    return page.status == 200 and bool(re.search(r"/order/|/progress/", page.address))


def every_address(record_id: object) -> list[str]:
    """Each address of trolley and checkout, those to come included, with this record in it."""
    return [_address(str(one.pattern), record_id) for one in urlpatterns]


def addresses(record_id: object) -> list[str]:
    """Those of them that have a record in them."""
    return [_address(str(one.pattern), record_id) for one in urlpatterns if "<uuid:" in str(one.pattern)]


def _address(route: str, record_id: object) -> str:
    return "/" + re.sub(r"<[^>]+>", "1", re.sub(r"<uuid:\w+>", str(record_id), route))


def deeds(f13: SandboxProcess) -> list[str]:
    """What f13 was asked to do since the log was cleared, in order."""
    return [row["endpoint"] for row in f13.log() if row["endpoint"] in DEEDS]


def upstream(f13: SandboxProcess) -> list[str]:
    return [row["status"] for row in f13.transactions()]


def states() -> list[str]:
    return list(OrderRecord.objects.order_by("created_at").values_list("state", flat=True))
