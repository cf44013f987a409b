"""How staff find events: by words of any language, by ids, and by what staff said of them."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..folding import fold
from ..models import Event, EventText, OwnPicture


def search(events: QuerySet[Event], *, asked: str) -> QuerySet[Event]:
    """Events of which one language's text holds all the words or their beginnings; or those with that id."""
    words = fold(asked).split()
    texts = EventText.objects.filter(event=OuterRef("pk"))
    for word in words:
        texts = texts.filter(words__contains=word)
    has_id = Q(event_id__iexact=asked.strip())
    return events.filter(has_id | Exists(texts)) if words else events.filter(has_id)


class SaidByStaff(admin.SimpleListFilter):
    """What staff have said of an event."""

    title = _("said by staff")
    parameter_name = "own"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("title", _("own title")),
            ("words", _("own words")),
            ("pictures", _("own pictures")),
            ("address", _("own address")),
        ]

    def queryset(self, request: HttpRequest, events: QuerySet[Event]) -> QuerySet[Event]:
        texts = EventText.objects.filter(event=OuterRef("pk"))
        match self.value():
            case "title":
                return events.filter(Exists(texts.exclude(own_name="")))
            case "words":
                return events.filter(Exists(texts.exclude(own_words="")))
            case "pictures":
                return events.filter(Exists(OwnPicture.objects.filter(event=OuterRef("pk"))))
            case "address":
                return events.exclude(own_slug="")
        return events
