"""Who is looking: an unguessable name in the session, which the records of this visitor carry."""

import uuid

from django.http import Http404, HttpRequest
from django.utils import timezone

from .models import OrderRecord

KEY = "visitor"
SEEN = "seen"  # the day on which the session was last made to last


def name(request: HttpRequest) -> str:
    """The visitor's name, given on first need."""
    if KEY not in request.session:
        request.session[KEY] = uuid.uuid4().hex
    return request.session[KEY]


def known(request: HttpRequest) -> str:
    """The visitor's name; "" for somebody who has not needed one yet."""
    return request.session.get(KEY, "")


def stays(request: HttpRequest) -> None:
    """The visitor has done something: the session lasts its whole time from now."""
    request.session[SEEN] = _today()


def is_first_seen_today(request: HttpRequest) -> bool:
    """Whoever only looks stays too; once a day is often enough to write that down."""
    if not known(request) or request.session.get(SEEN) == _today():
        return False
    stays(request)
    return True


def _today() -> str:
    return timezone.now().date().isoformat()


def record_of(request: HttpRequest, record_id: uuid.UUID) -> OrderRecord:
    """The visitor's own record. Anybody else's is a 404, and looks like none at all."""
    known = request.session.get(KEY)
    record = OrderRecord.objects.filter(pk=record_id, visitor=known).first() if known else None
    if record is None:
        raise Http404
    return record
