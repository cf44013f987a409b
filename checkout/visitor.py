"""Who is looking: an unguessable name in the session, which the records of this visitor carry."""

import uuid

from django.http import Http404, HttpRequest

from .models import OrderRecord

KEY = "visitor"


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
    request.session.modified = True


def record_of(request: HttpRequest, record_id: uuid.UUID) -> OrderRecord:
    """The visitor's own record. Anybody else's is a 404, and looks like none at all."""
    known = request.session.get(KEY)
    record = OrderRecord.objects.filter(pk=record_id, visitor=known).first() if known else None
    if record is None:
        raise Http404
    return record
