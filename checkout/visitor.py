"""Who is looking: an unguessable name in the session, which the records of this visitor carry."""

import uuid
from datetime import timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone

from .models import OrderRecord

KEY = "visitor"
SEEN = "seen"  # the day on which the session was last made to last
RENEWED = "renewed"  # the hold for which the session was given another key
FORMER = "former"  # the key before, until the browser is known to have this one
LEFT = "left"  # this session goes on under another key
FORMER_KEY_LASTS = timedelta(seconds=15)  # for what other tabs are just asking, once the new key was used
UNHEARD_KEY_LASTS = timedelta(minutes=20)  # where the answer with the new key was lost: one hold's time


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


def renew(request: HttpRequest, record: OrderRecord) -> None:
    """Another key for this session, once for each hold: whoever knew the former one sees nothing of it."""
    session, former = request.session, request.session.session_key
    if former is None or LEFT in session or session.get(RENEWED) == str(record.pk):
        return
    session[RENEWED], session[FORMER] = str(record.pk), former
    with transaction.atomic():
        session.cycle_key()
        _leave(former, visitor=session[KEY], lasts=UNHEARD_KEY_LASTS)


def _has_the_new_key(session: SessionBase) -> None:
    """The browser has used it: nobody needs the former one any more, but for what is under way."""
    former = session.pop(FORMER, "")
    if former:
        _leave(former, visitor=session[KEY], lasts=FORMER_KEY_LASTS)


def _leave(former: str, *, visitor: str, lasts: timedelta) -> None:
    """Who still has the former key must not lose what they hold; it ends then, whoever uses it."""
    left, ends_at = SessionStore(former), timezone.now() + lasts
    data = left.encode({KEY: visitor, LEFT: True, "_session_expiry": ends_at.isoformat()})
    rows = left.model.objects
    rows.update_or_create(session_key=former, defaults={"session_data": data, "expire_date": ends_at})


def _today() -> str:
    return timezone.now().date().isoformat()


def record_of(request: HttpRequest, record_id: uuid.UUID) -> OrderRecord:
    """The visitor's own record. Anybody else's is a 404, and looks like none at all."""
    known = request.session.get(KEY)
    record = OrderRecord.objects.filter(pk=record_id, visitor=known).first() if known else None
    if record is None:
        raise Http404
    _has_the_new_key(request.session)
    return record
