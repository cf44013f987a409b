"""What `manage.py acceptance` does, in the settings of the shop that is walked."""

from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings

from boxoffice.version import VERSION

from . import report as reports
from .account import account_of, refuse_a_live_one
from .doors import Doors
from .errors import Refused, Unusable
from .evidence import Walk
from .journeys import IDS, JOURNEYS, Journey
from .records import Records
from .shop import Shop, look_in
from .walking import walk

PASSED, FAILED, UNUSABLE = 0, 1, 2
ENGLISH = "en"
Say = Callable[[str], None]


def run(
    *, address: str, report: Path, only: str, needs_all: bool, may_cost: bool, say: Say, complain: Say
) -> int:
    """Walk and write; the exit code. A report whose name ends in .json is what others are merged from."""
    doors = Doors(settings.F13_URL)
    try:
        journeys = _wanted(only)
        if not report.parent.is_dir():
            raise Unusable(f"{report.parent} is no folder: the report could not be written")
        shop = _shop((address or settings.SITE_URL).rstrip("/"), doors, may_cost=may_cost)
        if may_cost:
            _announce(shop, journeys, say)
        walked = walk(shop, journeys, say=say)
    except (Unusable, Refused) as error:
        complain(str(error))
        return UNUSABLE
    finally:
        doors.close()
    _write(report, walked)
    say(f"{reports.summary([walked])} The report is {report}.")
    return FAILED if walked.has_failed or (needs_all and not walked.is_whole) else PASSED


def _wanted(only: str) -> list[Journey]:
    names = [name.strip().upper() for name in only.split(",") if name.strip()]
    if unknown := [name for name in names if name not in IDS]:
        raise Unusable(f"there is no journey {', '.join(unknown)}; there are {', '.join(IDS)}")
    return [journey for journey in JOURNEYS if not names or journey.id in names]


def _shop(address: str, doors: Doors, *, may_cost: bool) -> Shop:
    """The shop at this address, once it is certain that what is bought there costs nobody anything."""
    is_practice = doors.are_there()
    account = account_of(settings.F13_URL, is_practice=is_practice)
    if not may_cost:
        refuse_a_live_one(account)
    look_in(address)
    return Shop(
        address=address,
        root=f"{address}{_prefix()}",
        account=account,
        payment=settings.PAYMENT,
        version=VERSION,
        stripe_is_live="_live_" in getattr(settings, "STRIPE_SECRET_KEY", ""),
        books=Records(),
        doors=doors if is_practice else None,
        may_cost=may_cost,
    )


def _prefix() -> str:
    """Where the shop's English pages are: the walk reads English."""
    codes = [code for code, _name in settings.LANGUAGES]
    if ENGLISH not in codes:
        raise Unusable("the walk reads English, which this shop does not have: see LANGUAGES")
    return "" if codes[0] == ENGLISH else f"/{ENGLISH}"


def _announce(shop: Shop, journeys: Iterable[Journey], say: Say) -> None:
    say(f"Buying as {shop.account.user} at {shop.account.root}, by way of {shop.address}:")
    for journey in journeys:
        if journey.buys:
            say(f"{journey.id:<4}{journey.buys}")


def _write(path: Path, walked: Walk) -> None:
    text = walked.to_json() if path.suffix == ".json" else reports.html([walked])
    path.write_text(text, encoding="utf-8")
