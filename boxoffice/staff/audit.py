"""What staff did, as Django's own log keeps it; and whose personal data they looked at or took along.

No customer's data is written here: an order's number says whose it was, as long as that is kept.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

VIEWED, EXPORTED = 4, 5  # beside Django's own 1 to 3
FLAGS = {
    ADDITION: _("added"),
    CHANGE: _("changed"),
    DELETION: _("deleted"),
    VIEWED: _("seen: customer's data"),
    EXPORTED: _("taken along"),
}


def changed(request: HttpRequest, objects: Iterable[Any], said: str) -> None:
    """Something was done to these: it stands in the history of each."""
    LogEntry.objects.log_actions(_who(request), list(objects), CHANGE, said)


def viewed(request: HttpRequest, thing: Any, said: str = "") -> None:
    """Customers' data of one object, or of many of a model, were on the page."""
    _note(request, thing, VIEWED, said)


def exported(request: HttpRequest, thing: Any, said: str) -> None:
    """A file was made of one object, or of many of a model."""
    _note(request, thing, EXPORTED, said)


def _note(request: HttpRequest, thing: Any, flag: int, said: str) -> None:
    is_one = not isinstance(thing, type)
    LogEntry.objects.create(
        user_id=_who(request),
        content_type_id=ContentType.objects.get_for_model(thing).pk,
        object_id=str(thing.pk) if is_one else None,
        object_repr=str(thing)[:200] if is_one else "",
        action_flag=flag,
        change_message=said,
    )


def _who(request: HttpRequest) -> int:
    return int(request.user.pk or 0)
