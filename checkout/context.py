"""What every page may ask of the visitor's hold; asked of the database only where a template does."""

from functools import partial

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from . import reservation, visitor
from .models import OrderRecord, State


def held(request: HttpRequest) -> dict[str, object]:
    """What the visitor holds now, and what is handed over to be paid elsewhere: records, or nothing."""
    standing = SimpleLazyObject(partial(_standing, request))
    return {
        "held": SimpleLazyObject(lambda: standing.get(State.RESERVED)),
        "handed_over": SimpleLazyObject(lambda: standing.get(State.HANDED_OVER)),
    }


def _standing(request: HttpRequest) -> dict[str, OrderRecord]:
    """One query, however much a page asks."""
    known = request.session.get(visitor.KEY)
    found = reservation.standing(known) if known else ()
    return {record.state: record for record in found}
