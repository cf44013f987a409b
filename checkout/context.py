"""What every page may ask of the visitor's hold; asked of the database only where a template does."""

from functools import partial

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from . import reservation, visitor
from .models import OrderRecord


def held(request: HttpRequest) -> dict[str, object]:
    """`held`: the record of what the visitor holds now, or nothing."""
    return {"held": SimpleLazyObject(partial(_held, request))}


def _held(request: HttpRequest) -> OrderRecord | None:
    known = request.session.get(visitor.KEY)
    return reservation.current(known) if known else None
