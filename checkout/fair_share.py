"""How many tickets one visitor, and all of one network, may hold at once: nobody empties a hall by reserving.

Counted from the records, whose rows are there before f13 is asked. So of two that ask at the same moment at
least one sees the other; at worst both are told to try again.
"""

import logging

from django.conf import settings
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boxoffice import limits, numbers

from .models import UNDER_WAY, OrderRecord, State

logger = logging.getLogger(__name__)


class TooManyHeld(Exception):
    """More tickets than one visitor or one network may hold. The message is for the buyer."""


def network_of(request: HttpRequest) -> str:
    """A name for the network that is asked from, which tells nobody which it is; "" where it is not known."""
    network = limits.visitors_network(request, bits=limits.NETWORK)
    return limits.anonymous(network) if network else ""


def check(record: OrderRecord) -> None:
    """Raise TooManyHeld where this record, about to be held, would be too much."""
    most = settings.HELD_TICKETS_PER_VISITOR
    if most and _count(record, Q(visitor=record.visitor)) > most:
        _refuse(record, "held.visitor")
        raise TooManyHeld(_too_many_of_visitor(most))
    most = settings.HELD_TICKETS_PER_NETWORK
    if most and record.network and _count(record, Q(network=record.network)) > most:
        _refuse(record, "held.network")
        raise TooManyHeld(
            _(
                "Very many tickets are held from your network at this moment. Please try again in a few "
                "minutes, or by another connection."
            )
        )


def _count(record: OrderRecord, whose: Q) -> int:
    """The tickets held, with those of this record; its visitor's earlier hold is let go first."""
    earlier = Q(visitor=record.visitor, state=State.RESERVED)
    return _held().filter(whose).exclude(earlier).aggregate(all=Sum("tickets"))["all"] or 0


def _held() -> QuerySet[OrderRecord]:
    still = Q(state=State.RESERVED, hold_ends_at__gt=timezone.now())
    return OrderRecord.objects.filter(still | Q(state__in=(State.RESERVING, *UNDER_WAY)))


def _too_many_of_visitor(most: int) -> str:
    sentence = ngettext(
        "You can hold %(count)s ticket at once. Please choose fewer.",
        "You can hold %(count)s tickets at once. Please choose fewer, or buy some of them first.",
        most,
    )
    return sentence % {"count": most}


def _refuse(record: OrderRecord, name: str) -> None:
    numbers.LIMITED.labels(name).inc()
    logger.warning("%s was not held: too many tickets at once, by %s", record.pk, name)
