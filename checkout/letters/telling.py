"""What each letter tells: values for its templates, in words."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from .. import addresses, changes, failing
from ..cancelling import told as cancelling_told
from ..models import Letter, OrderRecord
from . import money_back, saying
from .saying import in_one_line

LONGEST_NAME = 60
# A buyer's name is a stranger's text, sent to an address that a stranger has typed.
AN_ADDRESS = re.compile(r"://|@|\bwww\.|\w{2,}\.\w{2,}", re.IGNORECASE)

Telling = Callable[[Letter], dict[str, Any]]


def greeting(record: OrderRecord) -> str:
    """`Dear Ada Reader,`; nobody is called by what mail programs would make a link of."""
    first, last = (str(record.customer.get(name) or "") for name in ("first_name", "last_name"))
    name = in_one_line(f"{first} {last}")
    if not name or len(name) > LONGEST_NAME or AN_ADDRESS.search(name):
        return _("Hello,")
    return in_one_line(_("Dear %(first)s %(last)s,") % {"first": first, "last": last})


def _of_what_was_bought(letter: Letter) -> dict[str, Any]:
    record = letter.record
    trolley, sold = record.trolley, record.sold_bundles
    bought = replace(trolley, bundles=sold)
    rest = replace(trolley, bundles=tuple(one for one in trolley.bundles if one not in sold))
    events = {str(order.event or "") for order in bought.orders}
    return {
        "items": [saying.item(order) for order in bought.orders],
        "price": saying.price(bought),
        "not_bought": [saying.not_bought(bundle) for bundle in rest.bundles],
        "total": " + ".join(map(str, bought.totals)),
        "total_of_the_rest": " + ".join(map(str, rest.totals)),
        "only_event": events.pop() if len(events) == 1 else "",
        "is_in_part": bool(rest.bundles),
        "confirmed_by_ingresso": record.is_confirmed_by_ingresso,
    }


def _of_a_failure(letter: Letter) -> dict[str, Any]:
    record = letter.record
    told = failing.told(record)
    orders = record.reservation.orders
    found = {order.performance.id: saying.in_short(order) for order in orders if order.performance}
    anew = [(name, addresses.performance(perf_id)) for perf_id, name in found.items()]
    return {
        "why": told.why if told else "",
        "money": failing.money(record),
        "next": told.next if told else "",
        "wanted": [saying.in_short(order) for order in orders],
        "anew": [(name, f"{settings.SITE_URL}{address}") for name, address in anew if address],
    }


def _of_a_change(letter: Letter) -> dict[str, Any]:
    found = letter.record.changes.filter(occasion=letter.facts.get("changes", ""))
    return {"changes": changes.told(letter.record, found), **_of_what_was_bought(letter)}


def _of_a_cancellation(letter: Letter) -> dict[str, Any]:
    """What stands beside it is what is left."""
    record, numbers = letter.record, set(letter.facts.get("items", ()))
    orders = record.sold_orders
    cancelled = [order for order in orders if order.item_number in numbers]
    return {
        "cancelled": [saying.cancelled_item(order) for order in cancelled],
        "left": [saying.item(order) for order in orders if not order.is_cancelled],
        "money": money_back.told(record, cancelled),
    }


def _of_a_withdrawal(letter: Letter) -> dict[str, Any]:
    withdrawal = letter.record.cancellations.get(pk=letter.occasion)
    return {"withdrawal": cancelling_told.Told(letter.record, withdrawal)}


def _of_a_notice(letter: Letter) -> dict[str, Any]:
    """What staff write to the buyers of a performance: text, never HTML."""
    said = str(letter.facts.get("text", ""))
    return {
        "subject": str(letter.facts.get("subject", "")),
        "paragraphs": [one.strip() for one in re.split(r"\n\s*\n", said) if one.strip()],
        **_of_what_was_bought(letter),
    }


TELLING: dict[str, Telling] = {
    "confirmation": _of_what_was_bought,
    "failed": _of_a_failure,
    "changed": _of_a_change,
    "cancelled": _of_a_cancellation,
    "withdrawn": _of_a_withdrawal,
    "notice": _of_a_notice,
}
